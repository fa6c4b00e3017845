import { type Money, minOf, money as moneyOf } from '../../engine/domain/values/money.ts';
import type { CommandCall } from '../command.ts';
import { moneyShort } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import type { Button, Reply } from '../reply.ts';
import { copySpend, followsLeader, mostPerCopy, RULE_TOPICS } from './effect/rule-words.ts';
import { walletTitle } from './effect/wallet-effect.ts';
import { followedWallet } from './who.ts';

/** What is offered is twice what is. */
const RAISE = 2;
const MICRO = 1_000_000;

/** What one copy spends and what caps it, with what would raise either; each asks like any change. */
export async function capCard(call: CommandCall, who: string): Promise<Reply> {
  const rules = await followedWallet(call, who, (meant) => `/wallet ${meant} max`);
  const settings = call.queries.settings();
  const shared = mostPerCopy({ ...rules, maxTradeSize: null }, settings);
  const most = mostPerCopy(rules, settings);
  const spend = copySpend(rules, settings, null);
  const more = spend === null ? null : twice(spend, most);
  const own = rules.maxTradeSize === null ? null : twice(rules.maxTradeSize, shared);
  const buttons: Button[] = [
    ...(more === null ? [] : [raise(`Copy ${moneyShort(more)} each`, `size ${typed(more)}`)]),
    ...(own === null ? [] : [raise(`At most ${moneyShort(own)}`, `max ${typed(own)}`)]),
    ...(most === shared ? [show('Order limit', '/limits order')] : []),
  ];
  const caps = most === shared ? 'the order limit of all wallets' : 'its own';
  return reply(`${walletTitle(rules)}: at most ${moneyShort(most)} a copy, ${caps}`, {
    symbol: '◆',
    blocks: [
      lines(
        `a copy spends ${RULE_TOPICS.size.words(rules, settings)}`,
        ...(followsLeader(rules, settings) ? ['its own dollars decide: scale changes that'] : []),
        ['Change it: ', { code: `/wallet ${rules.address} max ${moneyShort(most)}` }],
      ),
    ],
    buttons,
  });

  function raise(label: string, change: string): Button {
    return show(label, `/wallet ${rules.address} ${change}`);
  }
}

/** Twice as much within a limit; `null` where that is not more. */
function twice(amount: Money, limit: Money): Money | null {
  const more = minOf(moneyOf(amount * RAISE), limit);
  return more > amount ? more : null;
}

/** Dollars as a command takes them. */
function typed(amount: Money): string {
  return `$${amount / MICRO}`;
}
