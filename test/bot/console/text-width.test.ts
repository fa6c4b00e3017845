import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutral } from '../../../src/bot/console/foreign-text.ts';
import { cut, fitting, textWidth } from '../../../src/bot/console/text-width.ts';

describe('the width of text', () => {
  it.each([
    ['', 0],
    ['plain', 5],
    ['62.0¢ · −$5', 11],
    ['● ◐ ○ ✕ ⇄ ⏱ ◆ ‖ ■', 17],
    ['東京', 4],
    ['한국', 4],
    ['ｆｕｌｌ', 8],
    ['e\u0301te\u0301', 3],
    ['😀', 2],
    ['👨‍👩‍👧', 2],
    ['🇫🇷', 2],
  ])('of %j is %i', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  it('is never more than asked for when a text is cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, columns) => {
        const plain = neutral(text);
        expect(textWidth(cut(plain, columns))).toBeLessThanOrEqual(columns);
        expect(plain.startsWith(fitting(plain, columns))).toBe(true);
        if (textWidth(plain) <= columns) expect(cut(plain, columns)).toBe(plain);
      }),
    );
  });
});

describe('foreign text', () => {
  it('cannot steer a terminal or turn the reading direction', () => {
    expect(neutral('a\u001b[31mb\u0007c\u009bd\u202ee\u2066f')).toBe(
      'a\ufffd[31mb\ufffdc\ufffdd' + 'ef',
    );
    expect(neutral('two\r\nlines\tand\u2028more')).toBe('two lines and more');
  });

  it('keeps what builds one character of several', () => {
    expect(neutral('👨‍👩‍👧 e\u0301')).toBe('👨‍👩‍👧 e\u0301');
  });

  it('has no control characters and no half characters left', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(neutral(text)).not.toMatch(
          /\p{Cc}|\p{Cs}|\p{Zl}|\p{Zp}|[\u202a-\u202e\u2066-\u2069]/u,
        );
      }),
    );
    expect(neutral('\ud83d alone')).toBe('\ufffd alone');
  });
});
