import type { Money, Quantity } from '../../engine/domain/values/money.ts';
import { count, money, shares, signedMoney } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { clock } from '../format/moments.ts';
import { sideName } from '../format/names.ts';
import { PROOF_COMES } from '../format/proof-words.ts';
import type { Line, Reply } from '../reply.ts';
import { closeButtons, why } from './buttons.ts';
import { bookOf, type NoticeFacts, numberOf, personOf, textOf } from './context.ts';
import { aboutLine, sentenceOf } from './word-trade.ts';

/** `! PAPER exit needs you: 8.06 YES not sold after 3 tries` */
export function exitNeedsYouReply(facts: NoticeFacts): Reply {
  const { notice, outcome, decision } = facts;
  const amount = shares((numberOf(notice, 'quantity') ?? 0) as Quantity);
  const side = outcome === null ? 'shares' : sideName(outcome);
  const tries = count(numberOf(notice, 'tries') ?? 0, 'try', 'tries');
  const stopped = decision?.decision.reason == null ? 'nobody took it' : sentenceOf(facts);
  return reply(`${bookOf(notice)}exit needs you: ${amount} ${side} not sold after ${tries}`, {
    symbol: '!',
    blocks: [lines(aboutLine(facts, stopped))],
    buttons: [why(facts), ...closeButtons(facts), show('Positions', '/positions')],
  });
}

/** `‖ PAPER entries paused: −$25.10 today, limit −$25.00` */
export function pausedReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  const limit = money((numberOf(notice, 'limit') ?? 0) as Money);
  if (notice.subject === 'dayLoss') {
    const loss = signedMoney((numberOf(notice, 'loss') ?? 0) as Money);
    return paused(`${bookOf(notice)}entries paused: ${loss} today, limit ${limit}`, [
      'until tomorrow, or until you ',
      { code: '/resume' },
      ' · exits go on',
    ]);
  }
  if (notice.subject === 'drawdown') {
    const fall = money((numberOf(notice, 'fall') ?? 0) as Money);
    const peak = money((numberOf(notice, 'peak') ?? 0) as Money);
    const title = `entries paused: ${fall} under the best equity ${peak}, limit ${limit}`;
    return paused(`${bookOf(notice)}${title}`, [
      'until you ',
      { code: '/resume' },
      ' · exits go on',
    ]);
  }
  const { by, cause } = reasonOf(facts);
  return paused(`Entries paused${by}${cause === '' ? '' : `: ${cause}`}`, [
    'until you ',
    { code: '/resume' },
    ' · exits go on',
  ]);
}

/** A reason such as `by console` says who; any other says why. */
function reasonOf(facts: NoticeFacts): { readonly by: string; readonly cause: string } {
  const reason = textOf(facts.notice, 'reason') ?? '';
  if (!reason.startsWith('by ')) return { by: '', cause: reason };
  return { by: ` by ${personOf(facts, reason.slice('by '.length))}`, cause: '' };
}

function paused(title: string, what: Line): Reply {
  return reply(title, {
    symbol: '‖',
    blocks: [lines(what)],
    buttons: [show('Status', '/status'), show('Resume', '/resume')],
  });
}

export function resumedReply({ notice }: NoticeFacts): Reply {
  const day = textOf(notice, 'day');
  return reply(
    day === null ? 'Entries are on again' : 'Entries are on again: the day of the loss is over',
    { symbol: '‖', buttons: [show('Status', '/status')] },
  );
}

/** `■ Killed by console, 14:02:11 · 4 orders taken back` */
export function killedReply(facts: NoticeFacts): Reply {
  const { notice, zone } = facts;
  const { by, cause } = reasonOf(facts);
  const proof = numberOf(notice, 'underway') === null ? [] : [PROOF_COMES];
  return reply(`Killed${by}, ${clock(notice.atMs, zone)} · ${takenBack(notice)}`, {
    symbol: '■',
    blocks: [
      lines(cause === '' ? 'no automatic order from now on' : cause, ...proof, [
        'positions are kept; automatic exits are off · ',
        { code: '/kill off' },
        ' arms again',
      ]),
    ],
    buttons: [show('Close positions…', '/close'), show('Arm again…', '/kill off')],
  });
}

/** What became of the orders, as far as it is known when the kill acts. */
function takenBack(notice: NoticeFacts['notice']): string {
  const underway = numberOf(notice, 'underway');
  const canceled = numberOf(notice, 'canceled') ?? 0;
  if (underway !== null && underway > 0) {
    return `${count(underway, 'order')} on the way, being cancelled`;
  }
  if (canceled > 0) return `${count(canceled, 'order')} taken back`;
  return underway === null ? 'no order was open' : 'no order of ours was on the way';
}

/** `■ LIVE nothing is open at the venue · 4 orders cancelled` */
export function nothingOpenReply({ notice, zone }: NoticeFacts): Reply {
  const canceled = numberOf(notice, 'canceled') ?? 0;
  const orders =
    canceled === 0 ? 'none had to be cancelled' : `${count(canceled, 'order')} cancelled`;
  return reply(`${bookOf(notice)}nothing is open at the venue · ${orders}`, {
    symbol: '■',
    blocks: [
      lines(
        `proven at ${clock(notice.atMs, zone)}: it listed no open order of the account, twice in a row`,
        'what filled before is kept and booked',
      ),
    ],
    buttons: [show('Close positions…', '/close'), show('Arm again…', '/kill off')],
  });
}

export function armedReply({ notice, zone }: NoticeFacts): Reply {
  return reply(`Armed again, ${clock(notice.atMs, zone)}: entries and exits are automatic`, {
    symbol: '■',
    buttons: [show('Status', '/status')],
  });
}
