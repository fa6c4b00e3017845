import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Delta, Snapshot } from '../../../../src/bot/web/contract/live.ts';
import { delta, snapshot } from '../../../../src/bot/web/contract/live.ts';
import type { Position } from '../../../../src/bot/web/contract/positions.ts';
import { KEPT_MAX } from '../../../../src/bot/web/live/backlog.ts';
import type { LiveState } from '../../../../src/bot/web/live/differences.ts';
import type { Listener } from '../../../../src/bot/web/live/listener.ts';
import { LISTENERS_MAX, LiveHub, LOOK_MS } from '../../../../src/bot/web/live/live-hub.ts';
import { overviewPage } from '../../../../src/bot/web/views/overview-page.ts';
import { positionRow } from '../../../../src/bot/web/views/position-view.ts';
import { position } from '../../chat-facts.ts';
import { ChatWorld } from '../../chat-world.ts';
import { HeldTiming, settled } from './held-timing.ts';

const { queries } = new ChatWorld();
const NAMES = { market: () => never(), outcome: () => never(), wallet: () => never() };
const OVERVIEW = overviewPage({ queries, names: NAMES, chats: () => [], arbitrage: null });
const ROW = positionRow(position());

function never(): never {
  throw new Error('not asked here');
}

function row(id: string, over: Partial<Position> = {}): Position {
  return { ...ROW, id, ...over };
}

function stateOf(positions: readonly Position[], more: Partial<LiveState> = {}): LiveState {
  return {
    overview: OVERVIEW,
    positions,
    orders: [],
    decisions: [],
    opportunities: [],
    ...more,
  };
}

interface Event {
  readonly event: string;
  readonly id: string;
  readonly data: Snapshot & Delta;
}

/** Somebody who keeps what he was sent. */
class Ear implements Listener {
  readonly texts: string[] = [];
  isSlow = false;
  hasEnded = false;

  send(text: string): boolean {
    if (this.isSlow) return false;
    this.texts.push(text);
    return true;
  }

  end(): void {
    this.hasEnded = true;
  }

  get events(): readonly Event[] {
    return this.texts
      .filter((text) => text.startsWith('event:'))
      .map((text) => {
        const [event = '', id = '', data = ''] = text
          .split('\n')
          .map((line) => line.replace(/^\w+: /, ''));
        return { event, id, data: JSON.parse(data) as Event['data'] };
      });
  }

  get pings(): number {
    return this.texts.filter((text) => text === ': ping\n\n').length;
  }
}

class Scene {
  readonly timing = new HeldTiming();
  readonly reports: unknown[] = [];
  state = stateOf([row('a')]);
  looks = 0;
  readonly hub = new LiveHub({
    look: async () => {
      this.looks += 1;
      if (this.fails) throw new Error('the database does not answer');
      return this.state;
    },
    timing: this.timing,
    report: (error) => this.reports.push(error),
  });
  fails = false;

  join(ear: Ear, lastEventId: string | null = null, stands = () => true): Promise<() => void> {
    return this.hub.join(ear, { stands, lastEventId });
  }
}

test('first everything, then what changes, each event one number higher', async () => {
  const scene = new Scene();
  const ear = new Ear();
  await scene.join(ear);
  expect(ear.texts[0]).toBe('retry: 2000\n\n');
  scene.state = stateOf([row('a', { bid: 1 }), row('b')]);
  await scene.timing.pass(LOOK_MS);
  await scene.timing.pass(LOOK_MS);
  scene.state = stateOf([row('b')], { overview: { ...OVERVIEW, mode: 'live' } });
  await scene.timing.pass(LOOK_MS);
  const [first, second, third, ...more] = ear.events;
  expect(snapshot.parse(first?.data)).toMatchObject({ positions: [{ id: 'a' }] });
  expect(delta.parse(second?.data)).toMatchObject({
    overview: null,
    positions: { put: [{ id: 'a', bid: 1 }, { id: 'b' }], gone: [] },
    orders: null,
  });
  expect(delta.parse(third?.data)).toMatchObject({
    overview: { mode: 'live' },
    positions: { put: [], gone: ['a'] },
  });
  expect(more).toEqual([]);
  const seqs = ear.events.map(({ data }) => data.seq);
  expect(seqs).toEqual([seqs[0], (seqs[0] ?? 0) + 1, (seqs[0] ?? 0) + 2]);
});

test('one look serves everybody, at a fixed pace, and nobody looks while nobody watches', async () => {
  const scene = new Scene();
  const ears = Array.from({ length: 50 }, () => new Ear());
  const leaves = await Promise.all(ears.map((ear) => scene.join(ear)));
  expect(scene.looks).toBe(1);
  await scene.timing.pass(1_000);
  expect(scene.looks).toBe(5);
  for (const leave of leaves) leave();
  await scene.timing.pass(60_000);
  expect([scene.looks, scene.timing.waiting]).toEqual([5, 0]);
});

