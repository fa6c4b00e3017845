import type { WalletAddress } from '../../../domain/ids.ts';
import type { AtMs } from '../../../domain/time.ts';
import type { WalletRecord, WeighedSums } from '../record.ts';
import { CATEGORY_LINK, FLAG, POSITION_LINK, WALLET, WALLET_LINK } from './fields.ts';
import { NO_ROW } from './rows.ts';
import { turnWeek, WEEK_DAYS } from './sequence.ts';
import type { Tables } from './tables.ts';
import { SUMS_WIDTH, scaled, sumsAt, weightAt } from './weights.ts';

const BANDS = 10;

interface Source {
  readonly tables: Tables;
  /** A row that everything was added to. */
  readonly row: number;
  /** The weight of the record's own time. */
  readonly unit: number;
}

/** Reads a record from a wallet's row, to which all its positions were added. */
export function recordFrom(
  tables: Tables,
  row: number,
  of: {
    readonly wallet: WalletAddress;
    readonly atMs: AtMs;
    readonly categoryName: (category: number) => string;
  },
): WalletRecord {
  const { wallets } = tables;
  // Nothing weighs more than 1: a record is never older than what it contains.
  const atMs = Math.max(of.atMs, wallets.get(row, WALLET.countedUntilMs));
  turnWeek(tables, row, atMs);
  const source: Source = { tables, row, unit: weightAt(atMs) };
  return {
    wallet: of.wallet,
    atMs,
    firstTradeAtMs: wallets.get(row, WALLET.firstAtMs),
    lastTradeAtMs: wallets.get(row, WALLET.lastAtMs),
    trades: wallets.link(row, WALLET_LINK.trades),
    markets: wallets.link(row, WALLET_LINK.markets),
    openMarkets: openMarkets(tables, row),
    ...results(source),
    moves: moves(source),
    edge: edge(source),
    edgeByCategory: categories(source, of.categoryName),
    blocks: shared(source, WALLET.blocks, { sum: WALLET.blocks + 3, squares: WALLET.blocks + 3 }),
    luck: {
      markets: wallets.get(row, WALLET.resolved),
      expectedWins: wallets.get(row, WALLET.luckExpected),
      variance: wallets.get(row, WALLET.luckVariance),
      wins: wallets.get(row, WALLET.luckWins),
    },
    drawdown: drawdown(source, atMs),
    week: week(source),
    ...sizes(source),
    priceBands: several(source, WALLET.bands, BANDS),
    habits: habits(source),
  };
}

function results({ tables: { wallets }, row, unit }: Source) {
  const ended = wallets.get(row, WALLET.ended);
  const base = {
    count: ended,
    weight: wallets.get(row, WALLET.ended + 1),
    weightSquares: wallets.get(row, WALLET.ended + 2),
  };
  const wins = wallets.get(row, WALLET.wins);
  const sum = wallets.get(row, WALLET.returns);
  const squares = wallets.get(row, WALLET.returnSquares);
  return {
    wins: scaled({ ...base, sum: wins, squares: wins }, unit),
    returns: scaled({ ...base, sum, squares }, unit),
    profit: wallets.get(row, WALLET.profit),
    cost: wallets.get(row, WALLET.cost),
    capitalMax: wallets.get(row, WALLET.capitalMax),
    bestMarketProfit: wallets.get(row, WALLET.best),
    grossProfit: wallets.get(row, WALLET.gross),
  };
}

function moves(source: Source): WalletRecord['moves'] {
  const { tables, row, unit } = source;
  const at = (horizon: number): WeighedSums =>
    scaled(sumsAt(tables.wallets, row, WALLET.moves + SUMS_WIDTH * horizon), unit);
  return {
    '1m': at(0),
    '1h': at(1),
    '24h': at(2),
    resolution: shared(source, WALLET.resolved, { sum: WALLET.held, squares: WALLET.heldSquares }),
  };
}

