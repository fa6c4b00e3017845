/** Headers that prove who asks. */
const PROOF = /signature|passphrase|secret|authorization|^relayer_api_key$/i;
const MASK = '[secret]';

/**
 * A host's words without the proofs that it was sent: one that says them back, or a proxy before it,
 * would have them told to people and written down.
 */
export function withoutProofs(
  text: string,
  sent: Readonly<Record<string, string>> | undefined,
): string {
  let words = text;
  for (const [name, value] of Object.entries(sent ?? {})) {
    if (value !== '' && PROOF.test(name)) words = words.replaceAll(value, MASK);
  }
  return words;
}
