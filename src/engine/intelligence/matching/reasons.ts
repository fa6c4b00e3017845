import type { PairReason, PairRelation } from '../../domain/market-pair.ts';
import { decimalFromMicro } from '../../domain/values/micro.ts';
import type { Contract } from '../normalizer/contract.ts';

/** What one term says of a pair. Nothing of it is set where both venues agree. */
export interface TermFinding {
  readonly reasons: readonly PairReason[];
  /** How the sides stand if this term alone counts; `null` leaves it to the others. */
  readonly relation: PairRelation | null;
}

export const AGREED: TermFinding = { reasons: [], relation: null };

type Said = readonly [polymarket: string | null, kalshi: string | null];

/** A term that both say and that differs. */
export function differs(code: string, said: Said, relation: PairRelation = 'unknown'): TermFinding {
  return { reasons: [reason(code, 'reject', said)], relation };
}

/** A term of which it is not known whether it is the same. */
export function unclear(code: string, said: Said): TermFinding {
  return { reasons: [reason(code, 'quarantine', said)], relation: null };
}

function reason(code: string, effect: PairReason['effect'], said: Said): PairReason {
  return { code, effect, polymarket: said[0], kalshi: said[1] };
}

const SIGNS = { gt: '>', ge: '≥', lt: '<', le: '≤', eq: '=' } as const;

/** A comparison as a person reads it: `≥ 80000 usd`. */
export function boundText({ comparator, floor, cap, unit }: Contract): string | null {
  if (comparator === null) return null;
  const suffix = unit === null ? '' : ` ${unit}`;
  if (comparator === 'between') {
    return `${numberText(floor)} to ${numberText(cap)}${suffix}`;
  }
  return `${SIGNS[comparator]} ${numberText(floor ?? cap)}${suffix}`;
}

function numberText(micro: number | null): string {
  return micro === null ? '?' : decimalFromMicro(micro);
}

/** An instant as a person reads it, in UTC. */
export function instantText(atMs: number | null): string | null {
  return atMs === null ? null : `${new Date(atMs).toISOString().slice(0, 16)}Z`;
}
