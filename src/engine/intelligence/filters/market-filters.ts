import type { Market } from '../../domain/market.ts';
import type {
  FilterAction,
  FilterType,
  FilterVerdict,
  MarketFilter,
} from '../../domain/market-filter.ts';
import { foldWords } from '../../domain/word-likeness.ts';

/** Categories that a note names at most. */
const NAMED_MAX = 5;

/**
 * Judges a market by the rules for entries. A rule for the market beats one for a category, which
 * beats one for a keyword; at one level deny beats allow. Only allowing a category closes the rest.
 * What rules need and the market lacks closes it too.
 */
export function judgeMarket(filters: readonly MarketFilter[], market: Market): FilterVerdict {
  return (
    judgeByMarket(filters, market) ??
    judgeByCategory(filters, market) ??
    judgeByKeyword(filters, market) ?? { allowed: true, rule: null, cause: 'noRule' }
  );
}

/**
 * What decided, for the record: the rule (`deny keyword rain`), or what was missing: `only politics`
 * of the allowed categories, `categories unknown`, `title unknown`. `null` when no rule is about it.
 */
export function verdictNote(
  { rule, cause }: FilterVerdict,
  filters: readonly MarketFilter[],
): string | null {
  switch (cause) {
    case 'rule':
      return rule === null ? null : `${rule.action} ${rule.type} ${rule.value}`;
    case 'categoryNotAllowed':
      return `only ${allowedCategories(filters)}`;
    case 'categoriesUnknown':
      return 'categories unknown';
    case 'titleUnknown':
      return 'title unknown';
    case 'noRule':
      return null;
  }
}

function allowedCategories(filters: readonly MarketFilter[]): string {
  const allowed = filters
    .filter(({ type, action }) => type === 'category' && action === 'allow')
    .map(({ value }) => value);
  const more = allowed.length > NAMED_MAX ? ` and ${allowed.length - NAMED_MAX} more` : '';
  return `${allowed.slice(0, NAMED_MAX).join(', ')}${more}`;
}

function judgeByMarket(filters: readonly MarketFilter[], market: Market): FilterVerdict | null {
  const id = market.id.toLowerCase();
  return decided(filters, 'market', (value) => value.toLowerCase() === id);
}

function judgeByCategory(filters: readonly MarketFilter[], market: Market): FilterVerdict | null {
  const categories = new Set(market.categories.map(foldWords));
  categories.delete('');
  const verdict = decided(filters, 'category', (value) => categories.has(foldWords(value)));
  if (verdict !== null) return verdict;
  if (categories.size === 0 && filters.some((filter) => filter.type === 'category')) {
    return { allowed: false, rule: null, cause: 'categoriesUnknown' };
  }
  return has(filters, 'category', 'allow')
    ? { allowed: false, rule: null, cause: 'categoryNotAllowed' }
    : null;
}

function judgeByKeyword(filters: readonly MarketFilter[], market: Market): FilterVerdict | null {
  const title = foldWords(market.question);
  if (title === '' && has(filters, 'keyword', 'deny')) {
    return { allowed: false, rule: null, cause: 'titleUnknown' };
  }
  const within = ` ${title} `;
  return decided(filters, 'keyword', (value) => within.includes(` ${foldWords(value)} `));
}

function has(filters: readonly MarketFilter[], type: FilterType, action: FilterAction): boolean {
  return filters.some((filter) => filter.type === type && filter.action === action);
}

/** The verdict of one level: its first matching deny, else its first matching allow. */
function decided(
  filters: readonly MarketFilter[],
  type: FilterType,
  matches: (value: string) => boolean,
): FilterVerdict | null {
  const met = filters.filter((filter) => filter.type === type && matches(filter.value));
  const rule = met.find((filter) => filter.action === 'deny') ?? met[0];
  if (rule === undefined) return null;
  return { allowed: rule.action === 'allow', rule, cause: 'rule' };
}
