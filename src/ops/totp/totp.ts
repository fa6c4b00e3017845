import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { base32Decode, base32Encode } from './base32.ts';

/** As every authenticator app does it without being told: RFC 6238 with SHA-1. */
export const CODE_DIGITS = 6;
export const STEP_MS = 30_000;
/** Steps around the present one whose codes are taken: clocks differ, and people type slowly. */
const NEIGHBOURS = [-1, 0, 1] as const;
const SECRET_BYTES = 20;
const ISSUER = 'PolyMind';
/** Letters of a secret that are typed at a time. */
const GROUP_LENGTH = 4;

/** A fresh secret in base32. */
export function newSecret(): string {
  return base32Encode(randomBytes(SECRET_BYTES));
}

export function stepAt(atMs: number): number {
  return Math.floor(atMs / STEP_MS);
}

/** The code of a step, counted from 1970. */
export function codeOf(secret: string, step: number, digits: number = CODE_DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', base32Decode(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The newest step around `atMs` that has this code, or `null`; takes as long for every code. */
export function stepOfCode(secret: string, code: string, atMs: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const given = Buffer.from(code);
  const now = stepAt(atMs);
  const steps = NEIGHBOURS.map((by) => now + by).filter((step) => step >= 0);
  const matching = steps.filter((step) =>
    timingSafeEqual(Buffer.from(codeOf(secret, step)), given),
  );
  return matching.at(-1) ?? null;
}

/** What a QR code for an authenticator app holds. */
export function enrolmentUri(secret: string, actor: string): string {
  const label = encodeURIComponent(`${ISSUER}:${actor}`);
  const query = new URLSearchParams({
    secret,
    issuer: ISSUER,
    algorithm: 'SHA1',
    digits: String(CODE_DIGITS),
    period: String(STEP_MS / 1_000),
  });
  return `otpauth://totp/${label}?${query.toString()}`;
}

/** For typing it in: `JBSW Y3DP …`. */
export function inGroups(secret: string): string {
  return (secret.match(new RegExp(`.{1,${GROUP_LENGTH}}`, 'g')) ?? []).join(' ');
}
