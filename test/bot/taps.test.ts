import { describe, expect, test } from 'vitest';
import type { Button } from '../../src/bot/reply.ts';
import { PendingTaps, TAPS_MAX } from '../../src/bot/taps.ts';

const command = (label: string, style: Button['style'] = 'plain'): Button => ({
  label,
  tap: { kind: 'command', text: '/status' },
  style,
  validMs: 60_000,
});
const action = (label: string): Button => ({
  label,
  tap: { kind: 'action', body: { kind: 'arm' } },
  style: 'danger',
  validMs: 60_000,
});
const by = (nowMs: number, actor = 'ann') => ({ nowMs, actor });

function offered(buttons: readonly Button[], actor: string | null = 'ann') {
  let made = 0;
  const taps = new PendingTaps(() => {
    made += 1;
    return `t${made}`;
  });
  return { taps, tokens: taps.offer(buttons, { actor, nowMs: 0 }) as string[] };
}

describe('pending taps', () => {
  test('an action is taken once', () => {
    const { taps, tokens } = offered([action('Arm')]);
    expect(taps.take(tokens[0]!, by(1)).kind).toBe('button');
    expect(taps.take(tokens[0]!, by(2)).kind).toBe('used');
  });

  test('a button that only types may be tapped again', () => {
    const { taps, tokens } = offered([command('Why')]);
    expect(taps.take(tokens[0]!, by(1)).kind).toBe('button');
    expect(taps.take(tokens[0]!, by(2)).kind).toBe('button');
  });

  test('after its time nothing is taken, at its last millisecond it is', () => {
    const { taps, tokens } = offered([action('Arm'), action('Again')]);
    expect(taps.take(tokens[0]!, by(59_999)).kind).toBe('button');
    expect(taps.take(tokens[1]!, by(60_000)).kind).toBe('expired');
  });

  test('a safe answer ends the question', () => {
    const { taps, tokens } = offered([command('Keep', 'safe'), action('Arm')]);
    expect(taps.take(tokens[0]!, by(1)).kind).toBe('button');
    expect(taps.take(tokens[1]!, by(2)).kind).toBe('void');
  });

  test('another person’s question is not answered, a notice for all is', () => {
    const mine = offered([action('Arm')]);
    expect(mine.taps.take(mine.tokens[0]!, by(1, 'bob'))).toEqual({
      kind: 'notYours',
      actor: 'ann',
    });
    expect(mine.taps.take(mine.tokens[0]!, by(1)).kind).toBe('button');
    const all = offered([action('Arm')], null);
    expect(all.taps.take(all.tokens[0]!, by(1, 'bob')).kind).toBe('button');
  });

  test('what was not confirmed may be tapped again', () => {
    const { taps, tokens } = offered([action('Arm')]);
    taps.take(tokens[0]!, by(1));
    taps.release(tokens[0]!);
    expect(taps.take(tokens[0]!, by(2)).kind).toBe('button');
  });

  test('the newest open one of a person is found by its label', () => {
    const { taps } = offered([action('Undo')]);
    const [second] = taps.offer([action('Undo')], { actor: 'bob', nowMs: 0 });
    expect(taps.newest('Undo', by(1))).toBe('t1');
    expect(taps.newest('Undo', by(1, 'bob'))).toBe(second);
    taps.take('t1', by(2));
    expect(taps.newest('Undo', by(3))).toBeNull();
    expect(taps.newest('Undo', by(60_000, 'bob'))).toBeNull();
  });

  test('it remembers a bounded number, the newest', () => {
    const { taps } = offered([]);
    const tokens = Array.from({ length: TAPS_MAX + 1 }, () => {
      return taps.offer([command('Why')], { actor: 'ann', nowMs: 0 })[0]!;
    });
    expect(taps.take(tokens[0]!, by(1)).kind).toBe('unknown');
    expect(taps.take(tokens[1]!, by(1)).kind).toBe('button');
  });

  test('tokens of its own are long, opaque and all different', () => {
    const taps = new PendingTaps();
    const tokens = taps.offer(
      Array.from({ length: 200 }, () => command('Why')),
      { actor: null, nowMs: 0 },
    );
    expect(new Set(tokens).size).toBe(200);
    expect(tokens.every((token) => /^[\w-]{12}$/.test(token))).toBe(true);
  });
});
