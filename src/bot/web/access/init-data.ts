import { createHmac, timingSafeEqual } from 'node:crypto';
import { SECOND_MS } from '../../../engine/domain/time.ts';
import { RecentIds } from '../../chat/recent-ids.ts';

/**
 * How old what Telegram signed may be: libraries allow a day, which is too long for what moves money.
 */
export const INIT_DATA_MS_MAX = 300 * SECOND_MS;
/** Clocks differ; further ahead nothing honest is. */
const AHEAD_MS_MAX = 60 * SECOND_MS;
/** Signatures that are remembered against a second use; far more than come in their time. */
const USED_MAX = 10_000;

/** Who opened the Mini App, or why that is not believed. */
export type InitDataVerdict =
  | { readonly kind: 'person'; readonly userId: string; readonly name: string }
  | { readonly kind: 'refused'; readonly why: 'malformed' | 'forged' | 'stale' | 'used' };

/**
 * Checks what a Mini App of Telegram is opened with: signed by the bot's token, fresh, and used once.
 * Of every name only one value is taken: of two, the signed one could be another than the one read.
 */
export class InitDataCheck {
  readonly #secret: Buffer;
  readonly #nowMs: () => number;
  readonly #used = new RecentIds(USED_MAX);

  constructor(botToken: string, nowMs: () => number) {
    this.#secret = createHmac('sha256', 'WebAppData').update(botToken).digest();
    this.#nowMs = nowMs;
  }

  check(initData: string): InitDataVerdict {
    const pairs = [...new URLSearchParams(initData)];
    const fields = new Map(pairs);
    const hash = fields.get('hash') ?? '';
    if (fields.size !== pairs.length || !/^[0-9a-f]{64}$/.test(hash)) return refused('malformed');
    if (!this.#isSigned(pairs, hash)) return refused('forged');
    const signedAtMs = Number(fields.get('auth_date')) * SECOND_MS;
    const ageMs = this.#nowMs() - signedAtMs;
    if (!Number.isSafeInteger(signedAtMs) || ageMs > INIT_DATA_MS_MAX || ageMs < -AHEAD_MS_MAX) {
      return refused('stale');
    }
    const person = personOf(fields.get('user') ?? '');
    if (person === null) return refused('malformed');
    if (!this.#used.add(hash)) return refused('used');
    return { kind: 'person', ...person };
  }

  #isSigned(pairs: readonly (readonly [string, string])[], hash: string): boolean {
    const signed = pairs
      .filter(([name]) => name !== 'hash')
      .map(([name, value]) => `${name}=${value}`)
      .sort()
      .join('\n');
    const wanted = createHmac('sha256', this.#secret).update(signed).digest();
    return timingSafeEqual(wanted, Buffer.from(hash, 'hex'));
  }
}

function refused(why: Extract<InitDataVerdict, { kind: 'refused' }>['why']): InitDataVerdict {
  return { kind: 'refused', why };
}

/** The platform's own id, and a name for people; `null` where there is none. */
function personOf(user: string): { readonly userId: string; readonly name: string } | null {
  let told: unknown;
  try {
    told = JSON.parse(user);
  } catch {
    return null;
  }
  if (typeof told !== 'object' || told === null || !('id' in told)) return null;
  const { id } = told;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0) return null;
  const name = 'first_name' in told && typeof told.first_name === 'string' ? told.first_name : '';
  return { userId: String(id), name };
}
