import { externalFlowId, externalReversalId } from '../domain/flow.ts';
import type { TokenId } from '../domain/ids.ts';
import { nextSettlementStatus } from '../domain/settlement-state.ts';
import type { VenueFill } from '../domain/venue-answer.ts';
import { fillIdOf } from '../domain/venue-fill.ts';
import type { Finding } from './finding.ts';
import type { OurAccount } from './our-account.ts';

/** Oldest first, and of one moment in an order that does not depend on the list's. */
export function inOrder(fills: readonly VenueFill[]): readonly VenueFill[] {
  const once = new Map<string, VenueFill>();
  for (const fill of fills) {
    const id = fillIdOf(fill);
    const before = once.get(id);
    if (before === undefined || isNewer(fill, before)) once.set(id, fill);
  }
  return [...once]
    .sort(([a, first], [b, second]) => first.atMs - second.atMs || (a < b ? -1 : 1))
    .map(([, fill]) => fill);
}

/** One trade may stand in a list twice: then the word that is nearer to the end counts. */
const RANK = { matched: 0, retrying: 1, mined: 2, confirmed: 3, failed: 4 } as const;

function isNewer(fill: VenueFill, before: VenueFill): boolean {
  return RANK[fill.settlement] > RANK[before.settlement];
}

/** Executions that our books lack, or know less of. */
export function diffFills(ours: OurAccount, fills: readonly VenueFill[]): readonly Finding[] {
  const held = new Map<TokenId, number>(ours.positions);
  const findings: Finding[] = [];
  for (const fill of inOrder(fills)) {
    const isOurs = ours.known(fill.orderHash) !== null;
    const { tokenId } = fill;
    const before = held.get(tokenId) ?? 0;
    const finding = isOurs ? ownFinding(ours, fill) : foreignFinding(ours, fill, before);
    if (finding === null) continue;
    findings.push(finding);
    if (finding.kind !== 'fillMissing' && finding.kind !== 'externalTrade') continue;
    const change = fill.side === 'buy' ? fill.quantity : -fill.quantity;
    held.set(tokenId, Math.max(0, before + change));
  }
  return findings;
}

function ownFinding(ours: OurAccount, fill: VenueFill): Finding | null {
  const id = fillIdOf(fill);
  const failed = fill.settlement === 'failed';
  if (!ours.hasFill(id)) return failed ? null : { kind: 'fillMissing', means: 'adopt', id, fill };
  const booked = ours.unsettled.get(id);
  if (booked === undefined || fill.settlement === 'matched') return null;
  if (booked.settlement === fill.settlement) return null;
  const event = fill.settlement;
  if (nextSettlementStatus(booked.settlement, event) === null) return null;
  return { kind: 'fillMoved', means: 'adopt', id, fill, event };
}

function foreignFinding(ours: OurAccount, fill: VenueFill, held: number): Finding | null {
  const adopted = ours.hasFlow(externalFlowId(fill));
  if (fill.settlement !== 'failed') {
    if (adopted) return null;
    const underway = ours.orders.some((order) => order.tokenId === fill.tokenId);
    const isAhead = fill.side === 'sell' && fill.quantity > held && underway;
    return { kind: 'externalTrade', means: isAhead ? 'readAgain' : 'adopt', fill };
  }
  const isOpen = adopted && !ours.hasFlow(externalReversalId(fill));
  return isOpen ? { kind: 'externalFailed', means: 'adopt', fill } : null;
}
