import { RedisStateStore } from '../../data/state/redis.ts';
import type { Logger } from '../../ops/log.ts';

/** Begins every key, so that several programs can share a server. */
const STATE_PREFIX = 'polymind:';

/** The state store that the host has a server for; `null` without one. */
export function openState(url: string | null, log: Logger): RedisStateStore | null {
  if (url === null) return null;
  return new RedisStateStore({
    ...{ url, prefix: STATE_PREFIX },
    onProblem: (error) => log.warn({ err: error }, 'Redis'),
  });
}
