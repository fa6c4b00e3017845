import type { AtMs } from '../domain/time.ts';
import type { VenueOpenOrder } from '../domain/venue-answer.ts';
import type { Finding } from './finding.ts';
import type { OurAccount } from './our-account.ts';

/** Orders that only one side has. An empty list never means that nothing is open. */
export function diffOrders(
  ours: OurAccount,
  listed: readonly VenueOpenOrder[],
  askedAtMs: AtMs,
): readonly Finding[] {
  const findings: Finding[] = [];
  const open = new Map(listed.map((order) => [order.hash, order]));
  for (const { hash, state, sinceMs } of ours.orders) {
    // What moved after the question was asked may be newer than its answer.
    if (state === 'moving' || sinceMs >= askedAtMs) continue;
    if (!open.has(hash)) findings.push({ kind: 'orderMissing', means: 'lookUp', hash });
    else if (state === 'inDoubt') findings.push({ kind: 'orderListed', means: 'lookUp', hash });
  }
  for (const order of open.values()) {
    const { hash } = order;
    const known = ours.known(hash);
    if (known === null) findings.push({ kind: 'orderUnknownToUs', means: 'leave', order });
    else if (known.endedAtMs !== null && known.endedAtMs < askedAtMs) {
      findings.push({ kind: 'orderRevived', means: 'cancel', hash });
    }
  }
  return findings;
}
