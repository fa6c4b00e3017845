import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../../src/bot/console/text-width.ts';
import { plainText } from '../../../src/bot/format/compose.ts';
import type { Block, Line, Reply, Span } from '../../../src/bot/reply.ts';
import {
  CAPTION_LENGTH_MAX,
  renderReply,
  renderTitle,
  TEXT_LENGTH_MAX,
} from '../../../src/bot/telegram/render.ts';
import { parseHtml } from '../../servers/telegram/html.ts';
import { reply } from './rig.ts';

const HOSTILE = [
  '<b>',
  '</b>',
  '</pre>',
  '<a href="https://evil.example">',
  '</code><b>x</b>',
  '&lt;',
  '&amp;amp;',
  '&#10;',
  '&',
  '"',
  "'",
  '\n',
  '\r\n● LIVE  bought',
  '\u2028',
  '\u0085',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u200d',
  '\u3164',
  '\u2800',
  '\ufe0f',
  '\ud800',
  '\udc00',
  '\u0000',
  '\t',
  '*_`[x](y)',
  '@everyone',
  '/kill',
  'سيفوز الحزب؟',
  'הבחירות 2026',
  '東京',
  '👩‍👩‍👧',
  'x'.repeat(4_000),
];
const text = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.lorem({ maxCount: 8 }),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(''));
const url = fc.constantFrom(
  'https://polymarket.com/event/x?a=1&b="><b>',
  'http://x.example',
  'javascript:alert(1)',
  'tg://user?id=1',
  'no url',
);
const span: fc.Arbitrary<Span> = fc.oneof(
  text,
  text.map((bold) => ({ bold })),
  text.map((code) => ({ code })),
  text.map((muted) => ({ muted })),
  text.map((gain) => ({ gain })),
  text.map((loss) => ({ loss })),
  fc.record({ link: text, url }),
);
const line: fc.Arbitrary<Line> = fc.oneof(text, fc.array(span, { maxLength: 5 }));
const table: fc.Arbitrary<Block> = fc.integer({ min: 1, max: 5 }).chain((columns) => {
  const row = fc.array(text, { minLength: columns, maxLength: columns });
  return fc.record({
    kind: fc.constant('table' as const),
    head: row,
    align: fc.array(fc.constantFrom('left' as const, 'right' as const), {
      minLength: columns,
      maxLength: columns,
    }),
    rows: fc.array(row, { maxLength: 12 }),
  });
});
/** More than a message holds. */
const longList: fc.Arbitrary<Line[]> = text.map((one) =>
  Array.from(
    { length: 80 },
    () => `${one.slice(0, 100)} and so on, in lines that are read as they are`,
  ),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc
    .oneof(fc.array(line, { maxLength: 8 }), longList)
    .map((lines) => ({ kind: 'lines' as const, lines })),
  table,
);
const anyReply: fc.Arbitrary<Reply> = fc.record({
  symbol: fc.constantFrom('●' as const, '!' as const, null),
  title: line,
  blocks: fc.array(block, { maxLength: 4 }),
  buttons: fc.constant([]),
});

const ISOLATES = /[\u2068\u2069]/g;
/** What nobody may put into a message: breaks, controls, marks of direction, what cannot be seen. */
const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u115f\u1160\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2067\u206a-\u206f\u2800\u3164\ufeff\uffa0\u{e0000}-\u{e007f}]/u;

/** What leaves ink, so that two texts can be compared by what is read. */
function ink(of: string): string {
  return of
    .replace(/[\u115f\u1160\u2800\u3164\uffa0\ufffd]/g, '')
    .replace(/[^\p{L}\p{N}\p{P}\p{S}]/gu, '');
}

function sourceLines({ symbol, title, blocks }: Reply): (string | null)[] {
  const first = `${symbol ?? ''}${plainText(title)}`;
  const rest = blocks.flatMap((one) =>
    one.kind === 'lines' ? one.lines.map(plainText) : [null, ...one.rows.map(() => null)],
  );
  return [first, ...rest];
}

function spansOf({ title, blocks }: Reply): readonly Span[] {
  const lines = [title, ...blocks.flatMap((one) => (one.kind === 'lines' ? one.lines : []))];
  return lines.flatMap((one) => (typeof one === 'string' ? [one] : one));
}

/** How many lines the last one says are missing; `null` when it says no such thing. */
function missing(last: string): number | null {
  const count = /^… ([\d,]+) more lines?$/.exec(last)?.[1];
  return count === undefined ? null : Number(count.replace(',', ''));
}

/** Line by line what the reply says, and nothing else; tells whether lines were left out. */
function readsAs(of: Reply, plain: string): boolean {
  const source = sourceLines(of);
  const lines = plain.split('\n');
  const left = missing(lines.at(-1) ?? '');
  const isCut = left !== null && lines.length <= source.length;
  if (isCut) lines.pop();
  expect(lines.length + (isCut ? left : 0)).toBe(source.length);
  for (const [index, shown] of lines.entries()) {
    expect(shown.replace(ISOLATES, '')).not.toMatch(UNSEEN);
    const said = source[index];
    if (typeof said !== 'string') expect(textWidth(shown)).toBeLessThanOrEqual(32);
    else if (shown.endsWith('…') && shown.length > 900) {
      expect(ink(said).startsWith(ink(shown.slice(0, -1)))).toBe(true);
    } else expect(ink(shown)).toBe(ink(said));
  }
  return isCut;
}

