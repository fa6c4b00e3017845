import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableRows } from '../../../src/bot/console/table.ts';
import { Forms } from '../../../src/bot/discord/forms.ts';
import { renderReply } from '../../../src/bot/discord/render.ts';
import { plainText } from '../../../src/bot/format/compose.ts';
import { visible } from '../../../src/bot/format/visible-text.ts';
import type { Line, Reply, Span } from '../../../src/bot/reply.ts';
import { readDraft } from '../../servers/discord/draft.ts';
import { Form } from '../../servers/discord/form.ts';
import { NO_PINGS } from '../../servers/discord/mentions.ts';
import { checkModal } from '../../servers/discord/modal-form.ts';
import { hostileReply, hostileText } from './hostile.ts';
import { shown } from './markdown-reader.ts';

const RUNS = 600;
const ISOLATES = /[\u2068\u2069]/g;

function replyOf(title: Line, ...lines: readonly Line[]): Reply {
  return { symbol: '●', title, blocks: [{ kind: 'lines', lines }], buttons: [] };
}

function contentOf(reply: Reply): string {
  return renderReply(reply, { taps: [], forms: true }).content;
}

/** A line without any style, each of its spans made visible by itself. */
function wordsOf(line: Line): string {
  return (typeof line === 'string' ? [line] : line)
    .map((span) => visible(plainText([span])))
    .join('');
}

/** What a reply says, line by line, without any style. */
function said({ symbol, title, blocks }: Reply): string {
  const first = wordsOf(title);
  const rows = blocks.flatMap((block) => {
    if (block.kind === 'lines') return block.lines.map(wordsOf);
    const cells = {
      ...block,
      head: block.head.map(visible),
      rows: block.rows.map((row) => row.map(visible)),
    };
    return tableRows(cells, 32).map((row) => row.map(({ text }) => text).join(''));
  });
  return [symbol === null ? first : `${symbol} ${first}`, ...rows].join('\n');
}

/** Line by line; marks that would end a block, blanks at an end and empty lines are no difference. */
function comparable(text: string): string {
  return text
    .replace(ISOLATES, '')
    .replaceAll('ˋ', '`')
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '')
    .join('\n');
}

function spansOf(reply: Reply): readonly Span[] {
  return reply.blocks.flatMap((block) =>
    block.kind === 'lines'
      ? block.lines.flatMap((line) => (typeof line === 'string' ? [line] : line))
      : [],
  );
}

describe('any reply', () => {
  test('is a message that Discord takes, rings nobody, and says what the reply says and nothing else', () => {
    fc.assert(
      fc.property(hostileReply, (reply) => {
        const taps = reply.buttons.map((_, index) => `k:${index}`);
        const body = renderReply(reply, { taps, forms: true });
        const draft = readDraft({
          body: { ...body },
          uploads: [],
          flagsAllowed: 0,
          newId: () => '1',
        });
        expect(draft.pings).toEqual(NO_PINGS);
        const { text, marks } = shown(body.content);
        if (body.embeds.length > 0) return;
        const whole = comparable(said(reply));
        expect(comparable(text)).toBe(whole === '' ? '…' : whole);
        const spans = spansOf(reply);
        for (const mark of marks) {
          expect(['bold', 'code', 'link', 'block']).toContain(mark.kind);
          if (mark.kind === 'link') {
            expect(mark.url).toMatch(/^https?:\/\//);
            const links = spans.filter((span) => typeof span === 'object' && 'link' in span);
            expect(links.length).toBeGreaterThan(0);
          }
        }
        const kinds = (kind: string): number => marks.filter((mark) => mark.kind === kind).length;
        expect(kinds('link')).toBeLessThanOrEqual(
          spans.filter((span) => typeof span === 'object' && 'link' in span).length,
        );
        expect(kinds('bold')).toBeLessThanOrEqual(
          spans.filter((span) => typeof span === 'object' && 'bold' in span).length,
        );
        expect(kinds('code')).toBeLessThanOrEqual(
          spans.filter((span) => typeof span === 'object' && 'code' in span).length,
        );
        expect(kinds('block')).toBeLessThanOrEqual(
          reply.blocks.filter(({ kind }) => kind === 'table').length,
        );
      }),
      { numRuns: RUNS },
    );
  });

  test('opens a form that Discord takes', () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (title, field, example) => {
        const forms = new Forms();
        const button = {
          label: 'Type',
          tap: { kind: 'form' as const, title, field, example },
          style: 'danger' as const,
          validMs: 1,
        };
        forms.remember({
          reply: { symbol: null, title: '', blocks: [], buttons: [button] },
          taps: ['k:1'],
          userId: '7',
        });
        const form = new Form();
        checkModal(form.field(forms.opened('k:1', '7')));
        expect(() => form.check()).not.toThrow();
        expect(forms.opened('k:1', '8')).toBeNull();
      }),
      { numRuns: RUNS / 4 },
    );
  });
});

