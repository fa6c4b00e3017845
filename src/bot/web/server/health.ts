import type { Queries } from '../../../engine/contract/queries.ts';
import type { FeedView } from '../../../engine/contract/views.ts';

/** Whether the program can do its work, for who starts and watches it: no names, no money. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean }[];
}

/** Writes are taken, and everything that is copied by arrives. Paused or killed is ready all the same. */
export function readiness({ status }: Pick<Queries, 'status'>): Readiness {
  const { database, feeds } = status();
  const needed = feeds.filter(({ isBeside }) => isBeside !== true);
  const checks = [
    { name: 'database', ok: database.failingSinceMs === null },
    { name: 'feeds', ok: needed.length > 0 && needed.every(arrives) },
  ];
  return { ready: checks.every(({ ok }) => ok), checks };
}

function arrives({ state }: FeedView): boolean {
  return state === 'live' || state === 'waiting';
}
