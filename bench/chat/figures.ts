/** How a measure is spread over many. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** `p50 1.2  p95 3.4  p99 5.6  max 7.8 ms of 600` */
export function spreadWords({ count, p50, p95, p99, max }: Spread): string {
  const [low, high, last, most] = [p50, p95, p99, max].map((ms) => ms.toFixed(1));
  return `p50 ${low}  p95 ${high}  p99 ${last}  max ${most} ms of ${count.toLocaleString('en')}`;
}
