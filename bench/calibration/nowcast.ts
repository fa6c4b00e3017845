import { SymbolSpot } from '../../src/engine/intelligence/price-lag/symbol-spot.ts';
import { type Measured, meanOf } from './measures.ts';
import { type Received, tickOf } from './recordings.ts';

/** How far off two ways are of knowing now what Chainlink will say, in basis points. */
export interface Nowcast {
  readonly coin: string;
  /** All looks, or those alone where the two ways differed by {@link APART_BP} or more. */
  readonly of: 'all' | 'apart';
  readonly looks: number;
  /** Mean distance of Binance now, at its usual difference. */
  readonly leading: Measured;
  /** The same of Chainlink's own newest price. */
  readonly own: Measured;
}

interface Look {
  readonly atMs: number;
  readonly leading: number;
  readonly own: number;
  readonly window: string;
}

/** How long after a look Chainlink is asked: what is measured as its delay. */
const AHEAD_MS = 3_000;
const BLOCK_MS = 20_000;
const BASIS_POINT = 1e4;
export const APART_BP = 0.5;

/** Both against the first Chainlink price that is received from three seconds after each look on. */
export function nowcastsOf(events: readonly Received[], coin: string): readonly Nowcast[] {
  const { looks, seen } = looksOf(events, coin);
  const known = looks.flatMap((look) => {
    const later = seen.find(({ atMs }) => atMs >= look.atMs + AHEAD_MS);
    return later === undefined ? [] : [{ ...look, later: later.price }];
  });
  const apart = known.filter(({ leading, own }) => distance(leading, own) >= APART_BP);
  return (
    [
      ['all', known],
      ['apart', apart],
    ] as const
  ).flatMap(([of, rows]) =>
    rows.length === 0
      ? []
      : [
          {
            coin,
            of,
            looks: rows.length,
            leading: meanOf(rows, ({ leading, later }) => distance(leading, later)),
            own: meanOf(rows, ({ own, later }) => distance(own, later)),
          },
        ],
  );
}

function looksOf(
  events: readonly Received[],
  coin: string,
): { readonly looks: readonly Look[]; readonly seen: readonly { atMs: number; price: number }[] } {
  const spot = new SymbolSpot(coin);
  const looks: Look[] = [];
  const seen: { atMs: number; price: number }[] = [];
  for (const { atMs, event } of events) {
    const tick = tickOf(event);
    if (tick?.symbol !== coin) continue;
    spot.take(tick, atMs);
    if (tick.feed !== 'chainlink') continue;
    seen.push({ atMs, price: tick.price });
    const index = spot.index({ kind: 'chainlinkPoint' }, atMs);
    if (typeof index === 'string' || index.track.feed !== 'binance') continue;
    const window = `${Math.floor(atMs / BLOCK_MS)}`;
    looks.push({ atMs, leading: index.price, own: tick.price, window });
  }
  return { looks, seen };
}

function distance(a: number, b: number): number {
  return BASIS_POINT * Math.abs(Math.log(a / b));
}
