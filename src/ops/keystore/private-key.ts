const DIGITS = /^0x[0-9a-f]{64}$/;
/** The order of the curve's group: keys are from 1 up to one below it. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** Whether this is a private key, as `0x` and 64 small hex digits. */
export function isPrivateKey(text: string): boolean {
  if (!DIGITS.test(text)) return false;
  const key = BigInt(text);
  return key > 0n && key < ORDER;
}
