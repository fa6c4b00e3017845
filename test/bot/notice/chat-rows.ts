import type {
  ChatStore,
  DeliveryState,
  PendingNotice,
} from '../../../src/engine/contract/chat-store.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';

type Rows = Pick<
  ChatStore,
  'pending' | 'markDelivery' | 'position' | 'putPosition' | 'digestCounts' | 'notify'
>;

/** The rows of one target as a database keeps them: they outlive every run of the program. */
export class ChatRows implements Rows {
  readonly notices: Notice[] = [];
  readonly states = new Map<string, DeliveryState>();
  readonly positions = new Map<string, string>();
  reads = 0;
  /** May throw before a write. */
  beforeMark: (state: DeliveryState, ids: readonly string[]) => void = () => undefined;

  async notify(notice: Notice): Promise<void> {
    this.notices.push(notice);
  }

  async pending(
    _target: string,
    { sinceMs, limit, first }: Parameters<ChatStore['pending']>[1],
  ): Promise<readonly PendingNotice[]> {
    this.reads += 1;
    const open = this.notices.filter(({ id, atMs }) => {
      const state = this.states.get(id);
      return atMs >= sinceMs && (state === undefined || state === 'trying');
    });
    const isFirst = ({ kind }: Notice): boolean => first.includes(kind);
    const byTime = open.toSorted((a, b) => a.atMs - b.atMs);
    return [...byTime.filter(isFirst), ...byTime.filter((one) => !isFirst(one))]
      .slice(0, limit)
      .map((notice) => ({ notice, tried: this.states.get(notice.id) === 'trying' }));
  }

  async markDelivery(
    _target: string,
    { noticeIds, state }: Parameters<ChatStore['markDelivery']>[1],
  ): Promise<void> {
    this.beforeMark(state, noticeIds);
    for (const id of noticeIds) {
      const before = this.states.get(id);
      if (before === undefined || before === 'trying') this.states.set(id, state);
    }
  }

  async digestCounts(_target: string, sinceMs: number) {
    const counts = new Map<
      string,
      { kind: Notice['kind']; ledger: string | null; count: number }
    >();
    for (const { id, kind, ledger, atMs } of this.notices) {
      if (this.states.get(id) !== 'digest' || atMs < sinceMs) continue;
      const key = `${kind}|${ledger}`;
      const count = (counts.get(key)?.count ?? 0) + 1;
      counts.set(key, { kind, ledger, count });
    }
    return [...counts.values()];
  }

  async position(name: string): Promise<string | null> {
    return this.positions.get(name) ?? null;
  }

  async putPosition(name: string, value: string): Promise<void> {
    this.positions.set(name, value);
  }
}
