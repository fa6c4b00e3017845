import type { WriteOutcome } from '../../http/single-write.ts';
import { VENUE_TEXT_LENGTH_MAX } from '../../http/venue-error.ts';
import { type Answered, jsonOf, saidIn, wordsOf } from '../trading/answer-body.ts';
import { type Submitted, submitted } from './relayer-schema.ts';

/** What became of one thing that was handed to the relayer. */
export type SubmitAnswer =
  | ({ readonly kind: 'taken' } & Submitted)
  /** It will not happen now; the same calls, signed anew, may be taken later. */
  | { readonly kind: 'notNow'; readonly why: string; readonly retryAfterMs: number | null }
  /** The relayer looked at it and said no. */
  | { readonly kind: 'refused'; readonly why: string }
  /** It may happen. */
  | { readonly kind: 'unknown'; readonly why: string };

const STATUS_UNAUTHORIZED = 401;
const STATUS_TOO_MANY = 429;
/** The relayer's own refusals; every other status may come from something before it, or too late. */
const REFUSALS: ReadonlySet<number> = new Set([400, STATUS_UNAUTHORIZED, 403, 404, 422]);
/** Another transaction of the wallet is on its way, or has just taken the nonce. */
const BUSY =
  /wallet busy|in-flight action|batch nonce\s+\d+\s+does not match on-chain nonce\s+\d+/i;
/** Calls and signatures, which a host may say back. */
const LONG_HEX = /0x[0-9a-fA-F]{65,}/g;

/** Certain where the relayer was, unknown everywhere else. */
export function submitAnswer(outcome: WriteOutcome, nowMs: number): SubmitAnswer {
  switch (outcome.kind) {
    case 'notSent':
    case 'stopped':
      return { kind: 'notNow', why: `not sent: ${outcome.text}`, retryAfterMs: null };
    case 'unknown':
      return { kind: 'unknown', why: outcome.text };
    case 'answered':
      return outcome.status >= 200 && outcome.status < 300
        ? accepted(outcome)
        : refusal(outcome, nowMs);
  }
}

function accepted({ text }: Answered): SubmitAnswer {
  const read = submitted.safeParse(jsonOf(text));
  if (read.success) return { kind: 'taken', ...read.data };
  return { kind: 'unknown', why: 'the relayer answered something that cannot be read' };
}

function refusal(answered: Answered, nowMs: number): SubmitAnswer {
  const { status } = answered;
  const { text, retryAfterMs } = saidIn(answered, nowMs);
  const why = wordsOf(status, { text: withoutLongHex(text) });
  if (status === STATUS_TOO_MANY) return { kind: 'notNow', why, retryAfterMs };
  if (!REFUSALS.has(status)) return { kind: 'unknown', why };
  if (status === STATUS_UNAUTHORIZED) {
    return { kind: 'refused', why: `the relayer does not take POLYMARKET_RELAYER_KEY (${why})` };
  }
  // Without words it is of something between us and the relayer, which may have passed it on.
  if (text === '') return { kind: 'unknown', why };
  return BUSY.test(text) ? { kind: 'notNow', why, retryAfterMs } : { kind: 'refused', why };
}

/** A host's words for people, without what was signed. */
export function withoutLongHex(text: string): string {
  return text.replaceAll(LONG_HEX, '[data]').slice(0, VENUE_TEXT_LENGTH_MAX);
}
