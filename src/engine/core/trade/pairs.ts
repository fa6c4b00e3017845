import type { MarketId } from '../../domain/ids.ts';
import {
  type Demotion,
  type MarketPair,
  type PairTold,
  type PairWord,
  stateOf,
} from '../../domain/market-pair.ts';
import type { EngineSnapshot } from '../../domain/snapshot.ts';
import type { Price } from '../../domain/values/money.ts';
import { hasHeld } from '../../intelligence/arbitrage/settled-pair.ts';
import type { Turn } from '../turn.ts';
import { payoutOf, type TradeState } from './state.ts';

export function restorePairs(state: TradeState, { pairs }: EngineSnapshot, turn: Turn): void {
  for (const pair of [...pairs].sort((a, b) => a.number - b.number)) {
    state.pairs.put(pair);
    turn.tell({ kind: 'pair', pair });
  }
}

/** The matcher compared these markets, for the first time or anew. */
export function onPaired(state: TradeState, told: readonly PairTold[], turn: Turn): void {
  for (const one of told) {
    const known = state.pairs.find(one);
    if (known === null) addPair(state, one, turn);
    else changePair(state, { known, told: one }, turn);
  }
}

function addPair(state: TradeState, told: PairTold, turn: Turn): void {
  if (told.state === 'rejected') return;
  const number = state.pairs.nextNumber();
  if (number === null) return;
  const doubted = told.family !== null && isDoubted(state, told.family);
  const demoted = doubted ? ({ why: 'familyDisagreed', atMs: turn.atMs } as const) : null;
  const pair = { ...told, number, word: null, demoted, settled: null, foundAtMs: turn.atMs };
  save(state, pair, turn);
}

/**
 * What is known of a pair changes: another text of the rules than the one that was read takes back
 * what was believed, and what a person said of it.
 */
function changePair(
  state: TradeState,
  { known, told }: { readonly known: MarketPair; readonly told: PairTold },
  turn: Turn,
): void {
  const isEdited =
    differs(known.polymarketTextHash, told.polymarketTextHash) ||
    differs(known.kalshiTextHash, told.kalshiTextHash);
  const next: MarketPair = {
    ...known,
    ...told,
    polymarketTextHash: told.polymarketTextHash ?? known.polymarketTextHash,
    kalshiTextHash: told.kalshiTextHash ?? known.kalshiTextHash,
    textsRead: told.textsRead || known.textsRead,
  };
  if (isEdited) {
    demote(state, { pair: { ...next, word: null }, why: 'rulesEdited' }, turn);
    return;
  }
  if (JSON.stringify(next) !== JSON.stringify(known)) save(state, next, turn);
}

function differs(known: string | null, told: string | null): boolean {
  return known !== null && told !== null && known !== told;
}

/** Whether results of this family once disagreed, and no person looked at it since. */
function isDoubted(state: TradeState, family: string): boolean {
  return state.pairs.all.some(
    (pair) => pair.family === family && pair.demoted?.why === 'resultsDisagreed',
  );
}

/** Says what a person thinks of a pair. */
export function wordOn(
  state: TradeState,
  of: {
    readonly number: number;
    readonly verdict: 'approve' | 'reject' | 'reset';
    readonly why: string | null;
    readonly by: string;
  },
  turn: Turn,
): { readonly outcome: 'done' | 'refused'; readonly message: string } {
  const { number, verdict, why, by } = of;
  const pair = state.pairs.get(number);
  if (pair === null) return { outcome: 'refused', message: `there is no pair ${number}` };
  if (verdict === 'reset') {
    save(state, { ...pair, word: null, demoted: null }, turn);
    return { outcome: 'done', message: '' };
  }
  if (verdict === 'approve' && pair.state === 'rejected') {
    const message = 'their terms differ, so they are not the same question';
    return { outcome: 'refused', message };
  }
  const said = verdict === 'approve' ? 'approved' : 'rejected';
  const word: PairWord = { verdict: said, by, why, atMs: turn.atMs };
  save(state, { ...pair, word }, turn);
  return { outcome: 'done', message: '' };
}

/** Prices that cannot be those of one question: nothing is called arbitrage until somebody looked. */
export function doubtPair(
  state: TradeState,
  { number, why }: { readonly number: number; readonly why: Demotion },
  turn: Turn,
): void {
  const pair = state.pairs.get(number);
  if (pair === null || pair.demoted !== null || pair.word !== null) return;
  demote(state, { pair, why }, turn);
}

/** A market is resolved: compares what both sides of its pairs paid. */
export function comparePairs(state: TradeState, marketId: MarketId, turn: Turn): void {
  for (const pair of state.pairs.of(marketId)) {
    if (pair.settled !== null) continue;
    const polymarket = paidOf(state, pair.polymarketId);
    const kalshi = paidOf(state, pair.kalshiId);
    if (polymarket === null || kalshi === null) continue;
    const agreed = hasHeld(pair, { polymarket, kalshi });
    const settled = { polymarket, kalshi, agreed, atMs: turn.atMs };
    // What was never believed proves nothing against its family.
    if (agreed || stateOf(pair) !== 'verified') save(state, { ...pair, settled }, turn);
    else doubtFamily(state, { ...pair, settled, word: null }, turn);
  }
}

function doubtFamily(state: TradeState, disagreed: MarketPair, turn: Turn): void {
  demote(state, { pair: disagreed, why: 'resultsDisagreed' }, turn);
  const { family } = disagreed;
  if (family === null) return;
  for (const pair of state.pairs.all) {
    if (pair.family !== family || pair.number === disagreed.number) continue;
    if (pair.settled !== null || pair.demoted !== null || pair.state !== 'verified') continue;
    demote(state, { pair, why: 'familyDisagreed' }, turn);
  }
}

/** What the first outcome paid. */
function paidOf(state: TradeState, marketId: MarketId): Price | null {
  const tokenId = state.markets.get(marketId)?.outcomes[0]?.tokenId;
  return tokenId === undefined ? null : payoutOf(state, { marketId, tokenId });
}

function demote(
  state: TradeState,
  { pair, why }: { readonly pair: MarketPair; readonly why: Demotion },
  turn: Turn,
): void {
  const before = state.pairs.get(pair.number);
  save(state, { ...pair, demoted: { why, atMs: turn.atMs } }, turn);
  if (before === null || stateOf(before) !== 'verified') return;
  const { number, polymarketId: market, kalshiId: kalshi, settled } = pair;
  turn.notice(
    'pairDemoted',
    { ledger: null, subject: String(number) },
    {
      ...{ pair: number, why, market, kalshi },
      ...(settled === null ? {} : { paidA: settled.polymarket, paidB: settled.kalshi }),
    },
  );
}

function save(state: TradeState, pair: MarketPair, turn: Turn): void {
  state.pairs.put(pair);
  turn.record({ kind: 'pair', pair });
  turn.tell({ kind: 'pair', pair });
}
