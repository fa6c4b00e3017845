import { once } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import {
  RTDS_PING_MS,
  RTDS_SILENCE_MS_MAX,
  RtdsStream,
} from '../../../../src/data/polymarket/stream/rtds-stream.ts';
import { SYSTEM_SOCKETS } from '../../../../src/data/socket/system-sockets.ts';
import { VirtualSockets } from '../../socket/virtual-sockets.ts';

const SUBSCRIPTION =
  '{"action":"subscribe","subscriptions":[{"topic":"activity","type":"trades"},{"topic":"activity","type":"orders_matched"}]}';
const TRADE = '{"topic":"activity","type":"trades","payload":{}}';

function streaming() {
  const runtime = new VirtualSockets();
  const texts: [string, number][] = [];
  const stream = new RtdsStream(
    {
      url: 'wss://venue.test',
      onText: (text, receivedAtMs) => texts.push([text, receivedAtMs]),
    },
    runtime,
  );
  stream.start();
  runtime.last.open();
  return { runtime, stream, texts };
}

describe('trades of all wallets', () => {
  test('both topics are subscribed on every opening', () => {
    const { runtime } = streaming();
    expect(runtime.last.sent).toEqual([SUBSCRIPTION]);
    runtime.last.end(1001);
    runtime.advance(1_000);
    runtime.last.open();
    expect(runtime.wires).toHaveLength(2);
    expect(runtime.last.sent).toEqual([SUBSCRIPTION]);
  });

  test('PING goes out every 5 s, and its answers are not delivered', () => {
    const { runtime, texts } = streaming();
    for (let at = 1; at <= 12; at += 1) {
      runtime.advance(RTDS_PING_MS);
      expect(runtime.last.sent.filter((text) => text === 'PING')).toHaveLength(at);
      for (const text of ['PONG', 'pong', '', TRADE]) runtime.last.text(text);
    }
    expect(texts.map(([text]) => text)).toEqual(Array(12).fill(TRADE));
    expect(texts.at(-1)?.[1]).toBe(runtime.nowMs());
  });

  test('no trade for 20 s is a fault, whatever else is answered', () => {
    const { runtime, stream } = streaming();
    runtime.last.text(TRADE);
    for (let at = 1; at < RTDS_SILENCE_MS_MAX / RTDS_PING_MS; at += 1) {
      runtime.advance(RTDS_PING_MS);
      runtime.last.text('PONG');
    }
    expect(stream.snapshot().state).toBe('open');
    runtime.advance(RTDS_PING_MS);
    expect(stream.snapshot()).toMatchObject({
      state: 'waiting',
      reason: 'no data for 20000 ms',
      messages: 1,
    });
  });

  test('PING need not be answered', () => {
    const { runtime, stream } = streaming();
    runtime.advance(RTDS_SILENCE_MS_MAX - 1);
    expect(stream.snapshot().state).toBe('open');
  });

  test('over a real socket trades flow until it is closed', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    server.on('connection', (socket) => {
      socket.on('message', (data) => {
        if (String(data) === SUBSCRIPTION) for (let at = 0; at < 3; at += 1) socket.send(TRADE);
      });
    });
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const texts: string[] = [];
    const runtime = new VirtualSockets(SYSTEM_SOCKETS.connect);
    const stream = new RtdsStream(
      { url: `ws://127.0.0.1:${port}`, onText: (text) => texts.push(text) },
      runtime,
    );
    stream.start();
    await vi.waitFor(() => expect(texts).toEqual([TRADE, TRADE, TRADE]));
    await stream.close();
    await stream.close();
    expect(runtime.pending).toBe(0);
    await vi.waitFor(() => expect(server.clients.size).toBe(0));
    await new Promise((resolve) => server.close(resolve));
  });
});
