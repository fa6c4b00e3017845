import { SECOND_MS } from '../../../engine/domain/time.ts';
import { invariant } from '../../../engine/domain/values/invariant.ts';
import { Chance } from '../../chance.ts';
import { SPOT_SYMBOLS, type SpotPath, type SpotSymbol } from '../../spot/spot-path.ts';
import { Agenda } from '../../venue/agenda.ts';
import { isWeeklyPause, nextWeeklyPause } from '../eastern.ts';
import {
  type ArbitrageRules,
  type ArbitrageWindow,
  ArbitrageWindows,
  USUAL_ARBITRAGE,
  type WishedArbitrage,
} from './arbitrage-windows.ts';
import type { Catalogue } from './catalogue.ts';
import { CoinOdds } from './coin-odds.ts';
import { ExchangeState, type PauseReason } from './exchange-state.ts';
import type { Happening, TimedHappening } from './happening.ts';
import { Lister, type Twin, type TwinSource } from './lister.ts';
import type { KalshiMarket } from './market.ts';
import { MarketFloor } from './market-floor.ts';
import type { TruePair } from './pairs.ts';
import { SettlementIndex } from './settlement-index.ts';

const FAST_INDEX_MS = 200;

export interface KalshiWorldOptions {
  readonly seed: string;
  /** Wall time: windows close at real quarters of an hour. */
  readonly startsAtMs: number;
  readonly spot: SpotPath;
  readonly coins?: readonly SpotSymbol[];
  readonly twins?: TwinSource | null;
  /** How many times as often as usual markets are quoted. */
  readonly pace?: number;
  readonly hasWeeklyPause?: boolean;
  /** How makers here stay behind the other venue, as usual unless told. */
  readonly arbitrage?: Partial<ArbitrageRules>;
}

/**
 * A seeded Kalshi: what is listed, what people bid for it and how it ends. It lives in wall time and
 * knows no clock; the same seed, start and other venue tell the same story.
 */
export class KalshiWorld {
  readonly exchange = new ExchangeState();
  readonly index: SettlementIndex;
  readonly #agenda = new Agenda();
  readonly #floor: MarketFloor;
  readonly #lister: Lister;
  readonly #windows: ArbitrageWindows | null;
  readonly #onSettled: ((market: KalshiMarket) => void)[] = [];
  #happened: TimedHappening[] = [];

  constructor(options: KalshiWorldOptions) {
    const { seed, startsAtMs, spot, pace = 1, coins = SPOT_SYMBOLS } = options;
    invariant(pace > 0, 'a world has a pace above zero');
    const chance = new Chance(`kalshi ${seed}`);
    const agenda = this.#agenda;
    const emit = (what: Happening): void => {
      this.#happened.push({ atMs: agenda.nowMs, what });
    };
    this.index = new SettlementIndex(spot);
    this.#floor = new MarketFloor({
      ...{ chance: chance.fork('floor'), agenda, exchange: this.exchange, pace, emit },
      onSettled: (market) => {
        for (const tell of this.#onSettled) tell(market);
      },
    });
    this.#windows = this.#windowsOf(options, chance);
    this.#lister = new Lister({
      ...{ chance: chance.fork('lister'), agenda, floor: this.#floor, coins, emit },
      odds: new CoinOdds(this.index),
      twins: options.twins ?? null,
      onStand: (stand) => this.#windows?.admit(stand),
    });
    agenda.at(startsAtMs, () => this.#lister.begin());
    agenda.runNext();
    this.#windows?.begin();
    if (options.hasWeeklyPause !== false) this.#followTheWeek();
    this.#tickLater();
    // What the beginning consists of is no news.
    this.#happened = [];
  }

  get catalogue(): Catalogue {
    return this.#floor.catalogue;
  }

  /** Which markets were made from which of the other venue: the truth that a matcher is judged by. */
  get twins(): readonly Twin[] {
    return this.#lister.twins;
  }

  /** How markets here stand to those of the other venue. */
  get pairs(): readonly TruePair[] {
    return this.#lister.pairs;
  }

  /** In which times both sides of a question cost less than a dollar across the venues. */
  get arbitrage(): readonly ArbitrageWindow[] {
    return this.#windows?.windows ?? [];
  }

  /** Lets makers here stay behind for a while, from now; `null` where no market fits. */
  openArbitrage(wish: WishedArbitrage = {}): ArbitrageWindow | null {
    return this.#windows?.open(wish) ?? null;
  }

  /** The moment that the world has reached, in wall time. */
  get nowMs(): number {
    return this.#agenda.nowMs;
  }

  get nextAtMs(): number {
    return this.#agenda.nextAtMs;
  }

  /** What happens at the next moment. */
  step(): readonly TimedHappening[] {
    this.#agenda.runNext();
    return this.takeHappened();
  }

  /** What happened through calls from outside since the last step. */
  takeHappened(): readonly TimedHappening[] {
    const happened = this.#happened;
    this.#happened = [];
    return happened;
  }

  onSettled(tell: (market: KalshiMarket) => void): void {
    this.#onSettled.push(tell);
  }

  /** Stops trading everywhere, or lets it go on. */
  setPause(reason: PauseReason, isOn: boolean, resumesAtMs: number | null = null): void {
    const wasPaused = this.exchange.isPaused;
    this.exchange.setPause(reason, isOn);
    this.exchange.resumesAtMs = this.exchange.isPaused ? resumesAtMs : null;
    if (!wasPaused && isOn) this.#happened.push({ atMs: this.nowMs, what: { kind: 'paused' } });
  }

  /** Stops a shard with all of its markets, or lets it go on. */
  setShard(shard: number, isUp: boolean): void {
    if (this.exchange.isUp(shard) === isUp) return;
    this.exchange.setShard(shard, isUp);
    for (const market of this.catalogue.markets.values()) {
      if (market.shard === shard) this.#floor.setActive(market, isUp);
    }
  }

  /** Trading stops, and goes on at that moment. */
  pauseUntil(untilMs: number): void {
    this.setPause('fault', true, untilMs);
    this.#agenda.at(untilMs, () => this.setPause('fault', false));
  }

  stopShardUntil(shard: number, untilMs: number): void {
    this.setShard(shard, false);
    this.#agenda.at(untilMs, () => this.setShard(shard, true));
  }

  #windowsOf(
    { twins = null, arbitrage = {} }: KalshiWorldOptions,
    chance: Chance,
  ): ArbitrageWindows | null {
    if (twins?.pairs === undefined) return null;
    return new ArbitrageWindows({
      ...{ chance: chance.fork('arbitrage'), agenda: this.#agenda, floor: this.#floor },
      ...{ time: twins.time, rules: { ...USUAL_ARBITRAGE, ...arbitrage } },
    });
  }

  #followTheWeek(): void {
    const isOn = isWeeklyPause(this.nowMs);
    const { fromMs, toMs } = nextWeeklyPause(this.nowMs);
    this.setPause('weekly', isOn, isOn ? toMs : null);
    this.#agenda.at(isOn ? toMs : fromMs, () => this.#followTheWeek());
  }

  /** Values of the indices come at whole seconds, and five times in each. */
  #tickLater(): void {
    const atMs = (Math.floor(this.nowMs / FAST_INDEX_MS) + 1) * FAST_INDEX_MS;
    this.#agenda.at(atMs, () => {
      if (atMs % SECOND_MS === 0) this.#happened.push({ atMs, what: { kind: 'index' } });
      this.#happened.push({ atMs, what: { kind: 'fastIndex' } });
      this.#tickLater();
    });
  }
}
