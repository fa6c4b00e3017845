import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMarketText, readWalletText } from '../../../../src/data/polymarket/feed/venue-link.ts';
import { conditionOf, WALLET } from '../client/venue.ts';

const address = { kind: 'address', address: WALLET };
const name = (of: string) => ({ kind: 'name', name: of });

describe('what people write for a wallet', () => {
  test.each([
    [WALLET, address],
    [`  ${WALLET.toUpperCase().replace('0X', '0x')} `, address],
    [`https://polymarket.com/profile/${WALLET}`, address],
    [`polymarket.com/profile/${WALLET}?tab=positions`, address],
    [`<https://www.polymarket.com/profile/${WALLET}/>`, address],
    [`https://polymarket.com/${WALLET}`, address],
    ['https://polymarket.com/@some-one', name('some-one')],
    ['https://polymarket.com/@some%20one#x', name('some one')],
    ['https://polymarket.com/profile/@someone', name('someone')],
    ['https://polymarket.com/profile/someone', name('someone')],
    ['@someone', name('someone')],
    ['“Some One”', name('Some One')],
    ['https://polymarket.com/event/fed-in-december', null],
    ['https://polymarket.com/profile', null],
    ['https://polymarket.com', null],
    ['0x1234', null],
    ['@', null],
    ['', null],
    ['a'.repeat(65), null],
    ['https://polymarket.com/@%E0%A4%A', name('%E0%A4%A')],
  ])('%s', (text, meant) => {
    expect(readWalletText(text)).toEqual(meant);
  });
});

const TOKEN = '71321045679252212594626385532706912750332728571942532289631379312455583992563';
const cuts = (event: string | null) => ({ kind: 'market', slug: 'fed-cuts', event });

describe('what people write for a market', () => {
  test.each([
    ['https://polymarket.com/event/fed-2026/fed-cuts', cuts('fed-2026')],
    ['https://polymarket.com/event/fed-2026/fed-cuts?tid=1', cuts('fed-2026')],
    ['https://polymarket.com/es/event/fed-2026/fed-cuts', cuts('fed-2026')],
    ['polymarket.com/event/fed-2026/', { kind: 'event', slug: 'fed-2026' }],
    ['https://polymarket.com/zh-hant/event/fed-2026', { kind: 'event', slug: 'fed-2026' }],
    ['https://polymarket.com/market/fed-cuts', cuts(null)],
    [
      'https://polymarket.com/sports/nba/games/week/3/nba-lal-bos-2026-11-22',
      { kind: 'event', slug: 'nba-lal-bos-2026-11-22' },
    ],
    ['https://polymarket.com/sports/nba/games', null],
    ['https://polymarket.com/sports', null],
    [` ${TOKEN} `, { kind: 'token', tokenId: TOKEN }],
    ['2026', { kind: 'words', words: '2026' }],
    [conditionOf(1), { kind: 'condition', marketId: conditionOf(1) }],
    [`0x01${'77'.repeat(30)}`, { kind: 'condition', marketId: `0x01${'77'.repeat(30)}00` }],
    [' "fed cuts" ', { kind: 'words', words: 'fed cuts' }],
    ['https://polymarket.com/@someone', null],
    ['https://polymarket.com/event', null],
    ['  ', null],
  ])('%s', (text, meant) => {
    expect(readMarketText(text)).toEqual(meant);
  });
});

test('no text throws', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary-ascii' }),
    fc.string().map((path) => `https://polymarket.com/${path}`),
  );
  fc.assert(
    fc.property(anything, (text) => {
      readWalletText(text);
      readMarketText(text);
    }),
  );
});
