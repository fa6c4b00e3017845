/** What a failed request is called in the words of the clients, and what that means for people. */
const FAILURES: Readonly<Record<string, string>> = {
  unreachable: 'no connection',
  timeout: 'no answer in time',
  rateLimited: 'too many requests',
  unavailable: 'out of service for now',
  rejected: 'the request was refused',
  malformed: 'an answer that cannot be read',
  blocked: 'this place is not served',
};

/** `kalshi.event-page (unavailable, 503): try later`, also within a sentence. */
const FAILURE = /\b[a-z]+(?:\.[\w-]+)+ \((\w+)(?:, (\d{3}))?\)(?:: fetch failed)?/g;

/** The trouble of a feed without the names that the program has for its requests. */
export function troubleWords(note: string): string {
  return note.replace(FAILURE, (whole, kind: string, status: string | undefined) => {
    if (!Object.hasOwn(FAILURES, kind)) return whole;
    return `${FAILURES[kind]}${status === undefined ? '' : ` (${status})`}`;
  });
}
