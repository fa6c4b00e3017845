/** What a part of a confidence is believed to be before anything is known. */
export const PRIOR_PART = 0.35;
/** How many ended markets that belief is worth: 20 perfect ones make 0.48 of it. */
export const PRIOR_MARKETS = 80;

/** Something seen in `count` markets of today, and what is believed without them. */
export interface Shrinkage {
  readonly raw: number | null;
  readonly count: number;
  readonly prior: number;
  /** The count at which half is believed. */
  readonly priorCount: number;
}

/** (count · raw + priorCount · prior) ÷ (count + priorCount); the prior where nothing was seen. */
export function shrunk({ raw, count, prior, priorCount }: Shrinkage): number {
  if (raw === null || count <= 0) return prior;
  return (count * raw + priorCount * prior) / (count + priorCount);
}

/** A part of a confidence, 0..1, of which `count` ended markets tell. */
export function shrunkPart(raw: number | null, count: number): number {
  return shrunk({ raw, count, prior: PRIOR_PART, priorCount: PRIOR_MARKETS });
}
