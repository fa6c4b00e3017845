import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import { EXCHANGES, ORDER_FILLED } from '../../../src/data/polygon/exchanges.ts';
import { CHAIN_SILENCE_MS_MAX } from '../../../src/data/polygon/log-stream.ts';
import type { MarketId } from '../../../src/engine/domain/ids.ts';
import { LeaderDedupe } from '../../../src/engine/intelligence/wallet/leader-dedupe.ts';
import { following, subscribed } from './following.ts';
import { logOf, MAKER, MARKET, OTHER } from './logs.ts';

/** Longer than the pause before the first attempt, shorter than an attempt may take. */
const RECONNECT_MS = 1_000;
const V2_CONDITION = `0x01${'5a'.repeat(18)}${'0'.repeat(16)}0badcafe`;

describe('a log', () => {
  test('comes as the node sent it, with its market, number and receipt', async () => {
    const { node, frames, runtime, stream, until } = await subscribed([MAKER]);
    const log = logOf();
    expect(node.emit(log)).toBe(1);
    await until(() => expect(frames).toHaveLength(1));
    const frame = { log, market: MARKET, occurrence: 0, receivedAtMs: runtime.nowMs() };
    expect(JSON.stringify(frames[0])).toBe(JSON.stringify(frame));
    expect(stream.snapshot()).toMatchObject({ logs: 1, undated: 0, wallets: 1, trouble: null });
  });

  test('of a position of Protocol V2 needs nobody to tell its market', async () => {
    const { node, frames, until } = await subscribed([MAKER], () => expect.fail('asked'));
    const tokenId = BigInt(`${V2_CONDITION}01`);
    node.emit(logOf({ exchange: EXCHANGES[2] ?? '', tokenId }));
    await until(() => expect(frames).toMatchObject([{ market: `${V2_CONDITION}00` }]));
  });

  test('of a combination is counted and left out', async () => {
    const { node, frames, stream, until } = await subscribed([MAKER]);
    node.emit(logOf({ tokenId: BigInt(`0x03${V2_CONDITION.slice(4)}01`) }));
    node.emit(logOf());
    await until(() => expect(frames).toHaveLength(1));
    expect(stream.snapshot()).toMatchObject({ combos: 1, logs: 1 });
  });

  test('waits for its market, behind earlier ones of the same token', async () => {
    let tell: (market: MarketId) => void = () => undefined;
    const asked: string[] = [];
    const { node, frames, stream, until } = await subscribed([MAKER], (tokenId) => {
      asked.push(tokenId);
      return new Promise((resolve) => {
        tell = resolve;
      });
    });
    node.emit(logOf({}, { logIndex: 1 }));
    node.emit(logOf({}, { logIndex: 2 }));
    await until(() => expect(stream.snapshot().waiting).toBe(2));
    expect(frames).toEqual([]);
    tell(MARKET as MarketId);
    await until(() => expect(frames.map(({ occurrence }) => occurrence)).toEqual([0, 1]));
    node.emit(logOf({}, { logIndex: 3 }));
    await until(() => expect(frames).toHaveLength(3));
    expect(asked).toHaveLength(1);
  });

  test('without a market is counted when nobody tells it', async () => {
    const { node, frames, runtime, stream, until } = await subscribed([MAKER], () =>
      Promise.reject(new Error('the venue is away')),
    );
    node.emit(logOf());
    await until(() => {
      // Blocks keep the connection while time passes.
      node.head();
      runtime.advance(1_000);
      expect(stream.snapshot()).toMatchObject({ unlisted: 1, waiting: 0 });
    });
    expect(frames).toEqual([]);
  });

  test('without the time of its block is dated by its receipt, and counted', async () => {
    const { node, frames, runtime, stream, until } = await subscribed([MAKER]);
    node.emit(logOf({}, {}, { blockTimestamp: undefined }));
    await until(() => expect(frames).toHaveLength(1));
    expect(stream.snapshot().undated).toBe(1);
    expect(parseFrame('polygon.logs', frames[0]).events).toMatchObject([
      { event: { tradedAtMs: runtime.nowMs() } },
    ]);
  });

  test('that cannot be read says so where frames are read', async () => {
    const { node, frames, stream, until } = await subscribed([MAKER]);
    node.emit(logOf({}, {}, { data: '0x' }));
    await until(() => expect(frames).toHaveLength(1));
    expect(stream.snapshot()).toMatchObject({ strange: 1, logs: 0 });
    expect(parseFrame('polygon.logs', frames[0])).toMatchObject({
      events: [],
      problems: [{ field: 'data' }],
    });
  });

  test('that nobody asked for is left out', async () => {
    const { node, frames, stream, until } = await subscribed([MAKER]);
    node.flood(logOf({ maker: OTHER }));
    await until(() => expect(stream.snapshot().foreign).toBe(1));
    expect(frames).toEqual([]);
  });
});

