import type { Price } from '../../engine/domain/values/money.ts';
import { cents } from '../format/amounts.ts';
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
