import { Chance } from '../chance.ts';

/**
 * What can go wrong with the exchange. The unit of each probability:
 * - `cut`, `stall`: per open connection and second; `shutdown`: per second while somebody listens;
 * - `micros`, `stale`: per connection, when it opens;
 * - `duplicate`, `reorder`, `drop`, `garbled`: per frame and connection;
 * - `http*`: per request.
 */
export const BINANCE_FAULT_KINDS = [
  /** Torn without a close frame. */
  'cut',
  /** The socket stays open and nothing comes for {@link STALL_MS}. */
  'stall',
  /** All are told to go, and cut a little later. */
  'shutdown',
  /** Times in microseconds, although nobody asked for them. */
  'micros',
  /** Everything comes {@link STALE_LAG_MS} late, as from a host that hangs behind. */
  'stale',
  'duplicate',
  /** The next frame overtakes it. */
  'reorder',
  'drop',
  /** No JSON, or another shape. */
  'garbled',
  /** With `Retry-After`. */
  'http429',
  /** Banned, with `Retry-After`. */
  'http418',
  /** 500 with the venue's words, or 502 with an HTML page. */
  'http5xx',
  /** Answered after {@link SLOW_MS}. */
  'httpSlow',
  /** The whole length announced, half of it sent. */
  'httpCut',
] as const;

export type BinanceFaultKind = (typeof BINANCE_FAULT_KINDS)[number];
/** Probability of each kind, 0 to 1. */
export type BinanceFaultProfile = Readonly<Record<BinanceFaultKind, number>>;
/** Least and most. */
type Range = readonly [least: number, most: number];

export const STALL_MS: Range = [3_000, 30_000];
export const STALE_LAG_MS: Range = [8_000, 20_000];
export const SLOW_MS: Range = [1_000, 6_000];

const NONE = Object.fromEntries(
  BINANCE_FAULT_KINDS.map((kind) => [kind, 0]),
) as BinanceFaultProfile;

/** `rough` is a bad day at the exchange; `hostile` is everything, often. */
export const BINANCE_FAULT_PROFILES = {
  none: NONE,
  rough: {
    cut: 0.003,
    stall: 0.003,
    shutdown: 0.001,
    micros: 0.1,
    stale: 0.02,
    duplicate: 0.002,
    reorder: 0.002,
    drop: 0.002,
    garbled: 0.001,
    http429: 0.02,
    http418: 0.002,
    http5xx: 0.02,
    httpSlow: 0.02,
    httpCut: 0.01,
  },
  hostile: {
    cut: 0.02,
    stall: 0.01,
    shutdown: 0.005,
    micros: 0.5,
    stale: 0.15,
    duplicate: 0.05,
    reorder: 0.05,
    drop: 0.05,
    garbled: 0.02,
    http429: 0.1,
    http418: 0.01,
    http5xx: 0.1,
    httpSlow: 0.1,
    httpCut: 0.05,
  },
} as const satisfies Readonly<Record<string, BinanceFaultProfile>>;

/** A named profile, or the kinds that shall happen: all others never do. */
export type BinanceFaultChoice = keyof typeof BINANCE_FAULT_PROFILES | Partial<BinanceFaultProfile>;

function profileOf(choice: BinanceFaultChoice): BinanceFaultProfile {
  return typeof choice === 'string' ? BINANCE_FAULT_PROFILES[choice] : { ...NONE, ...choice };
}

/** Draws faults, each kind from its own stream, and counts those that happened. */
export class BinanceFaults {
  readonly counts: Record<BinanceFaultKind, number> = { ...NONE };
  #profile: BinanceFaultProfile;
  readonly #chances: Readonly<Record<BinanceFaultKind, Chance>>;

  constructor(seed: string, choice: BinanceFaultChoice) {
    this.#profile = profileOf(choice);
    const chance = new Chance(seed).fork('binance-faults');
    this.#chances = Object.fromEntries(
      BINANCE_FAULT_KINDS.map((kind) => [kind, chance.fork(kind)]),
    ) as Record<BinanceFaultKind, Chance>;
  }

  set(choice: BinanceFaultChoice): void {
    this.#profile = profileOf(choice);
  }

  /** Whether the fault happens now; asked only where it can be injected. */
  happens(kind: BinanceFaultKind): boolean {
    const probability = this.#profile[kind];
    if (probability <= 0 || !this.#chances[kind].happens(probability)) return false;
    this.counts[kind] += 1;
    return true;
  }

  /** How much of a fault that happens. */
  amount(kind: BinanceFaultKind, [least, most]: Range): number {
    return this.#chances[kind].whole(least, most);
  }
}
