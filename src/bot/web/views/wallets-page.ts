import type { RankedView } from '../../../engine/contract/wallet-board-view.ts';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import { addMoney, ZERO_MONEY } from '../../../engine/domain/values/money.ts';
import type { WalletRules } from '../../../engine/domain/wallet.ts';
import { sizeWords } from '../../commands/effect/rule-words.ts';
import { kindWords } from '../../format/kind-words.ts';
import type { WalletRow, Wallets } from '../contract/wallets.ts';
import { walletRef } from './refs.ts';
import { estimateOf } from './score-view.ts';
import type { PageSources } from './sources.ts';

/** Followed wallets and candidates, the best to copy first; from memory. */
export function walletsPage(sources: PageSources): Wallets {
  const { queries } = sources;
  const rules = new Map(queries.wallets().map((one) => [one.address, one]));
  const { wallets, countedAtMs } = queries.walletBoard();
  const rows = wallets.map((view) =>
    walletRow(sources, view, rules.get(view.wallet.address) ?? null),
  );
  return { atMs: queries.nowMs(), countedAtMs, wallets: rows };
}

function walletRow(
  { queries }: PageSources,
  view: RankedView,
  rules: WalletRules | null,
): WalletRow {
  const { wallet, score, copyability } = view;
  const open = openOf(queries, wallet.address);
  return {
    wallet: walletRef(wallet),
    isFollowed: view.isFollowed,
    enabled: rules?.enabled ?? false,
    mode: rules?.mode ?? null,
    sizing: rules === null ? null : sizeWords(rules, queries.settings()),
    scaleFactor: rules?.scaleFactor ?? null,
    kind: score === null ? null : kindWords(score.kind),
    kindNote: score?.kindNote ?? null,
    confidence: estimateOf(score?.confidence ?? null),
    edge: estimateOf(score?.edge ?? null),
    winRate: score?.winRate ?? null,
    roi: score?.roi ?? null,
    trades: score?.trades ?? null,
    copied: view.copied,
    skipped: view.skipped,
    pnl: view.pnl,
    open: open.length,
    atCost: open.reduce((sum, { position }) => addMoney(sum, position.cost), ZERO_MONEY),
    lastTradeAtMs: view.lastTradeAtMs,
    isEstimate: copyability?.isEstimate ?? false,
  };
}

function openOf(queries: PageSources['queries'], wallet: WalletAddress) {
  return queries.positions().filter(({ position }) => position.wallet === wallet);
}
