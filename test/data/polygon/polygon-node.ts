import { once } from 'node:events';
import { type WebSocket, WebSocketServer } from 'ws';
import { isRow, type Row } from '../../../src/data/parsed.ts';
import { word } from './logs.ts';

type Kind = 'logs' | 'newHeads' | 'eth_unsubscribe';

/** What the node does with a request instead of answering it well. */
export type Refusal =
  | { readonly kind: 'error'; readonly code: number; readonly message: string }
  | { readonly kind: 'answer'; readonly body: Row }
  /** Does it, and says so when the test lets it. */
  | { readonly kind: 'hold' };

interface Given {
  readonly id: string;
  readonly socket: WebSocket;
  readonly kind: Kind;
  readonly makers: ReadonlySet<string>;
}

interface Asked {
  readonly method: string;
  readonly params: readonly unknown[];
}

const ADDRESS = /^0x[0-9a-f]{40}$/i;
const WORD = /^0x[0-9a-f]{64}$/i;
const MAKER_WORD = /^0x0{24}[0-9a-f]{40}$/;

/** A node of the chain that takes what JSON-RPC and the facts allow, and nothing else. */
export class PolygonNode {
  /** Requests of all connections, in order. */
  readonly asked: Asked[] = [];
  /** What a client did that no node would take. */
  readonly violations: string[] = [];
  refuse: (kind: Kind, nth: number) => Refusal | null = () => null;
  readonly #server: WebSocketServer;
  readonly #ids = new WeakMap<WebSocket, Set<number>>();
  #given: Given[] = [];
  #held: (() => void)[] = [];
  #lastId = 0;
  #block = 0;
  readonly #nth = new Map<Kind, number>();

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.#ids.set(socket, new Set());
      socket.on('message', (data) => this.#onMessage(socket, String(data)));
      socket.on('close', () => {
        this.#given = this.#given.filter((given) => given.socket !== socket);
      });
    });
  }

  static async start(): Promise<PolygonNode> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    return new PolygonNode(server);
  }

  get url(): string {
    const address = this.#server.address();
    return `ws://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v2/key`;
  }

  get connections(): number {
    return this.#server.clients.size;
  }

  /** Wallets of each subscription to logs that is given now. */
  get lists(): readonly (readonly string[])[] {
    return this.#given.filter(({ kind }) => kind === 'logs').map(({ makers }) => [...makers]);
  }

  get blocks(): number {
    return this.#given.filter(({ kind }) => kind === 'newHeads').length;
  }

  /** Sends the log to whoever subscribed it, once for each subscription; tells how often. */
  emit(log: Row): number {
    const topics = log['topics'];
    const maker = Array.isArray(topics) ? String(topics[2]) : '';
    const takers = this.#given.filter(({ kind, makers }) => kind === 'logs' && makers.has(maker));
    for (const given of takers) this.#news(given, log);
    return takers.length;
  }

  /** Sends something to every subscription to logs, wanted or not. */
  flood(result: unknown): void {
    for (const given of this.#given) if (given.kind === 'logs') this.#news(given, result);
  }

  head(): void {
    this.#block += 1;
    const head = {
      number: `0x${this.#block.toString(16)}`,
      hash: word(`${this.#block}`),
      parentHash: word(`${this.#block - 1}`),
      timestamp: '0x6ab13b82',
    };
    for (const given of this.#given) if (given.kind === 'newHeads') this.#news(given, head);
  }

  /** Says something outside the protocol. */
  say(text: string): void {
    for (const socket of this.#server.clients) socket.send(text);
  }

  /** Answers what was held. */
  release(): void {
    for (const answer of this.#held) answer();
    this.#held = [];
  }

  /** Ends all connections; what they had is gone at once. */
  cut(): void {
    this.#given = [];
    for (const socket of this.#server.clients) socket.terminate();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #onMessage(socket: WebSocket, text: string): void {
    const message: unknown = JSON.parse(text);
    if (!isRow(message) || !this.#isRequest(socket, message)) {
      this.violations.push(text);
      return;
    }
    const { id, method, params } = message;
    const asked = { method: String(method), params: Array.isArray(params) ? params : [] };
    this.asked.push(asked);
    const kind = kindOf(asked);
    if (kind === null) {
      this.violations.push(text);
      reply(socket, { id, error: { code: -32_602, message: 'invalid argument 0' } });
      return;
    }
    const nth = this.#nth.get(kind) ?? 0;
    this.#nth.set(kind, nth + 1);
    this.#answer({ socket, id, kind, asked }, this.refuse(kind, nth));
  }

  #isRequest(socket: WebSocket, { jsonrpc, id }: Row): boolean {
    const ids = this.#ids.get(socket);
    if (jsonrpc !== '2.0' || typeof id !== 'number' || !Number.isSafeInteger(id)) return false;
    if (ids === undefined || ids.has(id)) return false;
    ids.add(id);
    return true;
  }

  #answer(
    of: {
      readonly socket: WebSocket;
      readonly id: unknown;
      readonly kind: Kind;
      readonly asked: Asked;
    },
    refusal: Refusal | null,
  ): void {
    const { socket, id } = of;
    if (refusal?.kind === 'error') {
      const { code, message } = refusal;
      reply(socket, { id, error: { code, message } });
      return;
    }
    if (refusal?.kind === 'answer') {
      reply(socket, { id, ...refusal.body });
      return;
    }
    const result = of.kind === 'eth_unsubscribe' ? this.#take(of) : this.#give(of);
    if (refusal?.kind === 'hold') this.#held.push(() => reply(socket, { id, result }));
    else reply(socket, { id, result });
  }

  #give({ socket, kind, asked }: { socket: WebSocket; kind: Kind; asked: Asked }): string {
    this.#lastId += 1;
    const id = `0x${this.#lastId.toString(16).padStart(32, '0')}`;
    const filter = asked.params[1];
    const topics = isRow(filter) ? filter['topics'] : null;
    const makers = new Set<string>(Array.isArray(topics) ? topics[2] : []);
    this.#given.push({ id, socket, kind, makers });
    return id;
  }

  #take({ socket, asked }: { socket: WebSocket; asked: Asked }): boolean {
    const before = this.#given.length;
    this.#given = this.#given.filter(
      (given) => given.id !== asked.params[0] || given.socket !== socket,
    );
    if (this.#given.length === before) this.violations.push(`nobody has ${asked.params[0]}`);
    return this.#given.length < before;
  }

  #news({ socket, id }: Given, result: unknown): void {
    const params = { subscription: id, result };
    socket.send(JSON.stringify({ jsonrpc: '2.0', method: 'eth_subscription', params }));
  }
}

function reply(socket: WebSocket, body: Row): void {
  socket.send(JSON.stringify({ jsonrpc: '2.0', ...body }));
}

function kindOf({ method, params }: Asked): Kind | null {
  const [first, second] = params;
  if (method === 'eth_unsubscribe') {
    return params.length === 1 && typeof first === 'string' ? method : null;
  }
  if (method !== 'eth_subscribe') return null;
  if (first === 'newHeads') return params.length === 1 ? first : null;
  return first === 'logs' && params.length === 2 && isFilter(second) ? first : null;
}

/** Addresses, and three places of topics: one, any, one of a list. */
function isFilter(filter: unknown): boolean {
  if (!isRow(filter) || Object.keys(filter).sort().join() !== 'address,topics') return false;
  const { address, topics } = filter;
  if (!Array.isArray(address) || !Array.isArray(topics) || topics.length !== 3) return false;
  const [event, order, makers] = topics;
  return (
    address.length === 3 &&
    address.every((one) => ADDRESS.test(String(one))) &&
    WORD.test(String(event)) &&
    order === null &&
    Array.isArray(makers) &&
    makers.length > 0 &&
    makers.every((one) => MAKER_WORD.test(String(one))) &&
    new Set(makers).size === makers.length
  );
}
