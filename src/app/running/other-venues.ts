import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import type { PolyboltCredentials } from '../../data/polybolt/price-stream.ts';
import type { FeedView } from '../../engine/contract/views.ts';
import type { Effect } from '../../engine/core/effects.ts';
import type { Engine } from '../../engine/core/engine.ts';
import { LAG_MARKETS_MAX } from '../../engine/core/market/lags.ts';
import type { MarketId } from '../../engine/domain/ids.ts';
import type { MarketGroup } from '../../engine/domain/market-group.ts';
import type { PairTold } from '../../engine/domain/market-pair.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { StateStore } from '../../engine/ports.ts';
import type { Logger } from '../../ops/log.ts';
import { cryptoListView } from './crypto-list-view.ts';
import { CryptoListing } from './crypto-listing.ts';
import type { Intake } from './intake.ts';
import { KalshiListing, kalshiMarketsMax } from './kalshi-listing.ts';
import { KalshiSide } from './kalshi-side.ts';
import type { LagListingOptions } from './lag-listing.ts';
import { Pairing, type PairingHealth } from './pairing/pairing.ts';
import type { PolymarketFeeds } from './polymarket-feeds.ts';
import type { ProgramOptions } from './program-options.ts';
import { SpotSide } from './spot-side.ts';

export interface OtherVenuesOptions {
  readonly options: Pick<ProgramOptions, 'spot' | 'kalshi' | 'pace'>;
  readonly engine: Engine;
  readonly intake: Intake;
  readonly feeds: PolymarketFeeds;
  readonly state: StateStore;
  readonly log: Logger;
  /** Frames of this market were lost. */
  readonly onGap: (marketId: MarketId) => void;
  /** How pairs of markets compare now. */
  readonly paired: (pairs: readonly PairTold[], groups: readonly MarketGroup[]) => void;
  /** Of the account's channels; `null` where there is no account. */
  readonly credentials: (() => PolyboltCredentials | null) | null;
}

/**
 * Everything beside the venue that is copied on: spot prices, the markets that follow them, Kalshi.
 * All of it may be absent, down or slow: nothing that is copied waits for it.
 */
export class OtherVenues {
  /** `null` where Kalshi is not read. */
  readonly kalshi: KalshiSide | null;
  readonly #log: Logger;
  readonly #spot: SpotSide | null;
  readonly #crypto: CryptoListing | null;
  readonly #kalshiCrypto: KalshiListing | null;
  readonly #pairing: Pairing | null;

  constructor(of: OtherVenuesOptions) {
    const { options, engine, intake, feeds, state, log, credentials, onGap } = of;
    const { spot = null, kalshi = null, pace = {} } = options;
    const isWanted = (): boolean => engine.trade.state.settings['lag.mode'] !== 'off';
    const hasKey = (kalshi?.key ?? null) !== null;
    this.#log = log;
    this.#spot =
      spot === null ? null : new SpotSide({ ...spot, sink: intake, state, isWanted, credentials });
    const side = this.#spot;
    this.#crypto =
      side === null
        ? null
        : new CryptoListing({
            ...{ gamma: feeds.client.gamma, sink: intake, coins: side.coins, isWanted },
            onRows: (rows) => feeds.markets.learnTags(rows),
            onTold: (rule) => side.lookBack(rule),
            onForgotten: () => side.forgetRanges(),
            marketsMax: LAG_MARKETS_MAX - (kalshi === null ? 0 : kalshiMarketsMax(hasKey)),
            ...listPace(pace.cryptoListEveryMs),
          });
    this.kalshi = kalshi === null ? null : new KalshiSide({ ...kalshi, sink: intake, onGap });
    this.#kalshiCrypto =
      side === null || this.kalshi === null
        ? null
        : new KalshiListing({
            ...{ series: this.kalshi.series, sink: intake, coins: side.coins, isWanted, hasKey },
            priceOf: (coin) => side.price(coin),
            ...listPace(kalshi?.coinListEveryMs),
          });
    this.#pairing =
      this.kalshi === null
        ? null
        : new Pairing({
            ...{ gamma: feeds.client.gamma, kalshi: this.kalshi, sink: intake, tell: of.paired },
            isWanted: () => engine.trade.state.settings['arbitrage.mode'] !== 'off',
            ...listPace(pace.pairEveryMs),
          });
  }

  start(): void {
    this.#pairing?.start((error) => {
      this.#log.error({ err: error }, 'markets of both venues are not compared any more');
    });
    this.#spot?.start((error) => {
      this.#log.error({ err: error }, 'candles of coins are not read any more');
    });
    this.#crypto?.start((error) => {
      this.#log.error({ err: error }, 'markets about coins are not looked for any more');
    });
    this.kalshi?.start();
    this.#kalshiCrypto?.start((error) => {
      this.#log.error({ err: error }, 'Kalshi markets about coins are not looked for any more');
    });
  }

  /** Whether the effect was for a market of another venue than the one that is copied on. */
  take(effect: Effect): boolean {
    return this.kalshi?.take(effect) === true;
  }

  /** `null` where nothing is compared. */
  pairing(): PairingHealth | null {
    return this.#pairing?.snapshot() ?? null;
  }

  /** The rules of a market that is compared, as its venue words them; `null` where they are not read. */
  ruleText(market: MarketId): string | null {
    return this.#pairing?.ruleText(market) ?? null;
  }

  views(nowMs: AtMs): readonly FeedView[] {
    return [
      ...(this.#spot?.views(nowMs) ?? []),
      ...(this.#crypto === null
        ? []
        : [cryptoListView('polymarket', this.#crypto.snapshot(), nowMs)]),
      ...(this.kalshi?.views(nowMs) ?? []),
      ...(this.#kalshiCrypto === null
        ? []
        : [cryptoListView('kalshi', this.#kalshiCrypto.snapshot(), nowMs)]),
    ];
  }

  async close(): Promise<void> {
    await Promise.all([
      this.#pairing?.close(),
      this.#spot?.close(),
      this.#crypto?.close(),
      this.#kalshiCrypto?.close(),
      this.kalshi?.close(),
    ]);
  }
}

function listPace(
  everyMs: number | undefined,
): Pick<LagListingOptions, 'runtime'> & { readonly everyMs?: number } {
  return { runtime: SYSTEM_RUNTIME, ...(everyMs === undefined ? {} : { everyMs }) };
}
