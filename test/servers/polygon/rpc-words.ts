/** What no node would take. */
export class Violation extends Error {}
/** What a contract refuses. */
export class Reverted extends Error {}

export const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
export const HASH = /^0x[0-9a-f]{64}$/;
export const HEX = /^0x(?:[0-9a-f]{2})*$/;

/** A question to a contract, or the estimate of a call. */
export interface Asked {
  readonly from: string | null;
  readonly to: string;
  readonly data: string;
}

export const hex = (value: bigint | number): string => `0x${value.toString(16)}`;

export function keyOf(...addresses: readonly string[]): string {
  return addresses.join(' ').toLowerCase();
}

export function askedIn(call: unknown): Asked {
  const { from, to, data } = call as { from?: unknown; to: unknown; data: unknown };
  return {
    from: from === undefined ? null : matching(from, ADDRESS),
    to: matching(to, ADDRESS),
    data: matching(data, HEX),
  };
}

export function matching(value: unknown, pattern: RegExp): string {
  if (typeof value === 'string' && pattern.test(value)) return value.toLowerCase();
  throw new Violation(`${String(value)} is not as ${pattern}`);
}
