import { RangeFeed } from '../../data/binance/feed/range-feed.ts';
import { SpotFeed, type SpotFeedOptions } from '../../data/binance/feed/spot-feed.ts';
import type { BinanceHost } from '../../data/binance/hosts.ts';
import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { type PolyboltCredentials, PolyboltStream } from '../../data/polybolt/price-stream.ts';
import { SYSTEM_SOCKETS } from '../../data/socket/system-sockets.ts';
import type { FeedView } from '../../engine/contract/views.ts';
import type { CryptoRule } from '../../engine/domain/crypto-rule.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { settlementView, spotView } from './spot-views.ts';

/** Coins whose prices are always followed, the busiest first. */
export const SPOT_COINS: readonly string[] = ['btc', 'eth', 'sol', 'xrp', 'doge'];
/** The dollar that prices are followed in: what another one says is a fraction of a percent off. */
const DOLLAR = 'usdt';
/** Between two looks whether the account has credentials by now. */
const CREDENTIALS_LOOK_MS = 2 * SECOND_MS;

/** Where spot prices are, and which besides the usual ones. */
export interface SpotAccess {
  /** Of Binance, in the order in which they are tried. */
  readonly hosts: readonly BinanceHost[];
  /** Coins followed besides {@link SPOT_COINS}, in lower case, such as `bnb`. */
  readonly coins?: readonly string[];
  /** Polymarket's own settlement prices, which only an account gets; `null` for none. */
  readonly settlementUrl?: string | null;
}

export interface SpotSideOptions extends SpotAccess {
  /** Where frames go on their way to the engine. */
  readonly sink: SpotFeedOptions['sink'];
  /** Where other programs read the newest prices; may be down. */
  readonly state: NonNullable<SpotFeedOptions['state']>;
  /** Whether the engine makes anything of prices now: they are not put through it in vain. */
  readonly isWanted: () => boolean;
  /** Of the account's channels; `null` where there is no account. */
  readonly credentials: (() => PolyboltCredentials | null) | null;
}

/** What coins cost: Binance, and with an account the prices that Polymarket settles by. */
export class SpotSide {
  /** In lower case, such as `btc`. */
  readonly coins: ReadonlySet<string>;
  readonly #options: SpotSideOptions;
  readonly #spot: SpotFeed;
  readonly #ranges: RangeFeed;
  readonly #settlement: PolyboltStream | null;
  #look: NodeJS.Timeout | null = null;

  constructor(options: SpotSideOptions) {
    this.#options = options;
    const { hosts, coins = [], state } = options;
    this.coins = new Set([...SPOT_COINS, ...coins]);
    const json: SpotSideOptions['sink']['json'] = (source, frame, receivedAtMs) => {
      if (options.isWanted()) options.sink.json(source, frame, receivedAtMs);
    };
    this.#spot = new SpotFeed({
      ...{ hosts, state, sockets: SYSTEM_SOCKETS, http: SYSTEM_RUNTIME, sink: { json } },
      symbols: [...this.coins].map((coin) => `${coin}${DOLLAR}`),
    });
    this.#ranges = new RangeFeed({ hosts, sink: { json }, runtime: SYSTEM_RUNTIME });
    this.#settlement = settlementOf(options, json);
  }

  /** `failed` is told of what no venue is to blame for. */
  start(failed: (error: unknown) => void): void {
    this.#spot.start();
    this.#ranges.start(failed);
    if (this.#settlement === null) return;
    // In this order: credentials that are there already end the look.
    this.#look = setInterval(() => this.#startSettlement(), CREDENTIALS_LOOK_MS);
    this.#startSettlement();
  }

  /**
   * What decides a market since its opening, where candles tell it: whoever lists the market later has
   * not seen the price to beat, or the extremes.
   */
  lookBack(rule: CryptoRule): void {
    const isTouch = rule.kind === 'oneTouch';
    const needsStart = rule.kind === 'upDown' && rule.strike === null;
    if (rule.source.kind !== 'binanceCandle' || !(isTouch || needsStart)) return;
    const { symbol: coin, opensAtMs: fromMs, closesAtMs: untilMs } = rule;
    const isReadable = fromMs % MINUTE_MS === 0 && fromMs < SYSTEM_RUNTIME.nowMs();
    if (!this.coins.has(coin) || !isReadable) return;
    this.#ranges.want({ symbol: `${coin}${DOLLAR}`, fromMs, untilMs, again: isTouch });
  }

  /** What a coin (`btc`) costs now; `null` while nobody knows. */
  price(coin: string): number | null {
    return this.#spot.price(`${coin}${DOLLAR}`)?.price ?? null;
  }

  /** Nobody knows any more what candles told. */
  forgetRanges(): void {
    this.#ranges.forget();
  }

  views(nowMs: AtMs): readonly FeedView[] {
    const settlement = this.#settlement?.snapshot() ?? null;
    return [
      spotView(this.#spot.snapshot(), this.#ranges.snapshot()),
      ...(settlement === null ? [] : [{ ...settlementView(settlement, nowMs), ...this.#place() }]),
    ];
  }

  /** Ends it for good; settles when no connection, request or timer is left. */
  async close(): Promise<void> {
    this.#endLook();
    await Promise.all([this.#spot.close(), this.#ranges.close(), this.#settlement?.close()]);
  }

  #place(): Pick<FeedView, 'host'> {
    const { settlementUrl = null } = this.#options;
    return settlementUrl === null ? {} : { host: new URL(settlementUrl).host };
  }

  /** Without credentials the venue would only refuse, and make the next attempt wait for minutes. */
  #startSettlement(): void {
    if ((this.#options.credentials?.() ?? null) === null) return;
    this.#endLook();
    this.#settlement?.start();
  }

  #endLook(): void {
    if (this.#look !== null) clearInterval(this.#look);
    this.#look = null;
  }
}

function settlementOf(
  { settlementUrl = null, credentials }: SpotSideOptions,
  onFrame: SpotSideOptions['sink']['json'],
): PolyboltStream | null {
  if (settlementUrl === null || credentials === null) return null;
  // Of the coins that somebody added nobody knows whether the venue settles by them.
  const symbols = SPOT_COINS.map((coin) => `${coin}usd`);
  return new PolyboltStream({ url: settlementUrl, credentials, symbols, onFrame }, SYSTEM_SOCKETS);
}
