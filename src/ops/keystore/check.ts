import type { z } from 'zod';
import { POLYGON_CHAIN_ID } from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { BoundPolicy } from './policy.ts';
import type { Refusal } from './refusal.ts';

/** A condition, what it is called when it does not hold, and the facts on both sides. */
export type Check = readonly [holds: boolean, reason: Refusal, detail: string];

export interface Refused {
  readonly kind: 'refused';
  readonly reason: Refusal;
  readonly detail: string;
}

export function refused(reason: Refusal, detail: string): Refused {
  return { kind: 'refused', reason, detail };
}

/** The refusal of the first condition that does not hold. */
export function firstFailed(checks: readonly Check[]): Refused | null {
  const failed = checks.find(([holds]) => !holds);
  return failed === undefined ? null : refused(failed[1], failed[2]);
}

export function chainCheck(chainId: bigint, policy: BoundPolicy): Check {
  return [chainId === BigInt(policy.chainId), 'chain', `${chainId}, not ${policy.chainId}`];
}

/** The pinned addresses are of one chain: elsewhere they are somebody else's. */
export function polygonCheck(chainId: bigint): Check {
  return [chainId === BigInt(POLYGON_CHAIN_ID), 'chain', `${chainId}, not ${POLYGON_CHAIN_ID}`];
}

/** Where it is wrong; what stands there is not repeated. */
export function pathOf(error: z.ZodError): string {
  const path = error.issues[0]?.path.join('.') ?? '';
  return path === '' ? 'it has unknown fields, or is none' : path;
}
