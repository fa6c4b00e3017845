import { neutral } from '../console/foreign-text.ts';

/** What a joiner may stand behind to build an emoji. */
const JOINABLE = '\\p{Extended_Pictographic}|[\\u{1f3fb}-\\u{1f3ff}]|\\ufe0f';
/** Characters that are there and not seen, but for those inside an emoji. */
const HIDDEN = new RegExp(
  [
    `(?<!${JOINABLE})\\u200d`,
    '\\u200d(?!\\p{Extended_Pictographic})',
    '(?<!\\p{Emoji})[\\ufe0e\\ufe0f]',
    '(?![\\u200d\\ufe0e\\ufe0f])\\p{Default_Ignorable_Code_Point}|\\u2800',
  ].join('|'),
  'gu',
);

/** Unicode's blocks for scripts that run from right to left. */
const RIGHT_TO_LEFT =
  '\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}';
const RIGHT_TO_LEFT_RUN = new RegExp(`[${RIGHT_TO_LEFT}](?:\\P{L}*[${RIGHT_TO_LEFT}])*`, 'gu');
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** Foreign text as one line in which everything that is there can be seen. */
export function visible(text: string): string {
  return neutral(text).replace(HIDDEN, '');
}

/** Keeps what runs from right to left from turning around the numbers and words beside it. */
export function isolated(text: string): string {
  return text.replace(RIGHT_TO_LEFT_RUN, (run) => FIRST_STRONG_ISOLATE + run + POP_ISOLATE);
}
