import type { Fill } from '../../engine/domain/fill.ts';
import type { BookSnapshot } from '../../engine/domain/market-event.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { SimMarket } from '../../sim/sim-market.ts';
import type { Report } from './violation.ts';

interface Shown {
  readonly size: number;
  /** Shares by fill. */
  readonly fills: Map<string, number>;
}

/**
 * An own record of what the venue showed and what paper fills took of it: per level never more than
 * was shown since its size last changed.
 */
export class DepthCheck {
  readonly #levels = new Map<string, Shown>();
  readonly #shownAtMs = new Map<string, number>();
  readonly #markets: ReadonlyMap<string, SimMarket>;

  constructor(markets: readonly SimMarket[]) {
    this.#markets = new Map(markets.map((market) => [market.conditionId, market]));
  }

  /** The books of a new process begin anew; what was filled and committed stays taken. */
  restart(isCommitted: (fillId: string) => boolean): void {
    for (const { fills } of this.#levels.values()) {
      for (const id of fills.keys()) if (!isCommitted(id)) fills.delete(id);
    }
    this.#shownAtMs.clear();
  }

  /** An answer that is older than what was shown already changes nothing. */
  show(event: BookSnapshot): void {
    const market = this.#markets.get(event.marketId);
    if (market === undefined) return;
    const prefix = levelPrefix(market, event.tokenId);
    if (event.venueAtMs < (this.#shownAtMs.get(prefix) ?? 0)) return;
    this.#shownAtMs.set(prefix, event.venueAtMs);
    const seen = new Set<string>();
    for (const [key, size] of levelsOf(event, { market, prefix })) {
      seen.add(key);
      if (this.#levels.get(key)?.size !== size) this.#levels.set(key, { size, fills: new Map() });
    }
    for (const key of this.#levels.keys()) {
      if (key.startsWith(prefix) && !seen.has(key)) this.#levels.delete(key);
    }
  }

  fill(fill: Fill, report: Report): void {
    const market = this.#markets.get(fill.marketId);
    if (market === undefined) return;
    const mirrored = isMirrored(market, fill.tokenId);
    const rests = (fill.side === 'buy') === mirrored ? 'bid' : 'ask';
    const at = mirrored ? MICRO - fill.price : fill.price;
    const level = this.#levels.get(`${levelPrefix(market, fill.tokenId)}${rests}${at}`);
    if (level === undefined) {
      report(`paper fill ${fill.id} meets a level that is shown`);
      return;
    }
    level.fills.set(fill.id, fill.quantity);
    let filled = 0;
    for (const quantity of level.fills.values()) filled += quantity;
    if (filled > level.size) {
      report(`paper fills take ${filled} of ${level.size} shown at ${at}`);
    }
  }
}

/** Keys and sizes of a snapshot's levels, in prices of the first outcome. */
function* levelsOf(
  { tokenId, bids, asks }: BookSnapshot,
  { market, prefix }: { readonly market: SimMarket; readonly prefix: string },
): Generator<readonly [string, number]> {
  const mirrored = isMirrored(market, tokenId);
  const key = (side: 'bid' | 'ask', price: number): string => `${prefix}${side}${price}`;
  for (const { price, quantity } of bids) {
    yield [mirrored ? key('ask', MICRO - price) : key('bid', price), quantity];
  }
  for (const { price, quantity } of asks) {
    yield [mirrored ? key('bid', MICRO - price) : key('ask', price), quantity];
  }
}

function isMirrored(market: SimMarket, tokenId: string): boolean {
  return market.tokenIds.length === 2 && market.tokenIds[1] === tokenId;
}

function levelPrefix(market: SimMarket, tokenId: string): string {
  return `${market.conditionId}|${market.tokenIds.length === 2 ? '' : tokenId}|`;
}
