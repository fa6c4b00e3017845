/** Shorter ones are guessed from a stolen file. */
export const PASSPHRASE_LENGTH_MIN = 12;
/** `aaaaaaaaaaaa` is long and no passphrase. */
export const PASSPHRASE_LETTERS_MIN = 6;

/** Control characters: typed by accident, and impossible to repeat elsewhere. */
const CONTROL = /\p{Cc}/u;

/** Why a key is not locked with this passphrase, or `null`. Never quotes it. */
export function weaknessOf(passphrase: string): string | null {
  const letters = [...passphrase];
  if (CONTROL.test(passphrase)) return 'has a character that cannot be typed';
  if (letters.length < PASSPHRASE_LENGTH_MIN) {
    return `has fewer than ${PASSPHRASE_LENGTH_MIN} characters`;
  }
  if (new Set(letters).size < PASSPHRASE_LETTERS_MIN) {
    return `has fewer than ${PASSPHRASE_LETTERS_MIN} different characters`;
  }
  return null;
}

/**
 * The bytes that lock and open a keystore, as other Ethereum programs make them of the same text.
 * Whoever gets them overwrites them after use.
 */
export function passphraseBytes(passphrase: string): Uint8Array {
  return new TextEncoder().encode(passphrase.normalize('NFKC'));
}
