import { describe, expect, test } from 'vitest';
import {
  ASK_AGAIN_MS,
  TOKENS_MAX,
  TokenMarkets,
  WAITING_MAX,
} from '../../../src/data/polygon/token-markets.ts';
import type { MarketId, TokenId } from '../../../src/engine/domain/ids.ts';
import { VirtualSockets } from '../socket/virtual-sockets.ts';
import { MARKET, TOKEN } from './logs.ts';

const token = (nth: number) => `${nth + 1}` as TokenId;
const market = MARKET as MarketId;

/** Lets answers arrive that are there already. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

function asking(answer: (tokenId: TokenId, nth: number) => Promise<MarketId | null>) {
  const runtime = new VirtualSockets();
  const asked: TokenId[] = [];
  const markets = new TokenMarkets((tokenId) => {
    asked.push(tokenId);
    return answer(tokenId, asked.length - 1);
  }, runtime);
  const told: (MarketId | null)[] = [];
  const find = (tokenId: TokenId) => markets.find(tokenId, (one) => told.push(one));
  return { runtime, asked, markets, told, find };
}

describe('the market of a token', () => {
  test('is asked for once and known from then on, also by those who came meanwhile', async () => {
    const { asked, markets, told, find } = asking(() => Promise.resolve(market));
    find(TOKEN as TokenId);
    find(TOKEN as TokenId);
    expect(markets.waiting).toBe(2);
    await turn();
    expect(told).toEqual([market, market]);
    find(TOKEN as TokenId);
    expect(told).toHaveLength(3);
    expect(asked).toEqual([TOKEN]);
  });

  test('is asked for again while the venue does not know it or does not answer', async () => {
    const { runtime, asked, markets, told, find } = asking((_, nth) =>
      nth === 0
        ? Promise.resolve(null)
        : nth === 1
          ? Promise.reject(new Error('away'))
          : Promise.resolve(market),
    );
    find(TOKEN as TokenId);
    await turn();
    expect(told).toEqual([]);
    runtime.advance(ASK_AGAIN_MS[0]);
    await turn();
    runtime.advance(ASK_AGAIN_MS[1] - 1);
    expect(asked).toHaveLength(2);
    runtime.advance(1);
    await turn();
    expect(told).toEqual([market]);
    expect(markets).toMatchObject({ waiting: 0, failures: 1 });
  });

  test('is given up after the last pause, and asked for when it is needed again', async () => {
    let answer: MarketId | null = null;
    const { runtime, asked, told, find } = asking(() => Promise.resolve(answer));
    find(TOKEN as TokenId);
    for (const pauseMs of ASK_AGAIN_MS) {
      await turn();
      expect(told).toEqual([]);
      runtime.advance(pauseMs);
    }
    await turn();
    expect(told).toEqual([null]);
    expect(asked).toHaveLength(ASK_AGAIN_MS.length + 1);
    expect(runtime.pending).toBe(0);
    answer = market;
    find(TOKEN as TokenId);
    await turn();
    expect(told).toEqual([null, market]);
  });

  test('is not waited for by more than there is room for', async () => {
    const { markets, told, find } = asking(() => new Promise(() => undefined));
    for (let nth = 0; nth < WAITING_MAX; nth += 1) find(token(nth % 10));
    expect(told).toEqual([]);
    find(TOKEN as TokenId);
    expect(told).toEqual([null]);
    expect(markets.waiting).toBe(WAITING_MAX);
  });

  test('is forgotten when too many newer ones are known', async () => {
    const { asked, told, find } = asking(() => Promise.resolve(market));
    for (let nth = 0; nth <= TOKENS_MAX; nth += 1) {
      find(token(nth));
      if (nth % 500 === 0) await turn();
    }
    await turn();
    expect(told).toHaveLength(TOKENS_MAX + 1);
    find(token(1));
    expect(asked).toHaveLength(TOKENS_MAX + 1);
    find(token(0));
    expect(asked).toHaveLength(TOKENS_MAX + 2);
  });

  test('is told to nobody after the end', async () => {
    const { runtime, asked, markets, told, find } = asking(() => Promise.resolve(null));
    find(TOKEN as TokenId);
    await turn();
    markets.close();
    expect(runtime.pending).toBe(0);
    expect(markets.waiting).toBe(0);
    find(TOKEN as TokenId);
    expect(told).toEqual([null]);
    expect(asked).toHaveLength(1);
  });
});
