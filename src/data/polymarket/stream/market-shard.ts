import type { TokenId } from '../../../engine/domain/ids.ts';
import { LiveSocket, type LiveSocketOptions } from '../../socket/live-socket.ts';
import type { SocketRuntime } from '../../socket/runtime.ts';
import type { SilenceVerdict } from '../../socket/socket-link.ts';
import type { SocketSnapshot } from '../../socket/socket-snapshot.ts';

/**
 * Tokens of one message that asks for books. The venue answers with all of them in one frame; a
 * deep book is 100 kB, so that 200 would exceed the frame limit and hold up everything else.
 */
export const SUBSCRIBE_CHUNK = 20;
/** Changes of so long are joined into one message; pieces of a large change go out so far apart. */
export const CHANGE_SPACING_MS = 50;
/** The book of a token is asked for anew at most this often. */
export const REFRESH_SPACING_MS = 5_000;
/** Tokens whose books are asked for when a shard is silent; one of them may have just resolved. */
export const PROBE_TOKENS = 3;

export interface MarketShardOwner {
  onText(text: string, receivedAtMs: number): void;
  onGap(tokenIds: readonly TokenId[]): void;
  /** No token has been wanted for {@link CHANGE_SPACING_MS}. */
  onEmpty(): void;
}

/**
 * One socket of the market channel. It holds what is wanted and what the venue was asked for on the
 * present connection; every message is the difference.
 */
export class MarketShard {
  readonly #runtime: SocketRuntime;
  readonly #owner: MarketShardOwner;
  readonly #socket: LiveSocket;
  /** What is wanted, with the monotonic time at which its book was last asked for. */
  readonly #wanted = new Map<TokenId, number>();
  /** What the venue streams to us; the longest asked first. */
  readonly #asked = new Set<TokenId>();
  /** Asked for, and to be asked for anew. */
  readonly #stale = new Set<TokenId>();
  #hasGreeted = false;
  #cancelSync: (() => void) | null = null;

  constructor(options: LiveSocketOptions, runtime: SocketRuntime, owner: MarketShardOwner) {
    this.#runtime = runtime;
    this.#owner = owner;
    this.#socket = new LiveSocket(options, runtime, {
      onOpen: () => this.#sync(),
      onText: (text, receivedAtMs) => owner.onText(text, receivedAtMs),
      onLost: () => this.#lost(),
      onSilence: () => this.#probe(),
    });
    this.#socket.start();
  }

  get size(): number {
    return this.#wanted.size;
  }

  /** Whether the venue still streams the token on this socket. */
  streams(tokenId: TokenId): boolean {
    return this.#asked.has(tokenId);
  }

  /** Its book will come, also when the venue has not yet heard that it was unwanted. */
  add(tokenId: TokenId): void {
    if (this.#asked.has(tokenId)) this.#stale.add(tokenId);
    this.#wanted.set(tokenId, this.#runtime.monotonicMs());
    this.#syncSoon();
  }

  remove(tokenId: TokenId): void {
    this.#wanted.delete(tokenId);
    this.#syncSoon();
  }

  /** Whether a fresh book is on its way; `false` when one was asked for too short a time ago. */
  refresh(tokenId: TokenId): boolean {
    if (!this.#asked.has(tokenId)) return true;
    const askedMs = this.#wanted.get(tokenId) ?? 0;
    if (this.#runtime.monotonicMs() - askedMs < REFRESH_SPACING_MS) return false;
    this.#stale.add(tokenId);
    this.#syncSoon();
    return true;
  }

  snapshot(): SocketSnapshot & { readonly tokens: number } {
    return { ...this.#socket.snapshot(), tokens: this.size };
  }

  close(): Promise<void> {
    this.#cancelSync?.();
    this.#cancelSync = null;
    return this.#socket.close();
  }

  #syncSoon(): void {
    this.#cancelSync ??= this.#runtime.after(CHANGE_SPACING_MS, () => this.#sync());
  }

  #sync(): void {
    this.#cancelSync?.();
    this.#cancelSync = null;
    if (this.size === 0) {
      this.#owner.onEmpty();
      return;
    }
    if (this.#dropOld()) this.#askForMissing();
  }

  /** Ends what is unwanted or stale; whether the connection took it. */
  #dropOld(): boolean {
    const old = [...this.#asked].filter((id) => this.#stale.has(id) || !this.#wanted.has(id));
    this.#stale.clear();
    if (old.length === 0) return true;
    const isTaken = this.#send({ operation: 'unsubscribe', assets_ids: old });
    for (const tokenId of old) this.#asked.delete(tokenId);
    return isTaken;
  }

  #askForMissing(): void {
    const missing = [...this.#wanted.keys()].filter((id) => !this.#asked.has(id));
    const chunk = missing.slice(0, SUBSCRIBE_CHUNK);
    if (chunk.length === 0) return;
    const message = this.#hasGreeted
      ? { operation: 'subscribe', assets_ids: chunk }
      : { assets_ids: chunk, type: 'market', custom_feature_enabled: true };
    if (!this.#send(message)) return;
    this.#hasGreeted = true;
    const nowMs = this.#runtime.monotonicMs();
    for (const tokenId of chunk) {
      this.#asked.add(tokenId);
      this.#wanted.set(tokenId, nowMs);
    }
    if (missing.length > chunk.length) this.#syncSoon();
  }

  /** What is not taken, because the socket is not open, is sent as a whole when it opens. */
  #send(message: Readonly<Record<string, unknown>>): boolean {
    return this.#socket.send(JSON.stringify(message));
  }

  /**
   * Quiet markets exist, so silence alone is no fault: a live socket answers a new subscription
   * with its book. Asking the longest asked first takes other tokens each time.
   */
  #probe(): SilenceVerdict {
    for (const tokenId of [...this.#asked].slice(0, PROBE_TOKENS)) this.#stale.add(tokenId);
    if (this.#stale.size === 0) return 'natural';
    this.#sync();
    return 'probing';
  }

  #lost(): void {
    const lost = [...this.#asked].filter((tokenId) => this.#wanted.has(tokenId));
    this.#asked.clear();
    this.#hasGreeted = false;
    if (lost.length > 0) this.#owner.onGap(lost);
  }
}
