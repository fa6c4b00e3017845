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
import { putIfAbsent } from './batch.ts';
import { type DigestCount, mergedDigest, operatorKey, operatorsInOrder } from './chat-order.ts';
import { inTimeOrder } from './key-order.ts';
import { boundedLimit } from './limits.ts';
import { MemoryReports } from './memory-reports.ts';
import { storable } from './storable.ts';

interface Delivery {
  readonly state: DeliveryState;
  readonly atMs: AtMs;
}

/** What chats keep, in maps; the same rules as the tables of SQL. */
export class MemoryChatStore extends MemoryReports implements ChatStore {
  readonly #operators = new Map<string, Operator>();
  readonly #preferences = new Map<string, unknown>();
  /** By target, then notice. */
  readonly #deliveries = new Map<string, Map<string, Delivery>>();
  /** By target: how many notices were looked through, and which of them are not told yet. */
  readonly #untold = new Map<string, { seen: number; readonly notices: Map<string, Notice> }>();
  readonly #prompts = new Map<string, Prompt & { readonly isUsed: boolean }>();
  readonly #positions = new Map<string, string>();

  async operators(): Promise<readonly Operator[]> {
    return operatorsInOrder(this.#operators.values());
  }

  async putOperator(operator: Operator, told: Told): Promise<void> {
    const row = storable(operator);
    if (this.#told(told)) this.#operators.set(operatorKey(row), row);
  }

  async removeOperator(of: Pick<Operator, 'platform' | 'userId'>, told: Told): Promise<void> {
    if (this.#told(told)) this.#operators.delete(operatorKey(storable(of)));
  }

  async audit(entry: AuditEntry): Promise<void> {
    const row = storable(entry);
    putIfAbsent(this.tables.audit, row.commandId, row);
  }

  async notify(notice: Notice): Promise<void> {
    const row = storable(notice);
    putIfAbsent(this.tables.notices, row.id, row);
  }

  async preferences(): Promise<ReadonlyMap<string, unknown>> {
    return structuredClone(this.#preferences);
  }

  async putPreferences(target: string, preferences: unknown): Promise<void> {
    const row = storable({ target, preferences: preferences ?? null });
    this.#preferences.set(row.target, structuredClone(row.preferences));
  }

  async pending(
    target: string,
    query: {
      readonly sinceMs: AtMs;
      readonly limit: number;
      readonly first: readonly Notice['kind'][];
    },
  ): Promise<readonly PendingNotice[]> {
    const key = storable(target);
    const told = this.#deliveries.get(key);
    const found: PendingNotice[] = [];
    for (const notice of this.#untoldTo(key).values()) {
      const state = told?.get(notice.id)?.state;
      if (notice.atMs < query.sinceMs || (state ?? 'trying') !== 'trying') continue;
      found.push({ notice, tried: state === 'trying' });
    }
    const first: ReadonlySet<Notice['kind']> = new Set(query.first);
    const inOrder = inTimeOrder(found, ({ notice }) => notice.atMs);
    const isFirst = ({ notice }: PendingNotice): boolean => first.has(notice.kind);
    const rest = inOrder.filter((one) => !isFirst(one));
    return [...inOrder.filter(isFirst), ...rest].slice(0, boundedLimit(query.limit));
  }

  async markDelivery(
    target: string,
    { noticeIds, ...delivery }: Delivery & { readonly noticeIds: readonly string[] },
  ): Promise<void> {
    const key = storable(target);
    const told = this.#deliveries.get(key) ?? new Map<string, Delivery>();
    this.#deliveries.set(key, told);
    for (const id of storable(noticeIds)) {
      // Only a delivery that is being tried changes; every other state is final.
      if ((told.get(id)?.state ?? 'trying') === 'trying') told.set(id, delivery);
      if (told.get(id)?.state !== 'trying') this.#untold.get(key)?.notices.delete(id);
    }
  }

  /** Looks through what is new only: notices are never taken away, nor do they change. */
  #untoldTo(key: string): ReadonlyMap<string, Notice> {
    const untold = this.#untold.get(key) ?? { seen: 0, notices: new Map<string, Notice>() };
    this.#untold.set(key, untold);
    const { notices } = this.tables;
    let at = 0;
    for (const [id, notice] of untold.seen === notices.size ? [] : notices) {
      at += 1;
      if (at > untold.seen) untold.notices.set(id, notice);
    }
    untold.seen = notices.size;
    return untold.notices;
  }

  async digestCounts(target: string, sinceMs: AtMs): Promise<readonly DigestCount[]> {
    const parts: DigestCount[] = [];
    for (const [id, { state, atMs }] of this.#deliveries.get(storable(target)) ?? []) {
      const notice = this.tables.notices.get(id);
      if (notice === undefined || state !== 'digest' || atMs < sinceMs) continue;
      parts.push({ kind: notice.kind, ledger: notice.ledger, count: 1 });
    }
    return mergedDigest(parts);
  }

  async putPrompt(prompt: Prompt): Promise<void> {
    const row = storable(prompt);
    for (const [id, { expiresAtMs }] of this.#prompts) {
      if (expiresAtMs < row.expiresAtMs - DAY_MS) this.#prompts.delete(id);
    }
    putIfAbsent(this.#prompts, row.id, { ...row, isUsed: false });
  }

  async usePrompt(
    id: string,
    { run, atMs }: { readonly run: string; readonly atMs: AtMs },
  ): Promise<boolean> {
    const prompt = this.#prompts.get(storable(id));
    if (prompt === undefined || prompt.isUsed || prompt.run !== storable(run)) return false;
    if (prompt.expiresAtMs <= atMs) return false;
    this.#prompts.set(prompt.id, { ...prompt, isUsed: true });
    return true;
  }

  async position(name: string): Promise<string | null> {
    return this.#positions.get(storable(name)) ?? null;
  }

  async putPosition(name: string, value: string): Promise<void> {
    this.#positions.set(storable(name), storable(value));
  }

  /** Writes what is told; `false` for a repetition, which acts no more. */
  #told(told: Told): boolean {
    const { entry, notice } = storable(told);
    if (this.tables.audit.has(entry.commandId)) return false;
    this.tables.audit.set(entry.commandId, entry);
    putIfAbsent(this.tables.notices, notice.id, notice);
    return true;
  }
}
