import fc from 'fast-check';
import type {
  ArbitrageFound,
  ArbitrageLeg,
  ArbitrageRecord,
} from '../../../src/engine/domain/arbitrage.ts';
import {
  type MarketPair,
  PAIR_BASES,
  PAIR_RELATIONS,
  PAIR_STATES,
} from '../../../src/engine/domain/market-pair.ts';
import { at, market, money, orNull, ppm, price, quantity, text, token } from './arbitrary-parts.ts';

const basis = fc.uniqueArray(fc.constantFrom(...PAIR_BASES), { maxLength: 3 });

export const marketPair: fc.Arbitrary<MarketPair> = fc.record({
  polymarketId: market,
  kalshiId: market,
  number: fc.integer({ min: 1, max: 5_000 }),
  relation: fc.constantFrom(...PAIR_RELATIONS),
  state: fc.constantFrom(...PAIR_STATES),
  family: orNull(fc.constantFrom('crypto.priceAt', 'sports.headToHead')),
  basis,
  reasons: fc.array(
    fc.record({
      code: fc.constantFrom('threshold', 'unknownZone'),
      effect: fc.constantFrom('reject', 'quarantine'),
      polymarket: orNull(text),
      kalshi: orNull(text),
    }),
    { maxLength: 2 },
  ),
  textsRead: fc.boolean(),
  polymarketTextHash: orNull(fc.constant('0123456789abcdef')),
  kalshiTextHash: orNull(fc.constant('fedcba9876543210')),
  word: orNull(
    fc.record({
      verdict: fc.constantFrom('approved', 'rejected'),
      by: text,
      why: orNull(text),
      atMs: at,
    }),
  ),
  demoted: orNull(fc.record({ why: fc.constantFrom('rulesEdited', 'familyDisagreed'), atMs: at })),
  settled: orNull(fc.record({ polymarket: price, kalshi: price, agreed: fc.boolean(), atMs: at })),
  foundAtMs: at,
});

const leg: fc.Arbitrary<ArbitrageLeg> = fc.record({
  venue: fc.constantFrom('polymarket', 'kalshi'),
  marketId: market,
  tokenId: token,
  price,
  limit: price,
  fee: money,
  depth: quantity,
  bookAtMs: at,
});

const found: fc.Arbitrary<ArbitrageFound> = fc.record({
  kind: fc.constant('arbitrageFound'),
  id: fc.nat(40).map((value) => `arb${value}`),
  watchId: text,
  structure: fc.constantFrom('pair', 'set', 'implied'),
  pair: orNull(fc.nat(5)),
  family: orNull(text),
  legs: fc.array(leg, { minLength: 1, maxLength: 3 }),
  quantity,
  cost: money,
  fees: money,
  profit: money,
  roi: ppm,
  paysAtMs: orNull(at),
  yearly: orNull(ppm),
  basis,
  isArbitrage: fc.boolean(),
  isAutomatic: fc.boolean(),
  crossedAtMs: at,
  atMs: at,
  expiresAtMs: at,
});

export const arbitrageRecord: fc.Arbitrary<ArbitrageRecord> = fc
  .tuple(
    found,
    orNull(
      fc.record({
        kind: fc.constant('arbitrageEnded'),
        why: fc.constantFrom('closed', 'expired', 'marketOver'),
        lastedMs: fc.nat(),
        wasTakeable: fc.boolean(),
        bestProfit: money,
        atMs: at,
      }),
    ),
  )
  .map(([of, end]) => ({
    found: of,
    ended: end === null ? null : { ...end, id: of.id, watchId: of.watchId },
  }));
