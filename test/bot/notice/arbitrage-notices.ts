import type { Notice } from '../../../src/engine/domain/notice.ts';
import { cents, dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { MARKET, NOW_MS, YES } from '../../engine/intelligence/examples.ts';
import { notice } from './examples.ts';

const WHERE = { market: MARKET, token: YES };
const DAY_MS = 86_400_000;

/** The example of `voice.md`: 1,000 pairs for $938 and fees of $29.08 pay $1,000. */
export const PAIR = notice({
  kind: 'arbitrage',
  ledger: null,
  data: {
    market: MARKET,
    pair: 12,
    venueA: 'Polymarket',
    sideA: 'YES',
    priceA: cents(38.2),
    venueB: 'Kalshi',
    sideB: 'NO',
    priceB: cents(55.6),
    quantity: shares(1_000),
    fees: dollars(29.08),
    own: dollars(500),
    openMs: 6_000,
    paysAtMs: NOW_MS + 66 * DAY_MS,
    verified: 1,
    basis: 'void rules differ',
    acceptedBy: 'telegram:1',
    acceptedAtMs: Date.UTC(2026, 10, 3, 12),
  },
});

/** Sides of one venue. */
const GROUP = {
  ...{ market: MARKET, pair: null, second: 'Highest temperature in New York above 75?' },
  ...{ venueA: 'Kalshi', sideA: 'YES', priceA: cents(52), venueB: 'Kalshi', sideB: 'YES' },
  ...{ priceB: cents(40), cost: dollars(78.1), profit: dollars(3.2), quantity: shares(81.3) },
  ...{ fees: dollars(0.84), openMs: 3_000, paysAtMs: NOW_MS + DAY_MS, verified: 1, basis: null },
};

/** How one that was to be bought may have ended. */
const ARBITRAGE_ENDS = [
  { end: 'hedged', why: 'done', hedged: shares(24), held: 0, heldCost: 0, result: dollars(0.81) },
  { end: 'flat', why: 'notFilled', hedged: 0, held: 0, heldCost: 0, result: 0 },
  { end: 'flat', why: 'arbitrageGone', result: 0 },
  { end: 'flat', why: 'orderCap', result: 0 },
  { end: 'flat', why: 'done', hedged: 0, held: 0, heldCost: 0, result: dollars(-1.2) },
  { end: 'unwinding', why: 'restarted', held: shares(24) },
  ...['stopped', 'noWayOut', 'inDoubt', 'orderOpen', 'tooMuch'].map((why) => ({
    ...{ end: 'needsYou', why, hedged: 0, held: shares(24) },
    ...{ heldCost: dollars(13.2), result: 0 },
  })),
] as const;

/** What arbitrage tells, as the core writes it. */
export const ARBITRAGE_NOTICES: readonly Notice[] = [
  PAIR,
  { ...PAIR, data: { ...PAIR.data, acceptedBy: null } },
  { ...PAIR, data: { ...PAIR.data, basis: null, ask: 'signal', askMs: 30_000 } },
  notice({ kind: 'arbitrage', ledger: null, data: { ...GROUP, structure: 'set', sides: 6 } }),
  notice({
    kind: 'arbitrage',
    ledger: null,
    data: { ...GROUP, structure: 'implied', sides: 2, sideA: 'NO', ask: 'signal', askMs: 30_000 },
  }),
  ...ARBITRAGE_ENDS.map((data) =>
    notice({ kind: 'arbitrageDone', data: { ...WHERE, pair: 12, ...data } }),
  ),
  notice({
    kind: 'pairDemoted',
    ledger: null,
    data: { pair: 12, why: 'resultsDisagreed', market: MARKET, paidA: cents(100), paidB: 0 },
  }),
  notice({
    kind: 'pairDemoted',
    ledger: null,
    data: { pair: 7, why: 'rulesEdited', market: MARKET },
  }),
  notice({
    kind: 'mirrorBroken',
    ledger: null,
    data: { market: MARKET, priceA: cents(48), priceB: cents(49) },
  }),
];
