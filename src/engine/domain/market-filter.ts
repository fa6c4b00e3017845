export type FilterType = 'category' | 'market' | 'keyword';
export type FilterAction = 'allow' | 'deny';

/** One rule about which markets may be entered. `value` is folded to lower case. */
export interface MarketFilter {
  readonly type: FilterType;
  readonly value: string;
  readonly action: FilterAction;
}

/** One rule per (type, value): a pair that contradicts itself cannot be stored. */
export function filterKey(filter: Pick<MarketFilter, 'type' | 'value'>): string {
  return `${filter.type}:${filter.value}`;
}

/** Why a market may or may not be entered. */
export type FilterCause =
  | 'rule'
  /** Some category is allowed, so the others are not. */
  | 'categoryNotAllowed'
  | 'categoriesUnknown'
  | 'titleUnknown'
  | 'noRule';

export interface FilterVerdict {
  readonly allowed: boolean;
  /** The rule that decided, `null` unless the cause is `rule`. */
  readonly rule: MarketFilter | null;
  readonly cause: FilterCause;
}
