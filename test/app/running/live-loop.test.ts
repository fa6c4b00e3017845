import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LiveLoop } from '../../../src/app/running/live-loop.ts';
import type { Effect } from '../../../src/engine/core/effects.ts';
import { Engine } from '../../../src/engine/core/engine.ts';
import { PAPER } from '../../../src/engine/domain/ids.ts';
import type { LoopInput } from '../../../src/engine/domain/input.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import type { Frame } from '../../../src/engine/frame-queue.ts';
import { PRIORITY_MAX } from '../../../src/engine/loop.ts';

const START_MS = 1_790_766_960_000;
const MINUTE_MS = 60_000;

/** A loop, what it stepped, and what broke it. */
class Observed {
  readonly stepped: string[] = [];
  readonly fatal: unknown[] = [];
  readonly loop: LiveLoop;
  onStep: (input: LoopInput) => void = () => undefined;

  constructor() {
    this.loop = new LiveLoop({
      engine: new Engine(),
      nowMs: () => Date.now(),
      observer: {
        onInput: () => undefined,
        onStep: (input: LoopInput, _effects: readonly Effect[]) => {
          const { body } = input;
          this.stepped.push(body.kind === 'command' ? body.command.id : body.kind);
          this.onStep(input);
        },
      },
      onFatal: (error) => this.fatal.push(error),
    });
  }

  begin(): this {
    const deposits = [{ ledger: PAPER, amount: dollars(500) }];
    const start = { version: 'test', snapshot: null, settings: {}, wallets: [], deposits };
    this.loop.offerNow({ kind: 'start', start });
    return this;
  }

  command(id: string): void {
    this.loop.offer(pause(id));
  }
}

function pause(id: string) {
  const body = { kind: 'pause', reason: id } as const;
  return { kind: 'command', command: { id, actor: 'test', body } } as const;
}

function frame(): Frame {
  const event = {
    kind: 'spotPrice',
    source: 'binance',
    symbol: 'BTC',
    price: 1,
    venueAtMs: START_MS,
  } as const;
  return { source: 'binance.stream', frame: null, events: [event] };
}

describe('in its turns', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START_MS });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('what is offered now is stepped before the call returns, and before frames that wait', () => {
    const { loop, stepped } = new Observed().begin();
    loop.offerFrame(frame());
    loop.offerBehind({ kind: 'cursor', cursor: { name: 'a', value: '1', gap: null } });
    expect(stepped).toEqual(['start']);
    loop.offerNow(pause('now'));
    expect(stepped.slice(0, 2)).toEqual(['start', 'now']);
    vi.advanceTimersByTime(0);
    vi.runOnlyPendingTimers();
    expect(stepped).toEqual(['start', 'now', 'market', 'cursor']);
    expect(loop.isIdle).toBe(true);
  });

  test('what is offered otherwise waits for a turn of its own', () => {
    const observed = new Observed().begin();
    observed.command('later');
    expect(observed.stepped).toEqual(['start']);
    vi.advanceTimersByTime(1);
    expect(observed.stepped).toEqual(['start', 'later']);
  });

  test('a command from within a step is stepped after that step, and not inside it', () => {
    const observed = new Observed().begin();
    const depth: number[] = [];
    let inside = 0;
    observed.onStep = ({ body }) => {
      depth.push(inside);
      inside += 1;
      if (body.kind === 'command' && body.command.id === 'first') {
        observed.loop.offerNow(pause('second'));
      }
      inside -= 1;
    };
    observed.loop.offerNow(pause('first'));
    expect(observed.stepped).toEqual(['start', 'first', 'second']);
    expect(depth).toEqual([0, 0]);
  });

  test('timers fire as inputs when they are due, one after the other', () => {
    const { stepped } = new Observed().begin();
    vi.advanceTimersByTime(MINUTE_MS - 1);
    expect(stepped).toEqual(['start']);
    vi.advanceTimersByTime(1);
    expect(stepped).toEqual(['start', 'timer']);
    vi.advanceTimersByTime(2 * MINUTE_MS);
    expect(stepped).toEqual(['start', 'timer', 'timer', 'timer']);
  });

  test('a clock that jumps ahead is noticed within a second', () => {
    const { stepped } = new Observed().begin();
    vi.setSystemTime(START_MS + 10 * MINUTE_MS);
    vi.advanceTimersByTime(1_000);
    expect(stepped.length).toBeGreaterThan(1);
    expect(stepped[1]).toBe('timer');
  });

  test('stopping leaves no timer, and steps nothing any more', () => {
    const observed = new Observed().begin();
    observed.command('too late');
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    observed.loop.stop();
    expect(vi.getTimerCount()).toBe(0);
    observed.loop.offerFrame(frame());
    observed.loop.offerNow(pause('later still'));
    vi.advanceTimersByTime(10 * MINUTE_MS);
    expect(observed.stepped).toEqual(['start']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('stopping from within a step ends the turn with what is under way', () => {
    const observed = new Observed().begin();
    observed.onStep = () => observed.loop.stop();
    for (let count = 0; count < 200; count += 1) observed.command(`${count}`);
    vi.advanceTimersByTime(1_000);
    expect(observed.stepped.length).toBeLessThan(100);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a step that throws', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START_MS });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('stops everything, and is told once', () => {
    const observed = new Observed().begin();
    observed.onStep = ({ body }) => {
      if (body.kind === 'command') throw new Error(`broken by ${body.command.id}`);
    };
    observed.loop.offerFrame(frame());
    observed.command('a');
    observed.command('b');
    vi.advanceTimersByTime(10 * MINUTE_MS);
    expect(observed.fatal).toEqual([new Error('broken by a')]);
    expect(observed.stepped).toEqual(['start', 'a']);
    observed.loop.offerNow(pause('c'));
    observed.loop.offerFrame(frame());
    observed.loop.offerBehind({ kind: 'cursor', cursor: { name: 'a', value: '1', gap: null } });
    vi.advanceTimersByTime(10 * MINUTE_MS);
    expect(observed.fatal).toHaveLength(1);
    expect(observed.stepped).toEqual(['start', 'a']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is one that overfills the lane of commands too: nothing is stepped after it', () => {
    const observed = new Observed().begin();
    observed.onStep = () => {
      for (let count = 0; count <= PRIORITY_MAX; count += 1) observed.command(`${count}`);
    };
    observed.loop.offerNow(pause('flood'));
    expect(observed.fatal.map(String)).toEqual([expect.stringContaining('handled in time')]);
    expect(observed.stepped).toEqual(['start', 'flood']);
  });

  test('is one outside of a step as well', () => {
    const observed = new Observed();
    for (let count = 0; count <= PRIORITY_MAX; count += 1) observed.command(`${count}`);
    expect(observed.fatal).toHaveLength(1);
    vi.advanceTimersByTime(1_000);
    expect(observed.stepped).toEqual([]);
  });
});

test('long work lets I/O through in between', async () => {
  const observed = new Observed().begin();
  const steps = 400;
  observed.onStep = () => {
    const until = performance.now() + 0.5;
    while (performance.now() < until);
  };
  for (let count = 0; count < steps; count += 1) observed.loop.offerFrame(frame());
  const seenBetween: number[] = [];
  while (!observed.loop.isIdle) {
    await new Promise((done) => setImmediate(done));
    seenBetween.push(observed.stepped.length - 1);
  }
  expect(observed.stepped).toHaveLength(steps + 1);
  expect(seenBetween.filter((done) => done > 0 && done < steps).length).toBeGreaterThan(3);
  observed.loop.stop();
});
