import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import {
  type BinanceSim,
  type BinanceSimOptions,
  startBinanceSim,
} from '../../../src/sim/binance/binance-sim.ts';
import { until } from '../wire/clients.ts';
import { ManualClock } from '../wire/manual-clock.ts';

export type Json = Readonly<Record<string, unknown>>;

/** A simulated exchange on a manual clock that ends with the test. */
export async function startSim(options: BinanceSimOptions = {}) {
  const clock = new ManualClock();
  const sim = await startBinanceSim({ seed: 'test', clock, ...options });
  onTestFinished(() => sim.close());
  return { sim, clock };
}

/** A plain client of the streams that keeps what it gets; it answers pings unless told otherwise. */
export class StreamListener {
  readonly texts: string[] = [];
  readonly pings: string[] = [];
  closed: { readonly code: number; readonly reason: string } | null = null;
  readonly socket: WebSocket;

  private constructor(url: string, autoPong: boolean) {
    this.socket = new WebSocket(url, { perMessageDeflate: false, autoPong });
    this.socket.on('message', (data) => this.texts.push(data.toString()));
    this.socket.on('ping', (data) => this.pings.push(data.toString()));
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
  }

  static async open(
    sim: BinanceSim,
    path: string,
    { autoPong = true }: { readonly autoPong?: boolean } = {},
  ): Promise<StreamListener> {
    const before = sim.counts.connections;
    const listener = new StreamListener(`${sim.urls.wsUrl}${path}`, autoPong);
    onTestFinished(() => listener.socket.terminate());
    await once(listener.socket, 'open');
    await until(() => sim.counts.connections > before, 'the exchange has taken the connection');
    return listener;
  }

  get frames(): readonly Json[] {
    return this.texts.map((text) => JSON.parse(text) as Json);
  }

  /** The payload of a frame of a combined stream, `at` from the first. */
  payload(at: number): Json {
    return (this.frames[at]?.['data'] ?? {}) as Json;
  }

  /** Everything that the exchange has sent on its only connection has come. */
  async caughtUp(sim: BinanceSim): Promise<void> {
    await until(() => this.texts.length === sim.counts.frames, 'everything sent has come');
  }

  /** Sends a command and waits for its answer. */
  async ask(message: unknown): Promise<Json> {
    const before = this.texts.length;
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    await until(() => this.texts.length > before, 'the command was answered');
    return this.frames[before] ?? {};
  }
}

/** Status with which the exchange refuses a connection. */
export async function refusalOf(url: string): Promise<string> {
  const socket = new WebSocket(url);
  const [error] = (await once(socket, 'error')) as [Error];
  return error.message;
}
