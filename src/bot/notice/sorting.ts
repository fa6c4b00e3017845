import type { PendingNotice } from '../../engine/contract/chat-store.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { NoticePolicy } from './policy.ts';
import { isSafety, TOPIC_RULES, topicOf } from './topics.ts';

/** What waits for a target, by what is done with it. */
export interface Sorted {
  readonly off: readonly string[];
  readonly digest: readonly string[];
  readonly expired: readonly string[];
  readonly safety: readonly PendingNotice[];
  readonly others: readonly PendingNotice[];
}

/** Sorts what is pending by preference and age, each in its order. */
export function sorted(
  pending: readonly PendingNotice[],
  { policy, nowMs }: { readonly policy: Pick<NoticePolicy, 'delivery'>; readonly nowMs: AtMs },
): Sorted {
  const into = {
    off: [] as string[],
    digest: [] as string[],
    expired: [] as string[],
    safety: [] as PendingNotice[],
    others: [] as PendingNotice[],
  };
  for (const one of pending) {
    const { notice } = one;
    const level = policy.delivery(notice);
    const { ttlMs } = TOPIC_RULES[topicOf(notice)];
    if (level === 'off' || level === 'digest') into[level].push(notice.id);
    else if (ttlMs !== null && nowMs - notice.atMs > ttlMs) into.expired.push(notice.id);
    else into[isSafety(notice) ? 'safety' : 'others'].push(one);
  }
  return into;
}
