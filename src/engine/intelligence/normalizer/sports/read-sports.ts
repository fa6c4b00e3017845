import type { FamilyReader } from '../family-reader.ts';

/** Templates of sports and esports, tried in this order. */
export const SPORTS_FAMILIES: readonly FamilyReader[] = [];

/**
 * Whether two names out of contracts of `SPORTS_FAMILIES` (an entity, or a side) mean the same team
 * or player; `null` when that cannot be told. Equal spellings are the same without asking.
 */
export function isSameCompetitor(_a: string, _b: string): boolean | null {
  return false;
}
