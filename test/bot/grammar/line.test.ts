import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asTyped, evenedOut, readLine, wordsOf } from '../../../src/bot/grammar/line.ts';

describe('readLine', () => {
  test.each([
    ['/wallet whale-7 scale 0.5', 'wallet', ['whale-7', 'scale', '0.5']],
    ['/Wallet', 'wallet', []],
    ['/wallet@polymind_bot  whale-7', 'wallet', ['whale-7']],
    ['  /KILL  ', 'kill', []],
    ['/kill!', 'kill', []],
    ['/kill\u00a0now', 'kill', ['now']],
    ['/wallet “big fish” label ‘x’', 'wallet', ['big fish', 'label', "'x'"]],
    ['/wallet «big fish» scale ０,５', 'wallet', ['big fish', 'scale', '0,5']],
    ['/wallet "open quote', 'wallet', ['open quote']],
    ['/pn\u200bl', 'pnl', []],
    ['/market\nfed', 'market', ['fed']],
  ])('%j is the command %s', (text, name, words) => {
    expect(readLine(text)).toEqual({ kind: 'command', name, words });
  });

  test.each(['fed december', '/event/fed-cuts', '//', '/', '', 'https://polymarket.com/@ace'])(
    '%j is plain text',
    (text) => {
      expect(readLine(text).kind).toBe('text');
    },
  );

  test('anything is read without an error, and no word has spaces at its ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
        const { words } = readLine(text);
        for (const word of words) {
          expect(word).toBe(word.trim());
          expect(word).not.toBe('');
        }
      }),
    );
  });

  test('words typed again are the same words', () => {
    const word = fc.stringMatching(/^[\p{L}\p{N}$%.,-]+( [\p{L}\p{N}]+)?$/u).map(evenedOut);
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(wordsOf(words.map(asTyped).join(' '))).toEqual(words);
      }),
    );
  });
});
