import type { Chance } from '../chance.ts';

/** How much is learned over the life of a market, in squared standard deviations of log-odds. */
const LEARNED_MIN = 5;
const LEARNED_MAX = 14;
/** Moments at which something is learned; between them the price stands still. */
const STEPS = 48;
/** Prices stay within about 0.5 % and 99.5 %. */
const LOG_ODDS_MAX = 5.3;

export interface PathStep {
  readonly atMs: number;
  /** Of outcome 0, from this moment on. */
  readonly probability: number;
}

export interface Course {
  /** Of outcome 0 at the beginning. */
  readonly probability: number;
  /** `null` for a void: the evidence leads nowhere. */
  readonly winner: 0 | 1 | null;
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * What everybody could know of outcome 0 over time. The evidence is a walk that drifts towards the
 * hidden winner as far as its noise allows, so the log-odds after it are exactly what it is worth:
 * nobody wins in the long run who knows no more than the price. (Wald's sequential likelihood ratio:
 * with N(±κ/2, κ) per step the ratio's logarithm is the step itself.)
 */
export class FairPath {
  readonly #chance: Chance;
  readonly #course: Course;
  /** Made when somebody asks for a price. */
  #steps: readonly PathStep[] | null = null;

  constructor(chance: Chance, course: Course) {
    this.#chance = chance;
    this.#course = course;
  }

  get steps(): readonly PathStep[] {
    this.#steps ??= walk(this.#chance, this.#course);
    return this.#steps;
  }

  /** What the price of outcome 0 should be at a moment of the market's life, in dollars. */
  at(atMs: number): number {
    const { fromMs, untilMs } = this.#course;
    const step = Math.floor(((atMs - fromMs) / (untilMs - fromMs)) * STEPS);
    const last = this.steps[Math.min(STEPS - 1, Math.max(0, step))];
    return last?.probability ?? 1 / 2;
  }
}

function walk(chance: Chance, course: Course): readonly PathStep[] {
  const { probability, winner, fromMs, untilMs } = course;
  const learned = (LEARNED_MIN + (LEARNED_MAX - LEARNED_MIN) * chance.next()) / STEPS;
  const drift = winner === null ? 0 : (winner === 0 ? learned : -learned) / 2;
  let logOdds = Math.log(probability / (1 - probability));
  return Array.from({ length: STEPS }, (_, at) => {
    if (at > 0) logOdds += drift + Math.sqrt(learned) * chance.bell();
    const held = Math.min(LOG_ODDS_MAX, Math.max(-LOG_ODDS_MAX, logOdds));
    const atMs = fromMs + ((untilMs - fromMs) * at) / STEPS;
    return { atMs, probability: 1 / (1 + Math.exp(-held)) };
  });
}