describe('a trade counts once in the core', () => {
  const counted = (frames: readonly unknown[]) => {
    const dedupe = new LeaderDedupe();
    return frames
      .flatMap((frame) => parseFrame('polygon.logs', frame, 1_790_000_004_000).events)
      .flatMap((event) =>
        event.kind === 'leaderActed' ? [...dedupe.observe(event.event, 1_790_000_004_000)] : [],
      ).length;
  };

  test('when its log comes twice, also over another connection', async () => {
    const { node, frames, runtime, stream, until } = await subscribed([MAKER]);
    node.emit(logOf());
    node.emit(logOf());
    await until(() => expect(stream.snapshot()).toMatchObject({ logs: 1, repeated: 1 }));
    node.cut();
    await until(() => expect(stream.snapshot().state).toBe('waiting'));
    runtime.advance(RECONNECT_MS);
    await until(() => expect(node.lists).toHaveLength(1));
    node.emit(logOf());
    await until(() => expect(stream.snapshot().repeated).toBe(2));
    expect(frames).toHaveLength(1);
  });

  test('and twice when it has a true twin', async () => {
    const { node, frames, until } = await subscribed([MAKER]);
    for (const logIndex of [3, 8, 3, 8]) node.emit(logOf({}, { logIndex }));
    node.emit(logOf({}, { transaction: 'later' }));
    await until(() => expect(frames).toHaveLength(3));
    expect(frames.map(({ occurrence }) => occurrence)).toEqual([0, 1, 0]);
    expect(counted(frames)).toBe(3);
  });

  test('when its block was replaced and it stands elsewhere in the new one', async () => {
    const { node, frames, stream, until } = await subscribed([MAKER]);
    node.emit(logOf({}, { block: 'a', logIndex: 3 }));
    node.emit(logOf({}, { block: 'a', logIndex: 3 }, { removed: true }));
    node.emit(logOf({}, { block: 'b', logIndex: 5 }));
    await until(() => expect(stream.snapshot()).toMatchObject({ logs: 2, removed: 1 }));
    expect(frames.map(({ occurrence }) => occurrence)).toEqual([0, 0]);
    expect(counted(frames)).toBe(1);
  });
});

describe('a connection', () => {
  test('subscribes blocks and the logs of the followed wallets', async () => {
    const { node } = await subscribed([MAKER, OTHER]);
    expect(node.asked).toEqual([
      { method: 'eth_subscribe', params: ['newHeads'] },
      {
        method: 'eth_subscribe',
        params: [
          'logs',
          {
            address: EXCHANGES,
            topics: [
              ORDER_FILLED,
              null,
              [`0x${'0'.repeat(24)}${MAKER.slice(2)}`, `0x${'0'.repeat(24)}${OTHER.slice(2)}`],
            ],
          },
        ],
      },
    ]);
  });

  test('subscribes blocks alone while nobody is followed', async () => {
    const { node, stream } = await subscribed([]);
    expect(node.asked).toEqual([{ method: 'eth_subscribe', params: ['newHeads'] }]);
    expect(stream.snapshot()).toMatchObject({ wallets: 0, subscriptions: 0, trouble: null });
  });

  test('that was lost is made again, with all subscriptions', async () => {
    const { node, frames, runtime, stream, until } = await subscribed([MAKER, OTHER]);
    node.cut();
    await until(() =>
      expect(stream.snapshot()).toMatchObject({ state: 'waiting', subscriptions: 0 }),
    );
    stream.unfollow(OTHER as never);
    runtime.advance(RECONNECT_MS);
    await until(() => {
      expect(node.blocks).toBe(1);
      expect(node.lists).toEqual([[`0x${'0'.repeat(24)}${MAKER.slice(2)}`]]);
    });
    expect(stream.snapshot().reconnects).toBe(1);
    node.emit(logOf());
    await until(() => expect(frames).toHaveLength(1));
  });

  test('without a block for 30 s is replaced', async () => {
    const { node, runtime, stream, until } = await subscribed([MAKER]);
    for (let block = 1; block <= 20; block += 1) {
      const before = stream.snapshot().messages;
      node.head();
      await until(() => expect(stream.snapshot().messages).toBe(before + 1));
      runtime.advance(2_000);
    }
    expect(stream.snapshot()).toMatchObject({ state: 'open', reconnects: 0 });
    expect(stream.snapshot().lastBlockAtMs).toBe(runtime.nowMs() - 2_000);
    runtime.advance(CHAIN_SILENCE_MS_MAX - 2_000);
    expect(stream.snapshot()).toMatchObject({
      state: 'waiting',
      reason: `no data for ${CHAIN_SILENCE_MS_MAX} ms`,
    });
    runtime.advance(RECONNECT_MS);
    await until(() => {
      expect(stream.snapshot()).toMatchObject({ state: 'open', reconnects: 1, subscriptions: 1 });
      expect(node.lists).toHaveLength(1);
    });
  });

  test('takes what is not of the protocol for strange, and goes on', async () => {
    const { node, frames, stream, until } = await subscribed([MAKER]);
    const texts = [
      'no json',
      '[]',
      '7',
      '{}',
      '{"jsonrpc":"2.0","id":99,"result":"0x1"}',
      '{"jsonrpc":"2.0","id":"1","result":"0x1"}',
      '{"jsonrpc":"2.0","method":"eth_subscription"}',
      '{"jsonrpc":"2.0","method":"eth_subscription","params":{"result":{}}}',
      '{"jsonrpc":"2.0","method":"eth_other","params":{}}',
    ];
    for (const text of texts) node.say(text);
    await until(() => expect(stream.snapshot().strange).toBe(texts.length));
    node.emit(logOf());
    await until(() => expect(frames).toHaveLength(1));
  });

  test('is gone after the end, with whatever was asked', async () => {
    let signal: AbortSignal | null = null;
    const { node, frames, runtime, stream, until } = await subscribed([MAKER], (_, aborting) => {
      signal = aborting;
      return new Promise(() => undefined);
    });
    node.emit(logOf());
    await until(() => expect(stream.snapshot().waiting).toBe(1));
    await stream.close();
    await stream.close();
    expect(signal).toMatchObject({ aborted: true });
    expect(runtime.pending).toBe(0);
    await until(() => expect(node.connections).toBe(0));
    expect(frames).toEqual([]);
  });

  test('is not made before the start', async () => {
    const { node, runtime } = await following([MAKER]);
    expect(runtime.attemptsMs).toEqual([]);
    expect(node.connections).toBe(0);
  });
});
