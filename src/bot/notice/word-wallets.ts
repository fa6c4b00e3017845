import type { Notice } from '../../engine/domain/notice.ts';
import type { Money, Ppm } from '../../engine/domain/values/money.ts';
import { count, percent, score } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { cut, walletName } from '../format/names.ts';
import type { Reply } from '../reply.ts';
import { bookOf, type NoticeFacts, numberOf, textOf } from './context.ts';
import { type WeekSummary, weekReply } from './week-words.ts';

const NAME_WIDTH = 24;

/** A wallet that no longer is copied, by a rule. `wallet` names it. */
export interface DisabledWallet {
  readonly cause: 'score' | 'loss' | 'inactive' | null;
  /** A score 0..1, a loss in ppm of what was spent, or days, by its cause. */
  readonly actual: number | null;
  readonly limit: number | null;
  /** The days in which it was measured. */
  readonly days: number | null;
}

export function readDisabledWallet(notice: Notice): DisabledWallet {
  const cause = textOf(notice, 'cause');
  return {
    cause: cause === 'score' || cause === 'loss' || cause === 'inactive' ? cause : null,
    actual: numberOf(notice, 'actual'),
    limit: numberOf(notice, 'limit'),
    days: numberOf(notice, 'days'),
  };
}

/** `‖ PAPER degen-2 disabled: −21 % in 7 days, limit −20 %` */
export function walletDisabledReply(facts: NoticeFacts): Reply {
  const { notice, wallet } = facts;
  const name = wallet === null ? 'a wallet' : walletName(wallet);
  const who = wallet?.address ?? textOf(notice, 'wallet');
  const because = causeOf(readDisabledWallet(notice));
  return reply(`${bookOf(notice)}${cut(name, NAME_WIDTH)} disabled${because}`, {
    symbol: '‖',
    blocks: [lines('no new copies; open ones keep their exits, until you enable it again')],
    buttons:
      who === null
        ? [show('Wallets', '/wallet')]
        : [show('Wallet', `/wallet ${who}`), show('Enable', `/wallet ${who} enable`)],
  });
}

function causeOf({ cause, actual, limit, days }: DisabledWallet): string {
  if (cause === null || actual === null) return '';
  const inDays = days === null ? '' : ` in ${count(days, 'day')}`;
  if (cause === 'loss') {
    const most = limit === null ? '' : `, limit ${percent(limit as Ppm)}`;
    return `: ${percent(actual as Ppm)}${inDays}${most}`;
  }
  if (cause === 'inactive') {
    return `: no trade in ${count(actual, 'day')}${limit === null ? '' : `, limit ${limit}`}`;
  }
  const least = limit === null ? '' : `, minimum ${score(limit)}`;
  return `: it scores ${score(actual)}${inDays === '' ? '' : ` after ${count(days ?? 0, 'day')}`}${least}`;
}

/** The summary of a week, as far as its notice tells it; amounts in micro-dollars. */
export function readWeek(notice: Notice): WeekSummary {
  return {
    week: numberOf(notice, 'week'),
    ledger: notice.ledger,
    pnl: numberOf(notice, 'pnl') as Money | null,
    naive: numberOf(notice, 'naive') as Money | null,
    signals: numberOf(notice, 'signals'),
    copied: numberOf(notice, 'copied'),
    best: ranked(notice, 'best'),
    worst: ranked(notice, 'worst'),
    saved: judged(notice, 'saved'),
    cost: judged(notice, 'cost'),
  };
}

function ranked(notice: Notice, name: 'best' | 'worst'): WeekSummary['best'] {
  const who = textOf(notice, name);
  const pnl = numberOf(notice, `${name}Pnl`) as Money | null;
  if (who === null || pnl === null) return null;
  return { who: cut(who, NAME_WIDTH), pnl, note: textOf(notice, `${name}Note`) };
}

/** What a gate saved or cost by what it stopped. */
function judged(notice: Notice, name: 'saved' | 'cost'): WeekSummary['saved'] {
  const by = textOf(notice, `${name}By`);
  const amount = numberOf(notice, name) as Money | null;
  return by === null || amount === null ? null : { by: cut(by, NAME_WIDTH), amount };
}

/** `◆ Week 47: +$96.40 PAPER (naive copying −$18.10)`, or what new scores say. */
export function scoresReply(facts: NoticeFacts): Reply {
  const { notice, wallet } = facts;
  const now = numberOf(notice, 'score');
  if (wallet === null || now === null) return weekReply(readWeek(notice));
  const before = numberOf(notice, 'before');
  const was = before === null ? '' : `, was ${score(before)}`;
  return reply(`${cut(walletName(wallet), NAME_WIDTH)} scores ${score(now)}${was}`, {
    symbol: '◆',
    buttons: [show('Wallet', `/wallet ${wallet.address}`)],
  });
}
