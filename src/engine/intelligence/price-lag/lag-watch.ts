import type { CryptoRule } from '../../domain/crypto-rule.ts';
import { contentId, type MarketId, type TokenId } from '../../domain/ids.ts';
import type { LagEnd, PriceLagEvent, PriceLagFound } from '../../domain/price-lag.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import { MICRO } from '../../domain/values/micro.ts';
import { type Price, price, shares } from '../../domain/values/money.ts';
import { type TakerCharge, takerFeeAt } from '../../domain/venue-rules/taker-fee.ts';
import { bandOf, fairChance } from './fair.ts';
import { type LagMove, Opportunity } from './opportunity.ts';
import { QuoteWatch } from './quote-watch.ts';
import { type Note, RecentMoves } from './recent-moves.ts';
import type { SymbolSpot } from './symbol-spot.ts';
import { type WindowReading, WindowState } from './window-state.ts';

/** A market whose rule could be read. */
export interface LagMarket {
  readonly marketId: MarketId;
  readonly rule: CryptoRule;
  /** The side that pays when the claim comes true, and the other one. */
  readonly yes: TokenId;
  readonly no: TokenId;
  readonly fee: TakerCharge;
}

export interface LagOptions {
  /** How long the market has to follow the spot price. */
  readonly reactionMs: number;
  /** Least edge beyond ask, fee, half spread and band. */
  readonly edgeMin: Price;
}

/** An edge has fallen back when it is below the least one by this share of it. */
const RELEASE_SHARE = 0.5;
const ONE_SHARE = shares(1);

interface Side {
  readonly token: TokenId;
  /** 1 where a rise of the coin's claim helps, −1 for the other side. */
  readonly way: 1 | -1;
  readonly opportunity: Opportunity;
  /** The newest fee and what it was worked out for: books change less often than they are looked at. */
  charged: { readonly ask: Price; readonly atS: number; readonly fee: number } | null;
}

/** What is known at one look, in dollars a share. */
interface Sight {
  readonly atMs: AtMs;
  readonly state: WindowReading;
  readonly chance: number;
  readonly middle: number;
  /** Worked out when it is first needed. */
  band: number | null;
}

interface Costs {
  readonly ask: Price;
  readonly fee: number;
  readonly halfSpread: number;
}

const NONE: readonly PriceLagEvent[] = [];

/** One market under watch. */
export class LagWatch {
  readonly market: LagMarket;
  readonly window: WindowState;
  readonly quotes: QuoteWatch;
  readonly #moves = new RecentMoves();
  readonly #sides: readonly Side[];

