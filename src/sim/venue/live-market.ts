import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Chance } from '../chance.ts';
import { Belief, type MarketBelief } from './belief.ts';
import { earlierPrices } from './earlier-prices.ts';
import type { MarketPlan } from './event-plan.ts';
import { MarketMaker, type Quoting } from './market-maker.ts';
import { SpotBelief } from './spot-belief.ts';
import { openMarket, type WorldMarket } from './world-market.ts';

/** Each of them is a stream of its own: more noise leaves the quotes as they were. */
type Streams = Readonly<
  Record<'timing' | 'noise' | 'matching' | 'life' | 'guests' | 'oracle' | 'looks', Chance>
>;

/** A market with its secrets and those who make it. */
export class LiveMarket {
  readonly market: WorldMarket;
  readonly plan: MarketPlan;
  readonly belief: MarketBelief;
  readonly maker: MarketMaker;
  readonly chance: Streams;
  /** Whether its first orders are there. */
  isReady = false;
  readonly #chance: Chance;

  constructor(chance: Chance, plan: MarketPlan, nowMs: number) {
    const { terms, tick, volume24h, truth, revealMs, spot } = plan;
    this.plan = plan;
    this.#chance = chance;
    this.market = openMarket(terms, { tick, volume24h });
    const own = chance.fork('belief');
    this.belief =
      spot === null
        ? new Belief(own, { ...truth, revealMs, atMs: nowMs })
        : new SpotBelief(own, spot, nowMs);
    this.maker = new MarketMaker(chance.fork('quotes'), this.market.ladder);
    this.chance = {
      timing: chance.fork('timing'),
      noise: chance.fork('noise'),
      matching: chance.fork('matching'),
      life: chance.fork('life'),
      guests: chance.fork('guests'),
      oracle: chance.fork('oracle'),
      looks: chance.fork('looks'),
    };
  }

  /** It traded before the world began: what at is made each time that somebody asks. */
  giveEarlierPrices(listedMs: number): void {
    const { probability } = this.plan.truth;
    this.market.earlierPrices = () =>
      earlierPrices(this.#chance.fork('earlier prices'), { probability, listedMs });
  }

  get quoting(): Quoting {
    return { fair: this.belief.probability, tick: this.market.tick };
  }

  /** Middle of the book; what is believed where a side is empty. */
  get mid(): number {
    const bid = this.market.ladder.best('BUY');
    const ask = this.market.ladder.best('SELL');
    if (bid === null || ask === null) return this.belief.probability;
    return (bid.price + ask.price) / (2 * MICRO);
  }
}
