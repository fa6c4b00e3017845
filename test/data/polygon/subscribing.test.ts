import { describe, expect, test } from 'vitest';
import { ANSWER_MS_MAX } from '../../../src/data/polygon/json-rpc.ts';
import { LISTS_MAX, MAKERS_MAX } from '../../../src/data/polygon/maker-lists.ts';
import { REFUSED_MS } from '../../../src/data/polygon/subscription.ts';
import { following, makerWord, manyWallet, subscribed, wallet } from './following.ts';
import { logOf, MAKER, OTHER } from './logs.ts';
import type { PolygonNode } from './polygon-node.ts';

const THIRD = `0x${'c3'.repeat(20)}`;
const REFUSED = { kind: 'error', code: -32_005, message: 'too many topics' } as const;
const asks = (node: PolygonNode, method: string) =>
  node.asked.filter((one) => one.method === method).length;

describe('the followed wallets', () => {
  test('are subscribed anew when they change, and the old list is given back', async () => {
    const { node, stream, until } = await subscribed([MAKER]);
    stream.follow(wallet(OTHER));
    await until(() => {
      expect(asks(node, 'eth_unsubscribe')).toBe(1);
      expect(node.lists).toEqual([[makerWord(MAKER), makerWord(OTHER)]]);
    });
    stream.unfollow(wallet(MAKER));
    await until(() => expect(node.lists).toEqual([[makerWord(OTHER)]]));
    stream.unfollow(wallet(OTHER));
    await until(() => expect(node.lists).toEqual([]));
    expect(stream.snapshot()).toMatchObject({ wallets: 0, subscriptions: 0, trouble: null });
    stream.follow(wallet(MAKER));
    await until(() => expect(node.lists).toEqual([[makerWord(MAKER)]]));
  });

  test('are never without a subscription while the list changes', async () => {
    const { node, frames, stream, until } = await subscribed([MAKER]);
    node.refuse = (kind) => (kind === 'eth_unsubscribe' ? null : { kind: 'hold' });
    stream.follow(wallet(OTHER));
    await until(() => expect(node.lists).toHaveLength(2));
    // Both lists stand: the log comes over both and is delivered once.
    expect(node.emit(logOf())).toBe(2);
    await until(() => expect(stream.snapshot()).toMatchObject({ logs: 1, repeated: 1 }));
    // News may overtake the answer that names their subscription.
    expect(node.emit(logOf({ maker: OTHER }, { logIndex: 8 }))).toBe(1);
    await until(() => expect(frames).toHaveLength(2));
    node.release();
    await until(() => expect(node.lists).toEqual([[makerWord(MAKER), makerWord(OTHER)]]));
  });

  test('that change while the node has not answered are asked for once more', async () => {
    const { node, stream, until } = await following([MAKER]);
    node.refuse = (kind, nth) => (kind === 'logs' && nth === 0 ? { kind: 'hold' } : null);
    stream.start();
    await until(() => expect(node.lists).toHaveLength(1));
    for (const one of [OTHER, THIRD]) stream.follow(wallet(one));
    stream.unfollow(wallet(MAKER));
    node.release();
    await until(() => expect(node.lists).toEqual([[makerWord(OTHER), makerWord(THIRD)]]));
    expect(asks(node, 'eth_subscribe')).toBe(3);
  });

  test('are asked for on the next connection when one is lost before its answer', async () => {
    const { node, runtime, stream, until } = await following([MAKER]);
    node.refuse = (kind, nth) => (kind === 'logs' && nth === 0 ? { kind: 'hold' } : null);
    stream.start();
    await until(() => expect(node.lists).toHaveLength(1));
    node.cut();
    await until(() => expect(stream.snapshot().state).toBe('waiting'));
    runtime.advance(1_000);
    await until(() => expect(stream.snapshot()).toMatchObject({ subscriptions: 1, reconnects: 1 }));
    expect(node.lists).toEqual([[makerWord(MAKER)]]);
  });

  test('are spread over lists that a node takes, and a change concerns one of them', async () => {
    const wallets = Array.from({ length: 2 * MAKERS_MAX + 1 }, (_, nth) => manyWallet(nth));
    const { node, stream, until } = await subscribed(wallets);
    expect(node.lists.map(({ length }) => length)).toEqual([MAKERS_MAX, MAKERS_MAX, 1]);
    const before = asks(node, 'eth_subscribe');
    stream.unfollow(manyWallet(MAKERS_MAX));
    await until(() => expect(asks(node, 'eth_unsubscribe')).toBe(1));
    stream.follow(manyWallet(5_000));
    await until(() => expect(asks(node, 'eth_unsubscribe')).toBe(2));
    expect(asks(node, 'eth_subscribe')).toBe(before + 2);
    expect(node.lists.map(({ length }) => length).sort((a, b) => b - a)).toEqual([
      MAKERS_MAX,
      MAKERS_MAX,
      1,
    ]);
  });

  test('beyond all lists are told, and take the place of whoever leaves', async () => {
    const room = LISTS_MAX * MAKERS_MAX;
    const wallets = Array.from({ length: room }, (_, nth) => manyWallet(nth));
    const { node, stream, until } = await subscribed(wallets);
    for (const nth of [room, room, room + 1]) stream.follow(manyWallet(nth));
    expect(stream.snapshot()).toMatchObject({
      wallets: room,
      roomless: 2,
      trouble: 'no subscription has room for 2 more wallets',
    });
    stream.unfollow(manyWallet(room + 1));
    stream.unfollow(manyWallet(3));
    await until(() => expect(node.lists.flat()).toContain(makerWord(manyWallet(room))));
    expect(stream.snapshot()).toMatchObject({ wallets: room, roomless: 0, trouble: null });
    await until(() => expect(node.lists).toHaveLength(LISTS_MAX));
  });
});

