import type { FillView, WalletCandidate, WalletView } from '../../../engine/contract/views.ts';
import { shortId, type WalletAddress, walletAddress } from '../../../engine/domain/ids.ts';
import { cost, subtractMoney, ZERO_MONEY } from '../../../engine/domain/values/money.ts';
import type { CopyTrade, WalletDetail, WalletQuery } from '../contract/wallet.ts';
import { decisionRow } from './decision-view.ts';
import { positionRow } from './position-view.ts';
import { gateCounts, ledgerRef, outcomeRef, sinceOf, walletRef } from './refs.ts';
import { copyabilityOf, copyRecordOf, scoreOf, scorePoint } from './score-view.ts';
import type { PageSources } from './sources.ts';
import { rulesOf } from './wallet-rules.ts';

/** Fills that are looked through for those of one wallet, and shown of them. */
const FILLS_SEARCHED = 500;
const FILLS_SHOWN = 100;
const DECISIONS_SHOWN = 50;

/** Everything about one wallet; `null` where the venue knows none. @throws UnavailableError */
export async function walletPage(
  sources: PageSources,
  address: string,
  { span }: WalletQuery,
): Promise<WalletDetail | null> {
  const { queries, names } = sources;
  const wallet = walletAddress(address);
  if (wallet === null) return null;
  const view = await queries.wallet(wallet);
  if (view === null) return candidatePage(sources, wallet);
  const sinceMs = sinceOf(span, queries.nowMs());
  // All at once: where the database is busy they wait for it together, not one after the other.
  const [history, results, decisions, fills] = await Promise.all([
    queries.scoreHistory(wallet, sinceMs),
    resultsOf(sources, wallet, sinceMs),
    queries.decisions({ limit: DECISIONS_SHOWN, sinceMs, wallet }),
    queries.fills(FILLS_SEARCHED),
  ]);
  return {
    ...followed(sources, view),
    scoreHistory: history.map(scorePoint),
    results,
    positions: queries
      .positions()
      .filter(({ position }) => position.wallet === wallet)
      .map(positionRow),
    fills: fills
      .filter((one) => one.wallet?.address === wallet)
      .slice(0, FILLS_SHOWN)
      .map(copyTrade),
    decisions: decisions.map((one) => decisionRow(one, names)),
  };
}

type Lists = 'scoreHistory' | 'results' | 'positions' | 'fills' | 'decisions';

function followed({ queries, names }: PageSources, view: WalletView): Omit<WalletDetail, Lists> {
  const { rules, score } = view;
  const settings = queries.settings();
  return {
    atMs: queries.nowMs(),
    wallet: walletRef(names.wallet(rules.address)),
    url: null,
    isFollowed: true,
    enabled: rules.enabled,
    mode: rules.mode,
    followedAtMs: rules.followedAtMs,
    scaleFactor: rules.scaleFactor,
    categoriesAllowed: rules.categoriesAllowed,
    categoriesDenied: rules.categoriesDenied,
    rules: rulesOf(rules, settings),
    trades: view.trades,
    lastTradeAtMs: view.lastTradeAtMs,
    copied: view.copied,
    skipped: view.skipped,
    byGate: gateCounts(view.byGate),
    atCost: view.atCost,
    pnl: view.pnl,
    warnings: view.warnings,
    score: score === null ? null : scoreOf(score, settings),
    copyability: copyabilityOf(view.copyability),
    copying: view.copying.map(copyRecordOf),
  };
}

/** Realised less fees in the span, in each ledger in which there is something. */
async function resultsOf(
  { queries }: PageSources,
  wallet: WalletAddress,
  sinceMs: number,
): Promise<WalletDetail['results']> {
  const curves = await Promise.all(
    queries.status().ledgers.map(async ({ ledger }) => ({
      ledger: ledgerRef(ledger),
      points: await queries.resultCurve({ ledger, sinceMs, wallet }),
    })),
  );
  return curves.filter(({ points }) => points.length > 0);
}

/** What we paid more than the leader for these shares, or got less; negative is better. */
function copyTrade({ fill, outcome, leaderPrice, behindMs }: FillView): CopyTrade {
  const { side, price, quantity, notional, fee, atMs } = fill;
  const theirs = leaderPrice === null ? null : cost(leaderPrice, quantity, 'floor');
  const worse =
    theirs === null
      ? null
      : side === 'buy'
        ? subtractMoney(notional, theirs)
        : subtractMoney(theirs, notional);
  return {
    id: fill.id,
    orderShortId: shortId(fill.intentId),
    ledger: ledgerRef(fill.ledger),
    outcome: outcomeRef(outcome),
    side,
    price,
    quantity,
    notional,
    fee,
    leaderPrice,
    worse,
    behindMs,
    atMs,
  };
}

/** A wallet that nobody follows: what the venue shows of it, and what its trades tell. */
async function candidatePage(
  { queries }: PageSources,
  wallet: WalletAddress,
): Promise<WalletDetail | null> {
  const found = await queries.findWallet(wallet);
  if (found.kind !== 'candidate') return null;
  const { candidate } = found;
  const settings = queries.settings();
  return {
    ...UNFOLLOWED,
    atMs: queries.nowMs(),
    wallet: walletRef({ address: candidate.address, label: candidate.name }),
    trades: candidate.trades ?? 0,
    lastTradeAtMs: candidate.lastTradeAtMs,
    warnings: warningsOf(candidate),
    score: candidate.score === null ? null : scoreOf(candidate.score, settings),
    copyability: copyabilityOf(candidate.copyability),
  };
}

function warningsOf({ warnings, resolvedFrom }: WalletCandidate): readonly string[] {
  if (resolvedFrom === null) return warnings;
  return [`asked as ${resolvedFrom}, which owns this wallet`, ...warnings];
}

const UNFOLLOWED = {
  url: null,
  isFollowed: false,
  enabled: false,
  mode: null,
  followedAtMs: null,
  scaleFactor: null,
  categoriesAllowed: [],
  categoriesDenied: [],
  rules: [],
  copied: 0,
  skipped: 0,
  byGate: [],
  atCost: ZERO_MONEY,
  pnl: ZERO_MONEY,
  scoreHistory: [],
  copying: [],
  results: [],
  positions: [],
  fills: [],
  decisions: [],
} as const;
