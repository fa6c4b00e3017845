import type { LedgerView, OrderView, StatusView } from '../../engine/contract/views.ts';
import type { ChatCommand } from '../command.ts';
import { count, gain, money } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { lackCount } from '../format/live-lacks.ts';
import { ago, duration, type Reader } from '../format/moments.ts';
import { bookName } from '../format/names.ts';
import type { Button, Line } from '../reply.ts';
import { feedLines } from './feed-lines.ts';
import { modelLine } from './model-line.ts';
import { isInDoubt } from './orders.ts';

/** The whole answer fits a lock screen. */
export const STATUS_LINES_MAX = 10;
/** Of these, lines that are not about feeds: title, counts, books, database, control. */
const OTHER_LINES = 5;

export const status: ChatCommand = {
  name: 'status',
  aliases: ['health', 's'],
  summary: 'mode, money, feeds, books, database, pause and kill',
  examples: [['/status', 'everything that matters in ten lines']],
  arguments: [],
  role: 'viewer',
  danger: 'none',
  run({ queries }) {
    const view = queries.status();
    const reader = { nowMs: queries.nowMs(), zone: queries.timeZone() };
    const own = view.ledgers.filter(({ ledger }) => !ledger.startsWith('shadow:'));
    const [first, ...others] = view.mode === 'live' ? liveFirst(own) : own;
    const extra: Line[] = [
      ...others.map(ledgerLine),
      ...lackLine(view),
      ...doubtLine(queries.openOrders()),
      ...scoreLine(view),
      ...modelLine(view.model, reader),
    ];
    const room = STATUS_LINES_MAX - OTHER_LINES - extra.length;
    const all: Line[] = [
      ...extra,
      countsLine(view),
      ...feedLines(view.feeds, Math.max(1, room)),
      booksLine(view),
      databaseLine(view, reader),
      controlLine(view, reader),
    ];
    const title: Line = first === undefined ? view.mode.toUpperCase() : ledgerLine(first);
    return Promise.resolve(reply(title, { blocks: [lines(...all)], buttons: buttonsOf(view) }));
  },
};

function liveFirst(ledgers: readonly LedgerView[]): readonly LedgerView[] {
  return [...ledgers].sort((a, b) => Number(isLiveId(b)) - Number(isLiveId(a)));
}

function isLiveId({ ledger }: LedgerView): boolean {
  return ledger.startsWith('live:');
}

/** `live lacks 2 things: the clock …`: the first of them, and where all are. */
function lackLine({ accounts, liveMissing }: StatusView): readonly Line[] {
  const [first] = liveMissing;
  if (accounts.length === 0 || first === undefined) return [];
  return [`! live lacks ${lackCount(liveMissing)}: ${first} · /mode lists what to do`];
}

/** `! 1 order in doubt: K3F9QX`. */
function doubtLine(open: readonly OrderView[]): readonly Line[] {
  const doubts = open.filter(isInDoubt);
  const [first] = doubts;
  if (first === undefined) return [];
  const more = doubts.length === 1 ? '' : ` and ${doubts.length - 1} more`;
  return [[`! ${count(doubts.length, 'order')} in doubt: `, { code: first.shortId }, more]];
}

/** `scores: 3 of 3 wallets read`; what is wrong comes first. */
function scoreLine({ scoring, wallets }: StatusView): readonly Line[] {
  if (scoring === undefined || wallets.followed === 0) return [];
  const { unread, trouble, dropped } = scoring;
  const read = `scores: ${wallets.followed - unread} of ${count(wallets.followed, 'wallet')} read`;
  const lost = dropped === 0 ? '' : ` · ${count(dropped, 'event')} left out`;
  if (unread === 0) return [`${read}${lost}`];
  return [`! ${read}${trouble === null ? '' : `: ${trouble}`}${lost}`];
}

function ledgerLine(of: LedgerView): Line {
  const cash = isLiveId(of) ? ` · cash ${money(of.cash)}` : '';
  return [
    { bold: bookName(of.ledger) },
    `  equity ${money(of.equity)}${cash} · today `,
    gain(of.today),
    ` · open ${of.openPositions} · ${money(of.atCost)}`,
  ];
}

function countsLine({ today, wallets }: StatusView): string {
  const trades = `today copied ${today.copied} · sold ${today.exited} · skipped ${today.denied}`;
  return `${trades} · wallets ${wallets.enabled} of ${wallets.followed}`;
}

function booksLine({ books }: StatusView): string {
  return `books ${books.trusted} of ${books.known} trusted`;
}

function databaseLine({ database }: StatusView, reader: Reader): string {
  const { kind, failingSinceMs, writesWaiting } = database;
  if (failingSinceMs !== null) {
    return `database ${kind}: failing since ${ago(failingSinceMs, reader)} · ${writesWaiting} writes wait`;
  }
  return writesWaiting === 0
    ? `database ${kind}, everything written`
    : `database ${kind} · ${writesWaiting} writes wait`;
}

function controlLine(
  { control, startedAtMs, provingNothingOpen }: StatusView,
  reader: Reader,
): string {
  if (control.killed !== null) {
    const proof = provingNothingOpen ? ' · not proven yet that nothing is open' : '';
    return `■ killed ${control.killed.reason}, ${ago(control.killed.atMs, reader)}${proof}`;
  }
  if (control.paused !== null) {
    const until = control.paused.day === null ? 'until you resume' : 'until tomorrow';
    return `‖ paused ${until}: ${control.paused.reason}`;
  }
  return `armed, entries on · up ${duration(reader.nowMs - startedAtMs)}`;
}

function buttonsOf({ control }: StatusView): Button[] {
  if (control.killed !== null) return [show('Arm again…', '/kill off')];
  const positions = show('Positions', '/positions');
  return [positions, control.paused === null ? show('Pause', '/pause') : show('Resume', '/resume')];
}
