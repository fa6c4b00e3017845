import type { MarketId, WalletAddress } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { isRow, type Row } from '../parsed.ts';
import { LiveSocket } from '../socket/live-socket.ts';
import type { SocketRuntime } from '../socket/runtime.ts';
import type { SocketSnapshot } from '../socket/socket-snapshot.ts';
import { JsonRpc } from './json-rpc.ts';
import { LogOccurrences } from './log-occurrences.ts';
import { MakerLists } from './maker-lists.ts';
import { isComboPosition } from './position-id.ts';
import { type OrderFilled, orderFilledSchema } from './schema.ts';
import { Subscription } from './subscription.ts';
import { type AskMarket, TokenMarkets } from './token-markets.ts';

/** Blocks come about every 2 s: so long without one is a fault. */
export const CHAIN_SILENCE_MS_MAX = 30_000;
/** The head of a block is about 2 kB. */
const FRAME_BYTES_MAX = 1_048_576;
const CONNECT_TIMEOUT_MS = 10_000;

/** A log as the node sent it, and what is known about it besides. */
export interface PolygonFrame {
  readonly log: Row;
  /** `null` when the log cannot be read. */
  readonly market: MarketId | null;
  /** Which of several equal logs of its transaction this is, from 0. */
  readonly occurrence: number | null;
  readonly receivedAtMs: AtMs;
}

export interface LogStreamOptions {
  /** Of a node; hosted ones carry a key in it, and it is told to nobody. */
  readonly url: string;
  readonly marketOf: AskMarket;
  /** Each log once, as soon as the market of its token is known. */
  readonly onFrame: (frame: PolygonFrame, receivedAtMs: AtMs) => void;
  readonly silenceMsMax?: number;
}

export interface LogCounts {
  /** Logs delivered. */
  readonly logs: number;
  /** Logs that came before. */
  readonly repeated: number;
  /** Logs of blocks that are no part of the chain any more. */
  readonly removed: number;
  /** Logs of wallets that nobody follows any more. */
  readonly foreign: number;
  /** Logs of combinations of markets. */
  readonly combos: number;
  /** Logs whose market nobody told. */
  readonly unlisted: number;
  /** Logs whose block has no time. */
  readonly undated: number;
  /** Messages that are neither an answer nor news, and logs that cannot be read. */
  readonly strange: number;
}

export interface LogStreamSnapshot extends SocketSnapshot, LogCounts {
  /** Wallets that are subscribed, or will be on the next connection. */
  readonly wallets: number;
  /** Wallets that no subscription had room for. */
  readonly roomless: number;
  /** Subscriptions to logs that the node has given. */
  readonly subscriptions: number;
  readonly lastBlockAtMs: AtMs | null;
  /** Logs that wait for the market of their token. */
  readonly waiting: number;
  /** What is not heard of all that is wanted, and why; `null` when nothing is missing. */
  readonly trouble: string | null;
}

