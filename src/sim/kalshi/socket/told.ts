import type { Happening, TimedHappening } from '../world/happening.ts';
import type { KalshiWorld } from '../world/kalshi-world.ts';
import type { KalshiEvent, KalshiMarket } from '../world/market.ts';
import { COIN_INDICES } from '../world/settlement-index.ts';
import {
  deltaBody,
  eventBody,
  fastIndexBody,
  feeBody,
  indexBody,
  lifeBody,
  tickerBody,
  tickerFields,
  tradeBody,
} from './frames.ts';
import type { Session } from './session.ts';
import type { Channel, Subscription } from './subscription.ts';

type Sessions = Iterable<Session>;

/** Tells every listener what happened in the world, each in the frames of its subscriptions. */
export class Told {
  readonly #world: KalshiWorld;
  /** The ticker of each market as it was told last. */
  readonly #tickers = new Map<string, string>();

  constructor(world: KalshiWorld) {
    this.#world = world;
  }

  tell(sessions: Sessions, { atMs, what }: TimedHappening): void {
    const ticker = this.#changedTicker(what, atMs);
    for (const session of sessions) {
      for (const subscription of session.subscriptions) {
        const send = (type: string, msg: unknown): void =>
          session.line.send(subscription.frame(type, { msg }));
        this.#tellOne(subscription, { atMs, what }, send);
        if (ticker === null || subscription.channel !== 'ticker') continue;
        if (subscription.hears(ticker.market.ticker)) send('ticker', ticker.body);
      }
    }
  }

  #tellOne(
    subscription: Subscription,
    { atMs, what }: TimedHappening,
    send: (type: string, msg: unknown) => void,
  ): void {
    const { channel, usesYesPrice } = subscription;
    if (what.kind === 'book') {
      if (channel !== 'orderbook_delta' || !subscription.hears(what.market.ticker)) return;
      for (const change of what.changes) {
        send(channel, deltaBody(what.market, change, { atMs, usesYesPrice }));
      }
    } else if (what.kind === 'trade') {
      if (channel !== 'trade' || !subscription.hears(what.market.ticker)) return;
      send(channel, tradeBody(what.market, what.trade));
    } else if (what.kind === 'index' || what.kind === 'fastIndex') {
      this.#tellIndex(subscription, { atMs, what }, send);
    } else tellLife(channel, what, send);
  }

  #tellIndex(
    subscription: Subscription,
    { atMs, what }: TimedHappening,
    send: (type: string, msg: unknown) => void,
  ): void {
    const isSlow = what.kind === 'index' && subscription.channel === 'cfbenchmarks_value';
    const isFast = what.kind === 'fastIndex' && subscription.channel === 'cfbenchmarks_value_5hz';
    if (!isSlow && !isFast) return;
    const bodyOf = isSlow ? indexBody : fastIndexBody;
    for (const index of COIN_INDICES) {
      if (!subscription.hearsIndex(index.id)) continue;
      send(subscription.channel, bodyOf(this.#world.index, index, atMs));
    }
  }

  /** The new ticker of the market that something happened to; `null` when it is as it was. */
  #changedTicker(
    what: Happening,
    atMs: number,
  ): { readonly market: KalshiMarket; readonly body: unknown } | null {
    if (what.kind !== 'book' && what.kind !== 'trade') return null;
    const { market } = what;
    const fields = JSON.stringify(tickerFields(market));
    if (this.#tickers.get(market.ticker) === fields) return null;
    this.#tickers.set(market.ticker, fields);
    return { market, body: tickerBody(market, atMs) };
  }
}

/** What becomes of markets, events and their fees. */
function tellLife(
  channel: Channel,
  what: Happening,
  send: (type: string, msg: unknown) => void,
): void {
  if (what.kind === 'life' && channel === lifeChannel(what.market.event)) {
    send(channel, lifeBody(what.market, what.step));
  }
  if (what.kind === 'event' && channel === lifeChannel(what.event)) {
    send('event_lifecycle', eventBody(what.event));
  }
  if (what.kind === 'fee' && channel === 'market_lifecycle_v2') {
    send('event_fee_update', feeBody(what.event));
  }
}

/** Combinations have a channel of their own. */
function lifeChannel({ series }: KalshiEvent) {
  return series.isCombo ? 'multivariate_market_lifecycle' : 'market_lifecycle_v2';
}
