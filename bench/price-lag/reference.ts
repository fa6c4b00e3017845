import type { CryptoRule } from '../../src/engine/domain/crypto-rule.ts';
import type { SpotTick } from '../../src/engine/domain/price-lag.ts';

/** Everything that was ever said of one coin; nothing is kept up to date, all is worked out anew. */
export interface Past {
  readonly ticks: readonly SpotTick[];
}

const YEAR_S = 31_536_000;
const USUAL_A_YEAR: Readonly<Record<string, number>> = { btc: 0.45, eth: 0.65, sol: 0.8, xrp: 0.8 };
const TAILS = [
  [0.3, 0.2908],
  [0.3, 0.5508],
  [0.25, 1.01],
  [0.12, 2.1691],
  [0.03, 7.8243],
] as const;

/**
 * Fair value by the words of docs/price-lag.md and nothing of the product: closes of whole seconds by a
 * plain scan, both fading means as plain weighted sums, the normal distribution by integration.
 */
export function referenceFair(rule: CryptoRule, past: Past, atMs: number): number {
  const seconds = (rule.closesAtMs - atMs) / 1_000;
  const { price: last, venueAtMs } = past.ticks.at(-1)!;
  const ageS = (atMs - venueAtMs) / 1_000;
  const perSecond = varianceOf(rule.symbol, past.ticks, seconds);
  const shrink = seconds <= 900 ? 1 : 2 ** (-Math.round(Math.log2(seconds / 900) * 4) / 4 / 2);
  let chance = 0;
  for (const [share, multiple] of TAILS) {
    // The last price moved on since its own moment.
    const variance = perSecond * (seconds + ageS) * (1 + (multiple - 1) * shrink);
    chance += share * chanceOf(rule, { past, last, deviation: Math.sqrt(variance) });
  }
  return chance;
}

function chanceOf(
  rule: CryptoRule,
  { past, last, deviation }: { past: Past; last: number; deviation: number },
): number {
  const above = (strike: number): number =>
    normal(Math.log(last / strike) / deviation - deviation / 2);
  switch (rule.kind) {
    case 'range':
      return above(rule.floor) - above(rule.cap);
    case 'threshold':
      return above(rule.strike);
    case 'upDown':
      return above(past.ticks.find(({ venueAtMs }) => venueAtMs >= rule.opensAtMs)!.price);
    case 'oneTouch': {
      const since = past.ticks.filter(({ venueAtMs }) => venueAtMs >= rule.opensAtMs);
      if (since.some(({ price }) => price >= rule.strike)) return 1;
      const far = Math.log(rule.strike / last);
      const drift = deviation / 2;
      return normal(-far / deviation - drift) + Math.exp(-far) * normal(-far / deviation + drift);
    }
  }
}

function varianceOf(symbol: string, ticks: readonly SpotTick[], horizonS: number): number {
  const closes = new Map<number, number>();
  for (const { venueAtMs, price } of ticks) closes.set(Math.floor(venueAtMs / 1_000), price);
  const [from, to] = [Math.min(...closes.keys()), Math.max(...closes.keys()) - 1];
  const usual = (USUAL_A_YEAR[symbol] ?? 0.9) ** 2 / YEAR_S;
  const moves: number[] = [];
  let current = usual;
  for (let second = from + 60; second <= to; second += 1) {
    const move = Math.log(closes.get(second)! / closes.get(second - 60)!) ** 2 / 60;
    moves.push(Math.min(move, 36 * current));
    const independent = Math.min(1 + moves.length / 60, 60);
    const seen = (fading(moves, 300) + fading(moves, 3_600)) / 2;
    current = (seen * independent + usual * 5) / (independent + 5);
  }
  const turns = horizonS / 21_600;
  const now = (1 - Math.exp(-turns)) / turns;
  return Math.max(usual + (current - usual) * now, 0.15 ** 2 / YEAR_S);
}

function fading(values: readonly number[], halfLife: number): number {
  let [sum, weight] = [0, 0];
  for (const [at, value] of values.entries()) {
    const share = 0.5 ** ((values.length - 1 - at) / halfLife);
    sum += share * value;
    weight += share;
  }
  return sum / weight;
}

/** The standard normal distribution by Simpson's rule from 0. */
function normal(z: number): number {
  if (Math.abs(z) > 12) return z > 0 ? 1 : 0;
  const parts = 400;
  const step = z / parts;
  let sum = 0;
  for (let at = 0; at <= parts; at += 1) {
    const weight = at === 0 || at === parts ? 1 : at % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-((at * step) ** 2) / 2);
  }
  return 0.5 + (sum * step) / 3 / Math.sqrt(2 * Math.PI);
}
