import type {
  ExchangeOrder,
  ExchangeTrade,
  TradingVenue,
} from '../../../src/sim/exchange/exchange.ts';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import { LOT } from '../../../src/sim/venue/ladder.ts';
import { MarketFloor } from '../../../src/sim/venue/market-floor.ts';
import { costOf, planFills } from '../../../src/sim/venue/matching.ts';
import type { Witness } from '../kill/witness.ts';

/** Settlement takes a moment, so that a kill fits in between. */
const SETTLING = {
  minedMs: [300, 600],
  confirmedMs: [200, 400],
  broadcastedMs: [50, 100],
} as const;

/** A seeded world that stands still until it is released; its exchange goes on. */
export class HeldVenue {
  readonly venue: TradingVenue;
  /** Of accounts, as the exchange last told. */
  readonly orders = new Map<string, ExchangeOrder>();
  readonly trades = new Map<string, ExchangeTrade>();
  #isHeld = true;

  constructor(seed: string, witness: Witness) {
    const inner = createVenue({ seed, startsAtMs: Date.now(), exchange: SETTLING });
    const isHeld = (): boolean => this.#isHeld;
    this.venue = {
      leaders: inner.leaders,
      exchange: inner.exchange,
      get markets() {
        return inner.markets;
      },
      get nextAtMs() {
        return isHeld() ? Number.POSITIVE_INFINITY : inner.nextAtMs;
      },
      step: () => inner.step(),
    };
    inner.exchange.onEvent((event) => {
      if (event.kind === 'order') this.orders.set(event.order.hash, event.order);
      else this.trades.set(event.trade.id, event.trade);
      witness.note();
    });
  }

  release(): void {
    this.#isHeld = false;
  }

  hold(): void {
    this.#isHeld = true;
  }
}

/** From now on what an account takes at once is told as two trades, where it has two lots. */
export function tradeInTwo(): () => void {
  const { prototype } = MarketFloor;
  const { trade } = prototype;
  prototype.trade = function (live, order, levelsMax) {
    const [first] = planFills(live.market, order, 1);
    const size = first === undefined ? 0 : Math.floor(first.size / (2 * LOT)) * LOT;
    if (order.id === undefined || first === undefined || size === 0) {
      return trade.call(this, live, order, levelsMax);
    }
    const traded = trade.call(this, live, { ...order, size }, 1);
    const spent = costOf({ price: first.price, size: traded });
    const rest = { ...order, size: order.size - traded };
    const { dollars } = order;
    const left = dollars === undefined ? rest : { ...rest, dollars: dollars - spent };
    return traded + trade.call(this, live, left, levelsMax);
  };
  return () => {
    prototype.trade = trade;
  };
}
