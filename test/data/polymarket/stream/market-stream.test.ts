import { describe, expect, test } from 'vitest';
import {
  CHANGE_SPACING_MS,
  PROBE_TOKENS,
  REFRESH_SPACING_MS,
  SUBSCRIBE_CHUNK,
} from '../../../../src/data/polymarket/stream/market-shard.ts';
import {
  CONNECT_SPACING_MS,
  MARKET_SILENCE_MS_MAX,
  MarketStream,
  PROBE_TIMEOUT_MS,
  SHARD_TOKENS_MAX,
  SHARDS_MAX,
} from '../../../../src/data/polymarket/stream/market-stream.ts';
import type { TokenId } from '../../../../src/engine/domain/ids.ts';
import { VirtualSockets } from '../../socket/virtual-sockets.ts';
import { virtualVenue } from './market-venue.ts';

const LATENCY_MS = 5;
/** Long enough to connect, and to send all pieces of a full shard. */
const SETTLED_MS = 2_000;

function tokens(count: number, from = 1): TokenId[] {
  return Array.from({ length: count }, (_, at) => String(from + at) as TokenId);
}

function streaming() {
  const runtime = new VirtualSockets();
  const venue = virtualVenue(runtime, LATENCY_MS);
  const texts: string[] = [];
  const gaps: (readonly TokenId[])[] = [];
  const stream = new MarketStream(
    {
      baseUrl: 'wss://venue.test/',
      onText: (text) => texts.push(text),
      onGap: (tokenIds) => gaps.push(tokenIds),
    },
    runtime,
  );
  return { runtime, venue, stream, texts, gaps };
}

function subscribed(count: number) {
  const setup = streaming();
  setup.stream.subscribe(tokens(count));
  setup.runtime.advance(SETTLED_MS);
  setup.texts.length = 0;
  for (const { heard } of setup.venue.sessions) heard.length = 0;
  return setup;
}

function sorted(tokenIds: readonly string[]): string[] {
  return [...tokenIds].sort();
}

describe('subscribing', () => {
  test('the first message of a socket names the channel, the later ones the change', () => {
    const { runtime, venue, stream, texts } = streaming();
    stream.subscribe(tokens(2));
    runtime.advance(SETTLED_MS);
    stream.subscribe(tokens(1, 3));
    stream.unsubscribe(tokens(1));
    runtime.advance(SETTLED_MS);
    expect(runtime.wires.map(({ options }) => options.url)).toEqual(['wss://venue.test/ws/market']);
    expect(venue.last.heard).toEqual([
      '{"assets_ids":["1","2"],"type":"market","custom_feature_enabled":true}',
      '{"operation":"unsubscribe","assets_ids":["1"]}',
      '{"operation":"subscribe","assets_ids":["3"]}',
    ]);
    expect(texts.map((text) => JSON.parse(text).length)).toEqual([2, 1]);
    expect(venue.violations).toEqual([]);
  });

  test('books are asked for in pieces, one after another', () => {
    const { runtime, venue, stream } = streaming();
    stream.subscribe(tokens(SHARD_TOKENS_MAX));
    runtime.advance(LATENCY_MS);
    expect(venue.last.tokens.size).toBe(SUBSCRIBE_CHUNK);
    runtime.advance(CHANGE_SPACING_MS - 1);
    expect(venue.last.tokens.size).toBe(SUBSCRIBE_CHUNK);
    runtime.advance(1);
    expect(venue.last.tokens.size).toBe(2 * SUBSCRIBE_CHUNK);
    runtime.advance(SETTLED_MS);
    expect(venue.last.tokens.size).toBe(SHARD_TOKENS_MAX);
    expect(venue.violations).toEqual([]);
  });

  test('changes of one moment are one message, and a token that comes back brings its book again', () => {
    const { runtime, venue, stream } = subscribed(2);
    stream.subscribe(tokens(1, 10));
    runtime.advance(CHANGE_SPACING_MS / 2);
    stream.subscribe(tokens(1, 11));
    stream.unsubscribe(tokens(1, 2));
    stream.subscribe(tokens(1, 2));
    runtime.advance(SETTLED_MS);
    expect(venue.last.heard).toEqual([
      '{"operation":"unsubscribe","assets_ids":["2"]}',
      '{"operation":"subscribe","assets_ids":["10","11","2"]}',
    ]);
  });

  test('the tokens are spread over sockets of 200, opened one after another', () => {
    const { runtime, venue, stream } = streaming();
    expect(stream.subscribe(tokens(450))).toEqual([]);
    runtime.advance(SETTLED_MS);
    expect(venue.open.map((session) => session.tokens.size)).toEqual([200, 200, 50]);
    expect(runtime.attemptsMs).toEqual([0, CONNECT_SPACING_MS, 2 * CONNECT_SPACING_MS]);
    expect(venue.streamed).toEqual(sorted(tokens(450)));
    expect(stream.snapshot()).toMatchObject({ state: 'open', tokens: 450 });
  });

  test('half-empty sockets are filled first, and empty ones closed', () => {
    const { runtime, venue, stream, gaps } = subscribed(450);
    stream.unsubscribe(tokens(100));
    stream.subscribe(tokens(100, 1_001));
    runtime.advance(SETTLED_MS);
    expect(venue.open.map((session) => session.tokens.size)).toEqual([200, 200, 50]);
    stream.unsubscribe(tokens(50, 401));
    runtime.advance(SETTLED_MS);
    expect(venue.open.map((session) => session.tokens.size)).toEqual([200, 200]);
    expect(stream.snapshot().shards).toHaveLength(2);
    expect(gaps).toEqual([]);
  });

  test('a token that comes back goes where the venue still streams it', () => {
    const { runtime, venue, stream } = subscribed(350);
    stream.unsubscribe(tokens(1));
    stream.unsubscribe(tokens(1, 300));
    stream.subscribe(tokens(1, 300));
    runtime.advance(SETTLED_MS);
    expect(venue.open.map((session) => session.tokens.has('300'))).toEqual([false, true]);
    expect(venue.open.map((session) => session.tokens.size)).toEqual([199, 150]);
  });

  test('what finds no room is told', () => {
    const { runtime, stream } = streaming();
    const room = SHARDS_MAX * SHARD_TOKENS_MAX;
    expect(stream.subscribe(tokens(room + 2))).toEqual(tokens(2, room + 1));
    runtime.advance(SHARDS_MAX * CONNECT_SPACING_MS + SETTLED_MS);
    expect(stream.snapshot()).toMatchObject({ state: 'open', tokens: room });
    stream.unsubscribe(tokens(1));
    expect(stream.subscribe(tokens(2, room + 1))).toEqual(tokens(1, room + 2));
  });
});

