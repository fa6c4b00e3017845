/** Symbols followed at most; each is a few streams of one connection. */
export const SYMBOLS_MAX = 100;

const COINS = ['BTC', 'ETH', 'SOL', 'XRP', 'DOGE'];
/** USDT has the deep books; USDC shows how far USDT itself is off the dollar. */
const DOLLARS = ['USDT', 'USDC'];

/** What is followed without being asked, the busiest first. */
export const DEFAULT_SYMBOLS: readonly string[] = DOLLARS.flatMap((dollar) =>
  COINS.map((coin) => `${coin}${dollar}`.toLowerCase()),
);

const SYMBOL = /^[a-z0-9]{2,20}$/;

/** A symbol as this program writes it; `null` when it cannot be one. */
export function symbolOf(text: string): string | null {
  const symbol = text.trim().toLowerCase().replaceAll(/[-/_]/g, '');
  return SYMBOL.test(symbol) ? symbol : null;
}
