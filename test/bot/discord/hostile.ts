import fc from 'fast-check';
import type { Block, Button, Line, Reply, Span } from '../../../src/bot/reply.ts';

const PIECES = [
  '*',
  '**',
  '_',
  '__',
  '~~',
  '||',
  '`',
  '``',
  '```',
  '\n',
  '\r\n',
  '\u2028',
  '\\',
  '<',
  '>',
  '[',
  ']',
  '(',
  ')',
  '#',
  '# ',
  '- ',
  '* ',
  '1. ',
  '> ',
  '>>> ',
  '-# ',
  '@',
  '@everyone',
  '@here',
  '<@1>',
  '<@&12345678901234567>',
  '<#123>',
  '<:x:1>',
  ':',
  ':smile:',
  ':100:',
  '://',
  'https:',
  '//evil.example',
  'https://evil.example/x',
  '[safe](https://evil.example)',
  '<t:1:R>',
  '</kill:1>',
  'a',
  'b c',
  ' ',
  '12:34:56',
  '62.0¢',
  '$5.00',
  '+',
  '−$3',
  'YES',
  '\u202e',
  '\u200b',
  '\u2066',
  '\ufeff',
  '\u0000',
  'שלום',
  'مرحبا',
  '😀',
  '👩\u200d🚀',
  '\ud800',
  'é',
  '漢字',
  'http',
  'www.evil.example',
  '![x](y)',
  '```js\nx```',
  '\t',
] as const;

const piece = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 1, arbitrary: fc.string({ maxLength: 5, unit: 'binary' }) },
);
/** Text that tries everything. */
export const hostileText = fc.array(piece, { maxLength: 9 }).map((all) => all.join(''));

const url = fc.oneof(
  hostileText,
  fc.constantFrom(
    'https://polymarket.com/event/fed',
    'http://a.example/(x)?y=[1]',
    'javascript:alert(1)',
    'https://a.example/<b>`c`',
    'https://a.example/*a*_b_~~c~~',
  ),
);
const span: fc.Arbitrary<Span> = fc.oneof(
  hostileText,
  hostileText.map((bold) => ({ bold })),
  hostileText.map((code) => ({ code })),
  fc.tuple(hostileText, url).map(([link, address]) => ({ link, url: address })),
  hostileText.map((muted) => ({ muted })),
  hostileText.map((gain) => ({ gain })),
);
const line: fc.Arbitrary<Line> = fc.oneof(hostileText, fc.array(span, { maxLength: 4 }));
const table: fc.Arbitrary<Block> = fc.integer({ min: 1, max: 4 }).chain((columns) => {
  const row = fc.array(hostileText, { minLength: columns, maxLength: columns });
  return fc.record({
    kind: fc.constant('table' as const),
    head: row,
    align: fc.array(fc.constantFrom('left' as const, 'right' as const), {
      minLength: columns,
      maxLength: columns,
    }),
    rows: fc.array(row, { maxLength: 4 }),
  });
});
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.array(line, { maxLength: 4 }).map((all): Block => ({ kind: 'lines', lines: all })),
  table,
);
const button: fc.Arbitrary<Button> = fc.record({
  label: hostileText,
  tap: fc.oneof(
    fc.record({ kind: fc.constant('command' as const), text: hostileText }),
    fc.record({
      kind: fc.constant('form' as const),
      title: hostileText,
      field: hostileText,
      example: hostileText,
    }),
  ),
  style: fc.constantFrom('safe' as const, 'plain' as const, 'danger' as const),
  validMs: fc.constant(60_000),
});

export const hostileReply: fc.Arbitrary<Reply> = fc.record({
  symbol: fc.constantFrom(null, '●' as const, '!' as const, '✕' as const),
  title: line,
  blocks: fc.array(block, { maxLength: 4 }),
  buttons: fc.array(button, { maxLength: 30 }),
});
