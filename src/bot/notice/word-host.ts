import { SETTINGS, type SettingKey } from '../../engine/domain/settings.ts';
import { moneyFromDecimal } from '../../engine/domain/values/money.ts';
import { limitOfKey } from '../commands/effect/limit-names.ts';
import { count, moneyShort } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { clock, duration } from '../format/moments.ts';
import { cut } from '../format/names.ts';
import type { Reply } from '../reply.ts';
import { type NoticeFacts, numberOf, personOf, textOf } from './context.ts';

/** Characters of what somebody is called, or of what does not work. */
const NAME_WIDTH = 60;
const FAULT_WIDTH = 120;
/** The newest moment that a calendar can show. */
const LATEST_MS = 8.64e15;

/** `! LIVE from 14:02:41 on, switched by you` and `! PAPER again, switched by you` */
export function modeReply(facts: NoticeFacts): Reply {
  const { notice, zone } = facts;
  const by = personOf(facts, textOf(notice, 'by'));
  if (textOf(notice, 'to') !== 'live') {
    return reply(`PAPER again, switched by ${by}`, {
      symbol: '!',
      blocks: [lines('no new live entries; what is open live still exits live')],
      buttons: [show('Status', '/status')],
    });
  }
  const fromMs = numberOf(notice, 'entriesFromMs');
  const at =
    fromMs === null || Math.abs(fromMs) > LATEST_MS ? '' : ` from ${clock(fromMs, zone)} on`;
  return reply(`LIVE${at}, switched by ${by}`, {
    symbol: '!',
    blocks: [lines('entries of live wallets spend real money; before that, Abort takes it back')],
    buttons: [show('Abort', '/mode paper'), show('Status', '/status')],
  });
}

/** `! Limit raised by you: one order 2 % → 4 %` */
export function raisedReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  const what = textOf(notice, 'what') ?? notice.subject;
  const limit = limitOfKey(what);
  const name = limit?.about ?? cut(what, NAME_WIDTH);
  const from = limitText(facts, 'from') ?? initialOf(what);
  const to = limitText(facts, 'to') ?? 'unknown';
  const change = from === null ? to : `${from} → ${to}`;
  const by = personOf(facts, textOf(notice, 'by'));
  return reply(`Limit raised by ${by}: ${name} ${change}`, {
    symbol: '!',
    blocks: [lines('more may be lost than before')],
    buttons: [show('Limits', limit === null ? '/limits' : `/limits ${limit.name}`)],
  });
}

/** A limit as it is stored, with its unit. */
function limitText({ notice }: NoticeFacts, name: string): string | null {
  const value = textOf(notice, name) ?? numberOf(notice, name)?.toString() ?? null;
  return value === null ? null : withUnit(textOf(notice, 'what') ?? notice.subject, value);
}

function initialOf(what: string): string | null {
  const definition = Object.hasOwn(SETTINGS, what) ? SETTINGS[what as SettingKey] : undefined;
  return definition === undefined ? null : withUnit(what, definition.initial);
}

function withUnit(what: string, value: string): string {
  const unit = limitOfKey(what)?.unit;
  const text = cut(value, NAME_WIDTH);
  const amount = unit === 'money' ? moneyFromDecimal(value) : null;
  if (amount !== null) return moneyShort(amount);
  return unit === 'share' || unit === 'percent' ? `${text} %` : text;
}

/** `! telegram:5 is trader now, let in by you` */
export function operatorsReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  const who = cut(textOf(notice, 'who') ?? notice.subject, NAME_WIDTH);
  const role = cut(textOf(notice, 'role') ?? 'operator', NAME_WIDTH);
  const by = personOf(facts, textOf(notice, 'by'));
  const words: Readonly<Record<string, readonly [title: string, more: string]>> = {
    added: [
      `${who} is ${role} now, let in by ${by}`,
      'if that was not meant, take it back with /operators',
    ],
    paired: [`${who} is ${role} now, with the code of the host`, 'the code is used up'],
    role: [
      `${who} is ${role} now, by ${by}`,
      'if that was not meant, take it back with /operators',
    ],
    removed: [`${who} may do nothing any more, by ${by}`, ''],
    codeEnrolled: [
      `${who} confirms with codes from now on`,
      'set up at the host; if that was not you, somebody else is at the host',
    ],
    codeReset: [
      `${who} has no second factor any more`,
      'reset at the host; real money cannot be confirmed there until it is set up again',
    ],
    locked: [
      `Codes of ${who} are locked`,
      'too many wrong ones came; if it was not you, look who writes here',
    ],
  };
  const event = textOf(notice, 'event') ?? '';
  const known = Object.hasOwn(words, event) ? words[event] : undefined;
  const [title, more] = known ?? [`Operators changed: ${who}`, ''];
  return reply(title, {
    symbol: '!',
    blocks: more === '' ? [] : [lines(more)],
    buttons: [show('Audit', '/audit')],
  });
}

/** `◆ Away 6 h 12 m: 9 entries missed, 2 exits done now` */
export function awayReply({ notice }: NoticeFacts): Reply {
  const gapMs = (numberOf(notice, 'untilMs') ?? 0) - (numberOf(notice, 'fromMs') ?? 0);
  const copied = numberOf(notice, 'copied') ?? 0;
  const live = numberOf(notice, 'livePositions') ?? 0;
  const did = [
    `${count(numberOf(notice, 'missed') ?? 0, 'entry', 'entries')} missed`,
    ...(copied === 0 ? [] : [`${count(copied, 'entry', 'entries')} copied now`]),
    `${count(numberOf(notice, 'exits') ?? 0, 'exit')} done now`,
  ];
  return reply(`Away ${duration(gapMs)}: ${did.join(', ')}`, {
    symbol: '◆',
    blocks: live === 0 ? [] : [lines(`LIVE ${count(live, 'position')} stood open meanwhile`)],
    buttons: [show('Positions', '/positions'), show('Why', '/why today')],
  });
}

/** `! Polymarket trades: nothing for 2 min` and `◆ Polymarket trades: back after 4 min` */
export function feedReply({ notice }: NoticeFacts): Reply {
  const name = cut(textOf(notice, 'name') ?? notice.subject, NAME_WIDTH);
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

/** `! The database takes no writes, since 4 min` */
export function faultReply({ notice }: NoticeFacts): Reply {
  const what = cut(textOf(notice, 'what') ?? notice.subject, FAULT_WIDTH);
  const sinceMs = numberOf(notice, 'since');
  const forMs = sinceMs === null ? 0 : notice.atMs - sinceMs;
  return reply(`${what}${forMs <= 0 ? '' : ` · for ${duration(forMs)}`}`, {
    symbol: '!',
    blocks: [lines(['/status shows what still works; ', { code: '/kill' }, ' works always'])],
    buttons: [show('Status', '/status')],
  });
}
