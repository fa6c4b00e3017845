import { DAY_MS } from '../src/engine/domain/time.ts';
import type { WalletKind } from '../src/engine/domain/wallet-score.ts';
import { PROVEN_MARKETS_MIN, UNCOPIED_KINDS } from '../src/engine/domain/wallet-score.ts';
import * as kinds from '../src/engine/intelligence/scoring/judge/kinds.ts';

const BOTH_SIDES = `both sides bought in ${percent(kinds.BOTH_SIDES_MIN)} of its ended markets or more, or so much of its dollars in complete sets; at least ${kinds.HABIT_MARKETS_MIN} ended markets`;

/** What makes a wallet of a kind; the order is that of the rules. */
const WHEN: Readonly<Record<WalletKind, string>> = {
  exchange: "its address is one of the venue's own contracts",
  maker: `${BOTH_SIDES}; ${kinds.MAKER_TRADES_MIN} or more trades on a day with any`,
  hedger: 'the same with fewer trades; with a gain in complete sets it is arbitrage, and called so',
  dormant: `no trade in ${kinds.DORMANT_AFTER_MS / DAY_MS} days`,
  insider: `${kinds.INSIDER_MARKETS_MIN} to ${kinds.INSIDER_MARKETS_MAX} ended markets; ${percent(kinds.INSIDER_RIGHT_MIN)} or more of them bought within the last hour at 50¢ or less, and won; $${kinds.INSIDER_ENTRY_DOLLARS_MIN.toLocaleString('en')} or more a time; luck ${kinds.INSIDER_LUCK_MIN} or more`,
  unproven: `fewer than ${PROVEN_MARKETS_MIN} ended markets`,
  scalper: `${percent(kinds.SCALPER_SHARE_MIN)} or more left before the end, and as many held for less than ten minutes`,
  lucky: `a profit with luck under ${kinds.LUCK_MAX}, and fewer than ${kinds.LUCKY_MARKETS_MAX} ended markets or more than ${percent(kinds.LUCKY_BEST_SHARE_MIN)} of all gains from one; not of those who left ${percent(kinds.SCALPER_SHARE_MIN)} or more before the end`,
  directional: 'everybody else',
};

/** The kinds in the order in which they are looked for. */
export function kindTable(): string {
  const rows = kinds.KIND_RULES.map(
    ({ kind }) => `| ${kind} | ${WHEN[kind]} | ${UNCOPIED_KINDS.includes(kind) ? 'no' : 'yes'} |`,
  );
  return ['| kind | when | copied |', '|---|---|---|', ...rows, ''].join('\n');
}

function percent(share: number): string {
  return `${share * 100} %`;
}
