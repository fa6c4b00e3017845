import type { PostAnswer } from '../domain/venue-answer.ts';

/** Orders that are remembered; older ones are long past the moment until which they may be sent. */
export const HASHES_MAX = 50_000;

/** What is known of an order by how its last sending ended. */
type Fate = 'underway' | 'free' | 'there' | 'unknown' | 'refused';

/** Where another sending must not happen: what is answered instead. */
const INSTEAD: Record<Exclude<Fate, 'free'>, PostAnswer> = {
  underway: { kind: 'unknown', text: 'these bytes are on their way already' },
  // Refusing it would free what it holds, and it may have landed.
  unknown: { kind: 'unknown', text: 'these bytes were sent before, and their fate is not known' },
  there: { kind: 'duplicate', text: 'these bytes were sent before, and the venue has them' },
  refused: {
    kind: 'refused',
    cause: 'safety',
    text: 'these bytes were sent before, and the venue refused them',
  },
};

/** Lets no bytes go a second time, unless the venue provably did not take them the last time. */
export class SentOrders {
  readonly #fates = new Map<string, Fate>();

  /** `mayBeSent`: hashes that an earlier run may have sent. */
  constructor(mayBeSent: Iterable<string> = []) {
    for (const hash of mayBeSent) this.#fates.set(hash, 'unknown');
  }

  /** `null` lets it go, and from then on nothing else of it until it is settled. */
  claim(hash: string): PostAnswer | null {
    const fate = this.#fates.get(hash) ?? 'free';
    if (fate !== 'free') return INSTEAD[fate];
    this.#remember(hash, 'underway');
    return null;
  }

  settle(hash: string, answer: PostAnswer): void {
    this.#remember(hash, fateOf(answer));
  }

  #remember(hash: string, fate: Fate): void {
    this.#fates.delete(hash);
    this.#fates.set(hash, fate);
    if (this.#fates.size <= HASHES_MAX) return;
    for (const [oldest, its] of this.#fates) {
      if (its === 'underway') continue;
      this.#fates.delete(oldest);
      return;
    }
  }
}

function fateOf({ kind }: PostAnswer): Fate {
  switch (kind) {
    case 'accepted':
    case 'duplicate':
    case 'unfilled':
      return 'there';
    case 'notAccepted':
    case 'stopped':
      return 'free';
    case 'unknown':
    case 'refused':
      return kind;
  }
}
