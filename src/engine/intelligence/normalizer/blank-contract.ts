import type { Contract } from './contract.ts';

/** What every contract says, and whatever else of it the template has. */
export type ContractTerms = Pick<Contract, 'family' | 'kind' | 'entities' | 'predicate'> &
  Partial<Contract>;

const BLANK = {
  event: null,
  comparator: null,
  floor: null,
  cap: null,
  unit: null,
  isInteger: false,
  window: null,
  observedAtMs: null,
  zone: null,
  day: null,
  part: null,
  rank: null,
  side: null,
  source: null,
  voidRule: null,
  earlyClose: null,
  clauses: [],
  unknown: [],
  hasRules: false,
} as const satisfies Partial<Contract>;

/** A contract of these terms; every other term does not apply. Lists come out sorted, each once. */
export function contractOf(terms: ContractTerms): Contract {
  const contract: Contract = { ...BLANK, ...terms };
  return {
    ...contract,
    clauses: sortedOnce(contract.clauses),
    unknown: sortedOnce(contract.unknown),
  };
}

function sortedOnce(list: readonly string[]): readonly string[] {
  return list.length < 2 ? list : [...new Set(list)].sort();
}
