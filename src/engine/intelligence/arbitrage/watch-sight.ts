import type { ArbitrageEnd, ArbitrageEvent, ArbitrageFound } from '../../domain/arbitrage.ts';
import type { Venue } from '../../domain/market.ts';
import type { AtMs } from '../../domain/time.ts';
import { invariant } from '../../domain/values/invariant.ts';
import {
  complement,
  type Money,
  type Ppm,
  type Price,
  ZERO_MONEY,
} from '../../domain/values/money.ts';
import { type BundleAt, foundEvent, legMarkets, type Worth } from './found-event.ts';
import { Likeness, middleOf, unlikeness } from './likeness.ts';
import type { MarketSight } from './market-sight.ts';
import { Opportunity, type Reach } from './opportunity.ts';
import { type ArbitrageOptions, released } from './options.ts';
import { hurdleAt, returnsOf } from './returns.ts';
import { type OfferedLeg, roomOf, sizeBundle } from './sizing.ts';
import type { ArbitrageWatch } from './watch.ts';

/** What every look is made with. */
export interface LookTerms {
  readonly options: ArbitrageOptions;
  readonly cash: (venue: Venue) => Money | null;
}

interface Track extends BundleAt {
  readonly markets: readonly MarketSight[];
  readonly legs: readonly OfferedLeg[];
  readonly opportunity: Opportunity;
  found: ArbitrageFound | null;
}

interface Judged {
  readonly reach: Reach;
  readonly worth: Worth | null;
}

const NONE: readonly ArbitrageEvent[] = [];
const NOTHING: Judged = { reach: 'under', worth: null };

/** One watch among the books of its markets: what of it crosses, and what was told of it. */
export class WatchSight {
  readonly watch: ArbitrageWatch;
  readonly sights: readonly MarketSight[];
  readonly #tracks: readonly Track[];
  readonly #byMarket: readonly (readonly Track[])[];
  readonly #likeness = new Likeness();

  constructor(watch: ArbitrageWatch, sights: readonly MarketSight[]) {
    this.watch = watch;
    this.sights = sights;
    this.#tracks = watch.bundles.map((bundle) => ({
      ...{ watch, bundle, sights, markets: legMarkets(bundle, sights) },
      legs: offeredLegs({ watch, bundle, sights }),
      ...{ opportunity: new Opportunity(), found: null },
    }));
    this.#byMarket = sights.map((sight) =>
      this.#tracks.filter(({ markets }) => markets.includes(sight)),
    );
  }

  /** What was told and is not over. */
  get open(): readonly ArbitrageFound[] {
    return this.#tracks.flatMap(({ found }) => found ?? []);
  }

  get bundles(): readonly BundleAt[] {
    return this.#tracks;
  }

  /** Whether the prices speak against the pair now. */
  get isDoubted(): boolean {
    return this.#likeness.isDoubted;
  }

  isOver(atMs: AtMs): boolean {
    return this.#tracks.every(({ markets }) => markets.some((market) => market.isOver(atMs)));
  }

  /** Looks at everything that one market is part of, or at all with `null`. */
  look(place: number | null, terms: LookTerms, atMs: AtMs): readonly ArbitrageEvent[] {
    const alarms = this.#lookAtLikeness(terms, atMs);
    if (alarms !== null) return alarms;
    const tracks = place === null ? this.#tracks : (this.#byMarket[place] ?? []);
    let events: ArbitrageEvent[] | null = null;
    for (const track of tracks) {
      const event = this.#lookAt(track, terms, atMs);
      if (event === null) continue;
      events ??= [];
      events.push(event);
    }
    return events ?? NONE;
  }

  /** Nothing of it can be judged any more: what was told ends. */
  lose(why: ArbitrageEnd, terms: LookTerms, atMs: AtMs): readonly ArbitrageEvent[] {
    return this.#tracks.flatMap((track) => this.#lose(track, { why, terms, atMs }) ?? []);
  }

  #lookAt(track: Track, terms: LookTerms, atMs: AtMs): ArbitrageEvent | null {
    const { opportunity, markets } = track;
    const { options } = terms;
    for (const market of markets) {
      if (market.isOver(atMs)) return this.#lose(track, { why: 'marketOver', terms, atMs });
      if (market.isUsable(atMs, options.ageMsMax)) continue;
      return this.#lose(track, { why: 'bookUnusable', terms, atMs });
    }
    if (this.isDoubted && !opportunity.isFound) {
      opportunity.lose();
      return null;
    }
    const { reach, worth } = this.#judge(track, terms, atMs);
    const profit = worth?.returns.profit ?? ZERO_MONEY;
    const outcome = opportunity.look({ atMs, reach, profit }, options.persistMs);
    if (outcome === null) return null;
    if (outcome !== 'find')
      return ended(track, outcome === 'close' ? 'closed' : 'expired', { terms, atMs });
    invariant(worth !== null, 'what is found is worth it');
    track.found = foundEvent(track, worth, { crossedAtMs: opportunity.crossedAtMs, atMs });
    return track.found;
  }

  /** Whether it makes what it must; one that was told need make less to stay. */
  #judge(track: Track, terms: LookTerms, atMs: AtMs): Judged {
    const { options } = terms;
    const { bundle, legs, opportunity } = track;
    const unitCost = unitCostOf(legs, atMs);
    // Most books end here: not even the best prices leave anything.
    if (unitCost === null || unitCost > bundle.payout) return NOTHING;
    const paysAtMs = paysAtOf(track.markets);
    const must = { hurdle: hurdleAt(options, paysAtMs, atMs), profitMin: options.profitMin };
    const over = worthOf(track, must, { ...terms, unitCost, paysAtMs, atMs });
    if (over !== null) return { reach: 'over', worth: over };
    if (!opportunity.wasTold) return NOTHING;
    const less = released(must.hurdle, must.profitMin);
    const held = worthOf(track, less, { ...terms, unitCost, paysAtMs, atMs });
    return held === null ? NOTHING : { reach: 'held', worth: held };
  }

  #lookAtLikeness({ options, cash }: LookTerms, atMs: AtMs): readonly ArbitrageEvent[] | null {
    const { likeness, isVerified, id: watchId, pair } = this.watch;
    const [first, second] = this.sights;
    if (likeness === null || !isVerified || first === undefined || second === undefined)
      return null;
    const { ageMsMax, persistMs } = options;
    if (!first.isUsable(atMs, ageMsMax) || !second.isUsable(atMs, ageMsMax)) return null;
    const p = middle(first);
    const q = middle(second);
    if (p === null || q === null) return null;
    const unlike = unlikeness(p, likeness === 'same' ? q : complement(q));
    const alarm = this.#likeness.look(unlike, atMs, persistMs);
    if (alarm === null) return null;
    const { marketId } = first.market;
    return [
      ...this.lose('unpaired', { options, cash }, atMs),
      { kind: 'arbitrageAlarm', alarm, watchId, pair, marketId, prices: [p, q], atMs },
    ];
  }

  #lose(track: Track, end: EndTerms & { readonly why: ArbitrageEnd }): ArbitrageEvent | null {
    return track.opportunity.lose() ? ended(track, end.why, end) : null;
  }
}

