import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { ControlActs } from './acts.ts';
import { Exchange } from './exchange.ts';
import { requireOwnPlace, type SocketPlace, socketPlace } from './socket-path.ts';

/** Connections at a time; each is one request of the owner of the directory. */
const CONNECTIONS_MAX = 64;
const PRIVATE_DIRECTORY_MODE = 0o700;
const SOCKET_MODE = 0o600;

/** A program answers on this directory's socket already. */
export class SocketHeldError extends Error {
  override readonly name = 'SocketHeldError';
}

/** The Unix socket by which the host reaches the running program. */
export class ControlServer {
  readonly path: string;
  readonly #place: SocketPlace;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(place: SocketPlace, server: Server) {
    this.path = place.path;
    this.#place = place;
    this.#server = server;
    server.maxConnections = CONNECTIONS_MAX;
  }

  /**
   * Listens in the data directory. A socket that a dead program left behind is replaced.
   * @throws SocketHeldError when one answers there.
   */
  static async open(
    dataDir: string,
    acts: ControlActs,
    report: (error: unknown) => void,
  ): Promise<ControlServer> {
    const place = socketPlace(dataDir);
    prepare(place);
    if (await answers(place.path)) {
      throw new SocketHeldError(`Another program already runs on ${dataDir}`);
    }
    rmSync(place.path, { force: true });
    // A client may close its side behind its request and still read the answer.
    const server = createServer({ allowHalfOpen: true });
    const control = new ControlServer(place, server);
    server.on('connection', (socket) => {
      control.#sockets.add(socket);
      socket.once('close', () => control.#sockets.delete(socket));
      new Exchange(socket, acts, report).begin();
    });
    await new Promise<void>((listening, failed) => {
      server.once('error', failed);
      server.listen(place.path, listening);
    });
    server.on('error', report);
    chmodSync(place.path, SOCKET_MODE);
    return control;
  }

  /** Ends every connection and removes the socket. */
  async close(): Promise<void> {
    const closed = new Promise<void>((done) => this.#server.close(() => done()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    const { ownDirectory } = this.#place;
    if (ownDirectory !== null) rmSync(ownDirectory, { recursive: true, force: true });
  }
}

function prepare(place: SocketPlace): void {
  if (place.ownDirectory === null) return;
  mkdirSync(place.ownDirectory, { recursive: true, mode: PRIVATE_DIRECTORY_MODE });
  requireOwnPlace(place);
}

function answers(path: string): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      settle(true);
    });
    socket.once('error', () => settle(false));
  });
}
