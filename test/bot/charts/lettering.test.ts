import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INTER_FILES } from '../../../src/bot/charts/inter.ts';
import { fitted, readable, textWidthPx, wrapped } from '../../../src/bot/charts/lettering.ts';
import { readTypeface } from '../../../src/bot/charts/typeface.ts';
import { LETTERING } from './samples.ts';

const read = (text: string): string => readable(text, LETTERING, 'unnamed');
const BOLD = { sizePx: 20, weight: 'bold' } as const;

describe('the font', () => {
  test('its files are TrueType, the only form that the drawing library reads', () => {
    for (const file of Object.values(INTER_FILES)) {
      expect(readFileSync(file).readUInt32BE(0)).toBe(0x00_01_00_00);
    }
  });

  test('it has everything that pictures are written with', () => {
    for (const one of '0123456789 $,.+−¢%…·:kMBT’“”€₿éßøčЖΩ') {
      expect(LETTERING.regular.has(one.codePointAt(0)!), one).toBe(true);
    }
  });

  test('what is no font is refused', () => {
    expect(() => readTypeface(Buffer.from('wOFF and then nothing'))).toThrow(RangeError);
  });

  test('figures of a number are all as wide, in a title they are not', () => {
    const width = (text: string, sizePx: number) =>
      textWidthPx(text, { sizePx, weight: 'bold' }, LETTERING);
    expect(width('$1,111.11', 14)).toBeCloseTo(width('$4,444.44', 14));
    expect(width('$1,111.11', 20)).toBeLessThan(width('$4,444.44', 20));
    expect(width('1 on 1', 14)).toBeLessThan(width('4 on 4', 14));
  });
});

describe('readable text', () => {
  test.each([
    ['as it is', 'Fed cuts in December?', 'Fed cuts in December?'],
    ['accents, composed or not', 'Cafe\u0301 Müller Łódź', 'Café Müller Łódź'],
    ['emoji go', '🚀 to the 👨‍👩‍👧 moon 🇩🇪', 'to the moon'],
    ['other scripts become a dot between words', 'bet 鲸鱼 大 now', 'bet · now'],
    ['at the ends they leave nothing', '鲸鱼 whale', 'whale'],
    ['styled letters become plain', '𝐖𝐡𝐚𝐥𝐞 ｗｈａｌｅ', 'Whale whale'],
    ['direction marks and joiners go', 'a\u202eb\u2066c\u200bd\ufeffe', 'abcde'],
    ['breaks become a space', 'a\r\n\tb\u2028c', 'a b c'],
    ['stacked accents go', `z${'\u0321\u0489'.repeat(99)}algo`, 'zalgo'],
    ['half a character goes', 'a\ud83db', 'ab'],
    ['nothing readable', '🚀🚀 \u200b·', 'unnamed'],
    ['nothing', '', 'unnamed'],
  ])('%s', (_, text, drawn) => {
    expect(read(text)).toBe(drawn);
  });

  test('whatever comes, every character is in the font, and there is one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        for (const one of read(text)) {
          expect(LETTERING.regular.has(one.codePointAt(0)!)).toBe(true);
          expect(one).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }
      }),
    );
  });
});

describe('room', () => {
  test('text is cut at a word, and within one that is too long', () => {
    const cut = (text: string, widthPx: number) => fitted(text, { ...BOLD, widthPx }, LETTERING);
    expect(cut('short', 200)).toBe('short');
    expect(cut('will it rain in Berlin, tomorrow', 240)).toBe('will it rain in Berlin…');
    expect(cut('antidisestablishmentarianism', 120)).toMatch(/^antidis\w*…$/);
  });

  test('lines are never wider than their room nor more than allowed, and nothing else is lost', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-zA-Z0-9$+.]{1,30}$/), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 60, max: 440 }),
        (parts, widthPx) => {
          const text = parts.join(' ');
          const lines = wrapped(text, { ...BOLD, widthPx, linesMax: 2 }, LETTERING);
          expect(lines.length).toBeLessThanOrEqual(2);
          for (const line of lines)
            expect(textWidthPx(line, BOLD, LETTERING)).toBeLessThanOrEqual(widthPx);
          const kept = lines.join('').replace(/…$/, '').replaceAll(' ', '');
          expect(text.replaceAll(' ', '').startsWith(kept)).toBe(true);
        },
      ),
    );
  });
});
