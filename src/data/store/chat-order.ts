import type { ChatStore, Operator } from '../../engine/contract/chat-store.ts';
import { inKeyOrder } from './key-order.ts';

export type DigestCount = Awaited<ReturnType<ChatStore['digestCounts']>>[number];

/** By platform and id; equal in every store. */
export function operatorsInOrder(rows: Iterable<Operator>): Operator[] {
  return inKeyOrder(rows, operatorKey);
}

export function operatorKey({ platform, userId }: Pick<Operator, 'platform' | 'userId'>): string {
  return `${platform}|${userId}`;
}

/** Adds up, most first. */
export function mergedDigest(parts: Iterable<DigestCount>): DigestCount[] {
  const sums = new Map<string, DigestCount>();
  for (const part of parts) {
    const key = `${part.kind}|${part.ledger ?? ''}`;
    sums.set(key, { ...part, count: part.count + (sums.get(key)?.count ?? 0) });
  }
  const inOrder = inKeyOrder(sums.values(), ({ kind, ledger }) => `${kind}|${ledger ?? ''}`);
  return inOrder.sort((a, b) => b.count - a.count);
}
