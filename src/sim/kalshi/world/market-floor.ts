import { SECOND_MS } from '../../../engine/domain/time.ts';
import type { Chance } from '../../chance.ts';
import type { Agenda } from '../../venue/agenda.ts';
import { Catalogue } from './catalogue.ts';
import type { ExchangeState } from './exchange-state.ts';
import type { Happening } from './happening.ts';
import { type KalshiEvent, KalshiMarket, uuid } from './market.ts';
import { type EventPlan, type MarketPlan, termsOf } from './plan.ts';
import { quotesAround } from './quoting.ts';

/** Trades for each requote, about. */
const TRADES_PER_QUOTE = 0.35;
const EXPECTED_AFTER_MS = 5 * 60_000;
/** From the close, or from knowing the outcome, to the determination. */
const DETERMINED_MS = [2_000, 8_000] as const;
const DISPUTED_AFTER_MS = 3 * SECOND_MS;
const DISPUTE_MS = 12 * SECOND_MS;
const PAUSE_MS = [5_000, 15_000] as const;
/** How often a market looks whether its outcome became known. */
const LOOK_MS = SECOND_MS;
/** Time between two quotes of a market that traded before the world began. */
const WARM_STEP_MS = 20 * SECOND_MS;
/** Below and above these prices a market in whole cents gets finer ticks. */
const TAPER_AT = [0.08, 0.92] as const;
const TAPERED = 'tapered_deci_cent';

export interface FloorOptions {
  readonly chance: Chance;
  readonly agenda: Agenda;
  readonly exchange: ExchangeState;
  readonly pace: number;
  readonly emit: (happening: Happening) => void;
  /** A market was paid out. */
  readonly onSettled: (market: KalshiMarket) => void;
}

interface Stall {
  readonly market: KalshiMarket;
  readonly plan: MarketPlan;
  readonly chance: Chance;
}

/** Where markets live: they are created, opened, quoted, traded, closed, determined and paid. */
export class MarketFloor {
  readonly catalogue = new Catalogue();
  readonly #options: FloorOptions;
  readonly #stalls = new WeakMap<KalshiMarket, Stall>();
  #markets = 0;
  #trades = 0;

  constructor(options: FloorOptions) {
    this.#options = options;
  }

  /** Creates an event with its markets; they open when their time comes. */
  list(plan: EventPlan): KalshiEvent {
    const { agenda, emit } = this.#options;
    const event: KalshiEvent = {
      ticker: plan.ticker,
      series: this.catalogue.knownSeries(plan.series),
      title: plan.title,
      subTitle: plan.subTitle,
      isExclusive: plan.isExclusive,
      strikeAtMs: plan.strikeAtMs,
      markets: [],
      feeOverride: null,
      updatedAtMs: plan.createdAtMs,
    };
    this.catalogue.events.set(event.ticker, event);
    emit({ kind: 'event', event });
    for (const each of plan.markets) {
      const stall = this.#create(event, each, plan.createdAtMs);
      emit({ kind: 'life', market: stall.market, step: 'created' });
      if (each.openAtMs > agenda.nowMs) agenda.at(each.openAtMs, () => this.#open(stall));
      else this.#open(stall);
    }
    return event;
  }

  /** Numbers all trades so far by their time: markets that traded before the world came in turn. */
  putInOrder(): void {
    const all = [...this.catalogue.markets.values()].flatMap(({ trades }) => trades);
    all.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
    for (const [at, trade] of all.entries()) trade.order = at + 1;
  }

  /** Its makers quote again at once. */
  requote(market: KalshiMarket): void {
    const stall = this.#stalls.get(market);
    if (stall !== undefined) this.#quote(stall);
  }

  /** Trading in a market stops, or goes on. */
  setActive(market: KalshiMarket, isActive: boolean): void {
    const from = isActive ? 'inactive' : 'active';
    if (market.status !== from) return;
    market.status = isActive ? 'active' : 'inactive';
    market.updatedAtMs = this.#options.agenda.nowMs;
    const step = isActive ? 'activated' : 'deactivated';
    this.#options.emit({ kind: 'life', market, step });
  }

  #create(event: KalshiEvent, plan: MarketPlan, createdAtMs: number): Stall {
    const chance = this.#options.chance.fork(`market ${plan.ticker}`);
    this.#markets += 1;
    const market = new KalshiMarket({
      terms: termsOf(plan, { id: uuid(chance.fork('id')), createdAtMs }),
      event,
      belief: plan.belief,
      strike: plan.strike,
      yesSubTitle: plan.yesSubTitle,
      structure: plan.structure,
      closeAtMs: plan.closeAtMs,
      expectedAtMs: plan.closeAtMs + EXPECTED_AFTER_MS,
      order: this.#markets,
    });
    this.catalogue.admit(market);
    const stall: Stall = { market, plan, chance };
    this.#stalls.set(market, stall);
    return stall;
  }

