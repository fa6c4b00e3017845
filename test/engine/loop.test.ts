import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../src/app/virtual/virtual-clock.ts';
import type { Effect } from '../../src/engine/core/effects.ts';
import { Engine } from '../../src/engine/core/engine.ts';
import type { Command, CommandBody } from '../../src/engine/domain/command.ts';
import { PAPER } from '../../src/engine/domain/ids.ts';
import type { InputBody, LoopInput } from '../../src/engine/domain/input.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import { FRAMES_MAX, type Frame } from '../../src/engine/frame-queue.ts';
import { Loop, PRIORITY_MAX } from '../../src/engine/loop.ts';

const START_MS = 1_790_766_960_000;

class Observed {
  readonly clock = new VirtualClock();
  readonly inputs: LoopInput[] = [];
  readonly offered: (Frame | InputBody)[] = [];
  readonly effects: Effect[] = [];
  readonly loop: Loop;

  constructor() {
    this.clock.moveTo(START_MS);
    this.loop = new Loop(new Engine(), this.clock, {
      onInput: (_atMs, input) => this.offered.push(input),
      onStep: (input, effects) => {
        this.inputs.push(input);
        this.effects.push(...effects);
      },
    });
  }

  start(): void {
    const deposits = [{ ledger: PAPER, amount: dollars(500) }];
    const start = { version: 'test', snapshot: null, settings: {}, wallets: [], deposits };
    this.loop.offer({ kind: 'start', start });
    this.loop.drain(10);
  }

  command(id: string, body: CommandBody): Command {
    const command = { id, actor: 'test', body };
    this.loop.offer({ kind: 'command', command });
    return command;
  }

  get kinds(): readonly string[] {
    return this.inputs.map(({ body }) => body.kind);
  }
}

function spot(count: number): Frame {
  const price = {
    kind: 'spotPrice',
    source: 'binance',
    symbol: 'BTC',
    venueAtMs: START_MS,
  } as const;
  const events = Array.from({ length: count }, (_, at) => ({ ...price, price: at + 1 }));
  return { source: 'binance.stream', frame: count, events };
}

function delta(market: string): Frame {
  const events = [{ kind: 'bookDelta', marketId: market, venueAtMs: START_MS, changes: [] }];
  return { source: 'polymarket.market', frame: market, events: events as never };
}

describe('the loop', () => {
  test('takes commands and results before frames that came earlier', () => {
    const observed = new Observed();
    observed.loop.offerFrame(spot(1));
    observed.start();
    observed.loop.offerFrame(spot(1));
    observed.command('kill', { kind: 'kill', reason: 'panic' });
    observed.loop.offer({ kind: 'effect', result: { kind: 'committed', commitId: 1 } });
    observed.loop.drain(10);
    expect(observed.kinds).toEqual(['start', 'market', 'command', 'effect', 'market']);
    expect(observed.loop.idle).toBe(true);
  });

  test('numbers every step, and makes one of each event of a frame', () => {
    const observed = new Observed();
    observed.loop.offerFrame(spot(3));
    expect(observed.loop.drain(1)).toBe(3);
    expect(observed.inputs.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(observed.offered).toHaveLength(1);
  });

  test('steps no more than it is asked to, and frames without events not at all', () => {
    const observed = new Observed();
    for (let count = 0; count < 5; count += 1) observed.loop.offerFrame(spot(1));
    expect(observed.loop.drain(2)).toBe(2);
    expect(observed.loop.idle).toBe(false);
    observed.loop.offerFrame(spot(0));
    expect(observed.loop.drain(100)).toBe(3);
    expect(observed.offered).toHaveLength(6);
  });

  test('fires timers at their time, in order, before what waits', () => {
    const observed = new Observed();
    observed.start();
    expect(observed.loop.nextTimerAtMs).toBe(START_MS + 60_000);
    observed.clock.moveTo(START_MS + 59_999);
    expect(observed.loop.drain(10)).toBe(0);
    observed.loop.offerFrame(spot(1));
    observed.clock.moveTo(START_MS + 60_000);
    observed.loop.drain(10);
    expect(observed.kinds).toEqual(['start', 'timer', 'market']);
    expect(observed.inputs.at(-1)?.atMs).toBe(START_MS + 60_000);
    expect(observed.loop.nextTimerAtMs).toBe(START_MS + 120_000);
  });

  test('never steps at a time before the last one, whatever the clock says', () => {
    const times = [5, 9, 3];
    const seen: number[] = [];
    const loop = new Loop(
      new Engine(),
      { nowMs: () => times.shift() ?? 3 },
      {
        onInput: (atMs) => seen.push(atMs),
        onStep: (input) => seen.push(input.atMs),
      },
    );
    for (let count = 0; count < 3; count += 1) loop.offerFrame(spot(1));
    loop.drain(3);
    expect(seen).toEqual([5, 5, 9, 9, 9, 9]);
  });

  test('tells the core about a market whose frames were dropped, before further frames', () => {
    const observed = new Observed();
    for (let count = 0; count <= FRAMES_MAX; count += 1) observed.loop.offerFrame(delta('a'));
    observed.loop.drain(1);
    expect(observed.inputs[0]?.body).toEqual({ kind: 'gap', marketId: 'a' });
    expect(observed.loop.unread).toEqual({ replaced: 0, lost: FRAMES_MAX + 1 });
  });

  test('stops when commands and results are not handled in time', () => {
    const observed = new Observed();
    for (let count = 0; count < PRIORITY_MAX; count += 1)
      observed.command(`${count}`, { kind: 'arm' });
    expect(() => observed.command('more', { kind: 'arm' })).toThrow('handled in time');
  });
});
