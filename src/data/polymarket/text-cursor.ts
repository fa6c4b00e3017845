/** What a decimal that has to be read the long way is: no value of the venue is negative. */
export const NOT_PLAIN = -1;

const QUOTE = 34;
const POINT = 46;
const ZERO = 48;
/** Whole digits up to here keep micro-units safely below 2^53. */
const WHOLE_DIGITS_MAX = 9;
/** What a digit of the first decimal place is worth in micro-units. */
const FIRST_PLACE = 100_000;

/** Reads numbers where they stand in a frame: what is not cut out of it need not be allocated. */
export class TextCursor {
  text = '';
  at = 0;

  /**
   * Micro-units of the plain decimal up to the next quote, with up to nine digits before the point and six
   * after it, or {@link NOT_PLAIN}; it stands behind that quote then.
   */
  micro(): number {
    const { text, at: from } = this;
    let at = from;
    let micro = 0;
    let digit = text.charCodeAt(at) - ZERO;
    for (; digit >= 0 && digit <= 9; digit = text.charCodeAt(at) - ZERO) {
      micro = micro * 10 + digit;
      at += 1;
    }
    if (at === from || at - from > WHOLE_DIGITS_MAX) return NOT_PLAIN;
    micro *= 1_000_000;
    if (digit === POINT - ZERO) {
      at += 1;
      digit = text.charCodeAt(at) - ZERO;
      let worth = FIRST_PLACE;
      for (; digit >= 0 && digit <= 9; digit = text.charCodeAt(at) - ZERO) {
        // After the sixth place no whole micro-unit is left.
        if (worth < 1) return NOT_PLAIN;
        micro += digit * worth;
        worth /= 10;
        at += 1;
      }
      if (worth === FIRST_PLACE) return NOT_PLAIN;
    }
    this.at = at + 1;
    return digit === QUOTE - ZERO ? micro : NOT_PLAIN;
  }
}
