/** Channels of the venue: what a subscription to them has to name, and whether it counts frames. */
export const CHANNELS = {
  orderbook_delta: { names: 'markets', isCounted: true },
  ticker: { names: 'someMarkets', isCounted: false },
  trade: { names: 'someMarkets', isCounted: true },
  market_lifecycle_v2: { names: 'nothing', isCounted: true },
  multivariate_market_lifecycle: { names: 'nothing', isCounted: true },
  cfbenchmarks_value: { names: 'indices', isCounted: true },
  cfbenchmarks_value_5hz: { names: 'indices', isCounted: true },
  // Of accounts: taken, and silent as long as nobody trades.
  fill: { names: 'someMarkets', isCounted: false },
  market_positions: { names: 'someMarkets', isCounted: false },
  user_orders: { names: 'someMarkets', isCounted: false },
  order_group_updates: { names: 'nothing', isCounted: true },
  communications: { names: 'nothing', isCounted: true },
  pyth_value: { names: 'nothing', isCounted: true },
} as const satisfies Readonly<Record<string, ChannelKind>>;

interface ChannelKind {
  readonly names: 'markets' | 'someMarkets' | 'indices' | 'nothing';
  /** Whether its frames carry `seq`. */
  readonly isCounted: boolean;
}

export type Channel = keyof typeof CHANNELS;

export function isChannel(name: string): name is Channel {
  return Object.hasOwn(CHANNELS, name);
}

/** All indices, those that come later too. */
export const ALL_INDICES = 'all';
const WINDOW_MS = 1_000;

export interface SubscriptionStart {
  readonly sid: number;
  readonly channel: Channel;
  /** `null` for all markets. */
  readonly tickers: readonly string[] | null;
  readonly indexIds: readonly string[];
  readonly usesYesPrice: boolean;
  readonly skipsAck: boolean;
}

/** One subscription of a connection, with its own count of frames. */
export class Subscription {
  readonly sid: number;
  readonly channel: Channel;
  readonly usesYesPrice: boolean;
  readonly skipsAck: boolean;
  readonly tickers: Set<string> | null;
  readonly indexIds: Set<string>;
  #seq = 0;
  #windowAtMs = 0;
  #commands = 0;

  constructor(start: SubscriptionStart) {
    this.sid = start.sid;
    this.channel = start.channel;
    this.usesYesPrice = start.usesYesPrice;
    this.skipsAck = start.skipsAck;
    this.tickers = start.tickers === null ? null : new Set(start.tickers);
    this.indexIds = new Set(start.indexIds);
  }

  /** A frame of this subscription: its next number, over all of its markets and replies. */
  frame(type: string, more: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    if (!CHANNELS[this.channel].isCounted) return { type, sid: this.sid, ...more };
    this.#seq += 1;
    return { type, sid: this.sid, seq: this.#seq, ...more };
  }

  hears(ticker: string): boolean {
    return this.tickers === null || this.tickers.has(ticker);
  }

  hearsIndex(id: string): boolean {
    return this.indexIds.has(ALL_INDICES) || this.indexIds.has(id);
  }

  /** Counts a command; tells how many there were within the second. */
  countCommand(nowMs: number): number {
    if (nowMs - this.#windowAtMs >= WINDOW_MS) {
      this.#windowAtMs = nowMs;
      this.#commands = 0;
    }
    this.#commands += 1;
    return this.#commands;
  }
}
