/** Names by which venues call a coin, and the code of it. */
const CODES: ReadonlyMap<string, string> = new Map([
  ['bitcoin', 'btc'],
  ['btc', 'btc'],
  ['ethereum', 'eth'],
  ['ether', 'eth'],
  ['eth', 'eth'],
  ['solana', 'sol'],
  ['sol', 'sol'],
  ['xrp', 'xrp'],
  ['dogecoin', 'doge'],
  ['doge', 'doge'],
  ['bnb', 'bnb'],
  ['hyperliquid', 'hype'],
  ['hype', 'hype'],
  ['zec', 'zec'],
]);

/** What stands behind the coin in a pair. Longer ones first: `usdt` ends with no other of them. */
const QUOTES = ['usdt', 'usdc', 'usd'] as const;

/** Lower-case code of a coin by its name or code, or `null`. */
export function coinOf(name: string): string | null {
  return CODES.get(name.toLowerCase()) ?? null;
}

/** The coin of a feed's own symbol: `btcusdt`, `BTC/USD`, `btcusd` and `btc` are all `btc`. */
export function coinOfPair(pair: string): string {
  const plain = pair.toLowerCase().replace(/[^a-z0-9]/g, '');
  for (const quote of QUOTES) {
    if (plain.endsWith(quote) && plain.length > quote.length) return plain.slice(0, -quote.length);
  }
  return plain;
}

const NUMBER = /^\$?(\d[\d,]*(?:\.\d+)?)([km])?$/i;
const FACTORS: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000 };

/** Dollars of a text such as `$64,000`, `105K` or `2.10`; `null` when it is none. */
export function dollarsOf(text: string): number | null {
  const match = NUMBER.exec(text.trim());
  if (match === null) return null;
  const value = Number((match[1] ?? '').replaceAll(',', ''));
  const dollars = value * (FACTORS[(match[2] ?? '').toLowerCase()] ?? 1);
  return Number.isFinite(dollars) && dollars > 0 ? dollars : null;
}
