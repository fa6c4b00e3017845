import type { OrderLifeView } from '../../engine/contract/views.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import type { OrderEvent, OrderEventName } from '../../engine/domain/order.ts';
import type { SettlementStatus } from '../../engine/domain/settlement-state.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { cents, money, shares } from '../format/amounts.ts';
import { clock } from '../format/moments.ts';
import { cut } from '../format/names.ts';

/** Lines of one life; what lies between the first and the last ones is counted. */
const LINES_MAX = 14;
/** Of these, from the beginning. */
const FIRST_LINES = 5;
/** Characters of what the venue said. */
const DETAIL_WIDTH = 100;

/** What happened to an order, for people. */
export const EVENT_WORDS: Record<OrderEventName, string> = {
  signed: 'signed and written down, nothing sent yet',
  notSigned: 'not signed, so never sent',
  sent: 'sent',
  accepted: 'the venue has it',
  notAccepted: 'the venue did not take it',
  unknown: 'no clear answer, so it is in doubt',
  lookedUp: 'looked for at the venue',
  cancelAsked: 'asked the venue to cancel it',
  filled: 'filled',
  ended: 'over',
};

/** How far a fill is on its way into the chain. */
export const SETTLEMENT_WORDS: Record<SettlementStatus, string> = {
  matched: 'matched, not settled yet',
  mined: 'in a block, not final yet',
  confirmed: 'confirmed',
  retrying: 'not settled, the venue tries again',
  failed: 'undone, its settlement failed',
};

interface Moment {
  readonly atMs: AtMs;
  readonly text: string;
}

/** Everything that happened to an order, oldest first, one line each with its time. */
export function lifeLines({ events, fills }: OrderLifeView, zone: string): readonly string[] {
  // Fills tell more of themselves than the events about them.
  const isTold = ({ kind }: OrderEvent): boolean => kind === 'filled' && fills.length > 0;
  const moments = [
    ...inRuns(events.filter((event) => !isTold(event))).map(eventMoment),
    ...fills.map(fillMoment),
  ].sort((a, b) => a.atMs - b.atMs);
  const all = moments.map(({ atMs, text }) => `${clock(atMs, zone)}  ${text}`);
  if (all.length <= LINES_MAX) return all;
  const last = LINES_MAX - FIRST_LINES - 1;
  const left = all.length - FIRST_LINES - last;
  return [...all.slice(0, FIRST_LINES), `…  ${left} more`, ...all.slice(-last)];
}

interface Run {
  readonly newest: OrderEvent;
  readonly count: number;
}

/** Lookups that follow each other are one line: the newest says it. */
function inRuns(events: readonly OrderEvent[]): readonly Run[] {
  const runs: Run[] = [];
  for (const event of events) {
    const before = runs.at(-1);
    if (event.kind === 'lookedUp' && before?.newest.kind === 'lookedUp') {
      runs[runs.length - 1] = { newest: event, count: before.count + 1 };
    } else {
      runs.push({ newest: event, count: 1 });
    }
  }
  return runs;
}

function eventMoment({ newest: { kind, detail, atMs }, count }: Run): Moment {
  const times = count === 1 ? '' : `, ${count} times`;
  return { atMs, text: `${EVENT_WORDS[kind]}${times}${behind(kind, detail)}` };
}

function behind(kind: OrderEventName, detail: string): string {
  // The first sending is plain; every other one is of the same bytes.
  if (kind === 'sent' && detail === 'sending 1') return '';
  return detail === '' ? '' : `: ${cut(detail, DETAIL_WIDTH)}`;
}

function fillMoment({ atMs, quantity, price, notional, fee, settlement }: Fill): Moment {
  const paid = `${shares(quantity)} at ${cents(price)} · ${money(notional)} · fee ${money(fee)}`;
  return { atMs, text: `${paid} · ${SETTLEMENT_WORDS[settlement]}` };
}