  #open(stall: Stall): void {
    const { market, plan } = stall;
    const { agenda, emit, exchange } = this.#options;
    market.status = 'active';
    market.updatedAtMs = Math.max(plan.openAtMs, market.updatedAtMs);
    const known = plan.atOpening?.();
    if (known !== undefined) {
      market.strike = known.strike;
      market.yesSubTitle = known.yesSubTitle;
    }
    emit({ kind: 'life', market, step: 'activated' });
    if (known !== undefined) emit({ kind: 'life', market, step: 'metadata_updated' });
    if (plan.isWarm === true) this.#warm(stall);
    if (market.closeAtMs <= agenda.nowMs) {
      this.#closeInThePast(stall);
      return;
    }
    if (!exchange.isUp(market.shard)) this.setActive(market, false);
    this.#quote(stall);
    this.#quoteLater(stall);
    agenda.at(market.closeAtMs, () => this.#close(stall));
    if (plan.earlyClose !== undefined) this.#lookLater(stall);
    if (plan.pausesAtMs !== undefined) this.#pauseLater(stall, plan.pausesAtMs);
  }

  /** What happened in it before the world began, told to nobody. */
  #warm(stall: Stall): void {
    const { market, plan } = stall;
    const endAtMs = Math.min(market.closeAtMs, this.#options.agenda.nowMs);
    for (let atMs = plan.openAtMs; atMs < endAtMs; atMs += WARM_STEP_MS) {
      const fair = market.belief.at(atMs);
      if (fair === null) continue;
      const { structure, book } = market;
      market.quote(quotesAround(fair, { chance: stall.chance, structure, book }), atMs);
      this.#trade(stall, atMs + WARM_STEP_MS / 2);
    }
  }

