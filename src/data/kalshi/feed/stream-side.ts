import type { MarketId } from '../../../engine/domain/ids.ts';
import type { IndexValue } from '../../../engine/domain/settlement-index.ts';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import { isRow, type Row } from '../../parsed.ts';
import type { SocketRuntime } from '../../socket/runtime.ts';
import { kalshiMarketId } from '../ids.ts';
import type { MarketLifecycle } from '../parse-lifecycle.ts';
import type { KalshiKey } from '../sign.ts';
import { KalshiStream } from '../stream/kalshi-stream.ts';
import type { KalshiStreamSnapshot, Missed } from '../stream/stream-options.ts';
import type { KalshiSink } from './frame-sink.ts';
import type { IndexHealth } from './health.ts';

/** The tape's name of what the socket brings. */
export const STREAM_SOURCE = 'kalshi.stream';
/** An index comes once a second; one that is so old says nothing of now. */
export const INDEX_STALE_MS = 5 * SECOND_MS;

const INDEX_TYPES: ReadonlySet<unknown> = new Set(['cfbenchmarks_value', 'cfbenchmarks_value_5hz']);

export interface StreamSideOptions {
  readonly url: string;
  readonly key: KalshiKey;
  readonly sink: KalshiSink;
  /** Whether the life of a market concerns anybody. */
  isWanted(id: MarketId): boolean;
  /** A whole book came. */
  onBook(id: MarketId): void;
  onLost(ids: readonly MarketId[], reason: string): void;
  onLifecycle(change: MarketLifecycle): void;
  onIndex?: (value: IndexValue, receivedAtMs: AtMs) => void;
}

/** The venue's socket as the feed uses it: books, trades, lives of markets, and settlement indices. */
export class StreamSide {
  readonly #options: StreamSideOptions;
  readonly #runtime: SocketRuntime;
  readonly #stream: KalshiStream;
  readonly #indices = new Map<string, { value: IndexValue | null; heardMs: number }>();

  constructor(options: StreamSideOptions, runtime: SocketRuntime) {
    this.#options = options;
    this.#runtime = runtime;
    this.#stream = new KalshiStream(
      {
        url: options.url,
        key: options.key,
        withLifecycle: true,
        onFrame: (frame, receivedAtMs) => this.#take(frame, receivedAtMs),
        onMissed: (missed) => this.#missed(missed),
        onLifecycle: (change) => options.onLifecycle(change),
        onIndex: (value, receivedAtMs) => this.#heard(value, receivedAtMs),
      },
      runtime,
    );
  }

  start(): void {
    this.#stream.start();
  }

  watch(ids: readonly MarketId[]): void {
    this.#stream.watch(ids);
  }

  unwatch(ids: readonly MarketId[]): void {
    this.#stream.unwatch(ids);
  }

  /** Asks for the whole book anew; tells whether the socket can. */
  refresh(id: MarketId): boolean {
    if (this.#stream.snapshot().state !== 'open') return false;
    return this.#stream.refresh([id]).length === 0;
  }

  /** Exactly these indices are heard from now on. */
  setIndices(indexIds: readonly string[]): void {
    for (const id of this.#indices.keys()) if (!indexIds.includes(id)) this.#indices.delete(id);
    for (const id of indexIds) {
      if (!this.#indices.has(id)) this.#indices.set(id, { value: null, heardMs: 0 });
    }
    this.#stream.setIndices(indexIds);
  }

  /** The newest value of an index while it is one; `null` when it is too old, or not heard. */
  index(indexId: string): IndexValue | null {
    const heard = this.#indices.get(indexId);
    return heard === undefined || this.#isStale(heard) ? null : heard.value;
  }

  indices(): readonly IndexHealth[] {
    const nowMs = this.#runtime.monotonicMs();
    return [...this.#indices].map(([indexId, heard]) => ({
      indexId,
      value: heard.value?.value ?? null,
      ageMs: heard.value === null ? null : nowMs - heard.heardMs,
      isStale: this.#isStale(heard),
    }));
  }

  snapshot(): KalshiStreamSnapshot {
    return this.#stream.snapshot();
  }

  close(): Promise<void> {
    return this.#stream.close();
  }

  #isStale({ value, heardMs }: { readonly value: unknown; readonly heardMs: number }): boolean {
    return value === null || this.#runtime.monotonicMs() - heardMs > INDEX_STALE_MS;
  }

  #take(frame: Row, receivedAtMs: AtMs): void {
    const { sink, isWanted, onBook } = this.#options;
    const msg = frame['msg'];
    const id = isRow(msg) ? kalshiMarketId(msg['market_ticker']) : null;
    // The lives of all the venue's markets and events come: most concern nobody.
    const isOurs = id === null ? INDEX_TYPES.has(frame['type']) : isWanted(id);
    if (!isOurs) return;
    sink.json(STREAM_SOURCE, frame, receivedAtMs);
    if (id !== null && frame['type'] === 'orderbook_snapshot') onBook(id);
  }

  #missed({ channel, targets, reason }: Missed): void {
    if (channel !== 'orderbook_delta') return;
    const ids = targets.flatMap((target) => kalshiMarketId(target) ?? []);
    if (ids.length > 0) this.#options.onLost(ids, reason);
  }

  #heard(value: IndexValue, receivedAtMs: AtMs): void {
    const heard = this.#indices.get(value.indexId);
    if (heard === undefined) return;
    heard.value = value;
    heard.heardMs = this.#runtime.monotonicMs();
    this.#options.onIndex?.(value, receivedAtMs);
  }
}
