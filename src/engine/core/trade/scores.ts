import type { StandingContext } from '../../brain/standing/findings.ts';
import {
  acceptStanding,
  judgeStanding,
  type StandingAct,
} from '../../brain/standing/judge-standing.ts';
import type { WalletAddress } from '../../domain/ids.ts';
import type { EngineSnapshot } from '../../domain/snapshot.ts';
import { DAY_MS } from '../../domain/time.ts';
import { MICRO } from '../../domain/values/micro.ts';
import { ratioOf } from '../../domain/values/money.ts';
import type { WalletRules } from '../../domain/wallet.ts';
import type { WalletAssessment, WalletScore } from '../../domain/wallet-score.ts';
import { newStanding, type WalletStanding } from '../../domain/wallet-standing.ts';
import type { Turn } from '../turn.ts';
import type { TradeState } from './state.ts';

/** A score is written down when its confidence or its edge moved by this much since the last row. */
export const SCORE_ROW_STEP = 0.01;
/** And otherwise once in this time. */
export const SCORE_ROW_EVERY_MS = DAY_MS;

/** Takes in what is believed of a followed wallet, and acts on it. Of others it changes nothing. */
export function onScored(state: TradeState, assessment: WalletAssessment, turn: Turn): void {
  const { score, copying } = assessment;
  const wallet = state.wallets.get(score.wallet);
  const known = state.scores.get(score.wallet);
  if (wallet === undefined || (known !== undefined && score.atMs < known.atMs)) return;
  state.scores.set(score.wallet, score);
  state.copying.set(score.wallet, copying);
  writeScore(state, score, turn);
  const confidence = score.confidence.value;
  const scored = { ...wallet, confidence };
  if (wallet.confidence !== confidence) setRules(state, scored, turn);
  if (wallet.enabled) judge(state, scored, turn);
}

/** After a restart: the rules go on from what they remembered. */
export function restoreScores(
  state: TradeState,
  { walletScores, walletStandings }: EngineSnapshot,
): void {
  for (const score of walletScores) {
    state.scores.set(score.wallet, score);
    state.writtenScores.set(score.wallet, score);
  }
  for (const standing of walletStandings) state.standings.set(standing.wallet, standing);
}

/** Nobody follows the wallet any more: followed again, it begins anew. */
export function forgetScores(state: TradeState, address: WalletAddress): void {
  for (const map of [state.scores, state.writtenScores, state.copying, state.standings]) {
    map.delete(address);
  }
}

/** A person enabled a wallet or let it spend real money, whatever was known against it. */
export function acceptChange(
  state: TradeState,
  { from, to }: { readonly from: WalletRules; readonly to: WalletRules },
  turn: Turn,
): void {
  const isEnabled = to.enabled && !from.enabled;
  const isLive = to.mode === 'live' && from.mode !== 'live';
  if (!isEnabled && !isLive) return;
  const score = state.scores.get(to.address);
  const known = state.standings.get(to.address) ?? newStanding(to.address, turn.atMs);
  const context =
    score === undefined
      ? null
      : { ...contextOf(state, { wallet: to, score }, turn), isLive: to.mode === 'live' };
  setStanding(state, acceptStanding(context, known), turn);
}

function judge(state: TradeState, wallet: WalletRules, turn: Turn): void {
  const score = state.scores.get(wallet.address);
  if (score === undefined) return;
  const known = state.standings.get(wallet.address) ?? null;
  const context = contextOf(state, { wallet, score }, turn);
  const { standing, act } = judgeStanding(context, known);
  setStanding(state, standing, turn);
  if (act !== null) carryOut(state, { context, act }, turn);
}

function contextOf(
  state: TradeState,
  { wallet, score }: { readonly wallet: WalletRules; readonly score: WalletScore },
  turn: Turn,
): StandingContext {
  return {
    wallet,
    assessment: { score, copying: state.copying.get(wallet.address) ?? [] },
    settings: state.settings,
    isLive: state.control.live !== null && wallet.mode === 'live',
    atMs: turn.atMs,
  };
}