  #closeInThePast({ market, plan }: Stall): void {
    market.outcome = market.belief.outcome(market.closeAtMs);
    market.determinedAtMs = market.closeAtMs + DETERMINED_MS[0];
    market.settledAtMs = market.determinedAtMs + plan.settlementSeconds * SECOND_MS;
    market.updatedAtMs = market.settledAtMs;
    market.quote({ yes: [], no: [] }, market.closeAtMs - 1);
    market.status = 'finalized';
  }

  #quoteLater(stall: Stall): void {
    const { agenda, pace } = this.#options;
    const { market, plan, chance } = stall;
    const waits = -Math.log(1 - chance.next()) / (plan.pace * pace);
    agenda.after(waits * SECOND_MS, () => {
      if (!isOpen(market)) return;
      this.#quote(stall);
      this.#quoteLater(stall);
    });
  }

  #quote(stall: Stall): void {
    const { market, chance } = stall;
    const { agenda, exchange, emit } = this.#options;
    if (market.status !== 'active' || !exchange.isTrading(market.shard)) return;
    const fair = market.belief.at(agenda.nowMs);
    if (fair === null) return;
    if (chance.happens(TRADES_PER_QUOTE)) this.#trade(stall, agenda.nowMs);
    this.#taper(market, fair);
    const { structure, book } = market;
    const changes = market.quote(quotesAround(fair, { chance, structure, book }), agenda.nowMs);
    if (changes.length > 0) emit({ kind: 'book', market, changes });
  }

  #trade({ market, chance }: Stall, atMs: number): void {
    const order = this.#trades + 1;
    const taken = market.take(chance.happens(0.5) ? 'yes' : 'no', { chance, order, atMs });
    if (taken === null) return;
    this.#trades = order;
    this.#options.emit({ kind: 'trade', market, trade: taken.trade });
    this.#options.emit({ kind: 'book', market, changes: [taken.change] });
  }

  /** Structures change on live markets: whole cents become finer near the ends. */
  #taper(market: KalshiMarket, fair: number): void {
    if (market.structure !== 'linear_cent' || (fair > TAPER_AT[0] && fair < TAPER_AT[1])) return;
    market.structure = TAPERED;
    market.updatedAtMs = this.#options.agenda.nowMs;
    this.#options.emit({ kind: 'life', market, step: 'price_level_structure_updated' });
  }

  #lookLater(stall: Stall): void {
    const { agenda, emit } = this.#options;
    const { market } = stall;
    agenda.after(LOOK_MS, () => {
      if (!isOpen(market)) return;
      if (market.belief.outcome(agenda.nowMs) === null) {
        this.#lookLater(stall);
        return;
      }
      market.closeAtMs = agenda.nowMs;
      market.updatedAtMs = agenda.nowMs;
      emit({ kind: 'life', market, step: 'close_date_updated' });
      this.#close(stall);
    });
  }

  #pauseLater({ market, chance }: Stall, atMs: number): void {
    const { agenda } = this.#options;
    if (atMs <= agenda.nowMs) return;
    agenda.at(atMs, () => {
      this.setActive(market, false);
      agenda.after(chance.whole(...PAUSE_MS), () => this.setActive(market, true));
    });
  }

  #close(stall: Stall): void {
    const { market, chance } = stall;
    if (!isOpen(market)) return;
    const { agenda, emit } = this.#options;
    market.status = 'closed';
    market.updatedAtMs = agenda.nowMs;
    const changes = market.quote({ yes: [], no: [] }, agenda.nowMs);
    if (changes.length > 0) emit({ kind: 'book', market, changes });
    agenda.after(chance.whole(...DETERMINED_MS), () => this.#determine(stall));
  }

  #determine(stall: Stall): void {
    const { market, plan, chance } = stall;
    const { agenda } = this.#options;
    const outcome = market.belief.outcome(agenda.nowMs);
    if (outcome === null) {
      agenda.after(LOOK_MS, () => this.#determine(stall));
      return;
    }
    market.outcome = outcome;
    market.determinedAtMs = agenda.nowMs;
    this.#step(market, 'determined');
    const settlesMs = plan.settlementSeconds * SECOND_MS;
    if (!chance.happens(plan.disputeProbability ?? 0)) {
      agenda.after(settlesMs, () => this.#settle(market));
      return;
    }
    agenda.after(DISPUTED_AFTER_MS, () => {
      market.status = 'disputed';
      market.updatedAtMs = agenda.nowMs;
      agenda.after(DISPUTE_MS, () => {
        this.#step(market, 'determined');
        agenda.after(settlesMs, () => this.#settle(market));
      });
    });
  }

  #settle(market: KalshiMarket): void {
    market.settledAtMs = this.#options.agenda.nowMs;
    this.#step(market, 'settled');
    this.#options.onSettled(market);
  }

  #step(market: KalshiMarket, step: 'determined' | 'settled'): void {
    market.status = step === 'settled' ? 'finalized' : 'determined';
    market.updatedAtMs = this.#options.agenda.nowMs;
    this.#options.emit({ kind: 'life', market, step });
  }
}

function isOpen({ status }: KalshiMarket): boolean {
  return status === 'active' || status === 'inactive';
}
