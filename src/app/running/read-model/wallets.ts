import type { WalletSearch, WalletView } from '../../../engine/contract/views.ts';
import { PAPER, type WalletAddress, walletAddress } from '../../../engine/domain/ids.ts';
import { type AtMs, DAY_MS, HOUR_MS } from '../../../engine/domain/time.ts';
import { addMoney, money, ZERO_MONEY } from '../../../engine/domain/values/money.ts';
import type { WalletRules } from '../../../engine/domain/wallet.ts';
import { positionViews } from './portfolio.ts';
import { copyingOf, orNone, scoreOf } from './scores.ts';
import type { Sources } from './sources.ts';

/** What "recently" means on a wallet's card. */
const WINDOW_MS = 7 * DAY_MS;
/** Without a trade for this long a wallet is called inactive. */
const INACTIVE_MS = 30 * DAY_MS;
/** A wallet that nobody saw trade for this long after it was followed may be the wrong address. */
const UNSEEN_MS = 24 * HOUR_MS;

/** A followed wallet: its rules and what they led to. */
export async function walletView(
  sources: Sources,
  address: WalletAddress,
): Promise<WalletView | null> {
  const rules = sources.engine.trade.state.wallets.get(address);
  if (rules === undefined) return null;
  const nowMs = sources.nowMs();
  const scope = { sinceMs: nowMs - WINDOW_MS, wallet: address };
  const { reports, scoring } = sources;
  // All at once: where the database is busy they wait for it together, not one after the other.
  const [trades, counts, byGate, realised, fees] = await Promise.all([
    reports.leaderTradeStats(address, scope.sinceMs),
    reports.decisionCounts(scope),
    reports.skipCounts(scope),
    reports.realisedSums({ sinceMs: 0, ledger: PAPER }),
    reports.fillSums({ sinceMs: 0, ledger: PAPER }),
  ]);
  const [score, copying, copyability] = await Promise.all([
    scoreOf(sources, address),
    copyingOf(sources, address),
    orNone(scoring.copyability(address)),
  ]);
  const open = positionViews(sources, PAPER).filter(({ position }) => position.wallet === address);
  const copies = counts.filter(({ signalKind }) => signalKind === 'copy');
  const countOf = (verdict: string): number =>
    copies.reduce((sum, one) => sum + (one.verdict === verdict ? one.count : 0), 0);
  const mine = <Row extends { readonly wallet: WalletAddress | null }>(rows: readonly Row[]) =>
    rows.filter((row) => row.wallet === address);
  return {
    rules,
    trades: trades.count,
    lastTradeAtMs: trades.lastAtMs,
    copied: countOf('accepted'),
    skipped: countOf('denied'),
    byGate,
    open: open.length,
    atCost: open.reduce((sum, { position }) => addMoney(sum, position.cost), ZERO_MONEY),
    pnl: money(
      mine(realised).reduce((sum, { amount }) => sum + amount, 0) -
        mine(fees).reduce((sum, row) => sum + row.fees, 0) +
        open.reduce((sum, { unrealised }) => sum + (unrealised ?? 0), 0),
    ),
    score,
    copying,
    copyability,
    warnings: warningsOf(rules, trades.lastAtMs, nowMs),
  };
}

function warningsOf(rules: WalletRules, lastAtMs: AtMs | null, nowMs: AtMs): readonly string[] {
  if (lastAtMs === null) {
    return nowMs - rules.followedAtMs < UNSEEN_MS
      ? []
      : ['no trade of it was ever seen: is it the wallet that trades?'];
  }
  const days = Math.floor((nowMs - lastAtMs) / DAY_MS);
  return nowMs - lastAtMs < INACTIVE_MS ? [] : [`no trade in ${days} days`];
}

/** First among those that are followed, by address or label; the venue is asked for the rest. */
export async function findWallet(sources: Sources, text: string): Promise<WalletSearch> {
  const followed = [...sources.engine.trade.state.wallets.values()];
  const address = walletAddress(text.trim());
  const plain = text.trim().replace(/^@/, '').toLowerCase();
  const exact = followed.find(
    (rules) => rules.address === address || rules.label?.toLowerCase() === plain,
  );
  if (exact !== undefined) return { kind: 'followed', rules: exact };
  const alike =
    address === null ? followed.filter(({ label }) => label?.toLowerCase().startsWith(plain)) : [];
  const [only] = alike;
  if (only !== undefined && alike.length === 1) return { kind: 'followed', rules: only };
  if (alike.length > 1) return { kind: 'several', wallets: alike };
  const found = await sources.searchWallet(text);
  if (found.kind !== 'candidate') return found;
  const { candidate } = found;
  return {
    kind: 'candidate',
    candidate: {
      ...candidate,
      score: await scoreOf(sources, candidate.address),
      copyability: await orNone(sources.scoring.copyability(candidate.address)),
    },
  };
}
