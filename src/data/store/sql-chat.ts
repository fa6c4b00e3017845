import { and, count, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import type {
  ChatStore,
  DeliveryState,
  Operator,
  PendingNotice,
  Prompt,
  Told,
} from '../../engine/contract/chat-store.ts';
import type { AuditEntry } from '../../engine/domain/change.ts';
import type { Notice } from '../../engine/domain/notice.ts';
import { type AtMs, DAY_MS } from '../../engine/domain/time.ts';
import { type DigestCount, mergedDigest, operatorsInOrder } from './chat-order.ts';
import { SHORT_SLICE_ROWS } from './limits.ts';
import { PendingMarks } from './pending-marks.ts';
import { readFrom } from './read.ts';
import { audit } from './schema/audit.ts';
import { chatPositions } from './schema/chat-positions.ts';
import { chatPreferences } from './schema/chat-preferences.ts';
import { deliveries } from './schema/deliveries.ts';
import { operators } from './schema/operators.ts';
import { outbox } from './schema/outbox.ts';
import { prompts } from './schema/prompts.ts';
import { inSlices } from './slices.ts';
import { type PendingQuery, readPending } from './sql-pending.ts';
import { SqlReports } from './sql-reports.ts';
import { storable } from './storable.ts';
import { type Database, inTransaction } from './transaction.ts';
import { insertInto, upsertInto } from './upsert.ts';

const WRITE = {
  operators: upsertInto(operators, [operators.platform, operators.userId]),
  audit: insertInto(audit, [audit.commandId]),
  outbox: insertInto(outbox, [outbox.id]),
  preferences: upsertInto(chatPreferences, [chatPreferences.target]),
  // Only a delivery that is being tried changes; every other state is final.
  deliveries: upsertInto(deliveries, [deliveries.target, deliveries.noticeId], {
    changing: ['state', 'atMs'],
    only: sql`${deliveries.state} = 'trying'`,
  }),
  prompts: insertInto(prompts, [prompts.id]),
  positions: upsertInto(chatPositions, [chatPositions.name]),
} as const;

type Write = (database: Database) => Promise<unknown>;

/** What chats keep, in tables; every write is a transaction of its own. */
export class SqlChatStore extends SqlReports implements ChatStore {
  /** To be told of every notice that is written. */
  protected readonly marks = new PendingMarks();
  readonly #pool: Pool;

  constructor(pool: Pool) {
    super(readFrom(pool));
    this.#pool = pool;
  }

  async operators(): Promise<readonly Operator[]> {
    return operatorsInOrder(await this.read((database) => database.select().from(operators)));
  }

  async putOperator(operator: Operator, told: Told): Promise<void> {
    await this.#tell(told, (database) => WRITE.operators.write(database, [storable(operator)]));
  }

  async removeOperator(of: Pick<Operator, 'platform' | 'userId'>, told: Told): Promise<void> {
    const { platform, userId } = storable(of);
    const same = and(eq(operators.platform, platform), eq(operators.userId, userId));
    await this.#tell(told, (database) => database.delete(operators).where(same));
  }

  async audit(entry: AuditEntry): Promise<void> {
    await this.#write((database) => WRITE.audit.write(database, [storable(entry)]));
  }

  async notify(notice: Notice): Promise<void> {
    await this.#writeNotice(notice, (database) => WRITE.outbox.write(database, [storable(notice)]));
  }

  async preferences(): Promise<ReadonlyMap<string, unknown>> {
    const rows = await this.read((database) => database.select().from(chatPreferences));
    return new Map(rows.map((row) => [row.target, row.preferences]));
  }

  async putPreferences(target: string, preferences: unknown, atMs: AtMs): Promise<void> {
    const row = storable({ target, preferences, updatedAtMs: atMs });
    await this.#write((database) => WRITE.preferences.write(database, [row]));
  }

  pending(target: string, query: PendingQuery): Promise<readonly PendingNotice[]> {
    return readPending(this.read, { target: storable(target), marks: this.marks }, query);
  }

  async markDelivery(
    target: string,
    delivery: {
      readonly noticeIds: readonly string[];
      readonly state: DeliveryState;
      readonly atMs: AtMs;
    },
  ): Promise<void> {
    const { noticeIds, state, atMs } = delivery;
    if (noticeIds.length === 0) return;
    const rows = Array.from(new Set(storable(noticeIds)), (noticeId) => {
      return { target: storable(target), noticeId, state, atMs };
    });
    await this.#write((database) => WRITE.deliveries.write(database, rows));
  }

  async digestCounts(target: string, sinceMs: AtMs): Promise<readonly DigestCount[]> {
    const left = and(eq(deliveries.target, storable(target)), sql`${deliveries.state} = 'digest'`);
    const counted = { table: deliveries, at: deliveries.atMs, sinceMs, scope: left };
    const parts = await inSlices(this.read, { ...counted, sliceRows: SHORT_SLICE_ROWS }, (rows) =>
      this.read((database) => {
        // One look at the index a delivery; the limit keeps a planner from joining whole tables.
        const about = database
          .select({ kind: outbox.kind, ledger: outbox.ledger })
          .from(outbox)
          .where(eq(outbox.id, deliveries.noticeId))
          .limit(1)
          .as('about');
        return database
          .select({ kind: about.kind, ledger: about.ledger, count: count() })
          .from(deliveries)
          .crossJoinLateral(about)
          .where(rows)
          .groupBy(about.kind, about.ledger);
      }),
    );
    return mergedDigest(parts);
  }

  async putPrompt(prompt: Prompt): Promise<void> {
    const row = storable(prompt);
    // By the new one's end, so that no clock is needed here; prompts live for minutes.
    const goneMs = Math.max(0, row.expiresAtMs - DAY_MS);
    await this.#write(async (database) => {
      await database.delete(prompts).where(lt(prompts.expiresAtMs, goneMs));
      await WRITE.prompts.write(database, [row]);
    });
  }

  async usePrompt(
    id: string,
    { run, atMs }: { readonly run: string; readonly atMs: AtMs },
  ): Promise<boolean> {
    const usable = and(
      eq(prompts.id, storable(id)),
      eq(prompts.run, storable(run)),
      isNull(prompts.usedAtMs),
      gt(prompts.expiresAtMs, atMs),
    );
    const used = await this.#write((database) =>
      database.update(prompts).set({ usedAtMs: atMs }).where(usable).returning({ id: prompts.id }),
    );
    return used.length > 0;
  }

  async position(name: string): Promise<string | null> {
    const [row] = await this.read((database) =>
      database
        .select()
        .from(chatPositions)
        .where(eq(chatPositions.name, storable(name)))
        .limit(1),
    );
    return row?.value ?? null;
  }

  async putPosition(name: string, value: string): Promise<void> {
    const row = storable({ name, value });
    await this.#write((database) => WRITE.positions.write(database, [row]));
  }

  #write<T>(work: (database: Database) => Promise<T>): Promise<T> {
    return inTransaction(this.#pool, 'write', work);
  }

  async #writeNotice(notice: Notice, work: Write): Promise<void> {
    try {
      await this.#write(work);
    } finally {
      this.marks.written([notice]);
    }
  }

  /** A command acts once: what was told before is not done again, whatever came after it. */
  async #tell({ entry, notice }: Told, work: Write): Promise<void> {
    await this.#writeNotice(notice, async (database) => {
      const told = await database
        .insert(audit)
        .values(storable(entry))
        .onConflictDoNothing({ target: audit.commandId })
        .returning({ commandId: audit.commandId });
      if (told.length === 0) return;
      await work(database);
      await WRITE.outbox.write(database, [storable(notice)]);
    });
  }
}
