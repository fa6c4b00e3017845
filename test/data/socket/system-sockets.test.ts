import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { LiveSocket, type LiveSocketOptions } from '../../../src/data/socket/live-socket.ts';
import { SYSTEM_SOCKETS } from '../../../src/data/socket/system-sockets.ts';
import { VirtualSockets } from './virtual-sockets.ts';

/** Real sockets over loopback; time passes when the test says so. */
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

interface Peer {
  readonly socket: WebSocket;
  readonly raw: Duplex;
  readonly texts: string[];
}

async function venue() {
  const peers: Peer[] = [];
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: true });
  server.on('connection', (socket, request) => {
    const texts: string[] = [];
    socket.on('message', (data) => texts.push(String(data)));
    peers.push({ socket, raw: request.socket, texts });
  });
  await once(server, 'listening');
  undo.push(async () => {
    for (const client of server.clients) client.terminate();
    await new Promise((resolve) => server.close(resolve));
  });
  return { peers, server, url: urlOf(server.address()) };
}

/** A server that is no websocket server. */
async function plainServer(answer: (socket: Socket) => void) {
  const server: Server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(() => new Promise((resolve) => server.close(resolve)));
  return urlOf(server.address());
}

function urlOf(address: unknown): string {
  const isPort = typeof address === 'object' && address !== null && 'port' in address;
  return `ws://127.0.0.1:${isPort ? Number(address.port) : 0}`;
}

function connect(url: string, change: Partial<LiveSocketOptions> = {}) {
  const runtime = new VirtualSockets(SYSTEM_SOCKETS.connect);
  const texts: string[] = [];
  const socket = new LiveSocket(
    {
      url,
      frameBytesMax: 100_000,
      isCompressed: false,
      connectTimeoutMs: 10_000,
      keepAlive: { text: 'PING', answer: 'PONG', everyMs: 10_000, isAnswered: true },
      silenceMsMax: 60_000,
      probeTimeoutMs: 5_000,
      pace: null,
      ...change,
    },
    runtime,
    {
      onOpen: () => socket.send('hello'),
      onText: (text) => texts.push(text),
      onLost: () => undefined,
      onSilence: () => 'fault',
    },
  );
  socket.start();
  undo.push(() => socket.close());
  return { runtime, socket, texts };
}

function until(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 120_000, interval: 2 });
}

async function connected(change: Partial<LiveSocketOptions> = {}) {
  const { peers, server, url } = await venue();
  const client = connect(url, change);
  await until(() => expect(peers[0]?.texts).toEqual(['hello']));
  return { ...client, server, peers, peer: peers[0]! };
}

/** A frame of RFC 6455 without a mask. */
function frame(first: number, payload: string): Buffer {
  return Buffer.concat([Buffer.from([first, payload.length]), Buffer.from(payload)]);
}
const TEXT = 0x81;
const TEXT_BEGINNING = 0x01;
const CONTINUATION_END = 0x80;

