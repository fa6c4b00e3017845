const BREAKS = /[\t\n\r\p{Zl}\p{Zp}]+/gu;
const CONTROLS = /[\p{Cc}\p{Cs}]/gu;
/** Direction overrides, tags and other invisible marks, but for the joiner that builds emoji. */
const INVISIBLE = /(?!\u200d)\p{Cf}/gu;

/**
 * Text that came from a venue or a person as one line that cannot steer a terminal: breaks become
 * a space, control characters `�`, invisible direction marks go.
 */
export function neutral(text: string): string {
  return text.replace(BREAKS, ' ').replace(CONTROLS, '\ufffd').replace(INVISIBLE, '');
}
