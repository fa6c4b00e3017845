import type { Queries } from '../../../engine/contract/queries.ts';
import { MINUTE_MS } from '../../../engine/domain/time.ts';
import type { Line } from '../../reply.ts';
import { type Effect, effect, unchanged } from './effect.ts';

/** It is read in peace. */
const READING_VALID_MS = 5 * MINUTE_MS;

const WARNING: readonly Line[] = [
  'A live order is signed with your key and filled at the venue; nobody can take a fill back.',
  'What is put at risk can be lost in full: a market that ends the other way pays nothing, and a wallet that did well may do badly.',
  'Your limits hold for new orders; they cannot promise a price, a buyer, or a venue that answers when you want out.',
  'Nothing here withdraws or sends money elsewhere: paying in and out stays with you, at the venue.',
  'Use an account for this alone: a kill cancels every order of the account, your own by hand too.',
];

/** Before the first time: what real money means here. Read once, kept for good. */
export function warningEffect(queries: Queries): Effect {
  if (queries.status().liveWarningRead) return unchanged('This was read before');
  return effect('Read, and kept', {
    danger: 'limits',
    symbol: '!',
    question: {
      title: 'Before real money: please read this once',
      lines: WARNING,
      keep: 'Stay in paper',
      go: 'I have read this',
      keepShows: '/mode',
      phrase: null,
      validMs: READING_VALID_MS,
    },
    leadsTo: (after) => (after.status().liveWarningRead ? '/mode live' : null),
  });
}