function edge({ tables: { wallets }, row, unit }: Source): WeighedSums {
  const raw = {
    count: wallets.get(row, WALLET.resolved),
    weight: wallets.get(row, WALLET.edgeWeights),
    weightSquares: wallets.get(row, WALLET.edgeWeights + 1),
    sum: wallets.get(row, WALLET.edge),
    squares: wallets.get(row, WALLET.edgeSquares),
  };
  return scaled(raw, unit);
}

/** Sums whose count and weights lie elsewhere than Σwx and Σwx². */
function shared(
  { tables: { wallets }, row, unit }: Source,
  weights: number,
  field: { readonly sum: number; readonly squares: number },
): WeighedSums {
  const raw = {
    count: wallets.get(row, weights),
    weight: wallets.get(row, weights + 1),
    weightSquares: wallets.get(row, weights + 2),
    sum: wallets.get(row, field.sum),
    squares: wallets.get(row, field.squares),
  };
  return scaled(raw, unit);
}

function categories(
  { tables, row, unit }: Source,
  name: (category: number) => string,
): ReadonlyMap<string, WeighedSums> {
  const found: [string, WeighedSums][] = [];
  let category = tables.wallets.link(row, WALLET_LINK.firstCategory);
  while (category !== NO_ROW) {
    const number = tables.categories.link(category, CATEGORY_LINK.category);
    found.push([name(number), scaled(sumsAt(tables.categories, category, 0), unit)]);
    category = tables.categories.link(category, CATEGORY_LINK.next);
  }
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function drawdown({ tables: { wallets }, row }: Source, atMs: AtMs): WalletRecord['drawdown'] {
  const isUnder = wallets.get(row, WALLET.result) < wallets.get(row, WALLET.resultPeak);
  const underMs = isUnder ? atMs - wallets.get(row, WALLET.peakAtMs) : 0;
  return {
    depth: wallets.get(row, WALLET.depth),
    lengthMs: Math.max(wallets.get(row, WALLET.underMs), underMs),
  };
}

function week(source: Source): WalletRecord['week'] {
  const profits = several(source, WALLET.weekProfit, WEEK_DAYS);
  const works = several(source, WALLET.weekAtWork, WEEK_DAYS);
  return { profit: profits.reduce((sum, one) => sum + one, 0), atWork: Math.max(0, ...works) };
}

function sizes({ tables: { wallets }, row }: Source) {
  const count = wallets.get(row, WALLET.sizes);
  const meanLog = ratio(wallets.get(row, WALLET.sizes + 1), count);
  const meanSquare = ratio(wallets.get(row, WALLET.sizes + 2), count);
  const lossCount = wallets.get(row, WALLET.sizesAfterLoss);
  const lossLog = wallets.get(row, WALLET.sizesAfterLoss + 1);
  const ended = wallets.get(row, WALLET.ended);
  return {
    sizes: { count, meanLog, varianceLog: Math.max(0, meanSquare - meanLog * meanLog) },
    sizesAfterLoss: { count: lossCount, meanLog: ratio(lossLog, lossCount) },
    holding: { count: ended, meanLogMs: ratio(wallets.get(row, WALLET.holding), ended) },
  };
}

function habits({ tables: { wallets }, row }: Source): WalletRecord['habits'] {
  const ended = wallets.get(row, WALLET.ended);
  const share = (field: number) => ratio(wallets.link(row, field), ended);
  const days = wallets.link(row, WALLET_LINK.activeDays);
  return {
    bothSides: share(WALLET_LINK.bothSides),
    inSets: ratio(wallets.get(row, WALLET.inSets), wallets.get(row, WALLET.dollars)),
    soldOut: share(WALLET_LINK.soldOut),
    quick: share(WALLET_LINK.quick),
    lateAndRight: share(WALLET_LINK.lateAndRight),
    tradesPerActiveDay: ratio(wallets.link(row, WALLET_LINK.trades), days),
  };
}

function openMarkets(tables: Tables, row: number): number {
  const isOpen = (position: number) =>
    (tables.positions.link(position, POSITION_LINK.flags) & FLAG.open) !== 0;
  return tables.positionsOf(row).filter(isOpen).length;
}

function several({ tables: { wallets }, row }: Source, field: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => wallets.get(row, field + at));
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
