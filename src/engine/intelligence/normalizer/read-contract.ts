import type { Contract, MarketText } from './contract.ts';
import type { FamilyReader } from './family-reader.ts';
import { SPORTS_FAMILIES } from './sports/read-sports.ts';

/** In this order: words of sports are looked for first, because names of teams are anything. */
const FAMILIES: readonly FamilyReader[] = [...SPORTS_FAMILIES];

/** What a market promises; `null` when it is of no template that is known. */
export function readContract(text: MarketText): Contract | null {
  for (const family of FAMILIES) {
    const contract = family.read(text);
    if (contract !== null) return contract;
  }
  return null;
}