describe('a message', () => {
  test('begins with the symbol and a title without any style, which is what a lock screen shows', () => {
    const reply = replyOf([{ bold: 'PAPER' }, '  bought 8.06 YES at 62.0¢ · $5.00'], 'why');
    expect(contentOf(reply)).toBe('● PAPER  bought 8.06 YES at 62.0¢ · $5.00\nwhy');
  });

  test('has the styles of its spans', () => {
    const line: Line = [
      'copying ',
      { link: 'Fed cuts in December?', url: 'https://polymarket.com/event/fed' },
      ' ',
      { muted: 'at 14:02:11' },
      ' ',
      { gain: '+$1.20' },
      ' ',
      { bold: 'now' },
      ' type ',
      { code: '/wallet "my *whale*" scale 0.5' },
    ];
    expect(contentOf(replyOf('t', line)).split('\n')[1]).toBe(
      'copying [Fed cuts in December?](<https://polymarket.com/event/fed>) at 14:02:11 +$1.20 **now** type `/wallet "my *whale*" scale 0.5`',
    );
  });

  test('shows a table in letters of one width', () => {
    const reply: Reply = {
      symbol: '◆',
      title: 'Top',
      blocks: [
        {
          kind: 'table',
          head: ['wallet', 'pnl'],
          align: ['left', 'right'],
          rows: [['ace', '+$3']],
        },
        { kind: 'lines', lines: ['after'] },
      ],
      buttons: [],
    };
    expect(contentOf(reply)).toBe('◆ Top\n```\nwallet  pnl\nace     +$3\n```\nafter');
  });

  test.each([
    ['a mention', '@everyone and <@123>'],
    ['a link that is none', '[win](https://evil.example)'],
    ['an address', 'see https://evil.example/claim'],
    ['a second line', 'one\n● LIVE bought 1,000'],
    ['a hidden text', '||secret|| ~~gone~~'],
    ['a heading', '# LIVE'],
    ['turned text', 'pay \u202e00.5$\u202c'],
  ])('shows %s in a title as letters', (_what, title) => {
    const { text, marks } = shown(contentOf({ symbol: null, title, blocks: [], buttons: [] }));
    expect(marks).toEqual([]);
    expect(text).toBe(visible(title));
    expect(text).not.toContain('\n');
  });

  test('continues below when it is long, and counts what does not fit', () => {
    const lines = Array.from({ length: 400 }, (_, index) => `line ${index} with **some** text`);
    const { content, embeds } = renderReply(replyOf('t', ...lines), { taps: [], forms: true });
    const description = embeds[0]?.description ?? '';
    expect(content.length).toBeLessThanOrEqual(2_000);
    expect(description.length).toBeLessThanOrEqual(4_096);
    const rows = [...content.split('\n').slice(1), ...description.split('\n')];
    const tail = rows.pop() ?? '';
    expect(tail).toBe(`… ${400 - rows.length} more lines`);
    expect(rows.map((row) => shown(row).text)).toEqual(lines.slice(0, rows.length));
    expect(rows.length).toBeGreaterThan(100);
  });

  test('keeps a table whole on both sides of the break', () => {
    const rows = Array.from({ length: 150 }, (_, index) => [`wallet ${index}`, `+$${index}.00`]);
    const table = { kind: 'table', head: ['who', 'pnl'], align: ['left', 'right'], rows } as const;
    const { content, embeds } = renderReply(
      { symbol: null, title: 't', blocks: [table], buttons: [] },
      { taps: [], forms: true },
    );
    for (const part of [content, embeds[0]?.description ?? '']) {
      expect(part.match(/```/g)).toHaveLength(2);
    }
  });

  test('cuts a line of 4,000 characters and still fits', () => {
    const reply = replyOf('*'.repeat(4_000), '_'.repeat(4_000), [{ bold: '`'.repeat(4_000) }]);
    const { content } = renderReply(reply, { taps: [], forms: true });
    expect(content.length).toBeLessThanOrEqual(2_000);
    expect(shown(content).text.split('\n')[0]).toBe(`● ${'*'.repeat(699)}…`);
  });

  test('has five buttons in a row and at most twenty-five, none twice', () => {
    const buttons = Array.from({ length: 40 }, (_, index) => ({
      label: `b${index}`,
      tap: { kind: 'command' as const, text: '/why' },
      style: 'plain' as const,
      validMs: 1,
    }));
    const taps = buttons.map((_, index) => (index < 2 ? 'c:/why' : `k:${index}`));
    const { components } = renderReply(
      { symbol: null, title: 't', blocks: [], buttons },
      { taps, forms: true },
    );
    expect(components.map((row) => row.components.length)).toEqual([5, 5, 5, 5, 5]);
    expect(components[0]?.components.map(({ label }) => label)).toEqual([
      'b0',
      'b2',
      'b3',
      'b4',
      'b5',
    ]);
  });

  test('offers a form only where the answer to it is private', () => {
    const form = {
      label: 'Type',
      tap: { kind: 'form' as const, title: 'LIVE 300', field: 'Type', example: 'LIVE 300' },
      style: 'danger' as const,
      validMs: 1,
    };
    const reply: Reply = { symbol: null, title: 't', blocks: [], buttons: [form] };
    expect(renderReply(reply, { taps: ['k:1'], forms: true }).components).toHaveLength(1);
    expect(renderReply(reply, { taps: ['k:1'], forms: false }).components).toHaveLength(0);
  });
});
