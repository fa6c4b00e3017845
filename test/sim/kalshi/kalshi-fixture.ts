import { constants, createPrivateKey, sign } from 'node:crypto';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import {
  type KalshiSim,
  type KalshiSimOptions,
  startKalshiSim,
} from '../../../src/sim/kalshi/kalshi-sim.ts';
import type { SimKey } from '../../../src/sim/kalshi/keys.ts';
import { until } from '../wire/clients.ts';
import { ManualClock } from '../wire/manual-clock.ts';

const PASS_STEP_MS = 10_000;

export type Json = Readonly<Record<string, unknown>>;

/** What clients sign: the time, the method and the path without its query. */
export function signed(key: SimKey, at: { nowMs: number; method?: string; path: string }) {
  const { nowMs, method = 'GET', path } = at;
  const message = Buffer.from(`${nowMs}${method}${path}`);
  const privateKey = createPrivateKey(key.privateKeyPem);
  const signature =
    key.type === 'ed25519'
      ? sign(null, message, privateKey)
      : sign('sha256', message, {
          key: privateKey,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
        });
  return {
    'KALSHI-ACCESS-KEY': key.keyId,
    'KALSHI-ACCESS-TIMESTAMP': String(nowMs),
    'KALSHI-ACCESS-SIGNATURE': signature.toString('base64'),
  };
}

export interface Fixture {
  readonly sim: KalshiSim;
  readonly clock: ManualClock;
  /** Lets time pass, with pauses in which sockets have their turn. */
  pass(ms: number): Promise<void>;
  /** Status, headers and JSON of a GET; signed where a key is given. */
  get(path: string, key?: SimKey): Promise<Answer>;
  /** A signed websocket that ends with the test. */
  connect(key?: SimKey): Promise<SignedSocket>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : { text }) as Json,
  };
}

/** A simulator on a manual clock, with one coin unless told, that ends with the test. */
export async function startKalshi(
  options: KalshiSimOptions & { readonly after?: number } = {},
): Promise<Fixture> {
  const { after = 0, ...rest } = options;
  const clock = new ManualClock();
  clock.advance(after);
  const sim = await startKalshiSim({ clock, coins: ['BTC'], ...rest });
  onTestFinished(() => sim.close());
  return {
    sim,
    clock,
    pass: async (ms) => {
      for (let left = ms; left > 0; left -= PASS_STEP_MS) {
        clock.advance(Math.min(left, PASS_STEP_MS));
        await turn();
      }
    },
    get: (path, key) => {
      const url = `${sim.restUrl}${path}`;
      const at = { nowMs: clock.nowMs(), path: new URL(url).pathname };
      return ask(url, key === undefined ? {} : { headers: signed(key, at) });
    },
    connect: (key = sim.keys.ed25519) => SignedSocket.open(sim, key, clock.nowMs()),
  };
}

/** A plain websocket client that keeps all it gets. */
export class SignedSocket {
  readonly frames: Json[] = [];
  readonly pings: string[] = [];
  isClosed = false;
  readonly #socket: WebSocket;
  #ids = 1_000;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.frames.push(JSON.parse(data.toString()) as Json));
    socket.on('ping', (data) => this.pings.push(data.toString()));
    socket.on('close', () => {
      this.isClosed = true;
    });
    socket.on('error', () => socket.terminate());
  }

  static async open(sim: KalshiSim, key: SimKey, nowMs: number): Promise<SignedSocket> {
    const headers = signed(key, { nowMs, path: new URL(sim.wsUrl).pathname });
    const socket = new WebSocket(sim.wsUrl, { headers, perMessageDeflate: false });
    const client = new SignedSocket(socket);
    await once(socket, 'open');
    onTestFinished(() => socket.terminate());
    return client;
  }

  send(message: unknown): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Sends a command and gives the first frame with its id. */
  async command(cmd: string, params?: Json): Promise<Json> {
    this.#ids += 1;
    const id = this.#ids;
    this.send({ id, cmd, ...(params === undefined ? {} : { params }) });
    await until(() => this.frames.some((frame) => frame['id'] === id), `${cmd} was answered`);
    return this.frames.find((frame) => frame['id'] === id) as Json;
  }

  /** Everything sent so far was taken, and all that was sent before arrived. */
  async settled(): Promise<readonly Json[]> {
    await this.command('list_subscriptions');
    return this.frames;
  }

  ofType(type: string): readonly Json[] {
    return this.frames.filter((frame) => frame['type'] === type);
  }
}

/** The message of a frame. */
export function msgOf(frame: Json | undefined): Json {
  return (frame?.['msg'] ?? {}) as Json;
}

export function rowsIn(answer: Answer, name: string): readonly Json[] {
  return answer.body[name] as readonly Json[];
}

/** All pages of a list. */
export async function allPages(
  fixture: Pick<Fixture, 'get'>,
  path: string,
  name: string,
): Promise<readonly Json[]> {
  const rows: Json[] = [];
  let cursor = '';
  do {
    const join = path.includes('?') ? '&' : '?';
    const next = cursor === '' ? path : `${path}${join}cursor=${encodeURIComponent(cursor)}`;
    const answer = await fixture.get(next);
    rows.push(...rowsIn(answer, name));
    cursor = String(answer.body['cursor']);
  } while (cursor !== '');
  return rows;
}
