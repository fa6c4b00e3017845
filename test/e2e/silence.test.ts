import { expect, onTestFinished, test, vi } from 'vitest';
import type { Notice } from '../../src/engine/domain/notice.ts';
import { QUICK, type Tempo, until, WireRun } from './wire-run.ts';

/** Trades that a slow feed may still show are not yet missed. */
const LATER_MS = 91_000;
const SLEEP_MS = 3 * 60_000;
const REPORT_MS = 11_000;
const STEP_MS = 2_000;

function views(run: WireRun, nowMs = Date.now()) {
  const all = run.program.feeds.views(nowMs);
  const view = (source: string) => all.find((each) => each.source === source);
  return {
    trades: view('polymarket.activity'),
    books: view('polymarket.market'),
    activity: view('polymarket.data-activity'),
  };
}

test('streams that answer and bring nothing are noticed by what is missing', async () => {
  const run = await WireRun.start({ seed: 'silence', faults: { socketFreezeForever: 1 } });
  onTestFinished(() => run.close());
  const notes = new Set<string>();
  await until('both streams are connected anew', () => {
    const { trades, books } = views(run);
    for (const each of [trades, books]) if (each?.note != null) notes.add(each.note);
    return (trades?.reconnects ?? 0) >= 2 && (books?.reconnects ?? 0) >= 1;
  });
  expect([...notes].filter((note) => note.startsWith('no data for'))).not.toEqual([]);
  await run.heal();
  await until('activity has all that trades missed', () => {
    const { trades, activity } = views(run, Date.now() + LATER_MS);
    return (trades?.trades?.missed ?? 0) > 0 && activity?.trades?.missed === 0;
  });
  await until('the books are those of the venue', () => run.differingBooks().length === 0, {
    tell: () => run.differingBooks(),
  });
});

/** A clock that a test can put forward, as it looks after a sleep of the machine. */
function movingClock(): { forward(ms: number): void } {
  const now = Date.now.bind(Date);
  let aheadMs = 0;
  const spy = vi.spyOn(Date, 'now').mockImplementation(() => now() + aheadMs);
  onTestFinished(() => spy.mockRestore());
  return {
    forward: (ms) => {
      aheadMs += ms;
    },
  };
}

const STEADY: Tempo = { ...QUICK, wire: { ...QUICK.wire, speed: 3 } };

async function awake(seed: string) {
  const clock = movingClock();
  const run = await WireRun.start({ seed, faults: 'none', tempo: STEADY });
  onTestFinished(() => run.close());
  await until('leaders trade', () => run.store.rows.leaderTrades.size >= 5);
  const told = (kind: Notice['kind']) => run.store.notices.filter((each) => each.kind === kind);
  return { clock, run, told };
}

test('a gap of more than a minute is told, with what was missed and what exits were done', async () => {
  const { clock, run, told } = await awake('asleep');
  const fellAsleepAtMs = Date.now();
  clock.forward(SLEEP_MS);
  const awokeAtMs = Date.now();
  await until('everyone is read again', () => run.store.missing().length === 0);
  // The report waits for the books of what was found.
  clock.forward(REPORT_MS);
  await until('the gap is told', () => told('away').length > 0);
  const data = { fromMs: 0, untilMs: 0, missed: 0, copied: 0, exits: 0, ...told('away')[0]?.data };
  expect(data.fromMs).toBeLessThanOrEqual(fellAsleepAtMs);
  expect(data.untilMs).toBeGreaterThanOrEqual(awokeAtMs);
  expect(data.missed + data.copied).toBeGreaterThan(0);
  await run.heal();
  expect(told('away')).toHaveLength(1);
});

test('feeds that are away for minutes are told once, and once when they are back', async () => {
  const { clock, run, told } = await awake('away');
  const names = (kind: Notice['kind']) => told(kind).map(({ subject }) => subject);
  run.sim.setFaults({ http5xx: 1 });
  await until('nothing can be read', () => run.sim.counts.faults.http5xx > 0);
  // Looked at every few seconds: the first look finds them bad, one after minutes says so.
  await until('their absence is told', () => {
    clock.forward(STEP_MS);
    return names('feedDown').length > 0;
  });
  await run.heal();
  await until('their return is told', () => names('feedBack').length === names('feedDown').length);
  expect(names('feedBack').toSorted()).toEqual(names('feedDown').toSorted());
});
