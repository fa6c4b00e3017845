import { shortId } from '../../engine/domain/ids.ts';
import type { Notice } from '../../engine/domain/notice.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Money, Price, Quantity } from '../../engine/domain/values/money.ts';
import { cents, count, gain, money, shares, signedMoney } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { clock, duration } from '../format/moments.ts';
import { sideName, walletName } from '../format/names.ts';
import type { Line, Reply } from '../reply.ts';
import { bookOf, type NoticeFacts, numberOf, textOf } from './context.ts';
import { aboutLine, sentenceOf, why } from './word-trade.ts';

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
    buttons: [show('Positions', '/positions'), why(facts)],
  });
}

/** `◆ PAPER won: YES pays 100.0¢ a share · made +$3.06 before fees` */
export function resolvedReply(facts: NoticeFacts): Reply {
  const { notice, outcome, wallet } = facts;
  const payout = numberOf(notice, 'payout') ?? 0;
  const realised = (numberOf(notice, 'realised') ?? 0) as Money;
  const word = payout === MICRO ? 'won' : payout === 0 ? 'lost' : 'paid in part';
  const side = outcome === null ? 'it' : sideName(outcome);
  const pays = `${side} pays ${cents(payout as Price)} a share`;
  return reply([`${bookOf(notice)}${word}: ${pays} · made `, gain(realised), ' before fees'], {
    symbol: '◆',
    blocks: [lines(aboutLine(facts, wallet === null ? '' : `copied from ${walletName(wallet)}`))],
  });
}

/** `‖ PAPER entries paused: −$25.10 today, limit −$25.00` */
export function pausedReply({ notice }: NoticeFacts): Reply {
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
  const { by, cause } = reasonOf(notice);
  return paused(`Entries paused${by}${cause === '' ? '' : `: ${cause}`}`, [
    'until you ',
    { code: '/resume' },
    ' · exits go on',
  ]);
}

/** A reason such as `by console` says who; any other says why. */
function reasonOf(notice: Notice): { readonly by: string; readonly cause: string } {
  const reason = textOf(notice, 'reason') ?? '';
  return reason.startsWith('by ') ? { by: ` ${reason}`, cause: '' } : { by: '', cause: reason };
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
export function killedReply({ notice, zone }: NoticeFacts): Reply {
  const canceled = numberOf(notice, 'canceled') ?? 0;
  const { by, cause } = reasonOf(notice);
  const orders = canceled === 0 ? 'no order was open' : `${count(canceled, 'order')} taken back`;
  return reply(`Killed${by}, ${clock(notice.atMs, zone)} · ${orders}`, {
    symbol: '■',
    blocks: [
      lines(cause === '' ? 'no automatic order from now on' : cause, [
        'positions are kept; automatic exits are off · ',
        { code: '/kill off' },
        ' arms again',
      ]),
    ],
    buttons: [show('Positions', '/positions')],
  });
}

export function armedReply({ notice, zone }: NoticeFacts): Reply {
  return reply(`Armed again, ${clock(notice.atMs, zone)}: entries and exits are automatic`, {
    symbol: '■',
    buttons: [show('Status', '/status')],
  });
}

/** `! LIVE order K3M9QX is in doubt` */
export function inDoubtReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  return reply(`${bookOf(notice)}order ${shortId(notice.subject)} is in doubt`, {
    symbol: '!',
    blocks: [
      lines(
        aboutLine(facts, ''),
        'the venue has not said whether it took it; it is not sent again',
      ),
    ],
    buttons: [why(facts)],
  });
}

export function commandReply({ notice }: NoticeFacts): Reply {
  const action = textOf(notice, 'action') ?? 'a command';
  const actor = textOf(notice, 'actor') ?? 'a person';
  return reply(`Done: ${action}, by ${actor}`, { buttons: [show('Audit', '/audit')] });
}

/** `◆ Away 6 h 12 m: 9 entries missed, 2 exits done now` */
export function awayReply({ notice }: NoticeFacts): Reply {
  const gapMs = (numberOf(notice, 'untilMs') ?? 0) - (numberOf(notice, 'fromMs') ?? 0);
  const copied = numberOf(notice, 'copied') ?? 0;
  const did = [
    `${count(numberOf(notice, 'missed') ?? 0, 'entry', 'entries')} missed`,
    ...(copied === 0 ? [] : [`${count(copied, 'entry', 'entries')} copied now`]),
    `${count(numberOf(notice, 'exits') ?? 0, 'exit')} done now`,
  ];
  return reply(`Away ${duration(gapMs)}: ${did.join(', ')}`, {
    symbol: '◆',
    buttons: [show('Positions', '/positions'), show('Why', '/why today')],
  });
}

/** `! Polymarket trades: nothing for 2 min` and `◆ Polymarket trades: back after 4 min` */
export function feedReply({ notice }: NoticeFacts): Reply {
  const name = textOf(notice, 'name') ?? notice.subject;
  const silentMs = notice.atMs - (numberOf(notice, 'sinceMs') ?? notice.atMs);
  const buttons = [show('Status', '/status')];
  if (notice.kind === 'feedBack') {
    return reply(`${name}: back after ${duration(silentMs)}`, { symbol: '◆', buttons });
  }
  return reply(`${name}: nothing for ${duration(silentMs)}`, {
    symbol: '!',
    blocks: [lines('it is tried again; other feeds and /kill go on')],
    buttons,
  });
}