describe('over real sockets', () => {
  test('texts arrive whole and in order, however the network cuts them', async () => {
    const { peer, texts } = await connected();
    const bytes = Buffer.concat([
      frame(TEXT, '{"at":1}'),
      frame(TEXT_BEGINNING, '{"at"'),
      frame(CONTINUATION_END, ':"two"}'),
      frame(TEXT, '{"at":3}'),
    ]);
    for (const byte of bytes) {
      await new Promise((resolve) => peer.raw.write(Buffer.from([byte]), resolve));
    }
    peer.socket.send('{"at":4}');
    await until(() => expect(texts).toEqual(['{"at":1}', '{"at":"two"}', '{"at":3}', '{"at":4}']));
  });

  test('compressed texts arrive as they were', async () => {
    const { peer, texts, socket } = await connected({ isCompressed: true });
    const text = JSON.stringify({ levels: 'x'.repeat(90_000) });
    peer.socket.send(text, { compress: true });
    await until(() => expect(texts).toEqual([text]));
    expect(peer.socket.extensions).toBe('permessage-deflate');
    expect(socket.snapshot()).toMatchObject({ messages: 1, bytes: text.length });
  });

  test.each([false, true])(
    'a message over the limit ends the connection, compressed: %s',
    async (isCompressed) => {
      const { peer, socket, texts } = await connected({ isCompressed });
      peer.socket.send('x'.repeat(100_001), { compress: isCompressed });
      await until(() => expect(socket.snapshot().state).toBe('waiting'));
      expect(socket.snapshot().reason).toMatch(/max payload/i);
      expect(texts).toEqual([]);
    },
  );

  test('a slow consumer is told so, and comes back', async () => {
    const { peer, peers, runtime, socket } = await connected();
    peer.socket.close(1013, 'slow consumer');
    await until(() => expect(socket.snapshot().state).toBe('waiting'));
    expect(socket.snapshot()).toMatchObject({
      reason: 'closed by the venue: 1013 slow consumer',
      closeCode: 1013,
    });
    runtime.advance(250);
    await until(() => expect(peers[1]?.texts).toEqual(['hello']));
    expect(socket.snapshot()).toMatchObject({ state: 'open', reconnects: 1 });
  });

  test('a broken connection is a state', async () => {
    const { peer, socket } = await connected();
    peer.raw.destroy();
    await until(() => expect(socket.snapshot().state).toBe('waiting'));
    expect(socket.snapshot()).toMatchObject({ closeCode: null });
  });

  test('a venue that neither reads nor answers is left, and its connection cut', async () => {
    const { peer, peers, server, runtime, socket } = await connected();
    peer.raw.pause();
    runtime.advance(20_000);
    expect(socket.snapshot().reason).toBe('no answer to PING within 10000 ms');
    runtime.advance(250);
    await until(() => expect(peers).toHaveLength(2));
    peer.raw.resume();
    await until(() => expect(server.clients.size).toBe(1));
  });

  test('binary messages are counted and not delivered', async () => {
    const { peer, socket, texts } = await connected();
    peer.socket.send(Buffer.from('{"is":"binary"}'));
    peer.socket.send('');
    peer.socket.send('PONG');
    peer.socket.send('[]');
    await until(() => expect(texts).toEqual(['[]']));
    expect(socket.snapshot()).toMatchObject({ binaries: 1, messages: 1, bytes: 2 });
  });

  test('closing ends the connection on both sides', async () => {
    const { server, socket, runtime } = await connected();
    await socket.close();
    expect(runtime.pending).toBe(0);
    await until(() => expect(server.clients.size).toBe(0));
  });

  test('closing during the handshake ends it', async () => {
    let isGone = false;
    let hasCome = false;
    const url = await plainServer((socket) => {
      hasCome = true;
      socket.on('error', () => undefined);
      socket.on('close', () => {
        isGone = true;
      });
      socket.resume();
    });
    const { runtime, socket } = connect(url);
    await until(() => expect(hasCome).toBe(true));
    await socket.close();
    expect(runtime.pending).toBe(0);
    await until(() => expect(isGone).toBe(true));
  });
});

describe('what is no websocket is a state with a reason', () => {
  async function reasonAt(url: string): Promise<string | null> {
    const { socket } = connect(url);
    await until(() => expect(socket.snapshot().state).toBe('waiting'));
    return socket.snapshot().reason;
  }

  test('a refused connection', async () => {
    const { server, url } = await venue();
    await new Promise((resolve) => server.close(resolve));
    expect(await reasonAt(url)).toMatch(/ECONNREFUSED/);
    // One name, often with several addresses.
    expect(await reasonAt(url.replace('127.0.0.1', 'localhost'))).toMatch(/ECONNREFUSED/);
  });

  test('a name that nobody has', async () => {
    expect(await reasonAt('ws://venue.invalid')).toMatch(/getaddrinfo/);
  });

  test.each([
    ['a refusal', 'HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n', /429/],
    [
      'a redirect',
      'HTTP/1.1 302 Found\r\nlocation: ws://127.0.0.1:1\r\ncontent-length: 0\r\n\r\n',
      /302/,
    ],
    ['no HTTP', 'hello\r\n\r\n', /Parse Error/],
    [
      'a wrong handshake',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: no\r\n\r\n',
      /Sec-WebSocket-Accept/,
    ],
    ['nothing', '', /socket hang up/],
  ])('%s', async (_name, answer, reason) => {
    const url = await plainServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(answer));
    });
    expect(await reasonAt(url)).toMatch(reason);
  });
});
