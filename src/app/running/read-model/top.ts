import type { TopView } from '../../../engine/contract/wallet-board-view.ts';
import { PAPER, type WalletAddress } from '../../../engine/domain/ids.ts';
import { type AtMs, DAY_MS } from '../../../engine/domain/time.ts';
import { type Money, ZERO_MONEY } from '../../../engine/domain/values/money.ts';
import type { WalletRules } from '../../../engine/domain/wallet.ts';
import type { WalletScore } from '../../../engine/domain/wallet-score.ts';
import { compareScores } from '../../../engine/intelligence/scoring/judge/rank.ts';
import { copyCounts, netByWallet } from './pnl.ts';
import { orNone, scoreOf } from './scores.ts';
import type { ScoredCandidate, Sources } from './sources.ts';

/** How far back what copying made is counted. */
const WINDOW_MS = 30 * DAY_MS;
/** Candidates that are ranked with the followed wallets, the best of them. */
const CANDIDATES_MAX = 40;

/** Followed wallets and candidates, the best to copy first, those without a score last. */
export async function topViews(sources: Sources): Promise<readonly TopView[]> {
  const { wallets } = sources.engine.trade.state;
  const made = await madeByCopying(sources);
  const views: TopView[] = [];
  for (const rules of wallets.values()) views.push(await followedView(sources, rules, made));
  return ranked([...views, ...candidateViews(sources)]);
}

/** What copying a wallet made of late. */
export interface MadeByCopying {
  readonly copied: number;
  readonly skipped: number;
  readonly pnl: Money;
  /** The newest trade of its own; `null` before the first. */
  readonly lastTradeAtMs: AtMs | null;
}

type Made = ReadonlyMap<WalletAddress, MadeByCopying>;

/** Of each followed wallet, on paper, over the last 30 days. @throws StoreError */
export async function madeByCopying(sources: Sources): Promise<Made> {
  const sinceMs = sources.nowMs() - WINDOW_MS;
  const nets = await netByWallet(sources, { sinceMs, ledger: PAPER });
  const made = new Map<WalletAddress, MadeByCopying>();
  for (const wallet of [...sources.engine.trade.state.wallets.keys()]) {
    const { accepted, denied } = await copyCounts(sources, { sinceMs, wallet });
    const { lastAtMs } = await sources.reports.leaderTradeStats(wallet, sinceMs);
    const pnl = nets.get(wallet) ?? ZERO_MONEY;
    made.set(wallet, { copied: accepted, skipped: denied, pnl, lastTradeAtMs: lastAtMs });
  }
  return made;
}

async function followedView(
  sources: Sources,
  { address, label }: WalletRules,
  made: Made,
): Promise<TopView> {
  const score = await scoreOf(sources, address);
  const { lastTradeAtMs, ...counts } = made.get(address) ?? NOTHING;
  return {
    wallet: { address, label },
    isFollowed: true,
    score,
    ...counts,
    copyability: await orNone(sources.scoring.copyability(address)),
    lastTradeAtMs: lastTradeAtMs ?? score?.untilMs ?? null,
  };
}

const NOTHING: MadeByCopying = { copied: 0, skipped: 0, pnl: ZERO_MONEY, lastTradeAtMs: null };

/** The best of those that nobody follows; from memory. */
export function candidateViews({ engine, scoring }: Sources): readonly TopView[] {
  const { wallets } = engine.trade.state;
  const views = scoring
    .candidates()
    .filter(({ wallet }) => !wallets.has(wallet.address))
    .map(candidateView);
  return ranked(views).slice(0, CANDIDATES_MAX);
}

function candidateView({ wallet, score, copyability }: ScoredCandidate): TopView {
  return {
    wallet,
    isFollowed: false,
    score,
    copied: 0,
    skipped: 0,
    pnl: ZERO_MONEY,
    copyability,
    lastTradeAtMs: score.untilMs,
  };
}

interface Ranked {
  readonly score: WalletScore | null;
  /** `null`: not counted yet. */
  readonly pnl: Money | null;
}

/** The best to copy first, those without a score last. */
export function ranked<View extends Ranked>(views: readonly View[]): View[] {
  return [...views].sort(byWorth);
}

function byWorth(a: Ranked, b: Ranked): number {
  const byPnl = (b.pnl ?? 0) - (a.pnl ?? 0);
  if (a.score !== null && b.score !== null) return compareScores(a.score, b.score) || byPnl;
  if (a.score === null && b.score === null) return byPnl;
  return a.score === null ? 1 : -1;
}
