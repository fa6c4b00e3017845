import fc from 'fast-check';
import type { MessageEntity } from 'grammy/types';
import { describe, expect, test } from 'vitest';
import { arrange, cleaned } from './formatted-text.ts';
import { parseHtml } from './html.ts';

const html = (source: string) => parseHtml(source);

/** Entities as `type(offset+length)` with what else they carry. */
function told(entities: readonly MessageEntity[]): string[] {
  return entities.map(({ type, offset, length, ...rest }) => {
    const more = Object.values(rest).map((value) => ` ${String(value)}`);
    return `${type}(${offset}+${length})${more.join('')}`;
  });
}

function refusal(source: string): string {
  try {
    parseHtml(source);
  } catch (error) {
    return error instanceof Error
      ? error.message.replace("Bad Request: can't parse entities: ", '')
      : String(error);
  }
  return 'accepted';
}

describe('the HTML of the Bot API', () => {
  test.each([
    ['<b>x</b>', 'bold'],
    ['<strong>x</strong>', 'bold'],
    ['<i>x</i>', 'italic'],
    ['<em>x</em>', 'italic'],
    ['<u>x</u>', 'underline'],
    ['<ins>x</ins>', 'underline'],
    ['<s>x</s>', 'strikethrough'],
    ['<strike>x</strike>', 'strikethrough'],
    ['<del>x</del>', 'strikethrough'],
    ['<tg-spoiler>x</tg-spoiler>', 'spoiler'],
    ['<span class="tg-spoiler">x</span>', 'spoiler'],
    ["<span class='tg-spoiler'>x</span>", 'spoiler'],
    ['<span class=tg-spoiler>x</span>', 'spoiler'],
    ['<code>x</code>', 'code'],
    ['<pre>x</pre>', 'pre'],
    ['<blockquote>x</blockquote>', 'blockquote'],
    ['<blockquote expandable>x</blockquote>', 'expandable_blockquote'],
    ['<B>x</b >', 'bold'],
    ['<b>x</>', 'bold'],
  ])('%s is %s', (source, type) => {
    expect(html(source)).toEqual({ text: 'x', entities: [{ type, offset: 0, length: 1 }] });
  });

  test.each([
    ['<a href="https://Polymarket.com">x</a>', 'text_link(0+1) https://polymarket.com/'],
    ['<a href="https://a.bc/?q=1&amp;r=&quot;">x</a>', 'text_link(0+1) https://a.bc/?q=1&r="'],
    ['<a>a.bc</a>', 'text_link(0+4) http://a.bc/'],
    ['<code class="language-x">1</code>', 'code(0+1)'],
    ['<pre><code class="language-sql">1</code></pre>', 'pre(0+1) sql'],
    ['<code class="language-sql"><pre>1</pre></code>', 'pre(0+1) sql'],
    [
      '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
      'custom_emoji(0+2) 5368324170671202286',
    ],
    ['<tg-time unix="1647531900" format="wDT">now</tg-time>', 'date_time(0+3) 1647531900 wDT'],
    ['<tg-time unix="1647531900" format="r">now</tg-time>', 'date_time(0+3) 1647531900 r'],
  ])('%s carries what its attribute says', (source, entity) => {
    expect(told(arrange(html(source)).entities)).toEqual([entity]);
  });

  test.each(['http://localhost:8420/', 'not a link', 'ftp://a.bc', 'javascript:x', ''])(
    'a link to %j loses its entity without a word',
    (href) => {
      expect(html(`<a href="${href}">x</a>`)).toEqual({ text: 'x', entities: [] });
    },
  );

  test.each([
    ['&lt;b&gt; &amp; &quot;', '<b> & "'],
    ['&#65;&#x42;&#x1F600;', 'AB😀'],
    ['1 &lt 2 &amp 3', '1 < 2 & 3'],
    ['&nbsp;&apos;&unknown;', '&nbsp;&apos;&unknown;'],
    ['&constructor; &', '&constructor; &'],
    ['&#0; &#; &#x; &#1114111; &#99999999999;', '&#0; &#; &#x; &#1114111; &#99999999999;'],
    ['a > b " c', 'a > b " c'],
  ])('%s reads as %s', (source, text) => {
    expect(html(source)).toEqual({ text, entities: [] });
  });

  test.each([
    ['1 < 2', 'Unsupported start tag "" at byte offset 2'],
    ['<3', 'Unclosed start tag at byte offset 0'],
    ['é < 2>', 'Unsupported start tag "" at byte offset 3'],
    ['<script>alert(1)</script>', 'Unsupported start tag "script" at byte offset 0'],
    ['a<br>b', 'Unsupported start tag "br" at byte offset 1'],
    ['<br/>', 'Unsupported start tag "br/" at byte offset 0'],
    ['<p>x</p>', 'Unsupported start tag "p" at byte offset 0'],
    ['<b>unclosed', 'Can\'t find end tag corresponding to start tag "b"'],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b><i>test</b></i>', 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'],
    ['<a ="a.bc">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
    [
      '<a href>x</a>',
      'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
    ],
    ['<a href="https://a.bc', 'Unclosed start tag at byte offset 0'],
    ['<a href=https://a.bc>x</a>', 'Unexpected end of name token at byte offset 8'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<tg-emoji emoji-id="x">x</tg-emoji>', 'Invalid custom emoji identifier specified'],
    [
      '<tg-emoji emoji-id="9999999999999999999">x</tg-emoji>',
      'Invalid custom emoji identifier specified',
    ],
    ['<tg-time unix="soon">x</tg-time>', 'Invalid Unix time specified'],
    ['<tg-time unix="1" format="yyyy">x</tg-time>', 'Invalid date-time format specified'],
    [
      '&#xD83D;&#xDE00;',
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    ],
  ])('%s is refused: %s', (source, why) => {
    expect(refusal(source)).toBe(why);
  });

  test('offsets and lengths count UTF-16 code units', () => {
    expect(told(html('😀<b>😀é</b>x<i>y</i>').entities)).toEqual(['bold(2+3)', 'italic(6+1)']);
  });

  test('nothing between tags is no entity', () => {
    expect(html('a<b></b>')).toEqual({ text: 'a', entities: [] });
  });

  test('every escaped text is accepted and comes back as it was', () => {
    const escaped = (text: string): string =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...'<>&;#x"/b a=lt', '&lt;', '&#', '</b>', '😀') }),
    );
    fc.assert(
      fc.property(anything, (text) => {
        expect(html(escaped(text))).toEqual({ text, entities: [] });
        expect(html(`<b>${escaped(text)}</b>`).text).toBe(text);
        const attribute = escaped(text).replaceAll('"', '&quot;');
        expect(html(`<a href="${attribute}">x</a>`).text).toBe('x');
      }),
      { numRuns: 3_000 },
    );
  });

  test('no source makes the parser fail in any other way than by a refusal', () => {
    const parts = fc.constantFrom(
      ...'<>/ ="\'&;ab',
      'href',
      '<b>',
      '</b>',
      '&#x',
      'class',
      'span',
      '😀',
    );
    fc.assert(
      fc.property(fc.string({ unit: parts }), (source) => {
        const why = refusal(source);
        if (why !== 'accepted') return;
        const { text, entities } = html(source);
        for (const entity of entities) {
          expect(entity.offset + entity.length).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('a text as a message carries it', () => {
  test('is trimmed, and its entities move with it', () => {
    const arranged = arrange(html('\n  a <b>b \n</b>\n '));
    expect(arranged.text).toBe('a b');
    expect(told(arranged.entities)).toEqual(['bold(2+1)']);
  });

  test('has no control characters and no direction overrides', () => {
    expect(cleaned('a\tb\u0000c\r\nd\u202Ee\u2028f')).toBe('a b c\ndef');
  });

  test('has no look inside code, and the outer link of two', () => {
    const source = '<b>a<code>b</code>c</b><a href="a.bc">d<a href="e.fg">e</a></a>';
    expect(told(arrange(html(source)).entities)).toEqual([
      'bold(0+1)',
      'code(1+1)',
      'bold(2+1)',
      'text_link(3+2) http://a.bc/',
    ]);
  });

  test('joins looks that touch and drops those of white space', () => {
    expect(told(arrange(html('<b>a</b><b>b</b> <i> </i>c')).entities)).toEqual(['bold(0+2)']);
  });

  test('shows commands, mentions and links where they are not in code or links', () => {
    const source =
      '/why k3x9 @whale_7, https://a.bc/d. <code>/kill</code> a/b 1/2 <a href="a.bc">/undo</a>';
    expect(told(arrange(html(source)).entities)).toEqual([
      'bot_command(0+4)',
      'mention(10+8)',
      'url(20+14)',
      'code(36+5)',
      'text_link(50+5) http://a.bc/',
    ]);
  });
});
