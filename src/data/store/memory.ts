import type { Change } from '../../engine/domain/change.ts';
import { filterKey, type MarketFilter } from '../../engine/domain/market-filter.ts';
import type { EngineSnapshot } from '../../engine/domain/snapshot.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Store } from '../../engine/ports.ts';
import { type Batch, batchOf, putFill, putIfAbsent } from './batch.ts';
import { MemoryChatStore } from './memory-chat.ts';
import { emptyTables, memorySnapshot } from './memory-snapshot.ts';
import { StoreError } from './store-error.ts';

/**
 * The store of replay and simulation: plain maps, the same rules as the tables of SQL. Every error
 * is found before the first row changes, so that a batch is applied whole or not at all.
 */
export class MemoryStore extends MemoryChatStore implements Store {
  /** Which intent owns an external id. */
  readonly #intentOf = new Map<string, string>();

  constructor() {
    super(emptyTables());
  }

  async commit(changes: readonly Change[]): Promise<void> {
    const batch = batchOf(changes);
    const filters = this.#filtersAfter(batch);
    this.#refuseTakenExternalIds(batch);
    this.#applyUpserts(batch, filters);
    this.#applyInserts(batch);
  }

  async snapshot(atMs: AtMs): Promise<EngineSnapshot> {
    return memorySnapshot(this.tables, atMs);
  }

  async cursor(name: string): Promise<string | null> {
    return this.tables.cursors.get(name) ?? null;
  }

  async close(): Promise<void> {
    // Nothing is held that outlives the object.
  }

  #filtersAfter(batch: Batch): ReadonlyMap<string, MarketFilter | null> {
    const after = new Map<string, MarketFilter | null>();
    for (const { type, value, action } of batch.filterSteps) {
      const key = filterKey({ type, value });
      const known = after.has(key) ? after.get(key) : this.tables.filters.get(key);
      if (action !== null && known && known.action !== action) {
        throw new StoreError('conflict', 'A filter of the opposite action exists for this value');
      }
      after.set(key, action === null ? null : { type, value, action });
    }
    return after;
  }

  #refuseTakenExternalIds(batch: Batch): void {
    const claimed = new Map<string, string>();
    for (const { intent, externalId } of batch.orders.values()) {
      const owner = claimed.get(externalId) ?? this.#intentOf.get(externalId) ?? intent.id;
      if (owner !== intent.id) {
        throw new StoreError('conflict', 'An external id belongs to one order');
      }
      claimed.set(externalId, intent.id);
    }
  }

  #applyUpserts(batch: Batch, filters: ReadonlyMap<string, MarketFilter | null>): void {
    const tables = this.tables;
    replaceOrDelete(tables.wallets, batch.wallets);
    replaceOrDelete(tables.walletStandings, batch.walletStandings);
    replaceOrDelete(tables.filters, filters);
    replace(tables.markets, batch.markets);
    replace(tables.resolutions, batch.resolutions);
    replace(tables.leaderHoldings, batch.leaderHoldings);
    replace(tables.decisions, batch.decisions);
    replace(tables.exits, batch.exits);
    replace(tables.positions, batch.positions);
    replace(tables.ledgerMarks, batch.ledgerMarks);
    replace(tables.pairs, batch.pairs);
    replace(tables.arbitrages, batch.arbitrages);
    replace(tables.cursors, batch.cursors);
    tables.control = batch.controls.get('only') ?? tables.control;
    for (const [id, order] of batch.orders) {
      const before = tables.orders.get(id);
      if (before !== undefined) this.#intentOf.delete(before.externalId);
      this.#intentOf.set(order.externalId, id);
      tables.orders.set(id, order);
    }
  }

  #applyInserts(batch: Batch): void {
    const tables = this.tables;
    for (const fill of batch.fills.values()) putFill(tables.fills, fill);
    for (const [key, event] of batch.orderEvents) putIfAbsent(tables.orderEvents, key, event);
    for (const [version, setting] of batch.settings) putIfAbsent(tables.settings, version, setting);
    for (const [key, trade] of batch.leaderTrades) putIfAbsent(tables.leaderTrades, key, trade);
    for (const [id, signal] of batch.signals) putIfAbsent(tables.signals, id, signal);
    replace(tables.decisionRecords, batch.decisionRecords);
    for (const [id, row] of batch.consultations) putIfAbsent(tables.consultations, id, row);
    for (const [id, row] of batch.realisations) putIfAbsent(tables.realisations, id, row);
    for (const [id, flow] of batch.flows) putIfAbsent(tables.flows, id, flow);
    for (const [id, entry] of batch.audit) putIfAbsent(tables.audit, id, entry);
    for (const [id, notice] of batch.notices) putIfAbsent(tables.notices, id, notice);
    replace(tables.walletScores, batch.walletScores);
    for (const [key, sample] of batch.equity) putIfAbsent(tables.equity, key, sample);
  }
}

function replace<K, V>(table: Map<K, V>, rows: ReadonlyMap<K, V>): void {
  for (const [key, row] of rows) table.set(key, row);
}

function replaceOrDelete<K, V>(table: Map<K, V>, rows: ReadonlyMap<K, V | null>): void {
  for (const [key, row] of rows) {
    if (row === null) table.delete(key);
    else table.set(key, row);
  }
}
