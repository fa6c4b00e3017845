import { createServer, type Server } from 'node:http';
import { WebSocketServer } from 'ws';
import { Chance } from '../chance.ts';
import { SeededSpotPath, type SpotPath } from '../spot/spot-path.ts';
import { type SimClock, SYSTEM_CLOCK } from '../wire/clock.ts';
import { type ListenAt, listen, shut } from '../wire/listen.ts';
import { type PolyboltAccount, type PolyboltAuth, PolyboltClient } from './polybolt-client.ts';

const SECOND_MS = 1_000;
/** Longest message taken, in bytes, as documented. */
const MESSAGE_BYTES_MAX = 64 * 1_024;
const DRAINING = 4_003;
const STALL_MS = [5_000, 30_000] as const;
const LOST_MAX = 5;
const ANYWHERE: ListenAt = { host: '127.0.0.1', port: 0 };

/** Probability of each fault per connection and second, 0 to 1. */
export interface PolyboltFaults {
  /** Torn without a close frame. */
  readonly cut: number;
  /** Open, and silent. */
  readonly stall: number;
  /** Messages left out, told or not. */
  readonly lose: number;
  /** All connections closed because the server is replaced; per second. */
  readonly drain: number;
}

export interface PolyboltSimOptions {
  readonly seed?: string;
  readonly path?: SpotPath;
  readonly clock?: SimClock;
  /** Who may subscribe. */
  readonly accounts: readonly PolyboltAccount[];
  /** Who else may: the accounts of another simulator, which come and go. */
  readonly isAccount?: (auth: PolyboltAuth) => boolean;
  readonly faults?: Partial<PolyboltFaults>;
  readonly at?: ListenAt;
}

/** Polymarket's settlement prices on a loopback socket. */
export class PolyboltSim {
  readonly #options: PolyboltSimOptions;
  readonly #clock: SimClock;
  readonly #path: SpotPath;
  readonly #chance: Chance;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES_MAX,
  });
  readonly #clients = new Set<PolyboltClient>();
  #faults: Partial<PolyboltFaults>;
  #cancel: (() => void) | null = null;
  #url = '';
  #connections = 0;

  constructor(options: PolyboltSimOptions) {
    const seed = options.seed ?? 'polybolt';
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#path = options.path ?? new SeededSpotPath(seed);
    this.#chance = new Chance(seed).fork('polybolt');
    this.#faults = options.faults ?? {};
    this.#server = createServer((_request, response) => response.writeHead(426).end());
    this.#server.on('upgrade', (request, stream, head) => {
      // A client that leaves while it is refused is no matter.
      stream.on('error', () => stream.destroy());
      if ((request.url ?? '').replace(/\?.*$/, '') !== '/ws') {
        stream.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
        return;
      }
      this.#sockets.handleUpgrade(request, stream, head, (socket) => {
        const { accounts, isAccount = () => false } = this.#options;
        const client = new PolyboltClient(socket, {
          clock: this.#clock,
          path: this.#path,
          accounts,
          isAccount,
        });
        this.#connections += 1;
        this.#clients.add(client);
        socket.on('error', () => socket.terminate());
        socket.on('close', () => this.#clients.delete(client));
      });
    });
  }

  async listen(at: ListenAt = ANYWHERE): Promise<void> {
    this.#url = `ws://${await listen(this.#server, at)}/ws`;
    this.#cancel = this.#clock.schedule(SECOND_MS, () => this.#tick());
  }

  get url(): string {
    return this.#url;
  }

  get connections(): number {
    return this.#connections;
  }

  /** Connections that are open. */
  get clients(): readonly PolyboltClient[] {
    return [...this.#clients];
  }

  setFaults(faults: Partial<PolyboltFaults>): void {
    this.#faults = faults;
  }

  /** Closes all: they are to come back, spread over ten seconds. */
  drain(): void {
    for (const client of this.#clients) client.close(DRAINING, 'draining');
  }

  async close(): Promise<void> {
    this.#cancel?.();
    for (const client of this.#clients) client.terminate();
    this.#sockets.close();
    await shut(this.#server);
  }

  #tick(): void {
    const nowMs = this.#clock.nowMs();
    for (const client of this.#clients) {
      client.tick(nowMs);
      const chance = this.#chance;
      if (chance.happens(this.#faults.lose ?? 0)) {
        client.lose(chance.whole(1, LOST_MAX), chance.happens(0.5));
      }
      if (chance.happens(this.#faults.stall ?? 0)) client.stall(chance.whole(...STALL_MS));
      if (chance.happens(this.#faults.cut ?? 0)) client.terminate();
    }
    if (this.#chance.happens(this.#faults.drain ?? 0)) this.drain();
    this.#cancel = this.#clock.schedule(SECOND_MS, () => this.#tick());
  }
}

/** Settlement prices that listen. @throws Error of a socket, such as a taken port */
export async function startPolyboltSim(options: PolyboltSimOptions): Promise<PolyboltSim> {
  const sim = new PolyboltSim(options);
  await sim.listen(options.at);
  return sim;
}
