import type { TopView } from '../../../engine/contract/views.ts';
import { PAPER } from '../../../engine/domain/ids.ts';
import { DAY_MS } from '../../../engine/domain/time.ts';
import { type Money, ZERO_MONEY } from '../../../engine/domain/values/money.ts';
import type { WalletRules } from '../../../engine/domain/wallet.ts';
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
  const sinceMs = sources.nowMs() - WINDOW_MS;
  const nets = await netByWallet(sources, { sinceMs, ledger: PAPER });
  const views: TopView[] = [];
  for (const rules of wallets.values()) {
    views.push(await followedView(sources, rules, nets.get(rules.address) ?? ZERO_MONEY));
  }
  const candidates = sources.scoring
    .candidates()
    .filter(({ wallet }) => !wallets.has(wallet.address))
    .map(candidateView)
    .sort(byWorth)
    .slice(0, CANDIDATES_MAX);
  return [...views, ...candidates].sort(byWorth);
}

async function followedView(
  sources: Sources,
  { address, label }: WalletRules,
  pnl: Money,
): Promise<TopView> {
  const sinceMs = sources.nowMs() - WINDOW_MS;
  const { accepted, denied } = await copyCounts(sources, { sinceMs, wallet: address });
  const { lastAtMs } = await sources.reports.leaderTradeStats(address, sinceMs);
  const score = await scoreOf(sources, address);
  return {
    wallet: { address, label },
    isFollowed: true,
    score,
    copied: accepted,
    skipped: denied,
    pnl,
    copyability: await orNone(sources.scoring.copyability(address)),
    lastTradeAtMs: lastAtMs ?? score?.untilMs ?? null,
  };
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

function byWorth(a: TopView, b: TopView): number {
  if (a.score !== null && b.score !== null) return compareScores(a.score, b.score) || b.pnl - a.pnl;
  if (a.score === null && b.score === null) return b.pnl - a.pnl;
  return a.score === null ? 1 : -1;
}
