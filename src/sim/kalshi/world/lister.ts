import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import type { Chance } from '../../chance.ts';
import type { SpotSymbol } from '../../spot/spot-path.ts';
import type { Agenda } from '../../venue/agenda.ts';
import type { Venue, VenueMarket } from '../../venue/venue.ts';
import type { WorldTime } from '../../wire/world-time.ts';
import { LIVE_WINDOW_MS, quarterBefore } from '../eastern.ts';
import type { CoinOdds } from './coin-odds.ts';
import { coinSeries, planCoinWindow, planRanges, planThresholds, WINDOW_MS } from './coin-plans.ts';
import type { KalshiEvent } from './market.ts';
import type { MarketFloor } from './market-floor.ts';
import {
  comboSeries,
  planCombo,
  planMatch,
  planWeather,
  sportSeries,
  weatherSeries,
} from './other-plans.ts';
import type { PairSource, Stand, TruePair } from './pairs.ts';
import type { TwinKind } from './twin-belief.ts';
import { planTwin } from './twin-plans.ts';

/** Windows that ended before the world began: just now, and too long ago for the live lists. */
const RECENT_WINDOWS = 2;
const ANCIENT_WINDOWS = 3;
const ANCIENT_MS = LIVE_WINDOW_MS + 20 * DAY_MS;
/** A new match follows the last one. */
const MATCH_EVERY_MS = 15 * MINUTE_MS;
const TWINS_LOOK_MS = SECOND_MS;
const WEATHER_DAYS = 2;
/** When the announced change of fees takes effect, and what it makes of them. */
const FEE_CHANGE_AFTER_MS = 10 * MINUTE_MS;
const FEE_CHANGED_BEFORE_MS = 5 * DAY_MS;
const HALF_FEE = 0.5;

/** The other venue whose questions are asked here too. */
export interface TwinSource {
  readonly venue: Venue;
  /** Its dates in wall time. */
  readonly time: WorldTime;
  /** What both venues ask in words of their own. */
  readonly pairs?: PairSource;
}

/** Which market here was made from which of the other venue, and how they differ. */
export interface Twin {
  readonly ticker: string;
  readonly conditionId: string;
  readonly kind: TwinKind;
}

export interface ListerOptions {
  readonly chance: Chance;
  readonly agenda: Agenda;
  readonly floor: MarketFloor;
  readonly odds: CoinOdds;
  readonly coins: readonly SpotSymbol[];
  readonly twins: TwinSource | null;
  readonly emit: (what: { readonly kind: 'fee'; readonly event: KalshiEvent }) => void;
  /** The same question is open on both venues. */
  readonly onStand: (stand: Stand) => void;
}

/** Lists what people can trade: what there is at the beginning, and what follows it. */
export class Lister {
  readonly twins: Twin[] = [];
  readonly pairs: TruePair[] = [];
  readonly #options: ListerOptions;
  #venueMarkets = 0;
  #twinEvents = 0;
  #combos = 0;

  constructor(options: ListerOptions) {
    this.#options = options;
  }

  begin(): void {
    const { agenda, coins } = this.#options;
    const quarterMs = quarterBefore(agenda.nowMs);
    for (const coin of coins) this.#listPast(coin, quarterMs);
    for (const coin of coins) {
      this.#listWindow(coin, quarterMs);
      this.#listWindow(coin, quarterMs + WINDOW_MS);
      this.#listHour(coin, quarterBefore(agenda.nowMs, HOUR_MS / MINUTE_MS));
    }
    agenda.at(quarterMs + WINDOW_MS, () => this.#nextQuarter());
    this.#listMatches(0);
    this.#listWeather();
    if (this.#options.twins !== null) this.#lookForTwins();
    this.#announceFees();
    this.#options.floor.putInOrder();
  }

  #listPast(coin: SpotSymbol, quarterMs: number): void {
    if (coin === 'BTC') {
      const longAgoMs = quarterBefore(quarterMs - ANCIENT_MS);
      for (let at = 0; at < ANCIENT_WINDOWS; at += 1) {
        this.#listWindow(coin, longAgoMs + at * WINDOW_MS);
      }
    }
    for (let at = RECENT_WINDOWS; at > 0; at -= 1)
      this.#listWindow(coin, quarterMs - at * WINDOW_MS);
  }

  #nextQuarter(): void {
    const { agenda, coins } = this.#options;
    const nowMs = agenda.nowMs;
    for (const coin of coins) {
      this.#listWindow(coin, nowMs + WINDOW_MS);
      if (nowMs % HOUR_MS === 0) this.#listHour(coin, nowMs);
    }
    agenda.at(nowMs + WINDOW_MS, () => this.#nextQuarter());
  }

  #listWindow(coin: SpotSymbol, openAtMs: number): void {
    const { agenda, floor, odds, chance } = this.#options;
    const series = coinSeries(coin, '15M', agenda.nowMs);
    const own = chance.fork(`window ${coin} ${openAtMs}`);
    const isWarm = openAtMs < agenda.nowMs;
    floor.list(planCoinWindow(series, { coin, openAtMs, isWarm }, { odds, chance: own }));
  }

