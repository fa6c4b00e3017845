import type { Chance } from '../chance.ts';
import type { VenuePastRow, VenueRow } from '../venue/venue.ts';
import { type PastDeed, PastHand } from './past-hand.ts';
import type { PastMarket } from './past-market.ts';

/** Somebody of the crowd. */
export interface PastPasser {
  readonly address: string;
  readonly name: string;
}

interface CrowdOptions {
  readonly chance: Chance;
  readonly markets: readonly PastMarket[];
  /** Rows of each wallet with a name. */
  readonly named: () => readonly (readonly VenuePastRow[])[];
  readonly takers: readonly PastPasser[];
  readonly makers: readonly PastPasser[];
  /** The place of a row of the crowd, by its market and how many of that millisecond came before. */
  readonly orderOf: (row: {
    readonly market: number;
    readonly worldAtMs: number;
    readonly at: number;
  }) => number;
}

/** Trades of the crowd among itself, of each market. */
const PRINTS = [10, 30] as const;
const DOLLARS = [5, 80] as const;

type RowLists = ReadonlyMap<string, readonly VenuePastRow[]>;

/** Everybody's rows in a market: those with a name, whoever met them, and what the crowd traded. */
export class PastCrowd {
  readonly #options: CrowdOptions;
  readonly #places: ReadonlyMap<string, number>;
  readonly #passers: ReadonlySet<string>;
  /** The crowd's own rows, by market. */
  readonly #made = new Map<string, readonly VenuePastRow[]>();
  #named: RowLists | null = null;
  #byWallet: RowLists | null = null;

  constructor(options: CrowdOptions) {
    const { markets, takers, makers } = options;
    this.#options = options;
    this.#places = new Map(markets.map(({ market }, at) => [market.conditionId, at]));
    this.#passers = new Set([...takers, ...makers].map(({ address }) => address));
  }

  /** What somebody of the crowd did in all markets: each of them is made for it. */
  rowsOf(wallet: string): readonly VenuePastRow[] {
    if (!this.#passers.has(wallet)) return [];
    this.#byWallet ??= grouped(
      [...this.#places.keys()].flatMap((id) => this.#crowdIn(id)),
      ({ row }) => row.wallet,
    );
    return this.#byWallet.get(wallet) ?? [];
  }

  rowsIn(conditionId: string): readonly VenuePastRow[] {
    const rows = [...this.#namedIn(conditionId), ...this.#crowdIn(conditionId)];
    return rows.sort((a, b) => a.order - b.order);
  }

  #namedIn(conditionId: string): readonly VenuePastRow[] {
    this.#named ??= grouped(this.#options.named().flat(), ({ row }) => row.market.conditionId);
    return this.#named.get(conditionId) ?? [];
  }

  #crowdIn(conditionId: string): readonly VenuePastRow[] {
    const known = this.#made.get(conditionId);
    if (known !== undefined) return known;
    const place = this.#places.get(conditionId);
    const past = place === undefined ? undefined : this.#options.markets[place];
    if (past === undefined || place === undefined) return [];
    const rows = this.#make(past, place);
    this.#made.set(conditionId, rows);
    return rows;
  }

  #make(past: PastMarket, market: number): readonly VenuePastRow[] {
    const chance = this.#options.chance.fork(`prints ${past.market.id}`);
    const met = this.#namedIn(past.market.conditionId).flatMap((row) => this.#met(row, chance));
    const deeds = [...met, ...this.#prints(past, chance)];
    deeds.sort((a, b) => a.worldAtMs - b.worldAtMs);
    let [beforeMs, at] = [0, 0];
    return deeds.map(({ row, worldAtMs }) => {
      at = worldAtMs === beforeMs ? at + 1 : 0;
      beforeMs = worldAtMs;
      return { row, worldAtMs, order: this.#options.orderOf({ market, worldAtMs, at }) };
    });
  }

  /** Whose order met a trade: the other side of it, at the same price. */
  #met({ row, worldAtMs }: PastDeed, chance: Chance): readonly PastDeed[] {
    if (row.type !== 'TRADE') return [];
    const { takers, makers } = this.#options;
    const { address: wallet, name } = chance.pick(row.isTaker ? makers : takers);
    const side = row.side === 'BUY' ? 'SELL' : 'BUY';
    const counter: VenueRow = { ...row, wallet, name, side, fee: 0, isTaker: !row.isTaker };
    return [{ row: counter, worldAtMs }];
  }

  #prints(past: PastMarket, chance: Chance): readonly PastDeed[] {
    const deeds: PastDeed[] = [];
    for (let left = chance.whole(...PRINTS); left > 0; left -= 1) {
      const hand = new PastHand(chance.pick(this.#options.takers), past, chance);
      const atMs = chance.whole(past.listedMs, past.resolvedMs);
      const outcome = chance.pick([0, 1] as const);
      const size = hand.sharesFor(chance.whole(...DOLLARS), hand.price(outcome, 'BUY', { atMs }));
      hand.trade({ outcome, side: 'BUY', size, atMs });
      for (const deed of hand.deeds) deeds.push(deed, ...this.#met(deed, chance));
    }
    return deeds;
  }
}

function grouped(
  rows: readonly VenuePastRow[],
  keyOf: (row: VenuePastRow) => string,
): Map<string, VenuePastRow[]> {
  const lists = new Map<string, VenuePastRow[]>();
  for (const row of rows.toSorted((a, b) => a.order - b.order)) {
    const list = lists.get(keyOf(row));
    if (list === undefined) lists.set(keyOf(row), [row]);
    else list.push(row);
  }
  return lists;
}
