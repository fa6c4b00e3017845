import { z } from 'zod';
import type { SignerPolicy } from './policy.ts';
import { REFUSALS } from './refusal.ts';
import type { ProcessRequest, SignerWord } from './signer-words.ts';

/** Characters of one line; the longest is a keystore, as JSON writes it. */
export const LINE_LENGTH_MAX = 128 * 1_024;
/** Of what is told to people. */
const DETAIL_LENGTH_MAX = 2_000;
const PATH_LENGTH_MAX = 4_096;
/** How JSON carries an integer of the chain. */
const INTEGER = '$integer';
const INTEGER_DIGITS = /^-?\d{1,100}$/;

const id = z.int().positive();
const path = z.string().min(1).max(PATH_LENGTH_MAX);
const hex = (bytesMax: number) =>
  z.string().regex(new RegExp(`^0x(?:[0-9a-f]{2}){0,${bytesMax}}$`));
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const SIGNATURE_BYTES_MAX = 512;
const SIGNED_BYTES_MAX = 16 * 1_024;
const HASH_BYTES = 32;

const request = z.discriminatedUnion('kind', [
  z.strictObject({
    ...{ id, kind: z.literal('open'), keystore: z.string(), passphraseFile: path },
    // Bound to the key as a whole: see `bindPolicy`.
    policy: z.custom<SignerPolicy>((value) => typeof value === 'object'),
  }),
  // What a guard judges arrives as it is.
  z.strictObject({
    ...{ id, kind: z.literal('sign') },
    ...{ domain: z.unknown(), types: z.unknown(), value: z.unknown() },
  }),
  z.strictObject({ id, kind: z.literal('signTransaction'), transaction: z.unknown() }),
  z.strictObject({ id, kind: z.literal('signRelay'), relay: z.unknown() }),
  z.strictObject({ id, kind: z.literal('close') }),
]);

const detail = z.string().max(DETAIL_LENGTH_MAX);
const word = z.discriminatedUnion('kind', [
  z.strictObject({ id, kind: z.literal('opened'), address, isConfined: z.boolean() }),
  z.strictObject({
    ...{ id, kind: z.literal('unopened'), message: detail },
    why: z.enum(['keystore', 'passphrase', 'policy']),
  }),
  z.strictObject({ id, kind: z.literal('signed'), signature: hex(SIGNATURE_BYTES_MAX) }),
  z.strictObject({
    ...{ id, kind: z.literal('signedTransaction') },
    ...{ raw: hex(SIGNED_BYTES_MAX), hash: hex(HASH_BYTES) },
  }),
  z.strictObject({
    ...{ id, kind: z.literal('signedRelay') },
    relay: z.strictObject({
      ...{ to: address, data: hex(SIGNED_BYTES_MAX), signature: hex(SIGNATURE_BYTES_MAX) },
      operation: z.literal([0, 1]),
    }),
  }),
  z.strictObject({ id, kind: z.literal('refused'), reason: z.enum(REFUSALS), detail }),
  z.strictObject({ id, kind: z.literal('failed') }),
  z.strictObject({ id, kind: z.literal('closed') }),
]);

/** @throws Error for what is no plain data, or too long for a line */
export function requestLine(of: ProcessRequest): string {
  return lineOf(of);
}

/** `null` for anything else than one of our requests. */
export function requestIn(line: string): ProcessRequest | null {
  return request.safeParse(jsonOf(line)).data ?? null;
}

export function wordLine(of: SignerWord): string {
  return lineOf(of);
}

/** `null` for anything else than a word of the signer. */
export function wordIn(line: string): SignerWord | null {
  return word.safeParse(jsonOf(line)).data ?? null;
}

/** Cuts text into lines, and holds at most one of `LINE_LENGTH_MAX`. */
export class Lines {
  #rest = '';

  /** The lines that the text ends; `null` when one is too long: nothing behind it can be trusted. */
  push(text: string): readonly string[] | null {
    const lines = `${this.#rest}${text}`.split('\n');
    this.#rest = lines.pop() ?? '';
    return [...lines, this.#rest].some(({ length }) => length > LINE_LENGTH_MAX) ? null : lines;
  }
}

function lineOf(data: object): string {
  const line = JSON.stringify(data, plain);
  if (line.length > LINE_LENGTH_MAX) throw new Error('too long for a line');
  return `${line}\n`;
}

/** JSON drops or changes what it cannot say, and what is signed must be what was asked. */
function plain(_key: string, value: unknown): unknown {
  switch (typeof value) {
    case 'bigint':
      return { [INTEGER]: String(value) };
    case 'number':
      if (!Number.isFinite(value)) throw new Error('no number');
      return value;
    case 'object':
      // An integer was one before it came here, so its mark is none of the data.
      if (value !== null && INTEGER in value) throw new Error('a mark of ours');
      return value;
    case 'string':
    case 'boolean':
      return value;
    default:
      throw new Error('no plain data');
  }
}

/** `undefined` for what is no JSON. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line, (_key, value: unknown) => {
      if (typeof value !== 'object' || value === null || !(INTEGER in value)) return value;
      const digits = value[INTEGER];
      return typeof digits === 'string' && INTEGER_DIGITS.test(digits) ? BigInt(digits) : value;
    });
  } catch {
    return undefined;
  }
}