function carryOut(
  state: TradeState,
  { context, act }: { readonly context: StandingContext; readonly act: StandingAct },
  turn: Turn,
): void {
  const { wallet } = context;
  const { address } = wallet;
  if (act.kind === 'offer') {
    const { ledger, copies, markets, edge, net } = act.record;
    turn.notice(
      'walletOffer',
      { ledger, subject: address },
      {
        wallet: address,
        offer: act.offer,
        copies,
        markets,
        edge: edge?.value ?? null,
        low: edge?.low ?? null,
        net,
      },
    );
    return;
  }
  if (act.kind === 'demote') {
    setRules(state, { ...wallet, mode: 'paper' }, turn);
    turn.notice('walletDemoted', aboutOf(context, act), wordsOf(context, act));
    return;
  }
  setRules(state, { ...wallet, enabled: false }, turn);
  turn.notice('walletDisabled', aboutOf(context, act), wordsOf(context, act));
}

type Taking = Exclude<StandingAct, { kind: 'offer' }>;

function aboutOf({ wallet }: StandingContext, { finding }: Taking) {
  return { ledger: finding.ledger, subject: wallet.address };
}

/**
 * Both numbers in the unit that people read: a score as it is, a loss as parts per million (of its
 * own dollars at work, or of our bankroll), days as days.
 */
function wordsOf({ wallet, settings, assessment }: StandingContext, { finding }: Taking) {
  const { cause, actual, limit, days, evidence } = finding;
  const data = { wallet: wallet.address, cause, days };
  switch (cause) {
    case 'drawdown':
    case 'edge':
      return {
        ...data,
        actual: Math.round(actual * MICRO),
        limit: Math.round(limit * MICRO),
        copies: cause === 'edge' ? evidence : null,
      };
    case 'ownLoss': {
      const { bankroll } = settings;
      const share = { actual: ratioOf(actual, bankroll), limit: ratioOf(limit, bankroll) };
      return { ...data, ...share, net: actual, copies: evidence };
    }
    case 'kind': {
      const { kind, kindNote: note } = assessment.score;
      return { ...data, actual: null, limit: null, kind, note };
    }
    case 'score':
    case 'inactive':
      return { ...data, actual, limit };
  }
}

function writeScore(state: TradeState, score: WalletScore, turn: Turn): void {
  const written = state.writtenScores.get(score.wallet);
  if (written !== undefined && !isNews(written, score)) return;
  state.writtenScores.set(score.wallet, score);
  turn.record({ kind: 'walletScore', score });
}

function isNews(written: WalletScore, score: WalletScore): boolean {
  return (
    score.kind !== written.kind ||
    Math.abs(score.confidence.value - written.confidence.value) > SCORE_ROW_STEP ||
    Math.abs(score.edge.value - written.edge.value) > SCORE_ROW_STEP ||
    score.atMs - written.atMs >= SCORE_ROW_EVERY_MS
  );
}

function setRules(state: TradeState, wallet: WalletRules, turn: Turn): void {
  state.wallets.set(wallet.address, wallet);
  turn.record({ kind: 'wallet', wallet });
}

/** Written down only when it says something else than before. */
function setStanding(state: TradeState, standing: WalletStanding, turn: Turn): void {
  const known = state.standings.get(standing.wallet);
  if (known !== undefined && isSameStanding(known, standing)) return;
  const next = { ...standing, judgedAtMs: turn.atMs };
  state.standings.set(standing.wallet, next);
  turn.record({ kind: 'walletStanding', standing: next });
}

function isSameStanding(one: WalletStanding, other: WalletStanding): boolean {
  return JSON.stringify({ ...one, judgedAtMs: 0 }) === JSON.stringify({ ...other, judgedAtMs: 0 });
}
