/** To the process of those who watch. */
export type ToWatchers =
  /** So many begin to watch, and read what they are sent, or take nothing of it. */
  | {
      readonly kind: 'watch';
      readonly count: number;
      readonly reads: boolean;
      readonly url: string;
      readonly key: string;
    }
  | { readonly kind: 'leave' };

/** What one who reads heard. */
export interface Heard {
  readonly snapshots: number;
  readonly deltas: number;
  /** Letters of all events. */
  readonly letters: number;
  readonly lastSeq: number;
  /** Deltas that did not follow the one before. */
  readonly gaps: number;
  readonly wasDropped: boolean;
}

/** From the process of those who watch. */
export type FromWatchers =
  | { readonly kind: 'ready' }
  | { readonly kind: 'watching' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'left'; readonly readers: readonly Heard[] };

/** Who reads, and who takes nothing of what is sent. */
export const READERS = 40;
export const STALLED = 10;
