import { chainlinkMean } from '../spot/chainlink-index.ts';
import { MEAN_VALUES } from '../spot/price-odds.ts';
import { SPOT_SYMBOLS, type SpotPath, type SpotSymbol } from '../spot/spot-path.ts';

const SECOND_MS = 1_000;
/** The index tells of a moment so long after it. */
export const INDEX_LAG_MS = 2_000;
export const WINDOW_S = MEAN_VALUES;
const SNAPSHOT_S = 120;
export const CRYPTO = 'price.crypto';
export const CRYPTO_TWAP = 'price.crypto.twap';

export interface Wish {
  readonly channel: string;
  readonly coin: SpotSymbol;
  /** As it was asked for: `btcusd`. */
  readonly symbol: string;
}

/** What a subscription asks for, or the venue's code for what is wrong with it. */
export function wishOf(raw: unknown): Wish | string {
  const { channel, filter } = rowOf(raw);
  const { symbol, window_seconds: seconds } = rowOf(filter);
  if (channel !== CRYPTO && channel !== CRYPTO_TWAP) return 'unknown_channel';
  const coin = SPOT_SYMBOLS.find((each) => `${each.toLowerCase()}usd` === symbol);
  if (coin === undefined || typeof symbol !== 'string') return 'invalid_filter';
  const isWindowSound = channel === CRYPTO_TWAP ? seconds === WINDOW_S : seconds === undefined;
  return isWindowSound ? { channel, coin, symbol } : 'invalid_filter';
}

/** The newest price that the index has told at a moment. */
export function liveRow(path: SpotPath, wish: Wish, nowMs: number): object {
  const atMs = Math.floor((nowMs - INDEX_LAG_MS) / SECOND_MS) * SECOND_MS;
  const window = wish.channel === CRYPTO_TWAP ? { window_seconds: WINDOW_S } : {};
  return { symbol: wish.symbol, ...window, ...rowAt(path, wish, atMs) };
}

/** Two minutes of it. */
export function snapshotRows(path: SpotPath, wish: Wish, nowMs: number): object {
  const lastMs = Math.floor((nowMs - INDEX_LAG_MS) / SECOND_MS) * SECOND_MS;
  const window = wish.channel === CRYPTO_TWAP ? { window_seconds: WINDOW_S } : {};
  const data = Array.from({ length: SNAPSHOT_S }, (_, at) =>
    rowAt(path, wish, lastMs - (SNAPSHOT_S - 1 - at) * SECOND_MS),
  );
  return { symbol: wish.symbol, ...window, data };
}

function rowAt(path: SpotPath, { channel, coin }: Wish, atMs: number): object {
  const isMean = channel === CRYPTO_TWAP;
  const value = isMean ? chainlinkMean(path, coin, atMs) : path.priceAt(coin, atMs);
  return { timestamp: atMs, value, full_accuracy_value: value.toFixed(12) };
}

type Row = Readonly<Record<string, unknown>>;

/** An object as it is; nothing of anything else. */
export function rowOf(raw: unknown): Row {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Row) : {};
}
