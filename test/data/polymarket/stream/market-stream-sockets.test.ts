import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  MARKET_PING_MS,
  MARKET_SILENCE_MS_MAX,
  MarketStream,
  PROBE_TIMEOUT_MS,
} from '../../../../src/data/polymarket/stream/market-stream.ts';
import { SYSTEM_SOCKETS } from '../../../../src/data/socket/system-sockets.ts';
import type { TokenId } from '../../../../src/engine/domain/ids.ts';
import { VirtualSockets } from '../../socket/virtual-sockets.ts';
import { MarketDouble } from './market-venue.ts';

/** Real sockets over loopback; time passes when the test says so. */
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

function tokens(count: number): TokenId[] {
  return Array.from({ length: count }, (_, at) => String(1 + at) as TokenId);
}

async function streaming() {
  const venue = await MarketDouble.start();
  undo.push(() => venue.stop());
  const runtime = new VirtualSockets(SYSTEM_SOCKETS.connect);
  const texts: string[] = [];
  const gaps: (readonly TokenId[])[] = [];
  const stream = new MarketStream(
    {
      baseUrl: venue.url,
      onText: (text) => texts.push(text),
      onGap: (tokenIds) => gaps.push(tokenIds),
    },
    runtime,
  );
  undo.push(() => stream.close());
  /** Lets a little time pass until the condition holds. */
  const until = (check: () => void): Promise<void> =>
    vi.waitFor(
      () => {
        runtime.advance(10);
        check();
      },
      { timeout: 120_000, interval: 2 },
    );
  return { runtime, venue, stream, texts, gaps, until };
}

async function subscribed(count: number) {
  const setup = await streaming();
  setup.stream.subscribe(tokens(count));
  await setup.until(() => expect(setup.venue.streamed).toHaveLength(count));
  await setup.until(() => expect(setup.texts).not.toEqual([]));
  return setup;
}

describe('over real sockets', () => {
  test('450 tokens arrive over three connections, and changes follow', async () => {
    const { venue, stream, until } = await subscribed(450);
    stream.unsubscribe(tokens(250));
    stream.subscribe(['9001' as TokenId]);
    const wanted = [...tokens(450).slice(250), '9001'].sort();
    await until(() => expect(venue.streamed).toEqual(wanted));
    await until(() => expect(venue.open).toHaveLength(2));
    expect(venue.violations).toEqual([]);
  });

  test('a slow consumer is cut off, comes back and subscribes everything again', async () => {
    const { venue, gaps, until, stream } = await subscribed(30);
    venue.last.end(1013, 'slow consumer');
    await until(() => expect(gaps.flat()).toHaveLength(30));
    await until(() => expect(venue.streamed).toEqual(tokens(30).sort()));
    expect(venue.sessions).toHaveLength(2);
    expect(stream.snapshot()).toMatchObject({ closeCode: 1013, reconnects: 1, state: 'open' });
    expect(venue.violations).toEqual([]);
  });

  test('a frozen venue that still answers PING is noticed', async () => {
    const { runtime, venue, gaps, until } = await subscribed(30);
    venue.last.isFrozen = true;
    const asked = venue.last.heard.length;
    for (let pings = 1; pings <= MARKET_SILENCE_MS_MAX / MARKET_PING_MS - 1; pings += 1) {
      runtime.advance(MARKET_PING_MS);
      await vi.waitFor(() => expect(venue.last.pings).toBe(pings));
    }
    runtime.advance(MARKET_PING_MS - 1_000);
    await until(() => expect(venue.last.heard).toHaveLength(asked + 2));
    expect(gaps).toEqual([]);
    runtime.advance(PROBE_TIMEOUT_MS);
    expect(gaps.flat()).toHaveLength(30);
    await until(() => expect(venue.sessions).toHaveLength(2));
    await until(() => expect(venue.open.map(({ tokens }) => tokens.size)).toEqual([30]));
  });

  test('a storm of broken connections ends with everything subscribed once', async () => {
    const { venue, stream, until } = await subscribed(250);
    for (let at = 1; at <= 5; at += 1) {
      for (const session of venue.open) session.end(1006, '');
      await until(() => expect(venue.sessions).toHaveLength(2 + 2 * at));
    }
    await until(() => expect(venue.streamed).toEqual(tokens(250).sort()));
    expect(stream.snapshot().reconnects).toBe(10);
    expect(venue.violations).toEqual([]);
  });

  test('closing leaves no connection', async () => {
    const { runtime, venue, stream } = await subscribed(250);
    await stream.close();
    expect(runtime.pending).toBe(0);
    await vi.waitFor(() => expect(venue.open).toEqual([]));
  });
});
