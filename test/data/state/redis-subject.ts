import { vi } from 'vitest';
import { RedisStateStore } from '../../../src/data/state/redis.ts';
import type { StateStoreError } from '../../../src/data/state/state-store-error.ts';
import type { StateStoreSubject } from './state-store-subject.ts';

const PATIENCE = { timeout: 120_000, interval: 10 };
let lastPrefix = 0;

/** Waits until it holds: over a socket nothing is timed. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitFor(async () => {
    if (!(await holds())) throw new Error('does not hold yet');
  }, PATIENCE);
}

export interface RedisSubject extends StateStoreSubject {
  readonly prefix: string;
  readonly problems: readonly StateStoreError[];
  client(): Promise<RedisStateStore>;
}

/** Clients of one server under a prefix of their own. */
export async function redisSubject(url: string, commandTimeoutMs = 2_000): Promise<RedisSubject> {
  lastPrefix += 1;
  const prefix = `test-${lastPrefix}`;
  const problems: StateStoreError[] = [];
  const clients: RedisStateStore[] = [];
  return {
    prefix,
    problems,
    client: async () => {
      const onProblem = (error: StateStoreError) => problems.push(error);
      const options = { url, prefix, onProblem, commandTimeoutMs, reconnectDelayMsMax: 50 };
      const client = new RedisStateStore(options);
      clients.push(client);
      await client.connected(PATIENCE.timeout);
      return client;
    },
    after: (_, holds) => until(holds),
    arrived: until,
    end: async () => {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}
