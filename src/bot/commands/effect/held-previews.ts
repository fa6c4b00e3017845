import type { Queries } from '../../../engine/contract/queries.ts';
import { dueExit, exitLevels, ownExitRules } from '../../../engine/domain/exit-levels.ts';
import { isShadow } from '../../../engine/domain/ids.ts';
import type { Settings } from '../../../engine/domain/settings.ts';
import type { WalletRules } from '../../../engine/domain/wallet.ts';
import { count } from '../../format/amounts.ts';

/**
 * How many of the open copies of these wallets their own exits would sell as the bids stand now:
 * `2 of 6 open copies would be sold now`. `null` where nothing is open.
 */
export function soldNow(
  queries: Queries,
  settings: Settings,
  wallets: readonly WalletRules[],
): string | null {
  const atMs = queries.nowMs();
  let open = 0;
  let sold = 0;
  for (const { position, bid, payout } of queries.positions()) {
    const rules = wallets.find(({ address }) => address === position.wallet);
    if (rules === undefined || payout !== null || isShadow(position.ledger)) continue;
    const levels = exitLevels(ownExitRules(settings, rules), position);
    open += 1;
    if (dueExit(levels, { bid, atMs }) !== null) sold += 1;
  }
  if (open === 0) return null;
  return `${sold} of ${count(open, 'open copy', 'open copies')} would be sold now`;
}
