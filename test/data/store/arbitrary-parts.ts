import fc from 'fast-check';
import type { LedgerId, MarketId, TokenId, WalletAddress } from '../../../src/engine/domain/ids.ts';
import { HOUR_MS } from '../../../src/engine/domain/time.ts';
import type { Money, Ppm, Price, Quantity } from '../../../src/engine/domain/values/money.ts';

/** The moment at which tests take their snapshots. */
export const NOW_MS = Date.UTC(2026, 10, 22, 12);

export const micro = fc.oneof(fc.nat(), fc.maxSafeNat());
export const money = fc.oneof(fc.integer(), fc.maxSafeInteger()) as fc.Arbitrary<Money>;
export const quantity = micro as fc.Arbitrary<Quantity>;
export const price = fc.nat(1_000_000) as fc.Arbitrary<Price>;
export const ppm = fc.nat(5_000_000) as fc.Arbitrary<Ppm>;
export const unit = fc.double({ min: 0, max: 1, noNaN: true });
/** Whole hours of four days, so that moments collide and fall on both sides of the window. */
export const at = fc.integer({ min: -96, max: 0 }).map((hours) => NOW_MS + hours * HOUR_MS);
export const text = fc.string({ unit: 'binary', maxLength: 8 });

/** Ids out of few, so that batches meet their own earlier rows. */
export function id<T extends string>(kind: string): fc.Arbitrary<T> {
  return fc.integer({ min: 1, max: 4 }).map((number) => `${kind}${number}` as T);
}

export const wallet = id<WalletAddress>('0xw');
export const market = id<MarketId>('0xm');
export const token = id<TokenId>('7');
export const ledger = fc.constantFrom('paper', 'live:polymarket:0xA') as fc.Arbitrary<LedgerId>;
export const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
export const version = fc.nat(9);

/** A record of which only some fields matter to a test. */
export function sampleOf<T>(arbitrary: fc.Arbitrary<T>, fields: Partial<T> = {}): T {
  const [value] = fc.sample(arbitrary, { numRuns: 1, seed: 7 });
  return { ...(value as T), ...fields };
}
