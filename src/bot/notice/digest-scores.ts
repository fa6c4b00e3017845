import type { Queries } from '../../engine/contract/queries.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { WalletRules } from '../../engine/domain/wallet.ts';
import type { WalletScore } from '../../engine/domain/wallet-score.ts';
import { score } from '../format/amounts.ts';
import { kindWords } from '../format/kind-words.ts';
import { cut, walletName } from '../format/names.ts';

/** Followed wallets whose scores are looked at, and changes that are named. */
const WALLETS_MAX = 20;
const CHANGES_SHOWN = 3;
/** A smaller change of a score is no news. */
const CHANGE_MIN = 0.02;
const NAME_WIDTH = 24;

interface Moved {
  readonly rules: WalletRules;
  readonly from: WalletScore;
  readonly to: WalletScore;
}

/** `scores: whale-7 0.54 → 0.62, ace 0.48 → 0.41`: what moved since then, most first. @throws UnavailableError */
export async function scoreChanges(queries: Queries, sinceMs: AtMs): Promise<readonly string[]> {
  const moved: Moved[] = [];
  for (const rules of queries.wallets().slice(0, WALLETS_MAX)) {
    const history = await queries.scoreHistory(rules.address, sinceMs);
    const from = history[0];
    const to = history.at(-1);
    if (from !== undefined && to !== undefined) moved.push({ rules, from, to });
  }
  const news = moved.filter((one) => one.from.kind !== one.to.kind || sizeOf(one) >= CHANGE_MIN);
  const parts = news
    .sort((a, b) => sizeOf(b) - sizeOf(a))
    .slice(0, CHANGES_SHOWN)
    .map(({ rules, from, to }) => {
      const kind = from.kind === to.kind ? '' : ` (${kindWords(to.kind)})`;
      const name = cut(walletName(rules), NAME_WIDTH);
      return `${name} ${score(from.confidence.value)} → ${score(to.confidence.value)}${kind}`;
    });
  const rest = news.length > CHANGES_SHOWN ? `, ${news.length - CHANGES_SHOWN} more: /top` : '';
  return parts.length === 0 ? [] : [`scores: ${parts.join(', ')}${rest}`];
}

function sizeOf({ from, to }: Moved): number {
  return Math.abs(to.confidence.value - from.confidence.value);
}
