/** What became of a code: only `right` confirms. `locked` for a while after too many wrong ones. */
export type CodeVerdict = 'right' | 'wrong' | 'used' | 'locked' | 'none';

/** One-time codes of people, enrolled at the host. */
export interface SecondFactor {
  has(actor: string): boolean;
  /** Checks a code and uses it up, durably. @throws when that cannot be kept: then nothing acts. */
  check(actor: string, code: string): CodeVerdict;
}
