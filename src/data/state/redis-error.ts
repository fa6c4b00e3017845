import { ZodError } from 'zod';
import { StateStoreError } from './state-store-error.ts';

/** First words of the replies of a server that cannot serve now but may later. */
const PASSING_REPLIES: ReadonlySet<string> = new Set([
  'BUSY',
  'CLUSTERDOWN',
  'LOADING',
  'MASTERDOWN',
  'MISCONF',
  'NOREPLICAS',
  'OOM',
  'READONLY',
  'TRYAGAIN',
]);

/**
 * What a failed command means. The cause is told in words and not attached: the client hangs the
 * command with its arguments on its errors, and among those is the password.
 */
export function redisError(error: unknown): StateStoreError {
  if (error instanceof StateStoreError) return error;
  if (error instanceof ZodError) {
    return new StateStoreError('rejected', 'Redis answered in a shape that is not known.');
  }
  if (!(error instanceof Error)) return new StateStoreError('unavailable', 'Redis failed.');
  const words = error.message.replace(/, with args beginning with.*$/s, '');
  const isReply = error.name === 'ReplyError';
  if (isReply && !PASSING_REPLIES.has(words.split(' ', 1)[0] ?? '')) {
    return new StateStoreError('rejected', `Redis refused a command: ${words}`);
  }
  return new StateStoreError('unavailable', `Redis is unavailable: ${words}`);
}

/** Whether a reply says that the log or its consumer group does not exist. */
export function isAbsentGroup(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOGROUP');
}
