import type { EntryContext, Exposure } from '../../../engine/brain/entry-context.ts';
import { GateLog } from '../../../engine/brain/gates.ts';
import { judgeEntry } from '../../../engine/brain/judge-entry.ts';
import { fitMarket } from '../../../engine/brain/market-size.ts';
import type { CopyOutlook } from '../../../engine/contract/market-view.ts';
import type { TradeState } from '../../../engine/core/trade/state.ts';
import type { DepthView } from '../../../engine/domain/book/depth.ts';
import type { SignalId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { Market } from '../../../engine/domain/market.ts';
import type { CopySignal } from '../../../engine/domain/signal.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import {
  dollars,
  type Price,
  quantityFor,
  ZERO_MONEY,
} from '../../../engine/domain/values/money.ts';
import { defaultWalletRules } from '../../../engine/domain/wallet.ts';
import { judgeMarket, verdictNote } from '../../../engine/intelligence/filters/market-filters.ts';

/** A leader whom nobody follows, with the default rules and the best score. */
const ANYBODY = '0x0000000000000000000000000000000000000000' as WalletAddress;
/** Large enough for every setting, and small enough to be multiplied. */
const PLENTY = dollars(1_000_000);
/** Of which shares of a copy are told. */
const ONE = dollars(1);

const NOTHING_HELD: Exposure = {
  market: ZERO_MONEY,
  group: ZERO_MONEY,
  wallet: ZERO_MONEY,
  walletToday: ZERO_MONEY,
  category: ZERO_MONEY,
  total: ZERO_MONEY,
  positions: 0,
  alreadyHeld: false,
  entriesLastMinute: 0,
  available: PLENTY,
};

/**
 * What the brain would make of a copy now: of a leader whose only rules are the settings, who bought
 * at the best price a moment ago. What is held already is left out; it is no matter of the market.
 */
export function copyOutlook(
  state: TradeState,
  { market, depth }: { readonly market: Market; readonly depth: DepthView },
): CopyOutlook {
  const { settings } = state;
  const judged = judgeEntry(contextOf(state, market, depth));
  const left = fitMarket(new GateLog(), { settings }, { wanted: ONE, analysis: depth.analysis });
  return {
    stops: judged.gates.filter(({ verdict }) => verdict === 'stop'),
    share: left / ONE,
  };
}

function contextOf(state: TradeState, market: Market, depth: DepthView): EntryContext {
  const { atMs } = depth;
  const filters = [...state.filters.values()];
  const verdict = judgeMarket(filters, market);
  return {
    signal: signalOf(depth, atMs),
    atMs,
    settings: state.settings,
    wallet: { ...defaultWalletRules(ANYBODY, atMs), confidence: 1 },
    score: null,
    market,
    depth,
    control: state.control,
    live: null,
    writes: { count: 0, oldestMs: 0 },
    filter: { allowed: verdict.allowed, rule: verdictNote(verdict, filters) },
    exposure: NOTHING_HELD,
    held: { leader: [], ours: [] },
    budgetLeft: null,
  };
}

function signalOf({ marketId, tokenId, asks, tick }: DepthView, atMs: AtMs): CopySignal {
  const leaderPrice: Price = asks[0]?.price ?? tick;
  return {
    kind: 'copy',
    id: 'look' as SignalId,
    wallet: ANYBODY,
    marketId,
    tokenId,
    stage: 'crossed',
    leaderPrice,
    leaderQuantity: quantityFor(PLENTY, leaderPrice),
    leaderNotional: PLENTY,
    clipNotional: PLENTY,
    prints: 1,
    tradedAtMs: atMs,
    receivedAtMs: atMs,
  };
}
