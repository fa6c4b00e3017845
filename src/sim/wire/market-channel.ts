import type { Board, BoardMarket, BoardToken } from './board.ts';
import { bookFrame } from './book-frames.ts';
import type { FaultySocket } from './faulty-socket.ts';
import type { WireRuntime } from './runtime.ts';
import { objectOf, type SocketClient } from './socket-host.ts';

/** Ids of one message of a client; the customary cap of a connection is 500. */
const IDS_MAX = 2_000;

/** A frame and who gets it. */
export interface MarketFrame {
  readonly body: object;
  readonly to: /** Everyone who has a token of the market. */
    | { readonly kind: 'market'; readonly entry: BoardMarket; readonly custom: boolean }
    /** Everyone who has this token. */
    | { readonly kind: 'token'; readonly tokenId: string; readonly custom: boolean }
    /** Everyone with the custom features. */
    | { readonly kind: 'everyone' };
}

/** `/ws/market`: who listens to what, and the frames that go to them. */
export class MarketChannel {
  readonly #board: Board;
  readonly #runtime: WireRuntime;
  readonly #clients = new Set<Listener>();
  readonly #byToken = new Map<string, Set<Listener>>();
  readonly #byMarket = new Map<BoardMarket, Set<Listener>>();

  constructor(board: Board, runtime: WireRuntime) {
    this.#board = board;
    this.#runtime = runtime;
  }

  readonly accept = (socket: FaultySocket): SocketClient => {
    const listener = new Listener(socket);
    this.#clients.add(listener);
    return {
      onText: (text) => this.#onText(listener, text),
      onPing: () => undefined,
      onClose: () => this.#forget(listener),
    };
  };

  /** Whether a frame about the market would reach anyone. */
  isHeard(entry: BoardMarket): boolean {
    return this.#byMarket.has(entry);
  }

  send({ body, to }: MarketFrame): void {
    const isCustom = to.kind === 'everyone' || to.custom;
    let text: string | null = null;
    for (const listener of this.#audience(to)) {
      if (isCustom && !listener.isCustom) continue;
      text ??= JSON.stringify(body);
      this.#put(listener, text);
    }
  }

  #audience(to: MarketFrame['to']): ReadonlySet<Listener> {
    if (to.kind === 'everyone') return this.#clients;
    const found =
      to.kind === 'market' ? this.#byMarket.get(to.entry) : this.#byToken.get(to.tokenId);
    return found ?? NOBODY;
  }

  /** Before its first message a client hears nothing; what is no message is passed over. */
  #onText(listener: Listener, text: string): void {
    const message = objectOf(text);
    const raw = message?.['assets_ids'];
    if (message === null || !Array.isArray(raw)) return;
    const ids = raw.slice(0, IDS_MAX).filter((id) => typeof id === 'string');
    const { operation, type } = message;
    if (operation === 'unsubscribe') {
      for (const id of ids) this.#unsubscribe(listener, id);
      return;
    }
    if (operation !== 'subscribe' && type !== 'market') return;
    if (message['custom_feature_enabled'] === true) listener.isCustom = true;
    const tokens = ids.flatMap((id) => this.#subscribe(listener, id));
    if (message['initial_dump'] === false) return;
    const books = tokens.map(({ entry, outcome }) => bookFrame(entry, outcome));
    this.#put(listener, JSON.stringify(books));
  }

  /** The tokens that have a book; unknown ids are listened to and say nothing yet. */
  #subscribe(listener: Listener, tokenId: string): readonly BoardToken[] {
    listener.tokens.add(tokenId);
    addTo(this.#byToken, tokenId, listener);
    const token = this.#board.byToken(tokenId);
    if (token === null) return [];
    addTo(this.#byMarket, token.entry, listener);
    return token.entry.market.status === 'resolved' ? [] : [token];
  }

  /** A market was listed: those who asked for its tokens before hear of it from now on. */
  listed(entry: BoardMarket): void {
    for (const tokenId of entry.market.tokenIds) {
      for (const listener of this.#byToken.get(tokenId) ?? NOBODY) {
        addTo(this.#byMarket, entry, listener);
      }
    }
  }

  #unsubscribe(listener: Listener, tokenId: string): void {
    listener.tokens.delete(tokenId);
    removeFrom(this.#byToken, tokenId, listener);
    const entry = this.#board.byToken(tokenId)?.entry;
    if (entry === undefined) return;
    const keepsOther = entry.market.tokenIds.some((id) => listener.tokens.has(id));
    if (!keepsOther) removeFrom(this.#byMarket, entry, listener);
  }

  #forget(listener: Listener): void {
    for (const tokenId of [...listener.tokens]) this.#unsubscribe(listener, tokenId);
    this.#clients.delete(listener);
  }

  #put(listener: Listener, text: string): void {
    this.#runtime.counts.frames += listener.socket.send(text);
  }
}

class Listener {
  readonly socket: FaultySocket;
  readonly tokens = new Set<string>();
  isCustom = false;

  constructor(socket: FaultySocket) {
    this.socket = socket;
  }
}

const NOBODY: ReadonlySet<Listener> = new Set();

function addTo<Key>(map: Map<Key, Set<Listener>>, key: Key, listener: Listener): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([listener]));
  else known.add(listener);
}

function removeFrom<Key>(map: Map<Key, Set<Listener>>, key: Key, listener: Listener): void {
  const known = map.get(key);
  known?.delete(listener);
  if (known?.size === 0) map.delete(key);
}
