import type { Pool } from 'pg';
import { openStore } from '../../../src/data/store/open-store.ts';
import { Engine } from '../../../src/engine/core/engine.ts';
import { brokenInvariants } from '../../../src/engine/core/invariants.ts';
import type { HeldVenue } from '../live-kill/held-venue.ts';
import type { Sent } from './venue-line.ts';

/** What the venue has of one account, and what the database says of it. */
export interface Truth {
  readonly ordersAtVenue: number;
  readonly tradesAtVenue: number;
  /** Sent more than once, by whichever process. */
  readonly duplicates: readonly string[];
  /** The venue has them, and the database does not know them, or not all of their shares. */
  readonly lost: readonly string[];
  /** Signals that cost more than their budget. */
  readonly overBudget: readonly string[];
}

export async function truthOf(of: {
  readonly pool: Pool;
  readonly held: HeldVenue;
  readonly funder: string;
  readonly sent: readonly Sent[];
}): Promise<Truth> {
  const { pool, held, funder, sent } = of;
  const salts = sent.flatMap(({ salt }) => (salt === null ? [] : [salt]));
  const { rows } = await pool.query<{ hash: string; filled: number }>(`
    select external_id as hash, (select coalesce(sum(quantity), 0) * 1000000 from fills f
      where f.intent_id = o.intent_id)::float8 as filled
    from orders o where ledger like 'live:%'`);
  const filledOf = new Map(rows.map(({ hash, filled }) => [hash.toLowerCase(), filled]));
  const atVenue = matchedAt(held, funder);
  const own = [...held.orders.values()].filter(({ maker }) => maker === funder);
  const unknown = own.flatMap(({ hash }) => (filledOf.has(hash.toLowerCase()) ? [] : [hash]));
  const unequal = [...atVenue].flatMap(([hash, size]) =>
    filledOf.get(hash) === size ? [] : [`${hash}: ${filledOf.get(hash)} of ${size}`],
  );
  const over = await pool.query<{ id: string }>(`
    select d.id from decisions d
    join (select signal_id, ledger, sum(filled_notional) as paid from orders
      where ledger like 'live:%' and leg = 'entry' group by 1, 2) o
      on o.signal_id = d.signal_id and o.ledger = d.ledger
    where d.spend is not null and o.paid > d.spend`);
  return {
    ordersAtVenue: own.length,
    tradesAtVenue: atVenue.size,
    duplicates: salts.filter((salt, at) => salts.indexOf(salt) !== at),
    lost: [...unknown, ...unequal],
    overBudget: over.rows.map(({ id }) => id),
  };
}

/** Shares of each of the account's orders that traded, by hash. */
function matchedAt(held: HeldVenue, funder: string): Map<string, number> {
  const matched = new Map<string, number>();
  const add = (hash: string, size: number): void => {
    const key = hash.toLowerCase();
    matched.set(key, (matched.get(key) ?? 0) + size);
  };
  for (const trade of held.trades.values()) {
    if (trade.takerMaker === funder) add(trade.takerHash, trade.size);
    for (const one of trade.makers) if (one.address === funder) add(one.hash, one.matched);
  }
  return matched;
}

/** What does not hold in the books of a database, as a start would read them. */
export async function brokenBooks(databaseUrl: string): Promise<readonly string[]> {
  const store = await openStore({ databaseUrl, dataDir: 'none' });
  try {
    const atMs = Date.now();
    const snapshot = await store.snapshot(atMs);
    const engine = new Engine();
    const start = { version: 'test', snapshot, settings: {}, wallets: [], deposits: [] };
    engine.step({ seq: 1, atMs, body: { kind: 'start', start } });
    return brokenInvariants(engine);
  } finally {
    await store.close();
  }
}
