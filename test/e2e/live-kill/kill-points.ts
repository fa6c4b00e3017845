import type { Hold, Moment } from './child/message.ts';
import type { Stop } from './order-line.ts';

/** Where a life ends, and how it gets there. */
export interface LiveKillPoint {
  readonly name: string;
  /** A moment of the process. */
  readonly hold?: Hold;
  /** A moment on the line. */
  readonly stop?: Stop;
  /** What was stopped on the line still reaches the venue, after the kill. */
  readonly lands?: boolean;
  /** A first moment on the way: the life goes on with what follows it. */
  readonly first?: Stop;
  /** What a person does: at first, or when the first moment was reached. */
  readonly person?: 'kills' | 'closes' | 'dumps';
  /** The life before it was killed there: this one ends within its start. */
  readonly after?: Stop;
}

const entry = (moment: Moment): Pick<LiveKillPoint, 'hold'> => ({
  hold: { moment, leg: 'entry' },
});
const exit = (moment: Moment): Pick<LiveKillPoint, 'hold' | 'person'> => ({
  hold: { moment, leg: 'exit' },
  person: 'closes',
});
const TAKEN: Stop = { at: 'answer', leg: 'entry' };
const TORN: Stop = { at: 'torn', leg: 'entry' };

/** Places in the life of an order that differ in what is written, sent and known at that moment. */
export const LIVE_KILL_POINTS: readonly LiveKillPoint[] = [
  { name: 'before the first commit of the signal', ...entry('signal before its commit') },
  { name: 'the signal is committed, its decision is not', ...entry('signal committed') },
  { name: 'the intent is committed, and not signed', ...entry('before signing') },
  { name: 'signed, and not told', ...entry('signed') },
  { name: 'signed, before the commit of the bytes', ...entry('bytes before their commit') },
  { name: 'the store does not answer with the bytes', ...entry('bytes never committed') },
  { name: 'the bytes are committed, before the journal', ...entry('before the journal') },
  { name: 'in the journal, before any byte leaves', ...entry('after the journal') },
  { name: 'the bytes left, and never arrive', stop: { at: 'request', leg: 'entry' } },
  {
    name: 'the bytes left, and arrive after its death',
    stop: { at: 'request', leg: 'entry' },
    lands: true,
  },
  { name: 'the venue took it, before the answer', stop: TAKEN },
  { name: 'answered, before it is stepped', ...entry('answered') },
  { name: 'the answer is stepped, before its commit', ...entry('answer before its commit') },
  { name: 'a fill is stepped, before its commit', ...entry('fill before its commit') },
  { name: 'between two fills of one order', ...entry('between two fills') },
  { name: 'the end is stepped, before its commit', ...entry('end before its commit') },
  {
    name: 'the end is in a dump, before the journal forgets',
    person: 'dumps',
    ...entry('before the journal forgets'),
  },
  { name: 'MINED is stepped, before its commit', ...entry('mined before its commit') },
  { name: 'the notice is enqueued, and not sent', ...entry('notice enqueued') },
  {
    name: 'in doubt and never there, before the lookup',
    first: TORN,
    ...entry('before the lookup'),
  },
  {
    name: 'in doubt, and landing after its death',
    first: TORN,
    lands: true,
    ...entry('doubt committed'),
  },
  {
    name: 'in doubt and landing late, looked up in vain',
    first: TORN,
    lands: true,
    ...entry('looked up'),
  },
  { name: 'while the start has read the store', after: TAKEN, ...entry('snapshot read') },
  { name: 'while the start has read the journal', after: TAKEN, ...entry('journal read') },
  { name: 'while the start looks an order up', after: TAKEN, ...entry('looked up') },
  {
    name: "an exit's bytes left, and never arrive",
    stop: { at: 'request', leg: 'exit' },
    person: 'closes',
  },
  {
    name: 'the venue took an exit, before the answer',
    stop: { at: 'answer', leg: 'exit' },
    person: 'closes',
  },
  { name: 'a fill of an exit is stepped, before its commit', ...exit('fill before its commit') },
  {
    name: 'kill is stepped, before its commit',
    person: 'kills',
    ...entry('kill before its commit'),
  },
  {
    name: 'a kill cancels an order in doubt',
    first: TORN,
    person: 'kills',
    ...entry('before a cancel'),
  },
  {
    name: 'a kill sweeps with an order on its way',
    first: TAKEN,
    person: 'kills',
    ...entry('before cancel-all'),
  },
  {
    name: 'a kill has swept with an order on its way',
    first: TAKEN,
    person: 'kills',
    ...entry('canceled all'),
  },
];
