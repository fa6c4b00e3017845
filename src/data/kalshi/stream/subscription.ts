/** Channels that carry markets, each named in the subscription. */
export const MARKET_CHANNELS = ['orderbook_delta', 'trade', 'ticker'] as const;
export type MarketChannel = (typeof MARKET_CHANNELS)[number];
/** Channels of index values; the second is five times a second and without means. */
export type IndexChannel = 'cfbenchmarks_value' | 'cfbenchmarks_value_5hz';
export type Channel = MarketChannel | IndexChannel | 'market_lifecycle_v2';

/** Frames that came again in a row before the venue is taken to have begun to count anew. */
export const OLD_FRAMES_MAX = 50;

/**
 * - `idle`: the venue is to be asked, now or when the wait is over.
 * - `asked`: not yet answered.
 * - `live`: it has an id.
 * - `refused`: the venue does not take it; it is asked for again after a while.
 */
export type SubscriptionState = 'idle' | 'asked' | 'live' | 'refused';

/** How a frame stands to the one before it. */
export type Order = 'next' | 'old' | 'gap' | 'restarted';

/**
 * One subscription of a connection: what is wanted of it, and what the venue was asked for. Its frames
 * are counted over all its markets, replies to commands included.
 */
export class Subscription {
  readonly channel: Channel;
  /** Tickers, or index ids; none for a channel without a filter. */
  readonly targets = new Set<string>();
  readonly asked = new Set<string>();
  state: SubscriptionState = 'idle';
  sid: number | null = null;
  /** A change was sent and not answered: the next one waits. */
  isChanging = false;
  /** The venue takes no more markets into it. */
  isFull = false;
  /** Monotonic time before which it is not asked for. */
  notBeforeMs = Number.NEGATIVE_INFINITY;
  /** Monotonic time since which it is live. */
  liveSinceMs = 0;
  /** Times in a row that it had to be asked for again. */
  failures = 0;
  #seq: number | null = null;
  #oldInRow = 0;

  constructor(channel: Channel, targets: readonly string[] = []) {
    this.channel = channel;
    for (const target of targets) this.targets.add(target);
  }

  get isMarkets(): boolean {
    return MARKET_CHANNELS.some((channel) => channel === this.channel);
  }

  opened(sid: number, nowMs: number): void {
    this.state = 'live';
    this.sid = sid;
    this.liveSinceMs = nowMs;
    this.#seq = null;
    this.#oldInRow = 0;
  }

  /** Nothing is known at the venue any more. */
  forget(): void {
    this.state = 'idle';
    this.sid = null;
    this.isChanging = false;
    this.asked.clear();
    this.#seq = null;
    this.#oldInRow = 0;
  }

  /** Another connection: nothing of the last one holds. */
  restart(): void {
    this.forget();
    this.isFull = false;
    this.notBeforeMs = Number.NEGATIVE_INFINITY;
  }

  /** The first frame is taken as it is: what was lost before it is missed by its snapshot. */
  orderOf(seq: number): Order {
    const expected = this.#seq === null ? seq : this.#seq + 1;
    if (seq < expected) {
      this.#oldInRow += 1;
      return this.#oldInRow > OLD_FRAMES_MAX ? 'restarted' : 'old';
    }
    this.#oldInRow = 0;
    this.#seq = seq;
    return seq === expected ? 'next' : 'gap';
  }
}
