import { type Story, sum, type Told } from './reference-positions.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const HORIZONS = [
  { name: '1m', afterMs: 60_000, toleranceMs: 60_000 },
  { name: '1h', afterMs: HOUR_MS, toleranceMs: 600_000 },
  { name: '24h', afterMs: DAY_MS, toleranceMs: HOUR_MS },
] as const;

/** Move in favour of a market's buys, by dollars; every print is looked through for every buy. */
export function moveOf(told: Told, story: Story, of: (typeof HORIZONS)[number]): number | null {
  let weight = 0;
  let moved = 0;
  for (const buy of story.buys) {
    const price = priceLater(told, story, { buy, of });
    if (price === null) continue;
    weight += buy.price * buy.shares;
    moved += buy.price * buy.shares * (price - buy.price - buy.fee);
  }
  return weight > 0 ? moved / weight : null;
}

function priceLater(
  told: Told,
  story: Story,
  { buy, of }: { buy: Story['buys'][number]; of: (typeof HORIZONS)[number] },
): number | null {
  const all = [
    ...told.prints,
    ...told.trades.flatMap(({ event }) =>
      event.tokenId !== null && event.price !== null && event.kind !== 'redeem'
        ? [{ tokenId: event.tokenId, price: event.price, atMs: event.tradedAtMs }]
        : [],
    ),
  ].filter(
    (one) =>
      (one.tokenId === buy.token ||
        (story.tokens.length === 2 && story.tokens.includes(one.tokenId))) &&
      one.atMs >= buy.atMs + of.afterMs &&
      one.atMs <= buy.atMs + of.afterMs + of.toleranceMs,
  );
  const firstMs = Math.min(...all.map((one) => one.atMs));
  const first = all.filter((one) => one.atMs === firstMs);
  // Each token's different prices of that moment count once; then the two sides.
  const sides = [...new Set(first.map((one) => one.tokenId))].map((token) => {
    const own = [...new Set(first.filter((one) => one.tokenId === token).map((one) => one.price))];
    const mean = sum(own, (one) => one) / own.length / 1e6;
    return token === buy.token ? mean : 1 - mean;
  });
  return sides.length > 0 ? sum(sides, (one) => one) / sides.length : null;
}