interface EndTerms {
  readonly terms: LookTerms;
  readonly atMs: AtMs;
}

function ended(track: Track, why: ArbitrageEnd, { terms, atMs }: EndTerms): ArbitrageEvent {
  const { found, opportunity, watch } = track;
  invariant(found !== null, 'what ends was told');
  track.found = null;
  const lasted = opportunity.lasted(atMs, terms.options.latencyMs);
  return { kind: 'arbitrageEnded', id: found.id, watchId: watch.id, why, ...lasted, atMs };
}

interface Musts {
  readonly hurdle: Ppm;
  readonly profitMin: Money;
}

interface WorthTerms extends LookTerms {
  readonly unitCost: Money;
  readonly paysAtMs: AtMs | null;
  readonly atMs: AtMs;
}

/** A bundle at the size that it may have; `null` when it does not make what it must. */
function worthOf(
  { bundle, legs }: Track,
  { hurdle, profitMin }: Musts,
  { options, cash, unitCost, paysAtMs, atMs }: WorthTerms,
): Worth | null {
  if (roomOf(unitCost, bundle.payout, hurdle) < 0) return null;
  const sized = sizeBundle(legs, bundle.payout, { atMs, hurdle, costMax: options.sizeMax, cash });
  if (sized === null) return null;
  const returns = returnsOf({ ...sized, payout: bundle.payout }, paysAtMs, atMs);
  return returns.profit >= profitMin && returns.roi >= hurdle ? { sized, returns, paysAtMs } : null;
}

export function offeredLegs({ bundle, sights }: BundleAt): readonly OfferedLeg[] {
  return bundle.legs.flatMap(({ market, side }) => sights[market]?.offered(side) ?? []);
}

/** One share of each at the best price, with its fee; `null` where nothing is offered. */
export function unitCostOf(legs: readonly OfferedLeg[], atMs: AtMs): Money | null {
  let total = 0;
  for (const { levels, fees } of legs) {
    const best = levels[0]?.price;
    if (best === undefined) return null;
    total += best + fees.at(best, atMs);
  }
  return total as Money;
}

/** The payout of the last leg; `null` when one is not known. */
export function paysAtOf(markets: readonly MarketSight[]): AtMs | null {
  let last = Number.NEGATIVE_INFINITY;
  for (const { market } of markets) {
    if (market.paysAtMs === null) return null;
    last = Math.max(last, market.paysAtMs);
  }
  return last;
}

function middle(sight: MarketSight): Price | null {
  const spread = sight.spread();
  return spread === null ? null : middleOf(spread);
}
