import type { VenueMode } from './venue-mode.ts';

/** An answer in place of what would have been done. */
export interface RefuseWith {
  readonly kind: 'refuse';
  readonly status: number;
  readonly error: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What happens to a request that places orders. */
export type PostFault =
  | RefuseWith
  /** Taken, and then the connection is torn. */
  | { readonly kind: 'acceptThenDrop' }
  | { readonly kind: 'acceptThen500' }
  /** Taken, and then 200 with a text that is no JSON, or with nothing. */
  | { readonly kind: 'acceptThenGarbled' }
  | { readonly kind: 'acceptThenEmpty' }
  /** Taken at once, answered later. */
  | { readonly kind: 'acceptSlowly'; readonly delayMs: number }
  /** Torn now, taken later. */
  | { readonly kind: 'landLate'; readonly delayMs: number }
  /** Torn, and never read. */
  | { readonly kind: 'dropUnread' }
  /** 200 `success` without an id. */
  | { readonly kind: 'blank'; readonly errorMsg: string };

export type CancelFault =
  | RefuseWith
  | { readonly kind: 'acceptThenDrop' }
  | { readonly kind: 'acceptThen500' }
  | { readonly kind: 'dropUnread' };

/** What a test makes go wrong, in the order in which it says so. `times` is 1 unless told. */
export type Injection =
  | { readonly on: 'post'; readonly fault: PostFault; readonly times?: number }
  | { readonly on: 'cancel'; readonly fault: CancelFault; readonly times?: number }
  /** Answers about orders: without all of them, or without what they matched. */
  | {
      readonly on: 'orders';
      readonly fault: 'missing' | 'sizeOmitted';
      readonly times?: number;
    }
  /** From now on trades are listed this much later. */
  | { readonly on: 'trades'; readonly lagMs: number }
  /** From now on the venue's clock is ahead by so much. */
  | { readonly on: 'clock'; readonly skewMs: number }
  /** 425 for `forMs`, and then only post-only orders. */
  | {
      readonly on: 'venue';
      readonly mode: 'restarting';
      readonly forMs: number;
      readonly postOnlyMs?: number;
    }
  | {
      readonly on: 'venue';
      readonly mode: Exclude<VenueMode, 'restarting'>;
      readonly forMs: number;
    }
  | { readonly on: 'venue'; readonly mode: 'open' }
  /** All credentials are refused until they are derived again. */
  | { readonly on: 'keys'; readonly fault: 'revoked' };

/** What was injected and has not happened yet, first in first out. */
export class Pending<Fault> {
  readonly #waiting: Fault[] = [];

  add(fault: Fault, times: number): void {
    for (let count = 0; count < times; count += 1) this.#waiting.push(fault);
  }

  take(): Fault | null {
    return this.#waiting.shift() ?? null;
  }

  get length(): number {
    return this.#waiting.length;
  }
}
