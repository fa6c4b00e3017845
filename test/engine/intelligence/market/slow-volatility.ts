/** What stood when a step of half an hour ended, in micro-dollars; `null` when nobody knew. */
export interface Close {
  readonly step: number;
  readonly micro: number | null;
}

interface Past {
  readonly closes: readonly Close[];
  readonly seeds: readonly { readonly atMs: number; readonly price: number }[];
  readonly nowMs: number;
}

const HALF_HOUR_MS = 1_800_000;

/** The volatility of day and week from all prices there are, by the definition and by hand. */
export function slowVolatility(past: Past): {
  readonly day: number | null;
  readonly week: number | null;
} {
  return { day: over(past, 48), week: over(past, 336) };
}

function over({ closes, seeds, nowMs }: Past, steps: number): number | null {
  const current = Math.floor(nowMs / HALF_HOUR_MS);
  const known: number[] = [];
  for (let step = current - steps; step < current; step += 1) {
    const own = closes.findLast((close) => close.step === step)?.micro ?? null;
    const told = seeds
      .filter(({ atMs }) => Math.floor(atMs / HALF_HOUR_MS) === step)
      .reduce<{ atMs: number; price: number } | null>(
        (last, point) => (last === null || point.atMs >= last.atMs ? point : last),
        null,
      );
    const micro = own ?? told?.price ?? null;
    if (micro !== null) known.push(Math.round(micro / 100) / 10_000);
  }
  if (known.length * 2 < steps) return null;
  const changes = known.slice(1).map((close, at) => close - (known[at] ?? Number.NaN));
  const mean = changes.reduce((sum, change) => sum + change * change, 0) / changes.length;
  return Math.min(1_000_000, Math.round(Math.sqrt(mean * 48) * 1_000_000));
}
