import { describe, expect, test } from 'vitest';
import { readKalshiText } from '../../../../src/data/kalshi/feed/market-text.ts';

describe('what people write for a market of Kalshi', () => {
  test.each([
    ['KXBTC15M-26NOV221445-45', ['KXBTC15M-26NOV221445-45']],
    [' “kxbtcd-26nov2317-t111999.99” ', ['KXBTCD-26NOV2317-T111999.99']],
    ['kxfed', ['KXFED']],
    [
      'https://kalshi.com/markets/kxbtcd/bitcoin-price-abovebelow/kxbtcd-26nov2317',
      ['KXBTCD-26NOV2317', 'KXBTCD'],
    ],
    ['kalshi.com/markets/kxfed', ['KXFED']],
    ['https://kalshi.com/markets/kxfed/fed-meeting', ['KXFED', 'FED-MEETING']],
    ['https://www.kalshi.com/events/KXFED-26DEC/?utm=1#x', ['KXFED-26DEC']],
    [
      'https://kalshi.com/markets/kxfed/fed/kxfed-26dec#kxfed-26dec-t3.75',
      ['KXFED-26DEC-T3.75', 'KXFED-26DEC', 'KXFED'],
    ],
    ['<https://kalshi.com/markets/kxfed?market=KXFED-26DEC-T3.75>', ['KXFED-26DEC-T3.75', 'KXFED']],
  ])('%s names tickers', (text, tickers) => {
    expect(readKalshiText(text)?.tickers).toEqual(tickers);
  });

  test.each(['bitcoin above 112k', 'fed', 'Will it rain?'])('%s is words', (text) => {
    expect(readKalshiText(text)).toEqual({ tickers: [], words: text });
  });

  test('a word that may be a ticker is words otherwise', () => {
    expect(readKalshiText('gpt-5')).toEqual({ tickers: ['GPT-5'], words: 'gpt-5' });
  });

  test.each([
    '',
    '  ',
    'https://kalshi.com/browse',
    'https://kalshi.com',
    'https://example.com/kxfed-1',
  ])('“%s” is nothing', (text) => {
    expect(readKalshiText(text)).toBeNull();
  });
});
