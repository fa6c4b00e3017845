import { createHash } from 'node:crypto';
import type { AtMs } from './time.ts';

/** What decides how a market pays, as its venue states it. The text itself is not kept here. */
export interface MarketTerms {
  /** Where the outcome is read; `null` where the venue names no source. */
  readonly source: string | null;
  /** {@link TEXT_HASH_DIGITS} hex digits of its SHA-256; `null` where there is no rules text. */
  readonly textHash: string | null;
  /** Which of {@link VAGUE_PHRASES} the text has: they leave the outcome to somebody's judgement. */
  readonly vague: readonly string[];
  /** When another text was first seen than before; `null` while it stayed the same. */
  readonly editedAtMs: AtMs | null;
}

/** Two texts in 2^32 markets would have to collide; a text is only compared with its own past. */
export const TEXT_HASH_DIGITS = 16;

/**
 * Phrases of rules that disputes were about. "A consensus of credible reporting" stands in most
 * rules of the venue and counts as one of them.
 */
export const VAGUE_PHRASES = [
  'consensus of credible reporting',
  'sole discretion',
  'at the discretion',
  'ambiguous',
  'reasonable',
  'in the spirit',
  'substantially',
  'may be considered',
  'generally considered',
  'other credible',
] as const;

/** Reads a rules text; `null` when the venue told neither a text nor a source. */
export function termsOf(told: {
  readonly source: string | null;
  readonly text: string | null;
}): MarketTerms | null {
  const source = told.source?.trim() || null;
  const text = told.text?.trim() || null;
  if (source === null && text === null) return null;
  return { source, ...textFacts(text), editedAtMs: null };
}

function textFacts(text: string | null): Pick<MarketTerms, 'textHash' | 'vague'> {
  if (text === null) return { textHash: null, vague: [] };
  const digest = createHash('sha256').update(text, 'utf8').digest('hex');
  const words = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return {
    textHash: digest.slice(0, TEXT_HASH_DIGITS),
    vague: VAGUE_PHRASES.filter((phrase) => words.includes(` ${phrase} `)),
  };
}

/**
 * The terms of a market that is listed again. Some sources tell none: what was known stays. Another
 * text than before is an edit, and stays one.
 */
export function termsAfter(
  known: MarketTerms | null,
  listed: MarketTerms | null,
  atMs: AtMs,
): MarketTerms | null {
  if (known === null || listed === null) return listed ?? known;
  if (listed.textHash === null) return { ...listed, ...textOf(known) };
  const isEdited = known.textHash !== null && known.textHash !== listed.textHash;
  return { ...listed, editedAtMs: isEdited ? atMs : known.editedAtMs };
}

function textOf({ textHash, vague, editedAtMs }: MarketTerms): Omit<MarketTerms, 'source'> {
  return { textHash, vague, editedAtMs };
}