describe('a node that refuses', () => {
  test('is quoted, and asked again after a while', async () => {
    const { node, frames, runtime, stream, until } = await following([MAKER]);
    node.refuse = (kind, nth) => (kind === 'logs' && nth === 0 ? REFUSED : null);
    stream.start();
    await until(() =>
      expect(stream.snapshot().trouble).toBe('eth_subscribe refused: -32005 too many topics'),
    );
    for (let passed = 0; passed < REFUSED_MS; passed += 20_000) {
      expect(stream.snapshot()).toMatchObject({ state: 'open', subscriptions: 0 });
      const { messages } = stream.snapshot();
      node.head();
      await until(() => expect(stream.snapshot().messages).toBe(messages + 1));
      runtime.advance(20_000);
    }
    await until(() => expect(stream.snapshot()).toMatchObject({ subscriptions: 1, trouble: null }));
    node.emit(logOf());
    await until(() => expect(frames).toHaveLength(1));
  });

  test('a change leaves the list that it gave before', async () => {
    const { node, frames, stream, until } = await subscribed([MAKER]);
    node.refuse = (kind) => (kind === 'logs' ? REFUSED : null);
    stream.follow(wallet(OTHER));
    await until(() => expect(stream.snapshot().trouble).toContain('too many topics'));
    expect(stream.snapshot().subscriptions).toBe(1);
    node.emit(logOf());
    await until(() => expect(frames).toHaveLength(1));
  });

  test.each([
    ['no id', { result: 7 }, 'eth_subscribe: an answer without an id'],
    ['an empty id', { result: '' }, 'eth_subscribe: an answer without an id'],
    ['nothing', {}, 'eth_subscribe: an answer without result or error'],
    ['an error without words', { error: { code: -1 } }, 'eth_subscribe refused: -1 without words'],
  ])('with %s is quoted, too', async (_, body, trouble) => {
    const { node, stream, until } = await following([MAKER]);
    node.refuse = (kind) => (kind === 'logs' ? { kind: 'answer', body } : null);
    stream.start();
    await until(() => expect(stream.snapshot().trouble).toBe(trouble));
  });

  test('blocks is no live feed', async () => {
    const { node, stream, until } = await following([MAKER]);
    node.refuse = (kind) => (kind === 'newHeads' ? REFUSED : null);
    stream.start();
    await until(() => expect(node.lists).toHaveLength(1));
    await until(() => expect(stream.snapshot().trouble).toContain('too many topics'));
    expect(stream.snapshot().lastBlockAtMs).toBeNull();
  });

  test('to end a subscription changes nothing: its logs are known', async () => {
    const { node, frames, stream, until } = await subscribed([MAKER]);
    node.refuse = (kind) => (kind === 'eth_unsubscribe' ? REFUSED : null);
    stream.follow(wallet(OTHER));
    await until(() => expect(asks(node, 'eth_unsubscribe')).toBe(1));
    expect(node.emit(logOf())).toBe(2);
    await until(() => expect(stream.snapshot().repeated).toBe(1));
    expect(frames).toHaveLength(1);
    expect(stream.snapshot().trouble).toBeNull();
  });

  test('by silence is quoted, and what it gives too late is given back', async () => {
    const { node, runtime, stream, until } = await following([MAKER]);
    node.refuse = (kind, nth) => (kind === 'logs' && nth === 0 ? { kind: 'hold' } : null);
    stream.start();
    await until(() => {
      expect(node.lists).toHaveLength(1);
      expect(stream.snapshot().messages, 'the answer about blocks').toBe(1);
    });
    runtime.advance(ANSWER_MS_MAX);
    expect(stream.snapshot()).toMatchObject({
      state: 'open',
      subscriptions: 0,
      trouble: `eth_subscribe: no answer within ${ANSWER_MS_MAX} ms`,
    });
    node.release();
    await until(() => expect(node.lists).toEqual([]));
    expect(asks(node, 'eth_unsubscribe')).toBe(1);
  });
});
