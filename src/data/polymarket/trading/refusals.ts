import type { PostAnswer, RefusalCause } from '../../../engine/domain/venue-answer.ts';

/** What the venue's words about one order mean. */
type Meaning =
  | { readonly kind: 'refused'; readonly cause: RefusalCause }
  | { readonly kind: 'duplicate' | 'unfilled' | 'unknown' | 'unauthorized' }
  | { readonly kind: 'notReady' | 'postOnly' | 'cancelOnly' | 'disabled' };

const refused = (cause: RefusalCause): Meaning => ({ kind: 'refused', cause });

/**
 * The words of a refusal (facts, section 4.6), read in this order. What is not here is refused as
 * invalid: the venue has looked at it and said no.
 */
const MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  [/\bDuplicated\b/i, { kind: 'duplicate' }],
  [
    /FOK orders are fully filled or killed|no orders found to match with FAK/i,
    { kind: 'unfilled' },
  ],
  // What failed inside the venue may have happened all the same.
  [/context canceled|timed? ?out|internal server error|could not insert/i, { kind: 'unknown' }],
  [/order match delayed|not yet ready to process/i, { kind: 'notReady' }],
  [/post-only mode/i, { kind: 'postOnly' }],
  [/cancel-only/i, { kind: 'cancelOnly' }],
  [/trading is currently disabled/i, { kind: 'disabled' }],
  [
    /not enough (?:balance|allowance)|insufficient (?:balance|allowance|funds)/i,
    refused('balance'),
  ],
  [/order_version_mismatch|invalid order version/i, refused('version')],
  [/\bbanned\b|closed only|owner of the API KEY|address of the API KEY/i, refused('account')],
  [/unauthorized|invalid api key/i, { kind: 'unauthorized' }],
  [/geoblock|restricted (?:region|location|jurisdiction)/i, refused('blocked')],
];

/** The answer that the venue's words about an order stand for. */
export function answerOf(text: string, retryAfterMs: number | null): PostAnswer {
  const meaning = MEANINGS.find(([pattern]) => pattern.test(text))?.[1] ?? refused('invalid');
  switch (meaning.kind) {
    case 'refused':
      return { kind: 'refused', cause: meaning.cause, text };
    case 'duplicate':
    case 'unfilled':
    case 'unknown':
      return { kind: meaning.kind, text };
    case 'unauthorized':
    case 'notReady':
    case 'postOnly':
    case 'cancelOnly':
    case 'disabled':
      return { kind: 'notAccepted', cause: meaning.kind, text, retryAfterMs };
  }
}
