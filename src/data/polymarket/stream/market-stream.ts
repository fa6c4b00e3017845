import type { TokenId } from '../../../engine/domain/ids.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import { FRAME_LENGTH_MAX } from '../../parsed.ts';
import { ConnectPace } from '../../socket/connect-pace.ts';
import type { LiveSocketOptions } from '../../socket/live-socket.ts';
import type { SocketRuntime } from '../../socket/runtime.ts';
import { NO_SOCKET, type SocketSnapshot, sumOf } from '../../socket/socket-snapshot.ts';
import { MarketShard } from './market-shard.ts';

/** Tokens of one socket. Above 500 the venue sends no first books (measured by others). */
export const SHARD_TOKENS_MAX = 200;
/** Sockets at most, and with it tokens: 20,000, of which the interest of one service is a part. */
export const SHARDS_MAX = 100;
/** Without a text `PING` every 10 s the venue ends the connection. */
export const MARKET_PING_MS = 10_000;
/** Without data for so long a shard asks for books; see {@link PROBE_TIMEOUT_MS}. */
export const MARKET_SILENCE_MS_MAX = 30_000;
/** A live socket brings a book that was asked for much sooner. */
export const PROBE_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** The venue answers 429 to more than a few connections a second. */
export const CONNECT_SPACING_MS = 300;

export interface MarketStreamOptions {
  /** Root of the venue's sockets; the channel's path is added. */
  readonly baseUrl: string;
  /** Every data message as it came. */
  readonly onText: (text: string, receivedAtMs: AtMs) => void;
  /** Their books are not to be trusted until the next snapshot of each. */
  readonly onGap: (tokenIds: readonly TokenId[]) => void;
  readonly silenceMsMax?: number;
  readonly isCompressed?: boolean;
}

export interface MarketStreamSnapshot extends SocketSnapshot {
  readonly tokens: number;
  readonly shards: readonly (SocketSnapshot & { readonly tokens: number })[];
}

/**
 * Books and trades of any number of tokens: `wss://…/ws/market`, many tokens to a socket. The first
 * snapshot of a token comes by itself after subscribing, and again after every gap.
 */
export class MarketStream {
  readonly #options: MarketStreamOptions;
  readonly #runtime: SocketRuntime;
  readonly #socketOptions: LiveSocketOptions;
  readonly #shards = new Set<MarketShard>();
  readonly #shardOf = new Map<TokenId, MarketShard>();
  readonly #endings = new Set<Promise<void>>();
  /** Counters of the shards that are gone. */
  #past = NO_SOCKET;
  #isClosed = false;

  constructor(options: MarketStreamOptions, runtime: SocketRuntime) {
    this.#options = options;
    this.#runtime = runtime;
    this.#socketOptions = {
      url: `${options.baseUrl.replace(/\/+$/, '')}/ws/market`,
      frameBytesMax: FRAME_LENGTH_MAX,
      isCompressed: options.isCompressed ?? true,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      keepAlive: { text: 'PING', answer: 'PONG', everyMs: MARKET_PING_MS, isAnswered: true },
      silenceMsMax: options.silenceMsMax ?? MARKET_SILENCE_MS_MAX,
      probeTimeoutMs: PROBE_TIMEOUT_MS,
      pace: new ConnectPace(CONNECT_SPACING_MS),
    };
  }

  /** Returns the tokens that found no room: there are {@link SHARDS_MAX} sockets, all full. */
  subscribe(tokenIds: readonly TokenId[]): TokenId[] {
    return tokenIds.filter((tokenId) => {
      if (this.#isClosed || this.#shardOf.has(tokenId)) return false;
      const shard = this.#shardFor(tokenId);
      if (shard === null) return true;
      shard.add(tokenId);
      this.#shardOf.set(tokenId, shard);
      return false;
    });
  }

  unsubscribe(tokenIds: readonly TokenId[]): void {
    for (const tokenId of tokenIds) {
      this.#shardOf.get(tokenId)?.remove(tokenId);
      this.#shardOf.delete(tokenId);
    }
  }

  /**
   * Asks for fresh snapshots. Returns the tokens for which none is to be expected from here: not
   * subscribed, or asked for only just now.
   */
  refresh(tokenIds: readonly TokenId[]): TokenId[] {
    return tokenIds.filter((tokenId) => this.#shardOf.get(tokenId)?.refresh(tokenId) !== true);
  }

  snapshot(): MarketStreamSnapshot {
    const shards = [...this.#shards].map((shard) => shard.snapshot());
    return { ...sumOf([this.#past, ...shards]), tokens: this.#shardOf.size, shards };
  }

  /** Ends every socket for good; settles when they are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#shardOf.clear();
    for (const shard of this.#shards) this.#retire(shard);
    await Promise.all(this.#endings);
  }

  /** Where the venue still streams it, so that two sockets never do; else the fullest with room. */
  #shardFor(tokenId: TokenId): MarketShard | null {
    let best: MarketShard | null = null;
    for (const shard of this.#shards) {
      if (shard.size >= SHARD_TOKENS_MAX) continue;
      if (shard.streams(tokenId)) return shard;
      if (best === null || shard.size > best.size) best = shard;
    }
    return best ?? (this.#shards.size < SHARDS_MAX ? this.#open() : null);
  }

  #open(): MarketShard {
    const shard: MarketShard = new MarketShard(this.#socketOptions, this.#runtime, {
      onText: this.#options.onText,
      onGap: this.#options.onGap,
      onEmpty: () => this.#retire(shard),
    });
    this.#shards.add(shard);
    return shard;
  }

  #retire(shard: MarketShard): void {
    this.#shards.delete(shard);
    const ending = shard.close().finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
    this.#past = sumOf([this.#past, shard.snapshot()]);
  }
}
