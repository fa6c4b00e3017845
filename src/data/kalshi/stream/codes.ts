/** What the venue's error codes ask of us; the others are refusals of the command as it is. */
const CODES = {
  unprocessed: 1,
  unknownSubscription: 7,
  unknownChannel: 8,
  notAuthenticated: 9,
  channelError: 10,
  commandTimeout: 18,
  bufferOverflow: 25,
  marketLimit: 26,
  tooManyRequests: 27,
} as const;

/**
 * - `resubscribe`: the subscription has ended.
 * - `later`: the same command again after a while.
 * - `tooMany`: fewer markets in one subscription.
 * - `channel`: no command of this channel will be taken.
 * - `refused`: this command will not be taken as it is.
 */
export type Remedy = 'resubscribe' | 'later' | 'tooMany' | 'channel' | 'refused';

const REMEDIES: ReadonlyMap<number, Remedy> = new Map<number, Remedy>([
  [CODES.unknownSubscription, 'resubscribe'],
  [CODES.channelError, 'resubscribe'],
  [CODES.bufferOverflow, 'resubscribe'],
  [CODES.unprocessed, 'later'],
  [CODES.commandTimeout, 'later'],
  [CODES.tooManyRequests, 'later'],
  [CODES.marketLimit, 'tooMany'],
  [CODES.unknownChannel, 'channel'],
  [CODES.notAuthenticated, 'channel'],
]);

export function remedyOf(code: number): Remedy {
  return REMEDIES.get(code) ?? 'refused';
}

/** Our own code for a command that nobody answered; the remedy is that of the venue's own timeout. */
export const UNANSWERED_CODE = CODES.commandTimeout;