describe('gaps', () => {
  test('a lost connection distrusts its books, and subscribes all of them again', () => {
    const { runtime, venue, stream, gaps } = subscribed(250);
    stream.unsubscribe(tokens(1));
    venue.sessions[0]?.end(1013, 'slow consumer');
    expect(gaps.map(sorted)).toEqual([sorted(tokens(199, 2))]);
    expect(stream.snapshot()).toMatchObject({ state: 'waiting', closeCode: 1013, tokens: 249 });
    runtime.advance(SETTLED_MS);
    expect(venue.open).toHaveLength(2);
    expect(venue.streamed).toEqual(sorted(tokens(249, 2)));
    expect(stream.snapshot()).toMatchObject({ state: 'open', reconnects: 1 });
    expect(venue.violations).toEqual([]);
  });

  test('only what was asked for can be missed', () => {
    const { runtime, venue, stream, gaps } = streaming();
    stream.subscribe(tokens(100));
    runtime.advance(LATENCY_MS);
    venue.last.end(1006, '');
    expect(gaps).toEqual([tokens(SUBSCRIBE_CHUNK)]);
  });
});

describe('refreshing', () => {
  test('a fresh snapshot is asked for on the same socket', () => {
    const { runtime, venue, stream, texts, gaps } = subscribed(30);
    runtime.advance(REFRESH_SPACING_MS);
    expect(stream.refresh(tokens(2, 7))).toEqual([]);
    runtime.advance(SETTLED_MS);
    expect(venue.last.heard).toEqual([
      '{"operation":"unsubscribe","assets_ids":["7","8"]}',
      '{"operation":"subscribe","assets_ids":["7","8"]}',
    ]);
    expect(texts).toHaveLength(1);
    expect(venue.sessions).toHaveLength(1);
    expect(gaps).toEqual([]);
  });

  test('a token is not asked for again and again', () => {
    const { runtime, venue, stream } = subscribed(1);
    expect(stream.refresh(tokens(1))).toEqual(tokens(1));
    runtime.advance(REFRESH_SPACING_MS);
    expect(stream.refresh(tokens(1))).toEqual([]);
    expect(stream.refresh(tokens(1))).toEqual([]);
    runtime.advance(REFRESH_SPACING_MS);
    expect(venue.last.heard).toHaveLength(2);
    expect(stream.refresh(tokens(1))).toEqual(tokens(1));
    runtime.advance(CHANGE_SPACING_MS);
    expect(stream.refresh(tokens(1))).toEqual([]);
  });

  test('what is not subscribed is refused; what is about to be is on its way', () => {
    const { stream, runtime, venue } = streaming();
    stream.subscribe(tokens(1));
    expect(stream.refresh(tokens(2))).toEqual(tokens(1, 2));
    runtime.advance(SETTLED_MS);
    expect(venue.last.heard).toHaveLength(1);
  });

  test('a large refresh goes in pieces too', () => {
    const { runtime, venue, stream } = subscribed(SHARD_TOKENS_MAX);
    runtime.advance(REFRESH_SPACING_MS);
    stream.refresh(tokens(SHARD_TOKENS_MAX));
    runtime.advance(SETTLED_MS);
    expect(venue.last.heard).toHaveLength(1 + SHARD_TOKENS_MAX / SUBSCRIBE_CHUNK);
    expect(venue.streamed).toEqual(sorted(tokens(SHARD_TOKENS_MAX)));
    expect(venue.violations).toEqual([]);
  });
});