  constructor(market: LagMarket) {
    this.market = market;
    this.window = new WindowState(market.rule);
    this.quotes = new QuoteWatch(market.yes, market.no);
    this.#sides = [
      { token: market.yes, way: 1, opportunity: new Opportunity(), charged: null },
      { token: market.no, way: -1, opportunity: new Opportunity(), charged: null },
    ];
  }

  /** Looks at both sides. */
  look(spot: SymbolSpot, options: LagOptions, atMs: AtMs): readonly PriceLagEvent[] {
    const { rule } = this.market;
    if ('opensAtMs' in rule && atMs < rule.opensAtMs) return NONE;
    if (atMs >= rule.closesAtMs) return this.lose('marketOver', atMs);
    const { middle } = this.quotes;
    if (middle === null || !this.quotes.isUsable(atMs)) return this.lose('bookUnusable', atMs);
    const state = this.window.read(spot, atMs);
    if (typeof state === 'string') return this.lose('spotStale', atMs);
    const chance = fairChance(rule, state, atMs);
    if (typeof chance === 'string') return NONE;
    const sight: Sight = { atMs, state, chance, middle: middle / MICRO, band: null };
    this.#moves.note({ atMs, fair: chance, middle: sight.middle });
    let events: PriceLagEvent[] | null = null;
    for (const side of this.#sides) {
      const event = this.#lookAt(side, sight, options);
      if (event === null) continue;
      events ??= [];
      events.push(event);
    }
    return events ?? NONE;
  }

  /** Nothing can be judged: what was told ends, and nothing is compared with what was before. */
  lose(why: LagEnd, atMs: AtMs): readonly PriceLagEvent[] {
    this.#moves.clear();
    let events: PriceLagEvent[] | null = null;
    for (const side of this.#sides) {
      if (!side.opportunity.lose()) continue;
      events ??= [];
      events.push(this.#ended(side, why, atMs));
    }
    return events ?? NONE;
  }

  #lookAt(side: Side, sight: Sight, options: LagOptions): PriceLagEvent | null {
    const { opportunity } = side;
    const { atMs } = sight;
    const expired = opportunity.expire(atMs);
    if (expired !== null) return this.#ended(side, expired, atMs);
    const costs = this.#costs(side, atMs);
    if (costs === null) return opportunity.fallBack() ? this.#ended(side, 'fellBack', atMs) : null;
    const fair = side.way === 1 ? sight.chance : 1 - sight.chance;
    const edgeMin = options.edgeMin / MICRO;
    const before = fair - costs.ask / MICRO - costs.fee - costs.halfSpread - edgeMin;
    const release = -RELEASE_SHARE * edgeMin;
    // The band only makes it less, and costs five times as much to work out.
    const room = before < release ? before : before - this.#band(sight);
    if (room < release) return opportunity.fallBack() ? this.#ended(side, 'fellBack', atMs) : null;
    const middle = side.way === 1 ? sight.middle : 1 - sight.middle;
    const origin = opportunity.isOpen ? null : seenFrom(side, this.#moves.origin(side.way, atMs));
    const look = { atMs, room, fair, middle, origin };
    const move = opportunity.look(look, options.reactionMs);
    return move === null ? null : this.#found(side, { sight, costs, move });
  }

  #band(sight: Sight): number {
    const { state, chance: probability, atMs } = sight;
    sight.band ??= bandOf(this.market.rule, state, { atMs, probability });
    return sight.band;
  }

  /** `null` for a one-sided book: its spread is not known. */
  #costs(side: Side, atMs: AtMs): Costs | null {
    const { bid, ask } = this.quotes.top(side.token);
    if (bid === null || ask === null) return null;
    const fee = this.#fee(side, ask, atMs);
    return { ask, fee, halfSpread: Math.max(0, ask - bid) / 2 / MICRO };
  }

  #fee(side: Side, ask: Price, atMs: AtMs): number {
    const atS = Math.floor(atMs / SECOND_MS);
    // Within a second only the price changes it: waivers end at a whole one.
    if (side.charged?.ask === ask && side.charged.atS === atS) return side.charged.fee;
    const fee = takerFeeAt(this.market.fee, { price: ask, quantity: ONE_SHARE }, atMs) / MICRO;
    side.charged = { ask, atS, fee };
    return fee;
  }

  #found(
    side: Side,
    {
      sight,
      costs,
      move,
    }: { readonly sight: Sight; readonly costs: Costs; readonly move: LagMove },
  ): PriceLagFound {
    const { marketId, rule } = this.market;
    const { atMs, state } = sight;
    side.opportunity.find(atMs, rule.closesAtMs);
    const fair = toPrice(side.way === 1 ? sight.chance : 1 - sight.chance);
    const fee = toPrice(costs.fee);
    return {
      kind: 'priceLagFound',
      id: lagId(marketId, side),
      marketId,
      tokenId: side.token,
      symbol: rule.symbol,
      claim: rule.kind,
      spot: state.index,
      feed: state.feed,
      estimated: state.estimated,
      fair,
      band: toPrice(this.#band(sight)),
      ask: costs.ask,
      fee,
      halfSpread: toPrice(costs.halfSpread),
      edge: price(Math.max(0, fair - costs.ask - fee)),
      ...move,
      bookAtMs: this.quotes.changedAtMs,
      spotAtMs: state.spotAtMs,
      atMs,
      expiresAtMs: side.opportunity.expiresAtMs,
    };
  }

  #ended(side: Side, why: LagEnd, atMs: AtMs): PriceLagEvent {
    const { marketId } = this.market;
    const id = lagId(marketId, side);
    return { kind: 'priceLagEnded', id, marketId, tokenId: side.token, why, atMs };
  }
}

/** One opportunity is one crossing of one side. */
function lagId(marketId: MarketId, side: Side): string {
  return contentId('priceLag', [marketId, side.token, side.opportunity.crossedAtMs]);
}

function seenFrom(side: Side, note: Note | null): Note | null {
  if (note === null || side.way === 1) return note;
  return { atMs: note.atMs, fair: 1 - note.fair, middle: 1 - note.middle };
}

function toPrice(dollars: number): Price {
  return price(Math.min(MICRO, Math.max(0, Math.round(dollars * MICRO))));
}
