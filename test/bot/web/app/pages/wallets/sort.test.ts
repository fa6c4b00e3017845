import { expect, test } from 'vitest';
import { sorted } from '../../../../../../src/bot/web/app/pages/wallets/sort.ts';
import { walletRow } from '../../../../../e2e/web-pages/world-parts.ts';

const ROWS = Array.from({ length: 12 }, (_, at) => walletRow(at));
const names = (by: Parameters<typeof sorted>[1]): string[] =>
  sorted(ROWS, by).map(({ wallet }) => wallet.name);

test('the order of the service stays where nothing else is asked', () => {
  expect(sorted(ROWS, { sort: 'best', shown: 'all', search: '' })).toEqual(ROWS);
});

test('most first, and unknown last', () => {
  const by = sorted([...ROWS].reverse(), { sort: 'confidence', shown: 'all', search: '' });
  expect(by[0]?.wallet.name).toBe('whale-7');
  expect(by.at(-1)?.confidence).toBeNull();
});

test('a result of wallets that nobody follows is unknown, not zero', () => {
  const by = sorted(ROWS, { sort: 'result', shown: 'all', search: '' });
  expect(by.slice(0, 5).every(({ isFollowed }) => isFollowed)).toBe(true);
});

test('narrowed by who is followed and by words of a label or address', () => {
  expect(names({ sort: 'name', shown: 'followed', search: '' })).toEqual([
    'ace',
    'degen-2',
    'maker-9',
    'orca',
    'whale-7',
  ]);
  expect(names({ sort: 'best', shown: 'all', search: ' WHALE ' })).toEqual(['whale-7']);
  const address = ROWS[8]?.wallet.address ?? '';
  expect(names({ sort: 'best', shown: 'candidates', search: address.slice(4) })).toHaveLength(1);
});
