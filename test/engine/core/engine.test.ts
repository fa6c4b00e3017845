import { describe, expect, test } from 'vitest';
import { Engine } from '../../../src/engine/core/engine.ts';
import type { InputBody } from '../../../src/engine/domain/input.ts';
import { InvariantError } from '../../../src/engine/domain/values/invariant.ts';
import { leaderTrades, showBook, waitingEngine } from '../../scenarios/waiting-writes.ts';

const GAP: InputBody = { kind: 'gap', marketId: 'm' as never };

describe('inputs of the engine', () => {
  test('come in order of their number, without a gap or a repetition', () => {
    const engine = new Engine();
    engine.step({ seq: 1, atMs: 5, body: GAP });
    expect(() => engine.step({ seq: 1, atMs: 5, body: GAP })).toThrow(InvariantError);
    expect(() => engine.step({ seq: 3, atMs: 5, body: GAP })).toThrow('inputs come in order');
    expect(engine.step({ seq: 2, atMs: 5, body: GAP })).toEqual([]);
  });

  test('do not go back in time', () => {
    const engine = new Engine();
    engine.step({ seq: 1, atMs: 5, body: GAP });
    expect(() => engine.step({ seq: 2, atMs: 4, body: GAP })).toThrow('time does not go back');
  });

  test('that fire a timer nobody armed change nothing', () => {
    const engine = new Engine();
    expect(engine.step({ seq: 1, atMs: 5, body: { kind: 'timer', timerId: 'x' } })).toEqual([]);
  });
});

describe('what a step writes', () => {
  test('is one commit with a growing number, before its other effects', () => {
    const bare = waitingEngine();
    const effects = bare.command({ kind: 'pause', reason: 'lunch' });
    expect(effects.map((effect) => effect.kind)).toEqual(['commit', 'answer']);
    const numbers = bare.effects.flatMap((each) => (each.kind === 'commit' ? [each.commitId] : []));
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });
});

describe('an order', () => {
  test('is sent when its own commit is confirmed, and not before', () => {
    const bare = waitingEngine();
    leaderTrades(bare, 'buy', 1);
    bare.moveTo(bare.nowMs + 1_500);
    expect(bare.orders.at(-1)?.status).toBe('initialized');
    bare.confirm();
    expect(bare.orders.at(-1)?.status).toBe('submitted');
    bare.moveTo(bare.nowMs + 600);
    expect(bare.orders.at(-1)?.status).toBe('filled');
  });

  test('is not sent again when its commit is confirmed twice', () => {
    const bare = waitingEngine();
    leaderTrades(bare, 'buy', 1);
    const [commitId] = bare.engine.trade.state.unconfirmed.keys();
    bare.confirm(commitId);
    bare.confirm(commitId);
    bare.moveTo(bare.nowMs + 2_000);
    expect(bare.changes.filter((change) => change.kind === 'fill')).toHaveLength(1);
  });

  const stops = [
    ['signalAge', (bare: ReturnType<typeof waitingEngine>) => bare.moveTo(bare.nowMs + 15_001)],
    ['priceMoved', (bare: ReturnType<typeof waitingEngine>) => showBook(bare, ['0.53x100'])],
    ['priceMoved', (bare: ReturnType<typeof waitingEngine>) => showBook(bare, [])],
    [
      'bookUntrusted',
      (bare: ReturnType<typeof waitingEngine>) => showBook(bare, ['0.50x9'], ['0.52x9']),
    ],
    [
      'paused',
      (bare: ReturnType<typeof waitingEngine>) => bare.command({ kind: 'pause', reason: '' }),
    ],
    ['leaderLeft', (bare: ReturnType<typeof waitingEngine>) => leaderTrades(bare, 'sell', 2)],
  ] as const;
  test.each(stops)(
    'is stopped by %s while it waits for its commit, and frees its cash',
    (...row) => {
      const [gate, happens] = row;
      const bare = waitingEngine();
      leaderTrades(bare, 'buy', 1);
      expect(bare.decisions.at(-1)?.verdict).toBe('accepted');
      happens(bare);
      bare.confirm();
      expect(bare.orders.at(-1)).toMatchObject({ status: 'denied', reason: gate, reserved: 0 });
      const copies = bare.decisions.filter((decision) => decision.signalKind === 'copy');
      expect(copies.at(-1)).toMatchObject({ verdict: 'denied', reason: gate });
      expect(bare.engine.trade.state.ledgers.get('paper' as never)?.totals().reserved).toBe(0);
      bare.moveTo(bare.nowMs + 60_000);
      expect(bare.changes.filter((change) => change.kind === 'fill')).toEqual([]);
    },
  );

  test('that waits for its commit is ended by a kill, and never sent', () => {
    const bare = waitingEngine();
    leaderTrades(bare, 'buy', 1);
    bare.command({ kind: 'kill', reason: 'panic' });
    expect(bare.orders.at(-1)).toMatchObject({ status: 'denied', reason: 'killed', reserved: 0 });
    bare.confirm();
    bare.moveTo(bare.nowMs + 60_000);
    expect(bare.orders.at(-1)?.status).toBe('denied');
    expect(bare.changes.filter((change) => change.kind === 'fill')).toEqual([]);
  });
});

describe('a command', () => {
  test('that is delivered twice acts once', () => {
    const bare = waitingEngine();
    const command = {
      id: 'same',
      actor: 'a',
      body: { kind: 'deposit', ledger: 'paper', amount: 5 },
    };
    const first = bare.step({ kind: 'command', command: command as never });
    const second = bare.step({ kind: 'command', command: command as never });
    expect(first.map((effect) => effect.kind)).toEqual(['commit', 'answer']);
    expect(second).toEqual([
      { kind: 'answer', commandId: 'same', outcome: 'done', message: 'this was done already' },
    ]);
    expect(bare.engine.trade.state.ledgers.get('paper' as never)?.cash).toBe(500_000_005);
  });

  test('that deposits into a live ledger is refused', () => {
    const bare = waitingEngine();
    bare.command({ kind: 'deposit', ledger: 'live:polymarket:me' as never, amount: 5 as never });
    expect(bare.effects.at(-1)).toMatchObject({ kind: 'answer', outcome: 'refused' });
  });
});

describe('a gap in the frames of a market', () => {
  test('makes its book unusable until it was read again', () => {
    const bare = waitingEngine();
    const marketId = [...bare.engine.trade.state.markets.values()][0]?.id;
    bare.step({ kind: 'gap', marketId: marketId as never });
    expect(bare.effects.at(-1)).toMatchObject({ kind: 'reread', reason: 'feedDown' });
    leaderTrades(bare, 'buy', 1);
    expect(bare.decisions.at(-1)).toMatchObject({ reason: 'bookUntrusted' });
    showBook(bare);
    bare.moveTo(bare.nowMs + 61_000);
    bare.confirm();
    leaderTrades(bare, 'buy', 2);
    expect(bare.decisions.at(-1)?.verdict).toBe('accepted');
  });
});
