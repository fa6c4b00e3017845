import type { NotAcceptedCause, PostAnswer } from '../../../engine/domain/venue-answer.ts';
import type { WriteOutcome } from '../../http/single-write.ts';
import type { VenueMode } from '../../http/venue-error.ts';
import { type Answered, jsonOf, type Said, saidIn, wordsOf } from './answer-body.ts';
import { placedAnswer, type SentOrder } from './placed-answer.ts';
import { answerOf } from './refusals.ts';

const STATUS_BAD_REQUEST = 400;
const STATUS_UNAUTHORIZED = 401;
const STATUS_FORBIDDEN = 403;
const STATUS_TOO_EARLY = 425;
const STATUS_TOO_MANY = 429;
const STATUS_SERVER_ERROR = 500;
const STATUS_UNAVAILABLE = 503;

/** The venue documents it as rejected before the book, safe to send again. */
const BEFORE_BOOK = /\border timed out\b/i;

const MODE_CAUSES: Readonly<Record<VenueMode, NotAcceptedCause>> = {
  disabled: 'disabled',
  cancelOnly: 'cancelOnly',
  postOnly: 'postOnly',
  restarting: 'restarting',
};

/** What became of one sending of an order: certain where the venue was, unknown everywhere else. */
export function classifyPost(outcome: WriteOutcome, sent: SentOrder, nowMs: number): PostAnswer {
  switch (outcome.kind) {
    case 'stopped':
    case 'unknown':
      return { kind: outcome.kind, text: outcome.text };
    case 'notSent':
      return notAccepted('notSent', outcome.text, null);
    case 'answered':
      if (outcome.status < 200 || outcome.status >= 300) return classifyRefusal(outcome, nowMs);
      return placedAnswer(jsonOf(outcome.text), sent);
  }
}

/** What a status other than 2xx says of the whole request. */
export function classifyRefusal(answered: Answered, nowMs: number): PostAnswer {
  const { status } = answered;
  const said = saidIn(answered, nowMs);
  const text = wordsOf(status, said);
  switch (status) {
    case STATUS_BAD_REQUEST:
      // An answer of something between us and the venue says nothing about the order.
      return said.text === '' ? { kind: 'unknown', text } : answerOf(said.text, said.retryAfterMs);
    case STATUS_UNAUTHORIZED:
      return notAccepted('unauthorized', text, said.retryAfterMs);
    case STATUS_FORBIDDEN:
      return { kind: 'refused', cause: 'blocked', text };
    case STATUS_TOO_EARLY:
      return notAccepted('restarting', text, said.retryAfterMs);
    case STATUS_TOO_MANY:
      return notAccepted('rateLimited', text, said.retryAfterMs);
    case STATUS_SERVER_ERROR:
      if (BEFORE_BOOK.test(said.text)) return notAccepted('beforeBook', text, said.retryAfterMs);
      return { kind: 'unknown', text };
    case STATUS_UNAVAILABLE:
      return inMode(said, text);
    default:
      return { kind: 'unknown', text };
  }
}

function inMode({ mode, retryAfterMs }: Said, text: string): PostAnswer {
  if (mode === null) return { kind: 'unknown', text };
  return notAccepted(MODE_CAUSES[mode], text, retryAfterMs);
}

export function notAccepted(
  cause: NotAcceptedCause,
  text: string,
  retryAfterMs: number | null,
): PostAnswer {
  return { kind: 'notAccepted', cause, text, retryAfterMs };
}
