import { coinOf } from '../../price-lag/coins.ts';

export type AssetClass = 'crypto' | 'commodities' | 'indices';

/** Something with a price, and whose price decides on each venue where its rules do not say. */
export interface Asset {
  readonly id: string;
  readonly assetClass: AssetClass;
  readonly sources: { readonly polymarket: string; readonly kalshi: string } | null;
}

const COIN_SOURCES = { polymarket: 'binance', kalshi: 'cf benchmarks' } as const;
const COIN =
  /\b(bitcoin|btc|ethereum|ether|eth|solana|sol|xrp|dogecoin|doge|bnb|hyperliquid|hype)\b/;

const OTHERS: readonly (readonly [RegExp, string, AssetClass])[] = [
  [/\bwti\b|\bcrude oil\b(?!.*brent)/, 'wti', 'commodities'],
  [/\bbrent\b/, 'brent', 'commodities'],
  [/\bgold \(|\bgold price|\bprice of gold\b|\bxau/, 'gold', 'commodities'],
  [/\bsilver \(|\bsilver price|\bprice of silver\b|\bxag/, 'silver', 'commodities'],
  [/\bnatural gas \(|\bnatural gas price|\bprice of natural gas\b/, 'natural gas', 'commodities'],
  [/\bcopper \(|\bcopper price|\bprice of copper\b/, 'copper', 'commodities'],
  [/\bs&p ?500\b|\bspx\b/, 's&p 500', 'indices'],
  [/\bnasdaq[- ]?100\b|\bndx\b/, 'nasdaq-100', 'indices'],
  [/\bdow jones\b|\bdjia\b/, 'dow jones', 'indices'],
  [/\bnikkei\b/, 'nikkei', 'indices'],
  [/\bvix\b/, 'vix', 'indices'],
];

/** What a folded title is about, when it is about a price. */
export function findAsset(title: string): Asset | null {
  const coin = COIN.exec(title)?.[1];
  const code = coin === undefined ? null : coinOf(coin);
  if (code !== null) return { id: code, assetClass: 'crypto', sources: COIN_SOURCES };
  const other = OTHERS.find(([pattern]) => pattern.test(title));
  return other === undefined ? null : { id: other[1], assetClass: other[2], sources: null };
}

const NAMED_SOURCES: readonly (readonly [RegExp, string])[] = [
  [/\bbinance\b/, 'binance'],
  [/\bchainlink\b/, 'chainlink'],
  [/\bcf benchmarks\b/, 'cf benchmarks'],
  [/\bpyth\b/, 'pyth'],
  [/\byahoo finance\b/, 'yahoo finance'],
  [/\bwall street journal\b/, 'wall street journal'],
  [/\bcoinbase\b/, 'coinbase'],
  [/\bcme group\b|\bnymex\b|\bcomex\b/, 'cme'],
  [/\bice\b(?= (?:futures|data|settlement))/, 'ice'],
];

/** Whose price the rules name; the first that they name decides. */
export function namedSource(rules: string): string | null {
  let first: { readonly at: number; readonly name: string } | null = null;
  for (const [pattern, name] of NAMED_SOURCES) {
    const at = pattern.exec(rules)?.index ?? -1;
    if (at >= 0 && (first === null || at < first.at)) first = { at, name };
  }
  return first?.name ?? null;
}
