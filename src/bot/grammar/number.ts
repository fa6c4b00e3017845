import { UsageError } from '../command.ts';

/** What stood at a number. */
export type Mark = '$' | '%' | '¢' | null;

export interface TypedNumber {
  /** Plain decimal with a dot: `0.5`. */
  readonly text: string;
  readonly mark: Mark;
}

/** A number without its mark, or both things that `1,000` may mean. */
type Reading =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'ambiguous'; readonly readings: readonly [string, string] }
  | null;

const PLAIN = /^\d{1,12}(?:[.,]\d{1,6})?$/;
/** Three digits behind one separator: thousands to one half of the world, decimals to the other. */
const AMBIGUOUS = /^([1-9]\d{0,2})[.,](\d{3})$/;
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?$/;
const GROUPED_BY_DOTS = /^\d{1,3}(?:\.\d{3})+(?:,\d{1,6})?$/;

function readDigits(text: string): Reading {
  const unclear = AMBIGUOUS.exec(text);
  if (unclear !== null) {
    const [, whole = '', rest = ''] = unclear;
    return { kind: 'ambiguous', readings: [`${whole}${rest}`, trimmed(`${whole}.${rest}`)] };
  }
  if (PLAIN.test(text)) return { kind: 'number', text: trimmed(text.replace(',', '.')) };
  if (GROUPED.test(text)) return { kind: 'number', text: trimmed(text.replaceAll(',', '')) };
  if (GROUPED_BY_DOTS.test(text)) {
    return { kind: 'number', text: trimmed(text.replaceAll('.', '').replace(',', '.')) };
  }
  return null;
}

/** Without leading and trailing zeros that say nothing. */
function trimmed(text: string): string {
  const whole = text.replace(/^0+(?=\d)/, '');
  return whole.includes('.') ? whole.replace(/\.?0+$/, '') : whole;
}

const MARKS: readonly (readonly [RegExp, Mark])[] = [
  [/^\$\s?(.+)$/, '$'],
  [/^(.+?)\s?(?:\$|usd|usdc|dollars?)$/i, '$'],
  [/^(.+?)\s?(?:%|percent)$/i, '%'],
  [/^(.+?)\s?(?:¢|c|ct|cents?)$/i, '¢'],
];

/**
 * A number as people type it: `0,5`, `25$`, `$25`, `50%`, `2c`, `2¢`; `null` when it is none.
 * @throws UsageError for `1,000`, which is asked back.
 */
export function readNumber(typed: string): TypedNumber | null {
  let digits = typed.trim();
  let mark: Mark = null;
  for (const [pattern, meaning] of MARKS) {
    const match = pattern.exec(digits);
    if (match === null) continue;
    digits = match[1] ?? '';
    mark = meaning;
    break;
  }
  const reading = readDigits(digits);
  if (reading === null) return null;
  if (reading.kind === 'ambiguous') {
    const [thousands, decimal] = reading.readings;
    throw new UsageError(
      `"${typed}" can mean ${thousands} or ${decimal}; please type it as one of these two`,
    );
  }
  return { text: reading.text, mark };
}