test('who comes back goes on from where he was, or gets everything anew', async () => {
  const scene = new Scene();
  const stays = new Ear();
  await scene.join(stays);
  const ear = new Ear();
  const leave = await scene.join(ear);
  const seen = ear.events.at(-1)?.id ?? '';
  leave();
  for (const bid of [1, 2, 3]) {
    scene.state = stateOf([row('a', { bid })]);
    await scene.timing.pass(LOOK_MS);
  }
  const back = new Ear();
  await scene.join(back, seen);
  expect(back.events.map(({ event }) => event)).toEqual(['delta', 'delta', 'delta']);
  for (const odd of ['', 'x.1', `${seen}9`, 'run.1.2', seen.replace(/\d+$/, '999')]) {
    const other = new Ear();
    await scene.join(other, odd);
    expect([odd, other.events.map(({ event }) => event)]).toEqual([odd, ['snapshot']]);
  }
  for (let bid = 0; bid < KEPT_MAX + 1; bid += 1) {
    scene.state = stateOf([row('a', { bid: 1_000 + bid })]);
    await scene.timing.pass(LOOK_MS);
  }
  const late = new Ear();
  await scene.join(late, seen);
  expect(late.events.map(({ event }) => event)).toEqual(['snapshot']);
});

test('the only one who watches comes back after a break and misses nothing', async () => {
  const scene = new Scene();
  const ear = new Ear();
  const leave = await scene.join(ear);
  leave();
  await scene.timing.pass(5_000);
  scene.state = stateOf([row('c')]);
  const back = new Ear();
  await scene.join(back, ear.events.at(-1)?.id ?? '');
  expect(back.events.map(({ data }) => data.positions)).toEqual([
    { put: [expect.objectContaining({ id: 'c' })], gone: ['a'] },
  ]);
});

test('who is too slow is dropped, the others hear everything', async () => {
  const scene = new Scene();
  const [slow, quick] = [new Ear(), new Ear()];
  await scene.join(slow);
  await scene.join(quick);
  slow.isSlow = true;
  for (const bid of [1, 2]) {
    scene.state = stateOf([row('a', { bid })]);
    await scene.timing.pass(LOOK_MS);
  }
  expect(scene.hub.counts).toEqual({ listeners: 1, dropped: 1, deltas: 2 });
  expect(quick.events).toHaveLength(3);
  expect(slow.events).toHaveLength(1);
});

test('a silent way is kept open, and ends for who may not listen any more', async () => {
  const scene = new Scene();
  let may = true;
  const [ear, other] = [new Ear(), new Ear()];
  await scene.join(ear, null, () => may);
  await scene.join(other);
  await scene.timing.pass(15_000);
  expect([ear.pings, ear.hasEnded]).toEqual([1, false]);
  may = false;
  await scene.timing.pass(15_000);
  expect([ear.pings, ear.hasEnded, other.pings]).toEqual([1, true, 2]);
});

test('a look that fails is told to the log, and the next one goes on', async () => {
  const scene = new Scene();
  const ear = new Ear();
  await scene.join(ear);
  scene.fails = true;
  await scene.timing.pass(LOOK_MS);
  expect(scene.reports).toHaveLength(1);
  scene.fails = false;
  scene.state = stateOf([]);
  await scene.timing.pass(LOOK_MS);
  expect(ear.events.at(-1)?.data.positions).toEqual({ put: [], gone: ['a'] });
  scene.hub.close();
  expect([ear.hasEnded, scene.timing.waiting]).toEqual([true, 0]);
  scene.fails = true;
  const fresh = new Scene();
  fresh.fails = true;
  await expect(fresh.join(new Ear())).rejects.toThrow(/does not answer/);
  expect(fresh.hub.counts.listeners).toBe(0);
});

test('no more than so many listen at a time', async () => {
  const scene = new Scene();
  for (let index = 0; index < LISTENERS_MAX; index += 1) await scene.join(new Ear());
  expect(scene.hub.isFull).toBe(true);
});

const positions = fc.uniqueArray(
  fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), bid: fc.nat({ max: 3 }) }),
  { selector: ({ id }) => id },
);

/** Positions as a page has them that does what each event says. */
function applied(events: readonly Event[]): ReadonlyMap<string, Position> {
  let shown = new Map<string, Position>();
  for (const { event, data } of events) {
    if (event === 'snapshot') {
      const all = (data as unknown as Snapshot).positions;
      shown = new Map(all.map((one) => [one.id, one]));
      continue;
    }
    const changed = (data as Delta).positions;
    for (const id of changed?.gone ?? []) shown.delete(id);
    for (const one of changed?.put ?? []) shown.set(one.id, one);
  }
  return shown;
}

test('whoever applies what he hears, from wherever he began, sees what is shown', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(positions, { maxLength: 8 }), fc.nat(), async (steps, cut) => {
      const scene = new Scene();
      await scene.join(new Ear());
      const ear = new Ear();
      let leave = await scene.join(ear);
      for (const [index, step] of steps.entries()) {
        scene.state = stateOf(step.map(({ id, bid }) => row(id, { bid })));
        await scene.timing.pass(LOOK_MS);
        if (index === cut % (steps.length + 1)) {
          leave();
          leave = await scene.join(ear, ear.events.at(-1)?.id ?? null);
        }
      }
      await settled();
      const shown = applied(ear.events);
      const wanted = new Map(scene.state.positions.map((one) => [one.id, one]));
      expect(shown).toEqual(wanted);
    }),
    { numRuns: 60 },
  );
});
