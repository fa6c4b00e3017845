import { and, asc, desc, getTableColumns, inArray, notInArray, type SQL, sql } from 'drizzle-orm';
import type { PendingNotice } from '../../engine/contract/chat-store.ts';
import type { Notice } from '../../engine/domain/notice.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { boundedLimit, SHORT_SLICE_ROWS } from './limits.ts';
import type { PendingMarks } from './pending-marks.ts';
import type { Read } from './read.ts';
import { deliveries } from './schema/deliveries.ts';
import { outbox } from './schema/outbox.ts';
import { slices } from './slices.ts';

const { rowOrder: _noticeOrder, ...NOTICE } = getTableColumns(outbox);

export interface PendingQuery {
  readonly sinceMs: AtMs;
  readonly limit: number;
  readonly first: readonly Notice['kind'][];
}

/** Reads what a target was not told yet, first kinds first. */
export async function readPending(
  read: Read,
  { target, marks }: { readonly target: string; readonly marks: PendingMarks },
  query: PendingQuery,
): Promise<readonly PendingNotice[]> {
  const limit = boundedLimit(query.limit);
  const look = marks.look(target, query.sinceMs);
  const newest = await newestMs(read);
  const walk = { target, fromMs: look.fromMs };
  const kinds = [...query.first];
  const found: PendingNotice[] = [];
  if (kinds.length > 0) {
    found.push(...(await walked(read, { ...walk, limit, only: inArray(outbox.kind, kinds) })));
  }
  const rest = { ...walk, limit: limit - found.length };
  const only = kinds.length === 0 ? undefined : notInArray(outbox.kind, kinds);
  found.push(...(await walked(read, { ...rest, only })));
  if (found.length < limit && newest !== null) {
    look.saw(found.reduce((least, { notice }) => Math.min(least, notice.atMs), newest));
  }
  return found;
}

/** `null` when there is no notice at all. */
async function newestMs(read: Read): Promise<AtMs | null> {
  const [newest] = await read((database) =>
    database
      .select({ atMs: outbox.atMs })
      .from(outbox)
      .orderBy(desc(outbox.atMs), desc(outbox.rowOrder))
      .limit(1),
  );
  return newest?.atMs ?? null;
}

interface Walk {
  readonly target: string;
  readonly fromMs: AtMs;
  readonly only: SQL | undefined;
  readonly limit: number;
}

/** Walks along time, some thousand notices a statement, until it found enough. */
async function walked(read: Read, walk: Walk): Promise<PendingNotice[]> {
  const { target, fromMs, only, limit } = walk;
  const found: PendingNotice[] = [];
  if (limit === 0) return found;
  const state = stateFor(target);
  const spans = slices(read, {
    ...{ table: outbox, at: outbox.atMs, sinceMs: fromMs, scope: undefined },
    sliceRows: SHORT_SLICE_ROWS,
  });
  for await (const span of spans) {
    const rows = await read((database) =>
      database
        .select({ ...NOTICE, state })
        .from(outbox)
        .where(and(span, only, sql`coalesce(${state}, 'trying') = 'trying'`))
        .orderBy(asc(outbox.atMs), asc(outbox.rowOrder))
        .limit(limit - found.length),
    );
    for (const { state: before, ...notice } of rows) {
      found.push({ notice, tried: before === 'trying' });
    }
    if (found.length >= limit) break;
  }
  return found;
}

/**
 * What became of a notice, asked row by row: a planner without statistics would rather read all
 * that was ever delivered to anybody and join with that.
 */
function stateFor(target: string) {
  return sql<
    string | null
  >`(select ${deliveries.state} from ${deliveries} where ${deliveries.target} = ${target} and ${deliveries.noticeId} = ${outbox.id})`;
}