describe('silence', () => {
  test('quiet markets are asked, answer, and keep their connection', () => {
    const { runtime, venue, stream, gaps, texts } = subscribed(100);
    runtime.advance(10 * MARKET_SILENCE_MS_MAX);
    expect(venue.sessions).toHaveLength(1);
    expect(gaps).toEqual([]);
    expect(texts.length).toBeGreaterThan(5);
    expect(venue.last.pings).toBeGreaterThanOrEqual(30);
    expect(stream.snapshot()).toMatchObject({ state: 'open', reconnects: 0 });
    expect(venue.violations).toEqual([]);
  });

  test('each probe asks for a few books, and for others than the last', () => {
    const { runtime, venue } = subscribed(30);
    runtime.advance(MARKET_SILENCE_MS_MAX + LATENCY_MS);
    runtime.advance(MARKET_SILENCE_MS_MAX + LATENCY_MS);
    const asked = venue.last.heard
      .map((text) => JSON.parse(text))
      .filter(({ operation }) => operation === 'subscribe')
      .map(({ assets_ids }) => assets_ids);
    expect(asked).toEqual([tokens(PROBE_TOKENS), tokens(PROBE_TOKENS, 1 + PROBE_TOKENS)]);
  });

  test('a frozen connection that answers every PING is left after an unanswered probe', () => {
    const { runtime, venue, stream, gaps } = subscribed(50);
    venue.last.isFrozen = true;
    runtime.advance(MARKET_SILENCE_MS_MAX + PROBE_TIMEOUT_MS + SETTLED_MS);
    expect(gaps.map(sorted)).toEqual([sorted(tokens(50))]);
    expect(venue.sessions).toHaveLength(2);
    expect(venue.streamed).toEqual(sorted(tokens(50)));
    expect(stream.snapshot().reason).toBe('no data for 30000 ms and 5000 ms more after asking');
  });

  test('a quiet connection beside a busy one is judged by its own data', () => {
    const { runtime, venue } = subscribed(201);
    const frozen = venue.sessions[1];
    if (frozen !== undefined) frozen.isFrozen = true;
    for (let second = 0; second < 40; second += 1) {
      venue.sessions[0]?.send('{"event_type":"price_change"}');
      runtime.advance(1_000);
    }
    expect(frozen?.isOpen).toBe(false);
    expect(venue.sessions[0]?.isOpen).toBe(true);
    expect(venue.open).toHaveLength(2);
  });
});

describe('closing', () => {
  test('ends every socket, leaves no timer, and takes nothing more', async () => {
    const { runtime, venue, stream, gaps } = subscribed(450);
    const before = stream.snapshot();
    stream.unsubscribe(tokens(1));
    const closing = stream.close();
    for (const wire of runtime.wires) wire.end(1005);
    await closing;
    await stream.close();
    stream.subscribe(tokens(3));
    expect(stream.refresh(tokens(1))).toEqual(tokens(1));
    expect(runtime.pending).toBe(0);
    runtime.advance(600_000);
    expect(runtime.wires).toHaveLength(3);
    expect(venue.open).toEqual([]);
    expect(gaps).toEqual([]);
    expect(stream.snapshot()).toMatchObject({
      state: 'closed',
      tokens: 0,
      shards: [],
      messages: before.messages,
      bytes: before.bytes,
    });
  });
});
