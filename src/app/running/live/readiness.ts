import { setTimeout as wait } from 'node:timers/promises';
import { VenueError } from '../../../data/http/venue-error.ts';
import type { ClockReading } from '../../../data/polymarket/auth/venue-clock.ts';
import { SKEW_MS_MAX } from '../../../data/polymarket/auth/venue-clock.ts';
import type { Geoblock } from '../../../data/polymarket/client/geoblock.ts';
import type { BalanceReading } from '../../../data/polymarket/trading/balances.ts';
import { type LiveLack, lackText } from '../../../engine/domain/live-lack.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import { dollars } from '../../../engine/domain/values/money.ts';
import {
  POLYMARKET_APPROVALS,
  POLYMARKET_CONTRACTS,
} from '../../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { SignerState } from '../../../ops/keystore/signer.ts';

/** Between two looks while something is missing, and while nothing is. */
const LOOK_AGAIN_MS = 5 * SECOND_MS;
const LOOK_EVERY_MS = MINUTE_MS;
/** The place of a host seldom changes. */
const PLACE_EVERY_MS = HOUR_MS;
/** The venue takes no smaller order that takes liquidity. */
const BALANCE_MIN = dollars(1);

/** What live entries depend on outside the engine. */
export interface ReadinessSources {
  geoblock(): Promise<Geoblock>;
  checkClock(): Promise<ClockReading>;
  isClosedOnly(): Promise<boolean>;
  collateral(): Promise<BalanceReading>;
  signerState(): SignerState;
  isChannelOpen(): boolean;
}

export interface ReadinessOptions {
  readonly sources: ReadinessSources;
  /** Told when it changes, and once at first; empty when nothing is missing. */
  onChange(missing: readonly string[]): void;
  onError(error: unknown): void;
}

/** Looks again and again at what real money needs, and says in words what is missing. */
export class Readiness {
  readonly #options: ReadinessOptions;
  readonly #stop = new AbortController();
  #told: string | null = null;
  #place: { readonly problem: string | null; readonly untilMs: number } = {
    problem: null,
    untilMs: Number.NEGATIVE_INFINITY,
  };
  #work: Promise<void> = Promise.resolve();

  constructor(options: ReadinessOptions) {
    this.#options = options;
  }

  start(): void {
    this.#work = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  /** One look at all of it. */
  async look(): Promise<readonly string[]> {
    const { sources } = this.#options;
    const missing: string[] = [];
    const state = sources.signerState();
    if (state.kind !== 'open') missing.push(lackText('keystore', `${state.kind}: ${state.why}`));
    if (!sources.isChannelOpen()) missing.push(lackText('channel'));
    const asked: readonly (readonly [LiveLack, () => Promise<string | null>])[] = [
      ['place', () => this.#placeProblem()],
      ['clock', () => this.#clockProblem()],
      ['credentials', () => this.#accountProblem()],
      ['balance', () => this.#moneyProblem()],
    ];
    for (const [lack, ask] of asked) {
      const problem = await this.#answered(lack, ask);
      if (problem !== null) missing.push(problem);
    }
    return missing;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const missing = await this.look();
      if (signal.aborted) return;
      this.#tell(missing);
      const delayMs = missing.length === 0 ? LOOK_EVERY_MS : LOOK_AGAIN_MS;
      await wait(delayMs, undefined, { signal }).catch(ignoreAbort);
    }
  }

  #tell(missing: readonly string[]): void {
    const text = missing.join('\n');
    if (text === this.#told) return;
    this.#told = text;
    this.#options.onChange(missing);
  }

  /** What the venue does not answer is missing too. */
  async #answered(lack: LiveLack, ask: () => Promise<string | null>): Promise<string | null> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof VenueError) return lackText(lack, `not known: ${error.message}`);
      this.#options.onError(error);
      return lackText(lack, 'not known: the log says why');
    }
  }

  async #placeProblem(): Promise<string | null> {
    const nowMs = performance.now();
    if (nowMs < this.#place.untilMs && this.#place.problem === null) return null;
    const { blocked, country } = await this.#options.sources.geoblock();
    const problem = blocked ? lackText('place', country) : null;
    this.#place = { problem, untilMs: nowMs + PLACE_EVERY_MS };
    return problem;
  }

  async #clockProblem(): Promise<string | null> {
    const { skewMs, uncertaintyMs } = await this.#options.sources.checkClock();
    if (Math.abs(skewMs) - uncertaintyMs <= SKEW_MS_MAX) return null;
    const seconds = (Math.abs(skewMs) / SECOND_MS).toFixed(1);
    return lackText('clock', `${seconds} s, at most ${SKEW_MS_MAX / SECOND_MS} s`);
  }

  async #accountProblem(): Promise<string | null> {
    const isClosedOnly = await this.#options.sources.isClosedOnly();
    return isClosedOnly ? lackText('credentials', 'it may close positions only') : null;
  }

  async #moneyProblem(): Promise<string | null> {
    const { micro, allowances } = await this.#options.sources.collateral();
    if (micro < BALANCE_MIN) return lackText('balance', 'less than $1.00');
    const lacking = BUYING.find(({ spender }) => {
      const allowed = allowances.get(POLYMARKET_CONTRACTS[spender].toLowerCase()) ?? 0n;
      return allowed < BigInt(micro);
    });
    if (lacking === undefined) return null;
    return lackText('allowances', `${lacking.name}: ${lacking.neededFor}`);
  }
}

/** Contracts that take the dollars of a buy. */
const BUYING = POLYMARKET_APPROVALS.filter(({ token, isNeeded }) => token === 'pusd' && isNeeded);

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
