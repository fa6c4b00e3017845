import { shortId } from '../../engine/domain/ids.ts';
import type { Money, Price, Quantity } from '../../engine/domain/values/money.ts';
import { cents, money, shares } from '../format/amounts.ts';
import { lines, reply } from '../format/compose.ts';
import { cut, sideName, walletName } from '../format/names.ts';
import type { Reply } from '../reply.ts';
import { muteButtons, orderButton, why } from './buttons.ts';
import { bookOf, type NoticeFacts, numberOf, textOf } from './context.ts';
import { aboutLine } from './word-trade.ts';

/** Characters of what a venue said. */
const REASON_WIDTH = 120;

/** `○ whale-7 bought YES at 62.0¢ · $40.00`: what a leader did, before it is judged. */
export function signalReply(facts: NoticeFacts): Reply {
  const { notice, wallet } = facts;
  const did = textOf(notice, 'side') === 'sell' ? 'sold' : 'bought';
  const price = numberOf(notice, 'price');
  const notional = numberOf(notice, 'notional');
  const who = wallet === null ? 'A leader' : walletName(wallet);
  const parts = [
    `${bookOf(notice)}${who} ${did} ${sideOf(facts)}`,
    price === null ? '' : ` at ${cents(price as Price)}`,
    notional === null ? '' : ` · ${money(notional as Money)}`,
  ];
  return reply(parts.join(''), {
    symbol: '○',
    blocks: [lines(aboutLine(facts, 'the rules judge it now'))],
    buttons: [why(facts), ...muteButtons(facts)],
  });
}

/** `○ PAPER will buy YES up to 63.0¢ · $5.00` */
export function acceptedReply(facts: NoticeFacts): Reply {
  const { notice, wallet } = facts;
  const notional = numberOf(notice, 'notional');
  const budget = notional === null ? '' : ` · ${money(notional as Money)}`;
  return reply(`${bookOf(notice)}will ${orderWords(facts)}${budget}`, {
    symbol: '○',
    blocks: [lines(aboutLine(facts, wallet === null ? '' : `copying ${walletName(wallet)}`))],
    buttons: [why(facts)],
  });
}

/** `○ PAPER order placed: buy 7.93 YES up to 63.0¢` */
export function placedReply(facts: NoticeFacts): Reply {
  const { notice, wallet } = facts;
  return reply(`${bookOf(notice)}order placed: ${orderWords(facts)}`, {
    symbol: '○',
    blocks: [lines(aboutLine(facts, wallet === null ? '' : `copying ${walletName(wallet)}`))],
    buttons: [orderButton(facts), why(facts)],
  });
}

/** `✕ LIVE the venue refused to buy 7.93 YES up to 63.0¢: not enough balance` */
export function rejectedReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  const reason = textOf(notice, 'reason');
  const said = reason === null ? 'it gave no reason' : cut(reason, REASON_WIDTH);
  return reply(`${bookOf(notice)}order refused by the venue: ${said}`, {
    symbol: '✕',
    blocks: [lines(aboutLine(facts, `to ${orderWords(facts)}`))],
    buttons: [orderButton(facts), why(facts)],
  });
}

/** `! LIVE order in doubt: buy 7.93 YES up to 63.0¢` */
export function inDoubtReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  return reply(`${bookOf(notice)}order in doubt: ${orderWords(facts)}`, {
    symbol: '!',
    blocks: [
      lines(
        aboutLine(facts, `order ${shortId(notice.subject)}`),
        'the venue has not said whether it took it; it is not sent again',
        "until the venue's lists prove what became of it, nothing more is tried for this copy",
      ),
    ],
    buttons: [orderButton(facts), why(facts)],
  });
}

/** `buy 7.93 YES up to 63.0¢`, `sell 20 NO from 41.0¢`, as far as it is known. */
function orderWords(facts: NoticeFacts): string {
  const { notice } = facts;
  const sells = textOf(notice, 'side') === 'sell';
  const quantity = numberOf(notice, 'quantity');
  const limit = numberOf(notice, 'limit');
  const bound = limit === null ? '' : ` ${sells ? 'from' : 'up to'} ${cents(limit as Price)}`;
  const amount = quantity === null ? '' : ` ${shares(quantity as Quantity)}`;
  return `${sells ? 'sell' : 'buy'}${amount} ${sideOf(facts)}${bound}`;
}

function sideOf({ outcome }: NoticeFacts): string {
  return outcome === null ? 'shares' : sideName(outcome);
}
