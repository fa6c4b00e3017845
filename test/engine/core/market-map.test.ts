import { expect, test } from 'vitest';
import { MarketMap } from '../../../src/engine/core/market-map.ts';
import type { MarketId } from '../../../src/engine/domain/ids.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import { market } from '../intelligence/examples.ts';

const id = (name: string): MarketId => name as MarketId;

test('a full map of markets lets the oldest resolved one go, and takes no other', () => {
  const map = new MarketMap<Market>((one) => one, 2);
  map.set(id('a'), market()).set(id('b'), market());
  map.set(id('c'), market());
  expect([...map.keys()]).toEqual(['a', 'b']);
  map.set(id('b'), market({ status: 'resolved' }));
  map.set(id('c'), market());
  expect([...map.keys()]).toEqual(['a', 'c']);
  map.set(id('a'), market({ status: 'closed' }));
  expect(map.get(id('a'))?.status).toBe('closed');
});
