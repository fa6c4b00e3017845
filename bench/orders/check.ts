import type { Pool } from 'pg';
import type { LedgerId } from '../../src/engine/domain/ids.ts';
import type { Script } from './script.ts';
import type { SeenPost } from './venue-words.ts';

export interface ToCheck {
  readonly pool: Pool;
  readonly ledger: LedgerId;
  readonly script: Script;
  readonly posts: readonly SeenPost[];
  readonly bareHashes: readonly string[];
}

interface Row {
  readonly external_id: string;
  readonly token_id: string;
  readonly signal_id: string;
  readonly status: string;
}

/** What is wrong between the signals, the database and the venue; nothing when each has its order. */
export async function wrongOrders(of: ToCheck): Promise<readonly string[]> {
  const { pool, ledger, script, posts, bareHashes } = of;
  const { rows } = await pool.query<Row>(
    'select external_id, token_id, signal_id, state as status from orders where ledger = $1',
    [ledger],
  );
  const wrong: string[] = [];
  const expect = (what: string, found: number, wanted: number): void => {
    if (found !== wanted) wrong.push(`${what}: ${found} of ${wanted}`);
  };
  const signals = script.signals.length;
  expect('orders in the database', rows.length, signals);
  expect('signals that have an order', new Set(rows.map((row) => row.signal_id)).size, signals);
  expect('orders that filled', rows.filter(({ status }) => status === 'filled').length, signals);
  expect(
    'tokens with as many orders as signals',
    sameCounts(
      rows.map((row) => row.token_id),
      script.signals.map(({ tokenId }) => tokenId),
    ),
    new Set(script.signals.map(({ tokenId }) => tokenId)).size,
  );
  const known = new Set([...rows.map((row) => row.external_id), ...bareHashes]);
  const sent = new Set(posts.map(({ hash }) => hash));
  expect('sendings', posts.length, signals + bareHashes.length);
  expect('orders that were sent', [...known].filter((hash) => sent.has(hash)).length, known.size);
  expect('hashes at the venue', sent.size, known.size);
  expect('sendings with a proof', posts.filter(({ isProven }) => isProven).length, posts.length);
  return wrong;
}

/** How many keys are in both lists equally often. */
function sameCounts(found: readonly string[], wanted: readonly string[]): number {
  const [left, right] = [countsOf(found), countsOf(wanted)];
  return [...left].filter(([key, count]) => right.get(key) === count).length;
}

function countsOf(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
