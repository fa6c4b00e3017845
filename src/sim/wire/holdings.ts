import type { VenueMarket } from '../venue/venue.ts';
import type { Outcome } from './board.ts';
import { MICRO } from './decimal.ts';
import type { StoredRow } from './rows.ts';

/** What a wallet has of one outcome. Shares and dollars in micro-units, dollars not rounded. */
export interface Holding {
  size: number;
  /** Of what is still held, without fees. */
  cost: number;
  fees: number;
  realised: number;
  /** Shares ever bought or minted. */
  acquired: number;
  /** Shares ever traded. */
  volume: number;
  firstAtSeconds: number;
  lastAtSeconds: number;
}

/** Micro-dollars that the halves of two outcomes may lose to rounding when all is redeemed. */
const ROUNDED_AWAY = 2;

interface MarketHoldings {
  readonly market: VenueMarket;
  readonly outcomes: readonly [Holding, Holding];
}

/** The holdings of one wallet, built from its rows in their order. */
export class Holdings {
  readonly #markets = new Map<string, MarketHoldings>();

  /** Every outcome that the wallet ever touched. */
  *entries(): Generator<{ market: VenueMarket; outcome: Outcome; holding: Holding }> {
    for (const { market, outcomes } of this.#markets.values()) {
      for (const outcome of [0, 1] as const) {
        const holding = outcomes[outcome];
        if (holding.firstAtSeconds > 0) yield { market, outcome, holding };
      }
    }
  }

  of(conditionId: string, outcome: Outcome): Holding | null {
    return this.#markets.get(conditionId)?.outcomes[outcome] ?? null;
  }

  apply({ row, atSeconds }: StoredRow): void {
    const { market, outcome, size, price, fee } = row;
    const both = this.#marketOf(market).outcomes;
    const own = both[outcome];
    switch (row.type) {
      case 'TRADE':
        own.volume += size;
        if (row.side === 'BUY') acquire(own, { size, price, fee, atSeconds });
        else release(own, { size, price, atSeconds });
        return;
      case 'SPLIT':
        for (const each of both) acquire(each, { size, price: MICRO / 2, fee: 0, atSeconds });
        return;
      case 'MERGE':
        for (const each of both) release(each, { size, price: MICRO / 2, atSeconds });
        return;
      case 'REDEEM':
        redeem(both, { dollars: size, payouts: market.payouts ?? [0, 0], atSeconds });
        return;
    }
  }

  copy(): Holdings {
    const copy = new Holdings();
    for (const [id, { market, outcomes }] of this.#markets) {
      copy.#markets.set(id, { market, outcomes: [{ ...outcomes[0] }, { ...outcomes[1] }] });
    }
    return copy;
  }

  #marketOf(market: VenueMarket): MarketHoldings {
    const known = this.#markets.get(market.conditionId);
    if (known !== undefined) return known;
    const holdings: MarketHoldings = { market, outcomes: [empty(), empty()] };
    this.#markets.set(market.conditionId, holdings);
    return holdings;
  }
}

function empty(): Holding {
  return {
    size: 0,
    cost: 0,
    fees: 0,
    realised: 0,
    acquired: 0,
    volume: 0,
    firstAtSeconds: 0,
    lastAtSeconds: 0,
  };
}

function acquire(
  holding: Holding,
  of: {
    readonly size: number;
    readonly price: number;
    readonly fee: number;
    readonly atSeconds: number;
  },
): void {
  holding.size += of.size;
  holding.cost += (of.size * of.price) / MICRO;
  holding.fees += of.fee;
  holding.acquired += of.size;
  touch(holding, of.atSeconds);
}

/** Takes shares out at their average cost; what was never held costs nothing. */
function release(
  holding: Holding,
  of: { readonly size: number; readonly price: number; readonly atSeconds: number },
): void {
  if (holding.size === 0 && holding.firstAtSeconds === 0 && of.size === 0) return;
  const part = holding.size === 0 ? 0 : Math.min(1, of.size / holding.size);
  const cost = holding.cost * part;
  holding.realised += (of.size * of.price) / MICRO - cost;
  holding.cost -= cost;
  holding.fees -= holding.fees * part;
  holding.size = Math.max(0, holding.size - of.size);
  touch(holding, of.atSeconds);
}

/**
 * Takes out what was paid. One that paid less than everything left shares behind: the same part of
 * each outcome that pays, and what pays nothing stays.
 */
function redeem(
  both: readonly [Holding, Holding],
  of: {
    readonly dollars: number;
    readonly payouts: readonly [number, number];
    readonly atSeconds: number;
  },
): void {
  const whole = both.reduce((sum, { size }, at) => sum + size * (of.payouts[at] ?? 0), 0);
  const part = whole - of.dollars < ROUNDED_AWAY ? 1 : of.dollars / whole;
  for (const [at, each] of both.entries()) {
    const payout = of.payouts[at] ?? 0;
    if (part < 1 && payout === 0) continue;
    const size = part < 1 ? Math.round(each.size * part) : each.size;
    release(each, { size, price: payout * MICRO, atSeconds: of.atSeconds });
  }
}

function touch(holding: Holding, atSeconds: number): void {
  if (holding.firstAtSeconds === 0) holding.firstAtSeconds = atSeconds;
  holding.lastAtSeconds = atSeconds;
}
