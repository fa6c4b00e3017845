import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { STORM_REFUSALS } from '../../wire/faults.ts';
import { type ListenAt, listen, shut } from '../../wire/listen.ts';
import { Refusal } from '../../wire/refusal.ts';
import type { WireRuntime } from '../../wire/runtime.ts';
import type { KeyRing } from '../keys.ts';
import { problem } from '../rest/scene.ts';
import type { TimedHappening } from '../world/happening.ts';
import { Line } from './line.ts';
import { Session, type SessionScene } from './session.ts';
import { Told } from './told.ts';

/** The one path of the host, signed with the handshake. */
export const SOCKET_PATH = '/trade-api/ws/v2';
const PING_EVERY_MS = 10_000;
/** Longest message taken from a client, in bytes. */
const MESSAGE_BYTES_MAX = 1024 * 1024;
/** Probability that a session drops when a pause begins. */
const DROPPED_IN_PAUSE = 0.5;

export interface SocketOptions {
  readonly scene: SessionScene;
  readonly keys: KeyRing;
  readonly runtime: WireRuntime;
  /** A reader with more than this many bytes waiting for it loses its subscriptions. */
  readonly bufferBytesMax: number;
}

/** The venue's websocket host: no connection without a signed handshake. */
export class KalshiSocketHost {
  /** Pongs of all clients so far. */
  pongs = 0;
  readonly #options: SocketOptions;
  readonly #told: Told;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES_MAX,
  });
  readonly #sessions = new Set<Session>();
  #refusals = 0;
  #pingedAtMs: number;

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#told = new Told(options.scene.world);
    this.#pingedAtMs = options.scene.nowMs();
    this.#server = createServer((_request, response) => response.writeHead(426).end());
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  async listen(at: ListenAt): Promise<string> {
    return `ws://${await listen(this.#server, at)}`;
  }

  async close(): Promise<void> {
    for (const { line } of this.#sessions) line.terminate();
    this.#sockets.close();
    await shut(this.#server);
  }

  tell(happenings: readonly TimedHappening[]): void {
    const { chance } = this.#options.runtime;
    for (const happening of happenings) {
      if (happening.what.kind !== 'paused') this.#told.tell(this.#sessions, happening);
      else
        for (const { line } of this.#sessions)
          if (chance.happens(DROPPED_IN_PAUSE)) line.terminate();
    }
  }

  /** To be called once a second: pings, and what faults do to connections and subscriptions. */
  passSecond(nowMs: number): void {
    const isPing = nowMs - this.#pingedAtMs >= PING_EVERY_MS;
    if (isPing) this.#pingedAtMs = nowMs;
    for (const session of this.#sessions) {
      session.line.passSecond(nowMs);
      if (isPing) session.line.ping();
      this.#endSome(session);
    }
    this.#mayStorm();
  }

  #endSome(session: Session): void {
    const { scene, bufferBytesMax, runtime } = this.#options;
    const isSlow = session.line.waiting > bufferBytesMax;
    if (isSlow) runtime.counts.slowReaders += 1;
    for (const subscription of [...session.subscriptions]) {
      if (isSlow || scene.faults.happens('bufferOverflow')) session.end(subscription, 25);
      else if (scene.faults.happens('channelError')) session.end(subscription, 10);
    }
  }

  #mayStorm(): void {
    const { faults } = this.#options.runtime;
    if (this.#sessions.size === 0 || !faults.happens('socketStorm')) return;
    this.#refusals = faults.amount('socketStorm', STORM_REFUSALS);
    for (const { line } of this.#sessions) line.terminate();
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    // A client that leaves while it is refused is no matter.
    stream.on('error', () => stream.destroy());
    const path = (request.url ?? '/').replace(/\?.*$/, '');
    const refusal = this.#refusalOf(request, path);
    if (refusal !== null) {
      stream.end(refusalText(refusal));
      return;
    }
    this.#sockets.handleUpgrade(request, stream, head, (socket) => this.#open(socket));
  }

  #refusalOf({ headers }: IncomingMessage, path: string): Refusal | null {
    const { keys, runtime, scene } = this.#options;
    if (path !== SOCKET_PATH) return new Refusal(404, `there is only ${SOCKET_PATH} here`);
    if (this.#refusals > 0) {
      this.#refusals -= 1;
      runtime.counts.refusedConnections += 1;
      return new Refusal(503, 'Service Unavailable');
    }
    try {
      const keyId = keys.verify({ headers, method: 'GET', path, nowMs: scene.nowMs() });
      if (keyId !== null) return null;
      return new Refusal(401, 'authentication_error', 'the access headers are missing');
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  #open(socket: WebSocket): void {
    const { runtime, scene } = this.#options;
    const session = new Session(new Line(socket, runtime), scene);
    this.#sessions.add(session);
    runtime.counts.connections += 1;
    socket.on('message', (data, isBinary) => {
      if (!isBinary) session.onText(data.toString());
    });
    socket.on('pong', () => {
      this.pongs += 1;
    });
    // A broken frame of the client: ws closes the connection after this.
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#sessions.delete(session));
  }
}

const REASONS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  404: 'Not Found',
  503: 'Service Unavailable',
};

function refusalText(refusal: Refusal): string {
  const body = JSON.stringify(problem(refusal));
  return [
    `HTTP/1.1 ${refusal.status} ${REASONS[refusal.status] ?? 'Refused'}`,
    'connection: close',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
