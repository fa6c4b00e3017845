import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { SimClock } from '../wire/clock.ts';
import { type ListenAt, listen, shut } from '../wire/listen.ts';
import type { BinanceFaults } from './faults.ts';
import type { MarketUpdate, TimeUnit } from './frames.ts';
import { SlidingCount } from './limits.ts';
import { StreamClient } from './stream-client.ts';
import { STREAMS_MAX } from './stream-commands.ts';

/** Attempts to connect from one address, and within which time. */
export const ATTEMPTS_MAX = 300;
const ATTEMPTS_WINDOW_MS = 300_000;
/** Longest message taken from a client, in bytes. */
const MESSAGE_BYTES_MAX = 64 * 1_024;
const WORDS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  451: 'Unavailable For Legal Reasons',
};

export interface StreamServerOptions {
  readonly clock: SimClock;
  readonly faults: BinanceFaults;
  readonly pingEveryMs: number;
  readonly pongWithinMs: number;
  readonly lifeMs: number;
  /** Status that refuses this place, `null` where it is served. */
  readonly refusal: () => number | null;
}

interface Wanted {
  readonly streams: readonly string[];
  readonly isCombined: boolean;
  readonly unit: TimeUnit;
}

/** The exchange's streams on a loopback socket. */
export class StreamServer {
  readonly #options: StreamServerOptions;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES_MAX,
  });
  readonly #clients = new Set<StreamClient>();
  readonly #attempts = new SlidingCount(ATTEMPTS_WINDOW_MS);
  #connections = 0;
  #refused = 0;
  /** Of connections that are gone. */
  #sentBefore = 0;

  constructor(options: StreamServerOptions) {
    this.#options = options;
    this.#server = createServer((_request, response) => response.writeHead(426).end());
    this.#server.on('upgrade', (request, stream, head) => this.#upgrade(request, stream, head));
  }

  async listen(at: ListenAt): Promise<string> {
    return `ws://${await listen(this.#server, at)}`;
  }

  get clients(): readonly StreamClient[] {
    return [...this.#clients];
  }

  /** Since the start. */
  get counts(): {
    readonly connections: number;
    readonly refused: number;
    readonly frames: number;
  } {
    const sent = this.clients.reduce((sum, client) => sum + client.sent, this.#sentBefore);
    return { connections: this.#connections, refused: this.#refused, frames: sent };
  }

  tell(update: MarketUpdate): void {
    for (const client of this.#clients) client.tell(update);
  }

  turn(nowMs: number): void {
    for (const client of this.#clients) client.turn(nowMs);
  }

  passSecond(): void {
    for (const client of this.#clients) client.passSecond();
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.terminate();
    this.#sockets.close();
    await shut(this.#server);
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    // A client that leaves while it is refused is no matter.
    stream.on('error', () => stream.destroy());
    const attempts = this.#attempts.add(this.#options.clock.nowMs());
    const wanted = wantedOf(request.url ?? '/');
    const status = attempts > ATTEMPTS_MAX ? 429 : (this.#options.refusal() ?? wanted);
    if (typeof status === 'number') {
      this.#refused += 1;
      stream.end(`HTTP/1.1 ${status} ${WORDS[status] ?? 'Refused'}\r\nconnection: close\r\n\r\n`);
      return;
    }
    this.#sockets.handleUpgrade(request, stream, head, (socket) => {
      const { clock, faults, pingEveryMs, pongWithinMs, lifeMs } = this.#options;
      const client = new StreamClient(socket, {
        ...status,
        clock,
        faults,
        pingEveryMs,
        pongWithinMs,
        lifeMs,
      });
      this.#connections += 1;
      this.#clients.add(client);
      // A broken frame of the client: ws closes the connection after this.
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        this.#clients.delete(client);
        this.#sentBefore += client.sent;
      });
    });
  }
}

/** What an address asks for, or the status that refuses it. */
function wantedOf(address: string): Wanted | number {
  const { pathname, searchParams } = new URL(address, 'ws://sim');
  const unit = searchParams.get('timeUnit')?.toUpperCase() === 'MICROSECOND' ? 'µs' : 'ms';
  const isCombined = pathname === '/stream';
  const isRaw = pathname === '/ws' || pathname.startsWith('/ws/');
  if (!isCombined && !isRaw) return 404;
  const text = isCombined ? (searchParams.get('streams') ?? '') : pathname.slice('/ws/'.length);
  const streams = text.split('/').filter((name) => name !== '');
  return streams.length > STREAMS_MAX ? 400 : { streams, isCombined, unit };
}
