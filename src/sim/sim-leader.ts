import type { Chance } from './chance.ts';
import type { SimMarket } from './sim-market.ts';
import type { LeaderRow } from './venue-frames.ts';

/**
 * `directional` buys and later leaves by selling; `marketMaker` buys every outcome and merges, or
 * splits and sells a side; `trader` goes in and out wholly, also by buying the opposite.
 */
export type LeaderKind = 'directional' | 'marketMaker' | 'trader';

const MICRO = 1_000_000;
/** Shares are whole hundredths. */
const LOT = 10_000;
/** Dollars of one order; some stay under the least clip that is copied. */
const DOLLARS_MIN = 8;
const DOLLARS_MAX = 250;
const PRINTS_MAX = 5;
const TWIN_PROBABILITY = 0.15;
const PARTS = [0.3, 0.5, 1, 1] as const;

interface Trade {
  readonly side: 'BUY' | 'SELL';
  readonly outcome: number;
  readonly quantity: number;
}

/** A wallet that trades. It remembers what it holds, so that all it does can really happen. */
export class SimLeader {
  readonly address: string;
  readonly kind: LeaderKind;
  readonly #chance: Chance;
  /** Gross shares of each outcome. */
  readonly #held = new Map<SimMarket, number[]>();

  constructor(chance: Chance, kind: LeaderKind) {
    this.#chance = chance;
    this.kind = kind;
    this.address = `0x${chance.hex(40)}`;
  }

  /** One move in a market, as the rows that the venue makes of it. */
  act(market: SimMarket, atMs: number): readonly LeaderRow[] {
    const chance = this.#chance;
    const outcome = this.#heldOutcome(market);
    const leaves = chance.happens(this.kind === 'trader' ? 0.6 : 0.4);
    if (outcome !== null && leaves) return this.#leave(market, outcome, atMs);
    if (this.kind !== 'marketMaker') {
      return this.#buy(market, chance.whole(0, market.tokenIds.length - 1), atMs);
    }
    if (chance.happens(0.2)) return this.#split(market, atMs);
    return market.tokenIds.flatMap((_, each) => this.#buy(market, each, atMs));
  }

  /** Takes what a resolved market pays; `null` when nothing is held of it. */
  redeem(market: SimMarket, atMs: number): LeaderRow | null {
    const quantity = Math.max(0, ...(this.#held.get(market) ?? []));
    this.#held.delete(market);
    return quantity === 0 ? null : this.#other('REDEEM', { market, quantity, atMs });
  }

  #heldOutcome(market: SimMarket): number | null {
    const held = this.#held.get(market) ?? [];
    const outcomes = [...held.keys()].filter((outcome) => (held[outcome] ?? 0) > 0);
    return outcomes.length === 0 ? null : this.#chance.pick(outcomes);
  }

  #leave(market: SimMarket, outcome: number, atMs: number): readonly LeaderRow[] {
    const held = this.#held.get(market) ?? [];
    const sets = Math.min(...held);
    if (sets > 0 && this.#chance.happens(0.5)) {
      for (const each of market.tokenIds.keys()) this.#add(market, each, -sets);
      return [this.#other('MERGE', { market, quantity: sets, atMs })];
    }
    const part = this.kind === 'trader' ? 1 : this.#chance.pick(PARTS);
    const quantity = Math.max(LOT, toLots((held[outcome] ?? 0) * part));
    const opposite = this.kind === 'trader' && market.tokenIds.length === 2;
    if (opposite && this.#chance.happens(0.3)) {
      return this.#trade(market, { side: 'BUY', outcome: 1 - outcome, quantity }, atMs);
    }
    return this.#trade(market, { side: 'SELL', outcome, quantity }, atMs);
  }

  #split(market: SimMarket, atMs: number): readonly LeaderRow[] {
    const quantity = this.#chance.whole(1_000, 20_000) * LOT;
    for (const each of market.tokenIds.keys()) this.#add(market, each, quantity);
    const made = this.#other('SPLIT', { market, quantity, atMs });
    const outcome = this.#chance.whole(0, market.tokenIds.length - 1);
    return [made, ...this.#trade(market, { side: 'SELL', outcome, quantity }, atMs)];
  }

  #buy(market: SimMarket, outcome: number, atMs: number): readonly LeaderRow[] {
    const dollars = this.#chance.whole(DOLLARS_MIN, DOLLARS_MAX);
    const quantity = Math.max(LOT, toLots((dollars * MICRO * MICRO) / market.priceOf(outcome)));
    return this.#trade(market, { side: 'BUY', outcome, quantity }, atMs);
  }

  /** One order as its prints: true twins of one transaction, or up to a few of several sizes. */
  #trade(market: SimMarket, trade: Trade, atMs: number): readonly LeaderRow[] {
    const { side, outcome, quantity } = trade;
    this.#add(market, outcome, side === 'BUY' ? quantity : -quantity);
    const transaction = this.#transaction();
    const together = this.#chance.happens(0.5);
    return this.#prints(quantity).map(({ part, twin }) => ({
      wallet: this.address,
      type: 'TRADE',
      side,
      market,
      outcome,
      quantity: part,
      price: market.priceOf(outcome),
      transaction: together || twin ? transaction : this.#transaction(),
      atSeconds: Math.floor(atMs / 1_000),
    }));
  }

  #prints(quantity: number): readonly { readonly part: number; readonly twin: boolean }[] {
    const chance = this.#chance;
    if (chance.happens(TWIN_PROBABILITY) && quantity % (2 * LOT) === 0) {
      return [0, 1].map(() => ({ part: quantity / 2, twin: true }));
    }
    const prints: { part: number; twin: boolean }[] = [];
    let left = quantity;
    for (let rest = chance.happens(0.5) ? 1 : chance.whole(2, PRINTS_MAX); rest > 1; rest -= 1) {
      const part = toLots((left / rest) * (0.5 + chance.next()));
      if (part === 0 || part >= left) break;
      prints.push({ part, twin: false });
      left -= part;
    }
    return [...prints, { part: left, twin: false }];
  }

  #other(
    type: 'SPLIT' | 'MERGE' | 'REDEEM',
    of: { readonly market: SimMarket; readonly quantity: number; readonly atMs: number },
  ): LeaderRow {
    const { market, quantity, atMs } = of;
    return {
      wallet: this.address,
      type,
      side: '',
      market,
      outcome: 0,
      quantity,
      price: 0,
      transaction: this.#transaction(),
      atSeconds: Math.floor(atMs / 1_000),
    };
  }

  #add(market: SimMarket, outcome: number, change: number): void {
    const held = this.#held.get(market) ?? market.tokenIds.map(() => 0);
    held[outcome] = (held[outcome] ?? 0) + change;
    this.#held.set(market, held);
  }

  #transaction(): string {
    return `0x${this.#chance.hex(64)}`;
  }
}

function toLots(quantity: number): number {
  return Math.floor(quantity / LOT) * LOT;
}
