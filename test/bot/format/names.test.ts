import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bookName,
  cut,
  marketName,
  shortAddress,
  sideName,
  walletName,
} from '../../../src/bot/format/names.ts';
import { outcome, WHALE } from '../chat-facts.ts';

describe('names', () => {
  test('a wallet is its label, else its short address, else you', () => {
    expect(walletName({ address: WHALE, label: 'whale-7' })).toBe('whale-7');
    expect(walletName({ address: WHALE, label: null })).toBe(shortAddress(WHALE));
    expect(shortAddress(WHALE)).toBe('0x61…9cd5');
    expect(walletName(null)).toBe('you');
  });

  test('a market is its question and a link; an unknown one its id', () => {
    const { market } = outcome();
    expect(marketName(market)).toEqual({ link: 'Fed cuts in December?', url: market.url });
    expect(marketName({ ...market, url: null })).toBe('Fed cuts in December?');
    expect(marketName({ ...market, question: null, url: null })).toBe('market 0xfed0…0000');
  });

  test('a side shouts yes and no only', () => {
    expect(sideName(outcome())).toBe('YES');
    expect(sideName({ ...outcome(), label: 'Paris' })).toBe('Paris');
    expect(sideName({ ...outcome(), label: null })).toBe('shares');
  });

  test('every book has a name', () => {
    expect(bookName('paper' as never)).toBe('PAPER');
    expect(bookName('live:polymarket:0x1' as never)).toBe('LIVE');
    expect(bookName('shadow:naive' as never)).toBe('SHADOW naive');
  });

  test('a cut text fits, keeps its beginning, and ends at a word where there is one', () => {
    expect(cut('Will Turkey call an election?', 20)).toBe('Will Turkey call an…');
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 1, max: 60 }), (text, most) => {
        const plain = text.replace(/\s+/g, ' ').trim();
        const short = cut(text, most);
        expect(short.length).toBeLessThanOrEqual(most);
        expect(plain.startsWith(short.replace(/…$/, ''))).toBe(true);
      }),
    );
  });
});