/** Trades of the followed wallets as the exchange contracts log them: the truth, after about 2 s. */
export class LogStream {
  readonly #options: LogStreamOptions;
  readonly #socket: LiveSocket;
  readonly #rpc: JsonRpc;
  readonly #blocks: Subscription;
  readonly #makers: MakerLists;
  readonly #markets: TokenMarkets;
  readonly #occurrences = new LogOccurrences();
  readonly #counts: { -readonly [Name in keyof LogCounts]: number } = {
    logs: 0,
    repeated: 0,
    removed: 0,
    foreign: 0,
    combos: 0,
    unlisted: 0,
    undated: 0,
    strange: 0,
  };
  #isOpen = false;
  #lastBlockAtMs: AtMs | null = null;

  constructor(options: LogStreamOptions, runtime: SocketRuntime) {
    this.#options = options;
    this.#rpc = new JsonRpc((text) => this.#socket.send(text), runtime);
    this.#blocks = new Subscription(this.#rpc, runtime, () => ['newHeads']);
    this.#makers = new MakerLists((params) => {
      const subscription = new Subscription(this.#rpc, runtime, params);
      if (this.#isOpen) subscription.opened();
      return subscription;
    });
    this.#markets = new TokenMarkets(options.marketOf, runtime);
    this.#socket = new LiveSocket(
      {
        url: options.url,
        frameBytesMax: FRAME_BYTES_MAX,
        isCompressed: false,
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        keepAlive: null,
        silenceMsMax: options.silenceMsMax ?? CHAIN_SILENCE_MS_MAX,
        probeTimeoutMs: 0,
        pace: null,
      },
      runtime,
      {
        onOpen: () => this.#onOpen(),
        onText: (text, receivedAtMs) => this.#onText(text, receivedAtMs),
        onLost: () => this.#onLost(),
        onSilence: () => 'fault',
      },
    );
  }

  /** Begins to connect; once. */
  start(): void {
    this.#socket.start();
  }

  follow(wallet: WalletAddress): void {
    this.#makers.follow(wallet);
  }

  unfollow(wallet: WalletAddress): void {
    this.#makers.unfollow(wallet);
  }

  snapshot(): LogStreamSnapshot {
    const logs = this.#makers.subscriptions;
    const all = [this.#blocks, ...logs];
    return {
      ...this.#socket.snapshot(),
      ...this.#counts,
      wallets: this.#makers.wallets,
      roomless: this.#makers.roomless,
      subscriptions: logs.filter(({ isActive }) => isActive).length,
      lastBlockAtMs: this.#lastBlockAtMs,
      waiting: this.#markets.waiting,
      trouble: all.find(({ trouble }) => trouble !== null)?.trouble ?? this.#crowded(),
    };
  }

  /** Ends it for good; settles when the socket is gone. */
  async close(): Promise<void> {
    this.#markets.close();
    this.#onLost();
    await this.#socket.close();
  }

  #crowded(): string | null {
    const { roomless } = this.#makers;
    return roomless === 0 ? null : `no subscription has room for ${roomless} more wallets`;
  }

  #onOpen(): void {
    this.#isOpen = true;
    this.#blocks.opened();
    for (const subscription of this.#makers.subscriptions) subscription.opened();
  }

  #onLost(): void {
    this.#isOpen = false;
    this.#rpc.drop();
    this.#blocks.lost();
    for (const subscription of this.#makers.subscriptions) subscription.lost();
  }

  #onText(text: string, receivedAtMs: AtMs): void {
    const message = rowOf(text);
    if (message === null) {
      this.#counts.strange += 1;
    } else if (message['method'] === 'eth_subscription') {
      this.#onNews(message['params'], receivedAtMs);
    } else if (!this.#rpc.take(message)) {
      this.#counts.strange += 1;
    }
  }

  /**
   * What is told by what it is, whichever subscription brought it: news may overtake the answer
   * that names their subscription, and a log says itself whether it is wanted.
   */
  #onNews(params: unknown, receivedAtMs: AtMs): void {
    const news = isRow(params) ? params['result'] : null;
    if (isRow(news) && 'topics' in news) this.#onLog(news, receivedAtMs);
    else if (isRow(news) && 'parentHash' in news) this.#lastBlockAtMs = receivedAtMs;
    else this.#counts.strange += 1;
  }

  #onLog(log: Row, receivedAtMs: AtMs): void {
    const parsed = orderFilledSchema.safeParse(log);
    if (!parsed.success) {
      // Whoever reads the frame says what is wrong with it.
      this.#counts.strange += 1;
      this.#options.onFrame({ log, market: null, occurrence: null, receivedAtMs }, receivedAtMs);
      return;
    }
    const filled = parsed.data;
    const ground = this.#groundAgainst(filled);
    if (ground !== null) {
      this.#counts[ground] += 1;
      return;
    }
    const occurrence = this.#occurrences.next(filled);
    if (occurrence === null) {
      this.#counts.repeated += 1;
      return;
    }
    if (filled.blockAtMs === null) this.#counts.undated += 1;
    this.#markets.find(filled.tokenId, (market) => {
      this.#counts[market === null ? 'unlisted' : 'logs'] += 1;
      if (market === null) return;
      this.#options.onFrame({ log, market, occurrence, receivedAtMs }, receivedAtMs);
    });
  }

  #groundAgainst(filled: OrderFilled): 'removed' | 'foreign' | 'combos' | null {
    if (filled.isRemoved) return 'removed';
    if (!this.#makers.has(filled.wallet)) return 'foreign';
    return isComboPosition(filled.tokenId) ? 'combos' : null;
  }
}

function rowOf(text: string): Row | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRow(value) ? value : null;
  } catch {
    return null;
  }
}
