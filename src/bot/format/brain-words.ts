import type {
  BrainDifference,
  BrainResult,
  SkippedResult,
} from '../../engine/domain/brain-result.ts';
import {
  type LedgerId,
  SHADOW_MODEL,
  SHADOW_NAIVE,
  SHADOW_RULES,
} from '../../engine/domain/ids.ts';
import { money as dollars } from '../../engine/domain/values/money.ts';
import { count, moneyShort, signedMoney } from './amounts.ts';
import { gateReason } from './gate-words.ts';

const NAMES: ReadonlyMap<LedgerId, string> = new Map([
  [SHADOW_NAIVE, 'naive copying'],
  [SHADOW_RULES, 'rules'],
  [SHADOW_MODEL, 'rules + model'],
]);
/** Gates that one sentence names. */
const GATES_NAMED = 3;

export function brainName(ledger: LedgerId): string {
  return NAMES.get(ledger) ?? ledger;
}

/** `rules +$96.40, naive copying −$18.10` */
export function brainsTitle(results: readonly BrainResult[]): string {
  return [...results]
    .sort((a, b) => b.net - a.net)
    .map(({ ledger, net }) => `${brainName(ledger)} ${signedMoney(net)}`)
    .join(', ');
}

/** `rules made $114.50 more than naive copying, 90 % between −$12.00 and +$241.00 over 14 markets` */
export function differenceWords({
  ledger,
  against,
  net,
  interval,
  markets,
}: BrainDifference): string {
  const size = dollars(Math.abs(net));
  const pair = `${brainName(ledger)} made ${moneyShort(size)} ${net < 0 ? 'less' : 'more'} than ${brainName(against)}`;
  if (interval === null)
    return `${pair}; with ${count(markets, 'market')} nobody can say how sure that is`;
  const { low, high } = interval;
  const sure = low > 0 || high < 0 ? '' : ', so it may be luck';
  return `${pair}, 90 % between ${signedMoney(low)} and ${signedMoney(high)} over ${count(markets, 'market')}${sure}`;
}

/** `skipped trades would have made −$64.00: price moved saved $80.00, market quality low cost $16.00` */
export function skippedWords(skipped: readonly SkippedResult[]): string | null {
  if (skipped.length === 0) return null;
  const total = dollars(skipped.reduce((sum, one) => sum + one.net, 0));
  const parts = skipped.slice(0, GATES_NAMED).map(({ gate, net }) => {
    const did = net <= 0 ? 'saved' : 'cost';
    return `${gateReason(gate)} ${did} ${moneyShort(dollars(Math.abs(net)))}`;
  });
  const more = skipped.length > GATES_NAMED ? `, ${skipped.length - GATES_NAMED} more reasons` : '';
  return `skipped trades would have made ${signedMoney(total)}: ${parts.join(', ')}${more}`;
}
