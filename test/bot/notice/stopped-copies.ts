import type { EntryContext } from '../../../src/engine/brain/entry-context.ts';
import { ARMED } from '../../../src/engine/domain/control.ts';
import type { Gate } from '../../../src/engine/domain/decision.ts';
import { lackText } from '../../../src/engine/domain/live-lack.ts';
import { cents, dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { defaultWalletRules } from '../../../src/engine/domain/wallet.ts';
import {
  analysis,
  copySignal,
  depth,
  NO_EXPOSURE,
  openMarket,
  settings,
} from '../../engine/brain/entry-examples.ts';
import { LEADER, NOW_MS } from '../../engine/intelligence/examples.ts';

const ASKS = [{ price: cents(50), quantity: shares(10_000) }];
const WALLET = defaultWalletRules(LEADER, NOW_MS);
/** A copy that is large enough whole, and too small for the venue at half its size. */
const SMALL = {
  wallet: {
    ...WALLET,
    sizing: { kind: 'fixed' as const, spend: dollars(4) },
    small: 'skip' as const,
  },
};
/** Three markets in a row, the newest twelve minutes ago. */
const LOSSES = { inMarketAtMs: NOW_MS - 720_000, inARow: 3, lastAtMs: NOW_MS - 720_000 };
const paused = { cause: 'dayLoss', reason: 'daily loss limit', atMs: NOW_MS, day: null } as const;

function scoreOf(edge: number): EntryContext['score'] {
  const known = { kind: 'directional', kindNote: 'bets', ended: 50, edgeByCategory: [] } as const;
  return { ...known, edge: { value: edge, low: edge, high: edge } };
}

/** What stops a copy, and how it is told. The numbers come from the rules themselves. */
export const STOPPED: readonly (readonly [Gate, Partial<EntryContext>, string])[] = [
  [
    'killed',
    { control: { ...ARMED, killed: { reason: '', atMs: NOW_MS } } },
    'everything is killed',
  ],
  ['paused', { control: { ...ARMED, paused } }, 'entries are paused (daily loss limit)'],
  [
    'liveNotReady',
    { live: { missing: [lackText('clock', '3.1 s'), lackText('balance')] } },
    'live is not ready: the clock of this host differs from the venue (3.1 s)',
  ],
  [
    'writeQueue',
    { writes: { count: 3, oldestMs: 3_100 } },
    'the database is 3.1 s behind, limit 2 s',
  ],
  [
    'writeQueue',
    { writes: { count: 1_200, oldestMs: 0 } },
    '1,200 writes wait for the database, limit 1,000',
  ],
  ['walletUnknown', { wallet: null }, 'ace is not followed'],
  ['walletDisabled', { wallet: { ...WALLET, enabled: false } }, 'ace is disabled'],
  [
    'walletConfidence',
    { wallet: { ...WALLET, minConfidence: 0.5, confidence: 0.314 } },
    'ace scores 0.31, minimum 0.50',
  ],
  [
    'walletConfidence',
    { wallet: { ...WALLET, minConfidence: 0.5 } },
    'ace has no score yet, minimum 0.50',
  ],
  [
    'walletKind',
    { score: { kind: 'maker', kindNote: 'bought both sides in 41 of 50 markets' } },
    'ace trades both sides (market maker)',
  ],
  [
    'walletKind',
    { score: { kind: 'hedger', kindNote: '60 % of its dollars bought both sides at once' } },
    'ace holds both sides (hedger)',
  ],
  [
    'walletKind',
    { score: { kind: 'exchange', kindNote: "one of the venue's own contracts" } },
    'ace is a contract through which others trade',
  ],
  [
    'marketClosed',
    { market: openMarket({ status: 'closed' }) },
    'the market takes no orders (closed)',
  ],
  [
    'marketClosed',
    { market: openMarket({ acceptingOrders: false }) },
    'the market takes no orders',
  ],
  ['bookMissing', { depth: null }, 'its book is not known'],
  ['marketUnknown', { market: null }, 'the rules of the market are not known'],
  [
    'marketFilter',
    { filter: { allowed: false, rule: 'deny keyword election' } },
    'your filter says deny keyword election',
  ],
  [
    'marketFilter',
    { filter: { allowed: false, rule: null } },
    'your filters leave this market out',
  ],
  [
    'marketFilter',
    { filter: { allowed: false, rule: `deny market ${openMarket().id}` } },
    'your filter says deny this market',
  ],
  [
    'marketFilter',
    { filter: { allowed: false, rule: 'only politics, sports' } },
    'your filters allow only politics, sports',
  ],
  [
    'marketFilter',
    { filter: { allowed: false, rule: 'categories unknown' } },
    'your filters need to know its categories',
  ],
  [
    'walletCategory',
    { wallet: { ...WALLET, categoriesDenied: ['weather'] } },
    'ace is not copied in weather',
  ],
  [
    'walletCategory',
    { wallet: { ...WALLET, categoriesAllowed: ['politics', 'sports'] } },
    'ace is copied only in politics, sports',
  ],
  [
    'shortCrypto',
    { market: openMarket({ shortCrypto: true }) },
    '5- and 15-minute crypto markets are off',
  ],
  [
    'minutesToClose',
    { market: openMarket({ closesAtMs: NOW_MS + 12 * 60_000 }) },
    'it closes in 12 min, minimum 1 h',
  ],
  [
    'minutesToClose',
    { market: openMarket({ closesAtMs: NOW_MS - 1 }) },
    'its closing time has passed, minimum 1 h left',
  ],
  [
    'minutesToClose',
    { market: openMarket({ closesAtMs: null }) },
    'when it closes is not known, minimum 1 h left',
  ],
  [
    'clipMinimum',
    { signal: copySignal({ clipNotional: dollars(12.4) }) },
    'clip $12.40, minimum $20',
  ],
  [
    'clipAlreadyCopied',
    { signal: copySignal({ stage: 'remainder' }) },
    'this clip of ace is copied already',
  ],
  [
    'signalAge',
    { signal: copySignal({ tradedAtMs: NOW_MS - 18_000 }) },
    'the trade was 18 s old, limit 15 s',
  ],
  ['priceBand', { signal: copySignal({ leaderPrice: cents(3) }) }, 'ace paid 3.0¢, minimum 5.0¢'],
  ['priceBand', { signal: copySignal({ leaderPrice: cents(97) }) }, 'ace paid 97.0¢, limit 95.0¢'],
  [
    'bookUntrusted',
    { depth: depth(ASKS, { trust: { trusted: false, reason: 'feedDown' } }) },
    'its book is not trusted: its feed is down',
  ],
  [
    'bookStale',
    { depth: depth(ASKS, { receivedAtMs: NOW_MS - 7_000 }) },
    'its book was 7 s old, limit 5 s',
  ],
  [
    'quality',
    { depth: depth(ASKS, { analysis: analysis({ quality: 0.21 }) }) },
    'market quality 0.21, minimum 0.30 (liquidity 0.21, spread 0.21, volume 0.21, time left 0.21)',
  ],
  ['quality', { depth: depth(ASKS, { analysis: null }) }, 'market quality unknown, minimum 0.30'],
  [
    'priceMoved',
    { depth: depth([{ price: cents(53), quantity: shares(100) }]) },
    'price moved 3.0¢, limit 2.0¢',
  ],
  ['priceMoved', { depth: depth([]) }, 'nobody sells'],
  [
    'positionCount',
    { exposure: { ...NO_EXPOSURE, positions: 40 } },
    '40 positions open already, limit 40',
  ],
  [
    'orderRate',
    { exposure: { ...NO_EXPOSURE, entriesLastMinute: 6 } },
    '6 orders in the last minute, limit 6',
  ],
  [
    'cooldownMarket',
    { settings: settings({ 'cooldown.marketMinutes': '60' }), losses: LOSSES },
    'money was lost in this market 12 min ago, it rests 1 h',
  ],
  [
    'cooldownWallet',
    { settings: settings({ 'cooldown.losses': '3' }), losses: LOSSES },
    'copies of ace lost in 3 markets in a row, last 12 min ago; it rests 1 day',
  ],
  [
    'noEdge',
    { settings: settings({ 'size.mode': 'kelly' }), score: scoreOf(0.02) },
    'by the edge of ace a share is worth 51.0¢, it costs 53.7¢',
  ],
  [
    'trust',
    { ...SMALL, settings: settings({ 'trust.tiers': 'on' }) },
    'ace has no score yet, copied in full from 0.50: a copy made smaller for that is under the venue minimum',
  ],
  [
    'volatility',
    {
      ...SMALL,
      depth: depth(ASKS, {
        analysis: analysis({ volatility: { day: cents(37.6), week: null, basis: 'listed' } }),
      }),
    },
    'it moves 37.6¢ in a usual day, calm is 10.0¢: a copy made smaller for that is under the venue minimum',
  ],
  [
    'volatility',
    {
      ...SMALL,
      depth: depth(ASKS, {
        analysis: analysis({ volatility: { day: null, week: null, basis: 'none' } }),
      }),
    },
    'how far it moves in a day is not known: a copy made smaller for that is under the venue minimum',
  ],
  [
    'resolutionRisk',
    {
      ...SMALL,
      depth: depth(ASKS, { analysis: analysis({ risk: { score: 1, concerns: ['disputed'] } }) }),
    },
    'its payout is in doubt (1.00, ordinary is 0.30): a copy made smaller for that is under the venue minimum',
  ],
  [
    'orderCap',
    { settings: settings({ 'limits.orderPercent': '0' }) },
    '$5 in one order with it, limit $0',
  ],
  [
    'marketCap',
    { exposure: { ...NO_EXPOSURE, market: dollars(25) } },
    '$30 in this market with it, limit $25',
  ],
  [
    'groupCap',
    { exposure: { ...NO_EXPOSURE, group: dollars(40) } },
    '$45 in this event with it, limit $40',
  ],
  [
    'walletCap',
    { exposure: { ...NO_EXPOSURE, wallet: dollars(100) } },
    '$105 for ace with it, limit $100',
  ],
  [
    'walletDayCap',
    { exposure: { ...NO_EXPOSURE, walletToday: dollars(50) } },
    '$55 for ace today with it, limit $50',
  ],
  [
    'categoryCap',
    { exposure: { ...NO_EXPOSURE, category: dollars(200) } },
    '$205 in this category with it, limit $200',
  ],
  [
    'totalCap',
    { exposure: { ...NO_EXPOSURE, total: dollars(300) } },
    '$305 in all with it, limit $300',
  ],
  [
    'slippage',
    { depth: depth([{ price: cents(50), quantity: shares(0.01) }]) },
    '$5 wanted, the book gives $0 near its best price',
  ],
  [
    'venueMinimum',
    { wallet: { ...WALLET, small: 'skip', sizing: { kind: 'fixed', spend: dollars(0.5) } } },
    'copy $0.50, venue minimum $2.60',
  ],
  [
    'cash',
    { exposure: { ...NO_EXPOSURE, available: dollars(0.3) } },
    '$5.35 needed with its fee, cash $0.30',
  ],
];