describe('a reply in Telegram', () => {
  it('is taken by Telegram whatever is in it, and reads as the reply does', () => {
    let cut = 0;
    fc.assert(
      fc.property(anyReply, (of) => {
        const { html, plain } = renderReply(of);
        expect(parseHtml(html).text).toBe(plain);
        expect(plain.length).toBeLessThanOrEqual(TEXT_LENGTH_MAX);
        expect(plain.trim()).not.toBe('');
        const isEmpty = sourceLines(of).every((one) => one === null || ink(one) === '');
        if (isEmpty && plain === '…') return;
        if (readsAs(of, plain)) cut += 1;
      }),
      { numRuns: 300 },
    );
    expect(cut).toBeGreaterThan(10);
  });

  it('has no look that the reply did not ask for', () => {
    fc.assert(
      fc.property(anyReply, (of) => {
        const { entities, text: shown } = parseHtml(renderReply(of).html);
        const spans = spansOf(of).filter((one) => typeof one !== 'string');
        const tables = of.blocks.filter(({ kind }) => kind === 'table').length;
        const count = (type: string) => entities.filter((one) => one.type === type).length;
        const asked = (name: string) => spans.filter((one) => name in one).length;
        const inTitle = typeof of.title === 'string' ? 1 : of.title.length;
        expect(count('bold')).toBeLessThanOrEqual(asked('bold') + inTitle);
        expect(count('italic')).toBeLessThanOrEqual(asked('muted'));
        expect(count('code')).toBeLessThanOrEqual(asked('code'));
        expect(count('pre')).toBeLessThanOrEqual(tables);
        for (const one of entities) {
          expect(['bold', 'italic', 'code', 'pre', 'text_link']).toContain(one.type);
          if (one.type !== 'pre') {
            expect(shown.slice(one.offset, one.offset + one.length)).not.toContain('\n');
          }
          if (one.type === 'text_link') expect(one.url).toMatch(/^https?:\/\/(?:polymarket|x)\./);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('looks like its kind: the point in bold, commands to copy, tables in columns', () => {
    const of = reply('PAPER  bought 8.06 YES at 62.0¢ · $5.00', {
      symbol: '●',
      blocks: [
        {
          kind: 'lines',
          lines: [
            [
              { link: 'Fed cuts in December?', url: 'https://polymarket.com/event/fed' },
              '  copying whale-7 (0.71), ',
              { gain: '+$1.20' },
            ],
            ['half of its size: ', { code: '/wallet whale-7 scale 0.5' }],
            [{ muted: '1.8 s behind' }, ' & 0.3¢ worse'],
          ],
        },
        {
          kind: 'table',
          head: ['who', 'made'],
          align: ['left', 'right'],
          rows: [
            ['東京', '+$1.00'],
            ['ace', '−$12.00'],
          ],
        },
      ],
    });
    expect(renderReply(of).html.split('\n')).toEqual([
      '● <b>PAPER  bought 8.06 YES at 62.0¢ · $5.00</b>',
      '<a href="https://polymarket.com/event/fed">Fed cuts in December?</a>  copying whale-7 (0.71), +$1.20',
      'half of its size: <code>/wallet whale-7 scale 0.5</code>',
      '<i>1.8 s behind</i> &amp; 0.3¢ worse',
      '<pre>who      made',
      '東京   +$1.00',
      'ace   −$12.00</pre>',
    ]);
  });

  it('tells how many lines are missing where not all fit', () => {
    const lines = Array.from({ length: 3_000 }, (_, index) => `trade ${index}`);
    const { plain } = renderReply(reply('Trades', { blocks: [{ kind: 'lines', lines }] }));
    const shown = plain.split('\n');
    expect(plain.length).toBeLessThanOrEqual(TEXT_LENGTH_MAX);
    expect(plain.length).toBeGreaterThan(TEXT_LENGTH_MAX - 100);
    expect(shown.at(-1)).toBe(
      `… ${(3_001 - (shown.length - 1)).toLocaleString('en-US')} more lines`,
    );
  });

  it('cuts a title of 4,000 characters and still says the rest', () => {
    const of = reply(`<i>${'🦊'.repeat(2_000)}`, {
      blocks: [{ kind: 'lines', lines: ['not copied: price moved'] }],
    });
    const { html, plain } = renderReply(of);
    expect(parseHtml(html).text).toBe(plain);
    expect(plain.endsWith('…\nnot copied: price moved')).toBe(true);
    expect(renderTitle(of).plain.length).toBeLessThanOrEqual(CAPTION_LENGTH_MAX);
  });

  it('says something where there is nothing to see', () => {
    expect(renderReply(reply(' \u3164\u200b '))).toEqual({ html: '…', plain: '…' });
  });

  it('adds nothing to what is typed as it stands', () => {
    const { plain } = renderReply(
      reply('x', { blocks: [{ kind: 'lines', lines: [[{ code: 'نعم' }]] }] }),
    );
    expect(plain).toBe('x\nنعم');
  });
});
