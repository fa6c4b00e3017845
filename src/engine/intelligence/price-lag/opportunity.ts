import type { LagEnd } from '../../domain/price-lag.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import { MOVE_WINDOW_MS, type Note } from './recent-moves.ts';

/** How long a found opportunity may be acted on. */
export const SIGNAL_LIFE_MS = 5 * SECOND_MS;
/** The fair value must have gone at least this far within the move, in dollars a share. */
export const MOVE_MIN = 0.02;
/** And be at least this share of the gap: otherwise it is the market that moved, and knows why. */
export const GAP_SHARE = 0.5;
/** A market that went this share of the way has reacted. */
export const REACTED_SHARE = 0.5;

/** One look at one side. Dollars a share. */
export interface SideLook {
  readonly atMs: AtMs;
  /** What is left of the edge beyond everything it must exceed: at zero it crosses. */
  readonly room: number;
  readonly fair: number;
  readonly middle: number;
  /** Where the newest move of the fair value began, from this side's view. */
  readonly origin: Note | null;
}

/** The move that makes a side a lag. */
export interface LagMove {
  readonly crossedAtMs: AtMs;
  readonly movedAtMs: AtMs;
  readonly fairMove: number;
  readonly marketMove: number;
}

/**
 * One side of one market from crossing to falling back: found at most once. `idle` has no edge,
 * `crossed` has one and gives the market its reaction time, `found` was told, `spent` was told and
 * has ended but did not fall back yet, or was no lag.
 */
export class Opportunity {
  #stage: 'idle' | 'crossed' | 'found' | 'spent' = 'idle';
  #crossedAtMs: AtMs = 0;
  #origin: Note | null = null;
  #expiresAtMs: AtMs = 0;

  get isOpen(): boolean {
    return this.#stage !== 'idle';
  }

  get isFound(): boolean {
    return this.#stage === 'found';
  }

  get crossedAtMs(): AtMs {
    return this.#crossedAtMs;
  }

  get expiresAtMs(): AtMs {
    return this.#expiresAtMs;
  }

  /** The edge fell back; whether that ends one that was told. */
  fallBack(): boolean {
    const wasFound = this.isFound;
    this.#stage = 'idle';
    this.#origin = null;
    return wasFound;
  }

  /** It cannot be judged any more; one that was told ends, and is not told again until it fell back. */
  lose(): boolean {
    if (this.#stage === 'crossed') this.#stage = 'idle';
    if (this.#stage !== 'found') return false;
    this.#stage = 'spent';
    return true;
  }

  /** Ends one whose time is over. */
  expire(atMs: AtMs): LagEnd | null {
    if (this.#stage !== 'found' || atMs < this.#expiresAtMs) return null;
    this.#stage = 'spent';
    return 'expired';
  }

  /** Looks at an edge that did not fall back; a move when the market had its time and did not follow. */
  look(look: SideLook, reactionMs: number): LagMove | null {
    if (this.#stage === 'idle') {
      if (look.room < 0) return null;
      this.#stage = 'crossed';
      this.#crossedAtMs = look.atMs;
      this.#origin = look.origin;
    }
    if (this.#stage !== 'crossed') return null;
    const waited = look.atMs - this.#crossedAtMs;
    if (waited > MOVE_WINDOW_MS) this.#stage = 'spent';
    if (waited < reactionMs || look.room < 0 || this.#stage === 'spent') return null;
    return this.#judge(look);
  }

  /** It is told now. */
  find(atMs: AtMs, closesAtMs: AtMs): void {
    this.#stage = 'found';
    this.#expiresAtMs = Math.min(atMs + SIGNAL_LIFE_MS, closesAtMs);
  }

  #judge(look: SideLook): LagMove | null {
    const origin = this.#origin;
    if (origin === null) return null;
    const fairMove = look.fair - origin.fair;
    const marketMove = look.middle - origin.middle;
    const least = Math.max(MOVE_MIN, GAP_SHARE * (look.fair - look.middle));
    if (fairMove < least || marketMove >= REACTED_SHARE * fairMove) return null;
    return { crossedAtMs: this.#crossedAtMs, movedAtMs: origin.atMs, fairMove, marketMove };
  }
}
