import { Chance } from '../chance.ts';
import type { PairedPlan, PairSource } from '../kalshi/world/pairs.ts';
import type { MarketPlan } from '../venue/event-plan.ts';
import type { FixtureScene, FixtureSource } from '../venue/fixtures.ts';
import type { VenueMarket } from '../venue/venue.ts';
import type { WorldTime } from '../wire/world-time.ts';
import { kalshiPlans } from './kalshi-plan.ts';
import type { PairedEvent, PairScene, PairTemplate } from './paired-event.ts';
import { polymarketPlans } from './polymarket-plan.ts';
import { PAIR_TEMPLATES } from './templates.ts';

/** An event that is open on Polymarket. */
interface Open {
  readonly template: string;
  readonly event: PairedEvent;
  readonly startsAtMs: number;
  /** Slugs of its markets that are not over. */
  readonly left: Set<string>;
}

const DRAWS_MAX = 50;

/**
 * What both venues ask, each in its own words: one event of every template at a time, on Polymarket at
 * once and on Kalshi soon after.
 */
export class PairBook implements FixtureSource, PairSource {
  readonly #chance: Chance;
  readonly #open = new Map<string, Open>();
  readonly #rounds = new Map<string, number>();
  readonly #taken = new Set<string>();
  #markets = 0;

  constructor(seed: string) {
    this.#chance = new Chance(`pairs ${seed}`);
  }

  first(scene: FixtureScene): readonly MarketPlan[] {
    return Object.keys(PAIR_TEMPLATES).flatMap((template) => this.#next(template, scene));
  }

  after({ eventSlug, slug }: VenueMarket, scene: FixtureScene): readonly MarketPlan[] {
    const open = this.#open.get(eventSlug);
    if (open === undefined || !open.left.delete(slug) || open.left.size > 0) return [];
    this.#open.delete(eventSlug);
    return this.#next(open.template, scene);
  }

  plansOf(
    markets: readonly VenueMarket[],
    scene: { readonly chance: Chance; readonly time: WorldTime; readonly nowMs: number },
  ): readonly PairedPlan[] | null {
    const open = this.#open.get(markets[0]?.eventSlug ?? '');
    if (open === undefined) return null;
    const there = open.event.questions.map(
      ({ slug }) => markets.find((market) => market.slug === slug) ?? null,
    );
    const { template, startsAtMs } = open;
    return kalshiPlans(open.event, { ...scene, there, template, startsAtMs });
  }

  #next(template: string, scene: FixtureScene): readonly MarketPlan[] {
    const make = PAIR_TEMPLATES[template];
    if (make === undefined) return [];
    const round = this.#rounds.get(template) ?? 0;
    this.#rounds.set(template, round + 1);
    const chance = this.#chance.fork(`${template} ${round}`);
    const event = this.#draw(make, { ...scene, chance, round });
    if (event === null) return [];
    const { slug, questions } = event;
    const left = new Set(questions.map((each) => each.slug));
    this.#open.set(slug, { template, event, startsAtMs: scene.startsAtMs, left });
    const number = this.#markets;
    this.#markets += questions.length;
    return polymarketPlans(event, { ...scene, chance: chance.fork('polymarket'), number });
  }

  /** An event with names of its own on both venues; `null` once the template has none left. */
  #draw(make: PairTemplate, scene: PairScene): PairedEvent | null {
    for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
      const event = make({ ...scene, chance: scene.chance.fork(`draw ${draw}`) });
      const tickers = event.kalshi.map(({ ticker }) => ticker);
      const names = [event.slug, ...tickers, ...(event.claims ?? [])];
      if (names.some((name) => this.#taken.has(name))) continue;
      for (const name of names) this.#taken.add(name);
      return event;
    }
    return null;
  }
}
