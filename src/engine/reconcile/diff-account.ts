import { diffFills } from './diff-fills.ts';
import { diffOrders } from './diff-orders.ts';
import { diffSums, type Reading } from './diff-sums.ts';
import { type Finding, subjectOf } from './finding.ts';
import type { OurAccount } from './our-account.ts';

/** In the order in which findings are worked. */
const KINDS: readonly Finding['kind'][] = [
  'fillMissing',
  'fillMoved',
  'externalTrade',
  'externalFailed',
  'orderRevived',
  'orderMissing',
  'orderListed',
  'orderUnknownToUs',
  'redeemed',
  'redeemedUnpaid',
  'merged',
  'sharesShort',
  'sharesOver',
  'cashDiffers',
];

/**
 * In what our books and the venue's account differ; empty when they agree. The same facts give the
 * same findings, in whatever order the lists come, executions oldest first.
 */
export function diffAccount(ours: OurAccount, of: Reading): readonly Finding[] {
  const fills = diffFills(ours, of.reading.fills);
  const orders = diffOrders(ours, of.reading.openOrders, of.askedAtMs);
  const sums = diffSums(ours, of, fills);
  return [...fills, ...[...orders, ...sums].sort(byKindAndSubject)];
}

function byKindAndSubject(a: Finding, b: Finding): number {
  const kinds = KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
  if (kinds !== 0) return kinds;
  return subjectOf(a) < subjectOf(b) ? -1 : 1;
}
