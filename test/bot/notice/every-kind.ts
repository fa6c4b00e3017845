import type { LedgerId } from '../../../src/engine/domain/ids.ts';
import type { Notice, NoticeKind } from '../../../src/engine/domain/notice.ts';
import { cents, dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { LEADER, MARKET, NOW_MS, YES } from '../../engine/intelligence/examples.ts';
import { ARBITRAGE_NOTICES } from './arbitrage-notices.ts';
import { notice } from './examples.ts';
import { WALLET_NOTICES } from './wallet-notices.ts';
import { BOUGHT, SOLD } from './words.ts';

export const LIVE = 'live:polymarket:main' as LedgerId;
const WHERE = { market: MARKET, token: YES };
const COPY = { ...WHERE, wallet: LEADER };
const DAY_MS = 86_400_000;

export const LAG = notice({
  kind: 'priceLag',
  ledger: null,
  data: {
    ...WHERE,
    asset: 'BTC',
    spot: 105_240_000_000,
    source: 'Binance',
    price: cents(71),
    fair: cents(83),
    band: cents(3),
    fee: cents(1.4),
    movedMs: 38_000,
    bookMs: 2_000,
  },
});

export const WEEK = notice({
  kind: 'scores',
  data: {
    week: 47,
    pnl: dollars(96.4),
    naive: dollars(-18.1),
    signals: 212,
    copied: 61,
    best: 'whale-7',
    bestPnl: dollars(71),
    worst: 'degen-2',
    worstPnl: dollars(-22),
    worstNote: 'disabled Thursday: −21 % in 7 days',
    saved: dollars(80),
    savedBy: 'price drift',
    cost: dollars(16),
    costBy: 'quality gate',
  },
});

const SILENT_SINCE = { sinceMs: NOW_MS - DAY_MS, followed: 3 };
const STOPPED_MS = { stoppedAtMs: NOW_MS - 30_000_000 };

/** A day without a copy: for no reason but the trades, for a limit, and because a person said so. */
const NO_COPY: readonly Notice[] = [
  { stop: null },
  { stop: 'dayLoss', reason: 'daily loss limit', ...STOPPED_MS },
  { stop: 'person', reason: 'by telegram:1', ...STOPPED_MS },
  { stop: 'person', reason: 'lunch', ...STOPPED_MS },
  { stop: 'killed', reason: 'by discord:9', ...STOPPED_MS },
].map((stop) => notice({ kind: 'noCopy', ledger: null, data: { ...SILENT_SINCE, ...stop } }));

/** What happens, in the order of a day. */
export const EVERY_KIND: Readonly<Record<string, readonly Notice[]>> = {
  trade: [
    notice({
      kind: 'signal',
      ledger: null,
      data: { ...COPY, side: 'buy', price: cents(61.7), notional: dollars(40) },
    }),
    notice({
      kind: 'accepted',
      data: { ...COPY, side: 'buy', limit: cents(63), notional: dollars(5) },
    }),
    notice({
      kind: 'denied',
      data: { gate: 'orderCap', actual: null, limit: null, wallet: LEADER, market: MARKET },
    }),
    notice({
      kind: 'placed',
      data: { ...COPY, side: 'buy', limit: cents(63), quantity: shares(7.93) },
    }),
    notice({
      kind: 'rejected',
      ledger: LIVE,
      data: {
        ...COPY,
        side: 'buy',
        limit: cents(63),
        quantity: shares(7.93),
        reason: 'not enough balance / allowance',
      },
    }),
    {
      ...BOUGHT,
      data: {
        ...BOUGHT.data,
        held: shares(24.2),
        average: cents(60.1),
        walletToday: dollars(1.2),
      },
    },
    {
      ...BOUGHT,
      data: { ...BOUGHT.data, remaining: shares(4), whole: 0, asked: dollars(7.5) },
    },
    SOLD,
    { ...SOLD, ledger: LIVE, data: { ...SOLD.data, whole: 0, asked: shares(20) } },
    notice({ kind: 'exitHeld', data: { ...COPY, gate: 'bookMissing' } }),
    notice({ kind: 'exitNeedsYou', data: { ...COPY, quantity: shares(8.06), tries: 3 } }),
    notice({
      kind: 'inDoubt',
      ledger: LIVE,
      data: { ...COPY, side: 'buy', limit: cents(63), quantity: shares(7.93) },
    }),
    notice({
      kind: 'settlementFailed',
      ledger: LIVE,
      data: { ...COPY, side: 'buy', quantity: shares(20), notional: dollars(12.4) },
    }),
    notice({
      kind: 'settlementFailed',
      ledger: LIVE,
      data: { ...COPY, side: 'buy', quantity: shares(20), notional: dollars(12.4), undone: 0 },
    }),
    notice({
      kind: 'resolved',
      data: { ...COPY, payout: 1_000_000, realised: dollars(3.06) },
    }),
    notice({
      kind: 'resolved',
      ledger: LIVE,
      data: { ...COPY, payout: 1_000_000, claim: dollars(24.2) },
    }),
    notice({ kind: 'resolving', ledger: LIVE, data: { ...WHERE, stage: 'proposed' } }),
    notice({ kind: 'resolving', ledger: LIVE, data: { ...WHERE, stage: 'disputed' } }),
    notice({
      kind: 'redeemed',
      ledger: LIVE,
      data: { ...COPY, quantity: shares(24.2), payout: dollars(24.2), realised: dollars(3.06) },
    }),
    notice({
      kind: 'merged',
      data: { ...WHERE, quantity: shares(8), payout: dollars(8), realised: dollars(0.4) },
    }),
    notice({
      kind: 'merged',
      ledger: LIVE,
      data: { ...WHERE, quantity: shares(8), why: 'there is no relayer key' },
    }),
    notice({
      kind: 'claimNeedsYou',
      ledger: LIVE,
      data: { ...WHERE, claim: dollars(24.2), attempts: 0, why: 'there is no relayer key' },
    }),
    notice({
      kind: 'claimNeedsYou',
      ledger: LIVE,
      data: { ...WHERE, claim: dollars(24.2), attempts: 0, why: 'unpaid' },
    }),
  ],
  found: [...ARBITRAGE_NOTICES, LAG, WEEK, ...WALLET_NOTICES],
  state: [
    notice({
      kind: 'paused',
      ledger: LIVE,
      subject: 'dayLoss',
      data: { loss: dollars(-25.1), limit: dollars(-25) },
    }),
    notice({ kind: 'paused', ledger: null, subject: 'person', data: { reason: 'by telegram:1' } }),
    notice({ kind: 'resumed', ledger: null, subject: 'person' }),
    notice({ kind: 'killed', ledger: null, data: { reason: 'by telegram:1', canceled: 4 } }),
    notice({
      kind: 'killed',
      ledger: null,
      data: { reason: 'by telegram:1', canceled: 4, underway: 3 },
    }),
    notice({
      kind: 'killed',
      ledger: null,
      data: {
        reason: 'the venue refuses too many orders: 6 within a minute',
        canceled: 0,
        underway: 0,
      },
    }),
    notice({ kind: 'nothingOpen', ledger: LIVE, subject: 'kill', data: { canceled: 4 } }),
    notice({ kind: 'nothingOpen', ledger: LIVE, subject: 'kill', data: { canceled: 0 } }),
    notice({ kind: 'armed', ledger: null, subject: 'arm' }),
    notice({
      kind: 'mode',
      ledger: null,
      data: { from: 'paper', to: 'live', by: 'telegram:1', entriesFromMs: NOW_MS + 30_000 },
    }),
    notice({
      kind: 'mode',
      ledger: null,
      data: { from: 'live', to: 'paper', by: 'discord:9', entriesFromMs: null },
    }),
    notice({
      kind: 'raised',
      ledger: null,
      data: { what: 'limits.orderPercent', from: null, to: '4', by: 'telegram:1' },
    }),
    notice({
      kind: 'raised',
      ledger: null,
      data: { what: 'bankroll', from: '500', to: '1000', by: 'discord:9' },
    }),
    ...['added', 'paired', 'role', 'removed', 'locked'].map((event) =>
      notice({
        kind: 'operators',
        ledger: null,
        data: { event, who: 'discord:9', role: 'trader', by: 'telegram:1' },
      }),
    ),
    notice({
      kind: 'away',
      ledger: null,
      data: {
        fromMs: NOW_MS - 22_320_000,
        untilMs: NOW_MS,
        missed: 9,
        copied: 1,
        exits: 2,
        livePositions: 3,
      },
    }),
    ...NO_COPY,
    notice({
      kind: 'feedDown',
      ledger: null,
      data: { name: 'Kalshi', sinceMs: NOW_MS - 120_000 },
    }),
    notice({
      kind: 'feedBack',
      ledger: null,
      data: { name: 'Kalshi', sinceMs: NOW_MS - 240_000 },
    }),
    notice({
      kind: 'fault',
      ledger: null,
      data: { what: 'The database takes no writes', since: NOW_MS - 240_000 },
    }),
  ],
};

export const KINDS: readonly NoticeKind[] = [
  ...new Set(
    Object.values(EVERY_KIND)
      .flat()
      .map(({ kind }) => kind),
  ),
];
