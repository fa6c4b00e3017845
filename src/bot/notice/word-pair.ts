import type { Money, Price, Quantity } from '../../engine/domain/values/money.ts';
import { cents, money, shares, signedMoney } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { gateReason, isGate } from '../format/gate-words.ts';
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
  tooMuch: 'the second side has more than the first',
  restarted: 'the program was restarted between the sides',
};

/** `⇄ PAPER arbitrage bought: 24 pairs, +$0.81 certain` and how else it may have ended. */
export function arbitrageDoneReply(facts: NoticeFacts): Reply {
  const { notice, market } = facts;
  const pair = numberOf(notice, 'pair');
  const needsYou = textOf(notice, 'end') === 'needsYou';
  return reply(doneTitle(facts), {
    symbol: needsYou ? '!' : '⇄',
    blocks: [
      lines(
        ...(market === null ? [] : [[marketName(market)]]),
        ...doneLines(facts).filter(Boolean),
      ),
    ],
    buttons: [
      ...(needsYou ? [show('Positions', '/positions')] : []),
      show('Details', pair === null ? '/arb' : `/pair ${pair}`),
    ],
  });
}

function doneTitle({ notice }: NoticeFacts): string {
  const result = (numberOf(notice, 'result') ?? 0) as Money;
  const held = shares((numberOf(notice, 'held') ?? 0) as Quantity);
  switch (textOf(notice, 'end')) {
    case 'hedged':
      return `PAPER arbitrage bought: ${shares((numberOf(notice, 'hedged') ?? 0) as Quantity)} pairs, ${signedMoney(result)} certain`;
    case 'flat':
      return result === 0
        ? `PAPER arbitrage not bought: ${whyWords(notice) ?? 'nothing was filled'}`
        : `PAPER arbitrage got rid of again: ${signedMoney(result)}`;
    case 'unwinding':
      return `PAPER arbitrage broken off: ${held} shares without their other side`;
    default:
      return `PAPER arbitrage needs you: ${held} shares without their other side`;
  }
}

function doneLines({ notice }: NoticeFacts): readonly string[] {
  const why = whyWords(notice) ?? '';
  switch (textOf(notice, 'end')) {
    case 'hedged':
      return ['both sides are held until they pay'];
    case 'flat':
      return (numberOf(notice, 'result') ?? 0) === 0 ? [] : ['the other side was not to be had'];
    case 'unwinding':
      return [`${why}; they are sold now, for at most $5 less than they cost`];
    default:
      return [`${why}; they cost ${money((numberOf(notice, 'heldCost') ?? 0) as Money)}`];
  }
}

function whyWords(notice: NoticeFacts['notice']): string | null {
  const why = textOf(notice, 'why') ?? '';
  return WHY_WORDS[why] ?? (isGate(why) ? gateReason(why) : null);
}