  #listHour(coin: SpotSymbol, openAtMs: number): void {
    const { agenda, floor, odds, chance } = this.#options;
    const hour = { coin, openAtMs, isWarm: openAtMs < agenda.nowMs };
    const scene = { odds, chance: chance.fork(`hour ${coin} ${openAtMs}`) };
    const thresholds = planThresholds(coinSeries(coin, 'D', agenda.nowMs), hour, scene);
    const isThere = floor.catalogue.events.has(thresholds?.ticker ?? '');
    if (thresholds !== null && !isThere) floor.list(thresholds);
    const ranges = planRanges(coinSeries(coin, '', agenda.nowMs), hour, scene);
    if (ranges !== null) floor.list(ranges);
  }

  #listMatches(round: number): void {
    const { agenda, floor, chance } = this.#options;
    const nowMs = agenda.nowMs;
    const scene = { nowMs, round };
    const events = sportSeries(nowMs).map((series) =>
      floor.list(planMatch(series, { ...scene, chance: chance.fork(`${series.ticker} ${round}`) })),
    );
    const legs = events.flatMap(({ markets }) => markets.slice(0, 1));
    this.#combos += 1;
    const own = chance.fork(`combo ${this.#combos}`);
    floor.list(planCombo(comboSeries(nowMs), legs, { ...scene, chance: own }));
    agenda.after(MATCH_EVERY_MS, () => this.#listMatches(round + 1));
  }

  #listWeather(): void {
    const { agenda, floor, chance, emit } = this.#options;
    const series = weatherSeries(agenda.nowMs);
    for (let round = 0; round < WEATHER_DAYS; round += 1) {
      const own = chance.fork(`weather ${round}`);
      const event = floor.list(planWeather(series, { chance: own, nowMs: agenda.nowMs, round }));
      if (round > 0) continue;
      event.feeOverride = { type: 'quadratic', multiplier: HALF_FEE };
      emit({ kind: 'fee', event });
    }
  }

  #lookForTwins(): void {
    const { agenda, twins } = this.#options;
    const listed = twins?.venue.markets ?? [];
    const fresh = listed.slice(this.#venueMarkets).filter(({ status }) => status === 'open');
    this.#venueMarkets = listed.length;
    for (const markets of groupsOf(fresh)) this.#listTwin(markets);
    agenda.after(TWINS_LOOK_MS, () => this.#lookForTwins());
  }

  #listTwin(markets: readonly VenueMarket[]): void {
    const { agenda, floor, chance, twins } = this.#options;
    if (twins === null || this.#listPairs(markets, twins)) return;
    const made = planTwin(markets, {
      chance: chance.fork(`twin ${markets[0]?.eventSlug ?? ''}`),
      time: twins.time,
      nowMs: agenda.nowMs,
      number: this.#twinEvents + 1,
      markets: this.twins.length,
      seriesOf: (series) => floor.catalogue.knownSeries(series),
    });
    if (made === null) return;
    this.#twinEvents += 1;
    const event = floor.list(made.plan);
    for (const [at, { ticker }] of event.markets.entries()) {
      const conditionId = made.twins[at]?.conditionId ?? '';
      this.twins.push({ ticker, conditionId, kind: made.kind });
      this.pairs.push(pairOf({ ticker, conditionId, kind: made.kind }));
    }
  }

  /** Lists what the venue has words of its own for; answers whether it has. */
  #listPairs(markets: readonly VenueMarket[], { pairs, time }: TwinSource): boolean {
    const { agenda, floor, chance, onStand } = this.#options;
    const own = chance.fork(`pair ${markets[0]?.eventSlug ?? ''}`);
    const plans = pairs?.plansOf(markets, { chance: own, time, nowMs: agenda.nowMs }) ?? null;
    if (plans === null) return false;
    for (const { plan, markets: paired } of plans) {
      if (plan.markets.length === 0) continue;
      for (const [at, market] of floor.list(plan).markets.entries()) {
        const { relations = [], twin = null } = paired[at] ?? {};
        for (const each of relations) this.pairs.push({ ...each, ticker: market.ticker });
        if (twin !== null) onStand({ ...twin, market });
      }
    }
    return true;
  }

  /** One series changed its fees some days ago, another one will soon. */
  #announceFees(): void {
    const { agenda, floor, chance } = this.#options;
    const { series, feeChanges } = floor.catalogue;
    const [before, soon] = ['KXATPMATCH', 'KXHIGHNY'].map((ticker) => series.get(ticker));
    const id = (): string => chance.hex(24);
    const nowMs = agenda.nowMs;
    if (before !== undefined) {
      const { feeType, feeMultiplier } = before;
      const atMs = nowMs - FEE_CHANGED_BEFORE_MS;
      feeChanges.push({ id: id(), series: before, feeType, feeMultiplier, atMs });
    }
    if (soon === undefined) return;
    const feeType = 'quadratic_with_maker_fees';
    const atMs = nowMs + FEE_CHANGE_AFTER_MS;
    feeChanges.push({ id: id(), series: soon, feeType, feeMultiplier: 1, atMs });
    agenda.at(atMs, () => {
      soon.feeType = feeType;
      soon.updatedAtMs = atMs;
    });
  }
}

/** The kinds of look-alikes here follow nothing of the other question, whatever their words imply. */
function pairOf({ ticker, conditionId, kind }: Twin): TruePair {
  const isSame = kind === 'same' || kind === 'voidRule';
  const relation = isSame ? 'identity' : 'overlap';
  return {
    ticker,
    conditionId,
    relation,
    differs: kind === 'same' ? null : kind,
    template: 'catalogue',
  };
}

/** Neighbours of one event. */
function groupsOf(markets: readonly VenueMarket[]): readonly (readonly VenueMarket[])[] {
  const groups = new Map<string, VenueMarket[]>();
  for (const market of markets) {
    const group = groups.get(market.eventSlug);
    if (group === undefined) groups.set(market.eventSlug, [market]);
    else group.push(market);
  }
  return [...groups.values()];
}
