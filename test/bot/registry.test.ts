import { describe, expect, test } from 'vitest';
import { type CommandCall, UsageError } from '../../src/bot/command.ts';
import { commandTable } from '../../src/bot/command-table.ts';
import { continuations } from '../../src/bot/complete.ts';
import { COMMANDS, commandNamed } from '../../src/bot/registry.ts';
import { order, position } from './chat-facts.ts';
import { pairView } from './chat-pairs.ts';
import { pastDecisions } from './chat-past.ts';
import { Chat } from './chat-person.ts';

const examples = COMMANDS.flatMap((one) => one.examples.map(([line]) => [line, one.name] as const));

describe('the registry', () => {
  test('it has the commands of the product', () => {
    expect(COMMANDS.map((one) => one.name).sort()).toEqual([
      'arb',
      'audit',
      'close',
      'export',
      'filter',
      'help',
      'kalshi',
      'kill',
      'limits',
      'market',
      'mode',
      'notify',
      'operators',
      'order',
      'orders',
      'pair',
      'pause',
      'pnl',
      'positions',
      'resume',
      'settings',
      'start',
      'status',
      'top',
      'trades',
      'undo',
      'wallet',
      'web',
      'why',
    ]);
  });

  test('no name is used twice', () => {
    const names = COMMANDS.flatMap((one) => [one.name, ...one.aliases]);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(commandNamed(name)).not.toBeNull();
    expect(commandNamed('nothing')).toBeNull();
  });

  test('summaries fit a menu', () => {
    for (const { summary, examples: lines } of COMMANDS) {
      expect(summary.length).toBeLessThanOrEqual(60);
      expect(summary).not.toMatch(/[.]$/);
      expect(lines.length).toBeGreaterThan(0);
    }
  });

  test.each(examples)('the example %s of %s works', async (line) => {
    const misunderstood: unknown[] = [];
    const watched = COMMANDS.map((one) => ({
      ...one,
      run: async (call: CommandCall) => {
        try {
          return await one.run(call);
        } catch (error) {
          misunderstood.push(error);
          throw error;
        }
      },
    }));
    const chat = new Chat(watched);
    const copied = pastDecisions()[2]?.id ?? '';
    chat.references.set('2', copied);
    await chat.say('/filter deny category crypto');
    await chat.say('/filter deny keyword x');
    if (line.startsWith('/start bankroll')) chat.world.isFresh();
    chat.world.pairs.put(pairView({ number: 12, state: 'quarantined' }));
    const ids: Record<string, string> = { close: position().shortId, order: order().shortId };
    await chat.say(line.replace('K3F9QX', ids[line.slice(1).split(' ')[0] ?? ''] ?? copied));
    expect(misunderstood).toEqual([]);
    expect(chat.reports).toEqual([]);
  });

  test('the table for the documents has a row for each', () => {
    const rows = commandTable().trim().split('\n');
    expect(rows).toHaveLength(COMMANDS.length + 2);
    expect(rows[2]).toBe(
      '| `/status` `/health` `/s` | mode, money, feeds, books, database, pause and kill | viewer | `/status` |',
    );
    expect(rows.every((row) => row.split('|').length === 6)).toBe(true);
  });

  test('an error of usage keeps the line that was meant', () => {
    expect(new UsageError('x').meant).toBeNull();
    expect(new UsageError('x', '/y').meant).toBe('/y');
  });
});

describe('continuations', () => {
  const { queries } = new Chat().world;
  test.each([
    ['/wal', '/wallet'],
    ['/wallet wh', 'whale-7'],
    ['/wallet whale-7 sc', 'scale'],
    ['/limits d', 'day'],
    ['/settings entry.', 'entry.driftCents'],
    ['/help wa', 'wallet'],
    ['/kill ', 'off'],
  ])('%s may go on with %s', (line, word) => {
    expect(continuations(line, queries)).toContain(word);
  });

  test('an unknown command has none', () => {
    expect(continuations('/nothing x', queries)).toEqual([]);
  });
});
