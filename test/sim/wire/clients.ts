import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** How long a condition may take to come true; far beyond what it needs. */
const PATIENCE_MS = 120_000;

/** Waits for `isTrue`. */
export async function until(isTrue: () => boolean, what: string): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS;
  while (!isTrue()) {
    if (Date.now() > endMs) throw new Error(`it never came true that ${what}`);
    await wait(2);
  }
}

type Json = Readonly<Record<string, unknown>>;

/** A plain websocket client that keeps everything it gets. */
export class PlainSocket {
  readonly texts: string[] = [];
  close: { readonly code: number; readonly reason: string } | null = null;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.texts.push(data.toString()));
    socket.on('close', (code, reason) => {
      this.close = { code, reason: reason.toString() };
    });
  }

  static async open(url: string): Promise<PlainSocket> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const client = new PlainSocket(socket);
    await once(socket, 'open');
    return client;
  }

  send(message: unknown): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Everything sent so far was taken by the server: it answered a PING after it. */
  async settled(): Promise<void> {
    const before = this.texts.filter((text) => text === 'PONG').length;
    this.send('PING');
    await until(
      () => this.texts.filter((text) => text === 'PONG').length > before,
      'a PING was answered',
    );
  }

  /** What came so far, without PONGs; lists of books flattened. */
  get frames(): readonly Json[] {
    return this.texts
      .filter((text) => text !== 'PONG')
      .flatMap((text): Json[] => [JSON.parse(text) as Json | Json[]].flat());
  }

  ofType(type: string): readonly Json[] {
    return this.frames.filter((frame) => (frame['event_type'] ?? frame['type']) === type);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(): void {
    this.#socket.terminate();
  }
}

/** Status, headers and JSON of a GET, or of a POST where there is a body. */
export async function ask(url: string, body?: unknown) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : text) as Json,
  };
}
