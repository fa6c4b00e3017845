import type { Money, Price, Quantity } from '../../engine/domain/values/money.ts';
import { cents, money, shares, signedMoney } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { marketName } from '../format/names.ts';
import { demotionWords } from '../format/pair-words.ts';
import type { Reply } from '../reply.ts';
import { type NoticeFacts, numberOf, textOf } from './context.ts';

/** `⇄ Pair 12 is not believed any more: a venue edited its rules` */
export function pairDemotedReply({ notice, market }: NoticeFacts): Reply {
  const number = numberOf(notice, 'pair') ?? 0;
  const paid = [numberOf(notice, 'paidA'), numberOf(notice, 'paidB')];
  const [first, second] = paid;
  const why = demotionWords(textOf(notice, 'why') ?? '');
  return reply(`Pair ${number} is not believed any more: ${why}`, {
    symbol: '⇄',
    blocks: [
      lines(
        ...(market === null ? [] : [[marketName(market)]]),
        ...(first == null || second == null
          ? []
          : [`Polymarket paid ${cents(first as Price)} a share, Kalshi ${cents(second as Price)}`]),
        'Nothing of it is called arbitrage until somebody compared both texts.',
      ),
    ],
    buttons: [show('Compare', `/pair ${number}`)],
  });
}

/** `! Both sides of one market cost less than a dollar: its book cannot be right` */
export function mirrorBrokenReply({ notice, market }: NoticeFacts): Reply {
  const [yes, no] = [numberOf(notice, 'priceA'), numberOf(notice, 'priceB')];
  const both =
    yes === null || no === null ? '' : `${cents(yes as Price)} + ${cents(no as Price)}, `;
  return reply(`Both sides of one market cost less than a dollar: its book cannot be right`, {
    symbol: '!',
    blocks: [
      lines(...(market === null ? [] : [[marketName(market)]]), `${both}so it is not traded on`),
    ],
  });
}

const WHY_WORDS: Readonly<Record<string, string>> = {
  notFilled: 'nobody sold at that price any more',
  inDoubt: 'an order is in doubt',
  orderOpen: 'an order did not end',
  noWayOut: 'nothing was offered within the loss that is allowed',
  stopped: 'everything was killed meanwhile',
  restarted:
    'the program was restarted between its sides: they are being sold, for at most $5 less than they cost',
  tooMuch: 'the second side has more than the first',
};

/** `⇄ PAPER arbitrage bought: 24 pairs, +$0.81 certain` and how else it may have ended. */
export function arbitrageDoneReply({ notice, market }: NoticeFacts): Reply {
  const numberIn = (name: string): number => numberOf(notice, name) ?? 0;
  const end = textOf(notice, 'end');
  const result = signedMoney(numberIn('result') as Money);
  const hedged = shares(numberIn('hedged') as Quantity);
  const held = shares(numberIn('held') as Quantity);
  const why = WHY_WORDS[textOf(notice, 'why') ?? ''] ?? null;
  const title =
    end === 'hedged'
      ? `PAPER arbitrage bought: ${hedged} pairs, ${result} certain`
      : end === 'flat'
        ? `PAPER arbitrage not bought: ${result}`
        : end === 'unwinding'
          ? `PAPER arbitrage broken off: ${held} shares without their other side`
          : `PAPER arbitrage needs you: ${held} shares without their other side`;
  const pair = numberOf(notice, 'pair');
  return reply(title, {
    symbol: end === 'needsYou' ? '!' : '⇄',
    blocks: [
      lines(
        ...(market === null ? [] : [[marketName(market)]]),
        ...(why === null ? [] : [why]),
        ...(end === 'needsYou' ? [`they cost ${money(numberIn('heldCost') as Money)}`] : []),
      ),
    ],
    buttons: [
      ...(end === 'needsYou' ? [show('Positions', '/positions')] : []),
      show('Details', pair === null ? '/arb' : `/pair ${pair}`),
    ],
  });
}
