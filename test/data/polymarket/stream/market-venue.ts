import { once } from 'node:events';
import { type WebSocket, WebSocketServer } from 'ws';
import type { FakeWire, VirtualSockets } from '../../../data/socket/virtual-sockets.ts';

/** Tokens of one connection that the venue serves, and of one message that asks for books. */
const TOKENS_MAX = 200;
const CHUNK_MAX = 20;
const TOKEN = /^[1-9]\d{0,77}$/;
const GREETING_KEYS = 'assets_ids,custom_feature_enabled,type';
const CHANGE_KEYS = 'assets_ids,operation';

/** One connection of the market channel as the venue sees it. Whatever breaks the rules is noted. */
export class MarketSession {
  readonly tokens = new Set<string>();
  /** Every text but PING, in order. */
  readonly heard: string[] = [];
  pings = 0;
  /** Answers PING and nothing else, as the venue does when it is frozen. */
  isFrozen = false;
  isOpen = true;
  /** Sends a text to the client; set by whoever carries it. */
  send: (text: string) => void = () => undefined;
  end: (code: number, reason: string) => void = () => undefined;
  #isGreeted = false;
  readonly #violations: string[];

  constructor(violations: string[]) {
    this.#violations = violations;
  }

  receive(text: string): void {
    if (text === 'PING') {
      this.pings += 1;
      this.send('PONG');
      return;
    }
    this.heard.push(text);
    const message: Record<string, unknown> = JSON.parse(text);
    const ids = this.#idsOf(message);
    if (ids === null) return;
    const keys = Object.keys(message).sort().join(',');
    if (keys === GREETING_KEYS && message['type'] === 'market') this.#greet(ids);
    else if (keys !== CHANGE_KEYS) this.#refuse(`a message of another shape: ${text}`);
    else if (!this.#isGreeted) this.#refuse('a change before the first subscription');
    else if (message['operation'] === 'subscribe') this.#subscribe(ids);
    else if (message['operation'] === 'unsubscribe') this.#unsubscribe(ids);
    else this.#refuse(`an unknown operation: ${text}`);
  }

  #idsOf(message: Record<string, unknown>): string[] | null {
    const ids = message['assets_ids'];
    const isList = Array.isArray(ids) && ids.length > 0;
    if (isList && ids.every((id) => typeof id === 'string' && TOKEN.test(id))) return ids;
    return this.#refuse('no list of token ids');
  }

  #greet(ids: readonly string[]): void {
    if (this.#isGreeted) this.#refuse('a second message of type market');
    this.#isGreeted = true;
    this.#subscribe(ids);
  }

  #subscribe(ids: readonly string[]): void {
    if (ids.length > CHUNK_MAX) this.#refuse(`${ids.length} books in one message`);
    for (const id of ids) {
      if (this.tokens.has(id)) this.#refuse(`${id} subscribed twice`);
      this.tokens.add(id);
    }
    if (this.tokens.size > TOKENS_MAX) this.#refuse(`${this.tokens.size} tokens on one socket`);
    const books = ids.map((id) => ({ event_type: 'book', asset_id: id, bids: [], asks: [] }));
    if (!this.isFrozen) this.send(JSON.stringify(books));
  }

  #unsubscribe(ids: readonly string[]): void {
    for (const id of ids) {
      if (!this.tokens.delete(id)) this.#refuse(`${id} was not subscribed`);
    }
  }

  #refuse(violation: string): null {
    this.#violations.push(violation);
    return null;
  }
}

/** All connections of the market channel. */
export class MarketVenue {
  readonly sessions: MarketSession[] = [];
  readonly violations: string[] = [];

  get open(): MarketSession[] {
    return this.sessions.filter(({ isOpen }) => isOpen);
  }

  /** Tokens streamed by open connections; one that two of them stream is there twice. */
  get streamed(): string[] {
    return this.open.flatMap(({ tokens }) => [...tokens]).sort();
  }

  get last(): MarketSession {
    const session = this.sessions.at(-1);
    if (session === undefined) throw new Error('nobody has connected');
    return session;
  }

  session(): MarketSession {
    const session = new MarketSession(this.violations);
    this.sessions.push(session);
    return session;
  }
}

/** The venue without a network; each connection opens after `latencyMs`. */
export function virtualVenue(runtime: VirtualSockets, latencyMs: number): MarketVenue {
  const venue = new MarketVenue();
  runtime.onWire = (wire: FakeWire) => {
    runtime.after(latencyMs, () => {
      if (wire.state !== 'connecting') return;
      const session = venue.session();
      // What the venue knows of a connection ends with it, whoever ended it.
      Object.defineProperty(session, 'isOpen', { get: () => wire.state === 'open' });
      session.send = (text) => runtime.after(1, () => wire.state === 'open' && wire.text(text));
      session.end = (code, reason) => wire.end(code, reason);
      wire.onSent = (text) => session.receive(text);
      wire.open();
    });
  };
  return venue;
}

/** The venue on a loopback port. */
export class MarketDouble extends MarketVenue {
  readonly #server = new WebSocketServer({ host: '127.0.0.1', port: 0 });

  static async start(): Promise<MarketDouble> {
    const double = new MarketDouble();
    double.#server.on('connection', (socket, request) => {
      if (request.url !== '/ws/market') double.violations.push(`connected to ${request.url}`);
      double.#carry(socket);
    });
    await once(double.#server, 'listening');
    return double;
  }

  get url(): string {
    const address = this.#server.address();
    return `ws://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  }

  async stop(): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #carry(socket: WebSocket): void {
    const session = this.session();
    session.send = (text) => socket.send(text);
    session.end = (code, reason) => {
      if (code === 1006) socket.terminate();
      else socket.close(code, reason);
    };
    socket.on('message', (data) => session.receive(String(data)));
    socket.on('close', () => {
      session.isOpen = false;
    });
  }
}
