import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutral } from '../../../src/bot/console/foreign-text.ts';
import {
  ANSWER,
  COLUMNS_MIN,
  renderLine,
  renderReply,
  renderRow,
} from '../../../src/bot/console/render.ts';
import { textWidth } from '../../../src/bot/console/text-width.ts';
import type { Block, Line, Reply, Span } from '../../../src/bot/reply.ts';

const SGR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.lorem({ maxCount: 30 }),
);
const span: fc.Arbitrary<Span> = fc.oneof(
  text,
  text.map((bold) => ({ bold })),
  text.map((code) => ({ code })),
  text.map((muted) => ({ muted })),
  text.map((gain) => ({ gain })),
  text.map((loss) => ({ loss })),
  text.map((link) => ({ link, url: 'https://x' })),
);
const line: fc.Arbitrary<Line> = fc.oneof(text, fc.array(span, { maxLength: 6 }));
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.array(line, { maxLength: 4 }).map((lines) => ({ kind: 'lines' as const, lines })),
  fc
    .record({ columns: fc.integer({ min: 1, max: 12 }), rows: fc.integer({ min: 0, max: 4 }) })
    .chain(({ columns, rows }) => {
      const row = fc.array(text, { minLength: columns, maxLength: columns });
      return fc.record({
        kind: fc.constant('table' as const),
        head: row,
        align: fc.array(fc.constantFrom('left' as const, 'right' as const), {
          minLength: columns,
          maxLength: columns,
        }),
        rows: fc.array(row, { minLength: rows, maxLength: rows }),
      });
    }),
);
const anyReply: fc.Arbitrary<Reply> = fc.record({
  symbol: fc.constantFrom('●' as const, '■' as const, null),
  title: line,
  blocks: fc.array(block, { maxLength: 3 }),
  buttons: fc.array(
    fc.record({
      label: text,
      tap: fc.constant({ kind: 'command' as const, text: '/why' }),
      style: fc.constantFrom('safe' as const, 'danger' as const),
      validMs: fc.constant(1_000),
    }),
    { maxLength: 4 },
  ),
});
const place = fc.constantFrom(ANSWER, { lead: '00:52 #17 ', indent: 6, buttons: true });

/** What a reader sees of a line, without the spaces. */
function inked(rows: readonly string[]): string {
  return rows.join('').replace(SGR, '').replaceAll(' ', '');
}

describe('a reply on a console', () => {
  it('has no row wider than the terminal and nothing that steers it', () => {
    const style = fc.record({
      columns: fc.constantFrom(COLUMNS_MIN, 37, 80, 120),
      colour: fc.boolean(),
    });
    fc.assert(
      fc.property(anyReply, style, place, (reply, { columns, colour }, where) => {
        for (const row of renderReply(reply, { columns, colour }, where)) {
          const seen = colour ? row.replace(SGR, '') : row;
          expect(textWidth(seen)).toBeLessThanOrEqual(columns);
          expect(seen).not.toMatch(/\p{Cc}|\p{Cs}/u);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('loses nothing of a line by wrapping it', () => {
    fc.assert(
      fc.property(line, fc.constantFrom(20, 41, 80), (one, columns) => {
        const whole =
          typeof one === 'string'
            ? [one]
            : one.map((part) => (typeof part === 'string' ? part : String(Object.values(part)[0])));
        const rows = renderLine(one, { columns, colour: true });
        expect(inked(rows)).toBe(inked(whole.map(neutral)));
      }),
    );
  });

  it('wraps at words and hangs what follows', () => {
    const rows = renderLine('  /kill off   arms everything again and asks once', {
      columns: 30,
      colour: false,
    });
    expect(rows).toEqual(['  /kill off   arms everything', '    again and asks once']);
  });

  it('keeps a word together that has two looks', () => {
    const rows = renderLine(['aaaa bbbb cccc ', { code: '/pnl' }, '?'], {
      columns: 20,
      colour: false,
    });
    expect(rows).toEqual(['aaaa bbbb cccc /pnl?']);
    const narrow = renderLine(['aaaa bbbb ccccc ', { code: '/pnl' }, '?'], {
      columns: 20,
      colour: false,
    });
    expect(narrow).toEqual(['aaaa bbbb ccccc', '  /pnl?']);
  });

  it('colours only when colours are on, and gains and losses always by sign too', () => {
    const made: Line = [{ gain: '+$5.86' }, ' and ', { loss: '−$2.00' }];
    expect(renderRow(made, { columns: 80, colour: false })).toBe('+$5.86 and −$2.00');
    expect(renderRow(made, { columns: 80, colour: true })).toBe(
      '\u001b[32m+$5.86\u001b[0m and \u001b[31m−$2.00\u001b[0m',
    );
  });

  it('aligns a table by what characters take on the screen', () => {
    const table: Block = {
      kind: 'table',
      head: ['who', 'made'],
      align: ['left', 'right'],
      rows: [
        ['東京', '+$1.00'],
        ['ace', '−$12.00'],
      ],
    };
    const reply: Reply = { symbol: null, title: 'Top', blocks: [table], buttons: [] };
    expect(renderReply(reply, { columns: 80, colour: false }, ANSWER)).toEqual([
      'Top',
      'who      made',
      '東京   +$1.00',
      'ace   −$12.00',
    ]);
  });
});
