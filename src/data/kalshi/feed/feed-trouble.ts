/** Longest text of an error that a snapshot carries, in characters. */
const TROUBLE_LENGTH_MAX = 300;

/** An error in words for people; messages of errors hold no address, parameter or body of ours. */
export function troubleOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.slice(0, TROUBLE_LENGTH_MAX);
}
