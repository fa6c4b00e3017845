import { Redis } from 'ioredis';
import { redisError } from './redis-error.ts';
import { StateStoreError } from './state-store-error.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const RECONNECT_DELAY_MS_STEP = 50;

export interface RedisConnectionOptions {
  /** `redis://` or `rediss://`. May hold a password: never logged. */
  readonly url: string;
  readonly commandTimeoutMs: number;
  readonly reconnectDelayMsMax: number;
  readonly onProblem: (error: StateStoreError) => void;
}

/**
 * Opens a connection that comes back by itself. While it is down commands fail at once; one that
 * was under way when it broke fails too and is not sent again.
 */
export function openRedis(options: RedisConnectionOptions): Redis {
  const redis = new Redis(options.url, {
    commandTimeout: options.commandTimeoutMs,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // A server that is silent for longer than a command may take is left and dialled again.
    socketTimeout: options.commandTimeoutMs * 2,
    retryStrategy: (attempt) =>
      Math.min(attempt * RECONNECT_DELAY_MS_STEP, options.reconnectDelayMsMax),
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // The store subscribes again itself: the client does it without looking at the outcome.
    autoResubscribe: false,
    disableClientInfo: true,
  });
  redis.on('error', (error) => options.onProblem(redisError(error)));
  return redis;
}

/** @throws StateStoreError kind `unavailable` when there is no connection after `timeoutMs` */
export async function untilReady(redis: Redis, timeoutMs: number): Promise<void> {
  if (redis.status === 'ready') return;
  await new Promise<void>((resolve, reject) => {
    const onReady = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      redis.off('ready', onReady);
      reject(new StateStoreError('unavailable', `No connection to Redis within ${timeoutMs} ms.`));
    }, timeoutMs);
    redis.once('ready', onReady);
  });
}

/** Lets commands under way finish within their time, then hangs up. */
export async function closeRedis(
  redis: Redis,
  onProblem: (error: StateStoreError) => void,
): Promise<void> {
  try {
    if (redis.status === 'ready') await redis.quit();
  } catch (error) {
    onProblem(redisError(error));
  } finally {
    redis.disconnect();
  }
}
