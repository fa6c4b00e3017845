import type { DecisionView, StatusView } from '../../src/engine/contract/views.ts';
import { ARMED } from '../../src/engine/domain/control.ts';
import type { Decision, GateResult } from '../../src/engine/domain/decision.ts';
import { contentId, PAPER, shortId } from '../../src/engine/domain/ids.ts';
import type { Market } from '../../src/engine/domain/market.ts';
import { cents, dollars, shares } from '../../src/engine/domain/values/money.ts';
import { FED, NOW, order, outcome, TURKEY, WHALE } from './chat-facts.ts';

function gate(of: Partial<GateResult> & Pick<GateResult, 'gate'>): GateResult {
  return { verdict: 'pass', actual: 1, limit: 1, unit: 'flag', note: null, ...of };
}

interface Past {
  readonly clip: number;
  readonly moved?: number;
  readonly of?: Market;
  readonly spend?: number;
}

/** One leader trade of the past: denied when the price moved too far or the clip was too small. */
export function pastDecision(
  index: number,
  { clip, moved = 0.3, of = FED, spend = 5 }: Past,
): Decision {
  const small = clip < 20;
  const far = moved > 1.5;
  const denied = small || far;
  return {
    id: contentId('decision', [index]),
    signalId: contentId('signal', [index]) as Decision['signalId'],
    signalKind: 'copy',
    ledger: PAPER,
    wallet: WHALE,
    marketId: of.id,
    tokenId: of.outcomes[0]!.tokenId,
    verdict: denied ? 'denied' : 'accepted',
    reason: small ? 'clipMinimum' : far ? 'priceMoved' : null,
    gates: [
      gate({ gate: 'walletDisabled' }),
      gate({
        gate: 'clipMinimum',
        verdict: small ? 'stop' : 'pass',
        actual: dollars(clip),
        limit: dollars(20),
        unit: 'money',
      }),
      gate({ gate: 'signalAge', actual: 3_900, limit: 15_000, unit: 'ms' }),
      gate({ gate: 'priceBand', actual: cents(31), limit: cents(95), unit: 'price' }),
      gate({
        gate: 'priceMoved',
        verdict: far ? 'stop' : 'pass',
        actual: cents(moved),
        limit: cents(1.5),
        unit: 'price',
      }),
    ],
    spend: denied ? null : dollars(spend),
    quantity: null,
    limitPrice: denied ? null : cents(63.6),
    settingsVersion: 1,
    atMs: NOW - 60_000 * (index + 1),
  };
}

/** Newest first: 2 denied, then 20 copies (12 of large clips, 8 in Turkey's market), then 3 small. */
export function pastDecisions(): readonly Decision[] {
  const past: Past[] = [
    { clip: 100, moved: 2.1, of: TURKEY },
    { clip: 40, moved: 1.8 },
    ...Array.from({ length: 12 }, () => ({ clip: 100 })),
    ...Array.from({ length: 8 }, () => ({ clip: 20, of: TURKEY, spend: 3 })),
    ...Array.from({ length: 3 }, () => ({ clip: 12 })),
  ];
  return past.map((one, index) => pastDecision(index, one));
}

export function decisionView(decision: Decision): DecisionView {
  const of = decision.marketId === FED.id ? FED : TURKEY;
  return {
    shortId: shortId(decision.id),
    decision,
    signal: {
      kind: 'copy',
      id: decision.signalId,
      wallet: WHALE,
      marketId: decision.marketId,
      tokenId: decision.tokenId,
      stage: 'crossed',
      leaderPrice: of === FED ? cents(61.7) : cents(31),
      leaderQuantity: shares(100),
      leaderNotional: dollars(31),
      clipNotional: dollars(31),
      prints: 2,
      tradedAtMs: decision.atMs - 3_900,
      receivedAtMs: decision.atMs - 1_900,
    },
    outcome: outcome(of),
    wallet: { address: WHALE, label: 'whale-7' },
    orders: decision.verdict === 'accepted' ? [order()] : [],
  };
}

const feed = {
  state: 'live',
  note: null,
  reconnects: 0,
  problems: 0,
  messages: 9,
  trades: null,
} as const;

export const STATUS: StatusView = {
  version: '0.1.0',
  mode: 'paper',
  atMs: NOW,
  startedAtMs: NOW - 3_720_000,
  control: ARMED,
  accounts: [],
  liveMissing: [],
  liveWarningRead: false,
  provingNothingOpen: false,
  ledgers: [
    {
      ledger: PAPER,
      cash: dollars(491.1),
      equity: dollars(505.86),
      today: dollars(5.86),
      todayNet: dollars(-6.4),
      peakEquity: dollars(512),
      openPositions: 1,
      atCost: dollars(14.54),
      reserved: dollars(0),
    },
  ],
  feeds: [
    {
      ...feed,
      name: 'Polymarket books',
      source: 'polymarket.market',
      ageMs: 120,
      lagMsP50: 90,
      lagMsP99: 400,
    },
    {
      ...feed,
      name: 'Polymarket trades',
      source: 'polymarket.activity',
      ageMs: 900,
      lagMsP50: 1_200,
      lagMsP99: 4_000,
      trades: { seen: 40, missed: 1 },
    },
    {
      ...feed,
      name: 'Binance',
      source: 'binance.stream',
      state: 'silent',
      ageMs: 42_000,
      lagMsP50: null,
      lagMsP99: null,
      note: 'no price for 42 s',
    },
  ],
  books: { trusted: 120, known: 124 },
  wallets: { followed: 2, enabled: 2 },
  today: { copied: 8, exited: 2, denied: 14, byGate: [{ gate: 'clipMinimum', count: 11 }] },
  database: { kind: 'embedded', failingSinceMs: null, writesWaiting: 0 },
  reach: [],
};
