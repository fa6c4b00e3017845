import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STATUS_LINES_MAX } from '../../../src/bot/commands/status.ts';
import type { FeedView } from '../../../src/engine/contract/views.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { STATUS } from '../chat-past.ts';
import { Chat } from '../chat-person.ts';
import { plainReply, tableWidth } from '../plain-reply.ts';

describe('status', () => {
  test('it never has more than ten lines, and what needs attention is among them', async () => {
    const state = fc.constantFrom<FeedView['state']>(
      'live',
      'waiting',
      'silent',
      'connecting',
      'down',
    );
    const ledger = fc.constantFrom('paper', 'live:polymarket:0x1', 'shadow:naive');
    await fc.assert(
      fc.asyncProperty(
        fc.array(state, { maxLength: 12 }),
        fc.uniqueArray(ledger),
        async (states, ids) => {
          const chat = new Chat();
          const [feed] = STATUS.feeds;
          const [own] = STATUS.ledgers;
          chat.world.status = {
            feeds: states.map((one, index) => ({ ...feed!, name: `feed ${index}`, state: one })),
            ledgers: ids.map((id) => ({ ...own!, ledger: id as never })),
          };
          const lines = plainReply(await chat.say('/status'))
            .split('\n')
            .slice(0, -1);
          expect(lines.length).toBeLessThanOrEqual(STATUS_LINES_MAX);
          if (states.includes('down')) expect(lines.join('\n')).toContain('down');
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('tables', () => {
  test.each(['/limits', '/pnl', '/top', '/market fed', '/kalshi fed', '/why today'])(
    '%s is at most 32 columns wide, also with large amounts',
    async (line) => {
      const chat = new Chat();
      chat.world.texts = { bankroll: '20000' };
      chat.world.ledger = { todayNet: dollars(-1_240.5), equity: dollars(98_000) };
      const answer = await chat.say(line);
      const tables = answer.blocks.filter((block) => block.kind === 'table');
      expect(tables.length).toBeGreaterThan(0);
      for (const table of tables) expect(tableWidth(table)).toBeLessThanOrEqual(32);
    },
  );
});

describe('first lines', () => {
  test.each([
    '/wallet whale-7 scale 0.5',
    '/limits day 15',
    '/wallet whale-7 disable',
    '/status',
    '/positions',
  ])('the first 60 characters of %s name the book', async (line) => {
    const first = plainReply(await new Chat().say(line)).slice(0, 60);
    if (line !== '/positions') expect(first).toContain('PAPER');
  });

  test('a long or strange question never breaks a reply', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 200 }), async (question) => {
        const chat = new Chat();
        chat.world.positions = chat.world.positions.map((one) => ({
          ...one,
          outcome: { ...one.outcome, market: { ...one.outcome.market, question } },
        }));
        await chat.say('/positions');
        await chat.say('/close');
        expect(chat.reports).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
