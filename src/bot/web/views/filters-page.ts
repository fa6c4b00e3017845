import type { FoundMarket, MarketSide } from '../../../engine/contract/market-view.ts';
import { conditionId } from '../../../engine/domain/ids.ts';
import type { MarketFilter } from '../../../engine/domain/market-filter.ts';
import { gateLine } from '../../format/gate-words.ts';
import { ruleWords, verdictWords } from '../../format/market-words.ts';
import type { Filter, Filters, Market, Markets, MarketsQuery } from '../contract/filters.ts';
import type { PageSources } from './sources.ts';

/** Categories that are offered; the rest is typed. */
const CATEGORIES_MAX = 100;

/** The rules about which markets may be entered; from memory. */
export function filtersPage({ queries, names }: PageSources): Filters {
  const rules = queries.filters();
  return {
    atMs: queries.nowMs(),
    filters: rules.map((rule) => filterRow(rule, names)),
    categories: queries.categories().slice(0, CATEGORIES_MAX),
    hasCategoryList: rules.some(({ type, action }) => type === 'category' && action === 'allow'),
  };
}

function filterRow(rule: MarketFilter, names: PageSources['names']): Filter {
  const id = rule.type === 'market' ? conditionId(rule.value) : null;
  const question = id === null ? null : names.market(id).question;
  const { type, action, value } = rule;
  return { type, action, value, words: ruleWords(rule, question) };
}

/** Markets found by words, with what filters and gates say of them now. @throws UnavailableError */
export async function marketsPage(
  { queries }: PageSources,
  { q, limit }: MarketsQuery,
): Promise<Markets> {
  const found = await queries.findMarkets(q, limit);
  const rules = queries.filters();
  const markets = found.map((one) => marketRow(one, rules));
  return { atMs: queries.nowMs(), markets, count: markets.length };
}

function marketRow(found: FoundMarket, rules: readonly MarketFilter[]): Market {
  const { market, url, filter } = found;
  return {
    market: { id: market.id, question: market.question, url },
    venue: market.venue,
    status: market.status,
    categories: market.categories,
    closesAtMs: market.closesAtMs,
    sides: found.outcomes.map(sideRow),
    bookAgeMs: found.bookAgeMs,
    trusted: found.trusted,
    quality: found.quality,
    allowed: filter.allowed,
    verdict: verdictWords(filter, rules),
  };
}

function sideRow({ tokenId, label, bid, ask, copy }: MarketSide): Market['sides'][number] {
  return { tokenId, label, bid, ask, stops: copy?.stops.map(gateLine) ?? [] };
}
