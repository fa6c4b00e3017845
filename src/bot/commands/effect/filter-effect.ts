import { type Queries, UnavailableError } from '../../../engine/contract/queries.ts';
import type { CommandBody } from '../../../engine/domain/command.ts';
import type { MarketId } from '../../../engine/domain/ids.ts';
import { filterKey, type MarketFilter } from '../../../engine/domain/market-filter.ts';
import { count } from '../../format/amounts.ts';
import { ruleWords } from '../../format/market-words.ts';
import { cut, QUESTION_WIDTH } from '../../format/names.ts';
import { nearest } from '../../grammar/nearest.ts';
import { type Effect, effect, unchanged } from './effect.ts';
import { copiesOf, lastCopies, recentEntries } from './recent-copies.ts';

/** What a rule is about: `naming "election"`, `in politics`, `in Fed cuts in December?`. */
export function filterSubject(
  queries: Queries,
  { type, value }: Pick<MarketFilter, 'type' | 'value'>,
): string {
  if (type === 'keyword') return `naming "${value}"`;
  if (type === 'category') return `in ${value}`;
  const question = queries.market(value as MarketId)?.question;
  return `in ${question === undefined ? `market ${cut(value, 12)}` : cut(question, QUESTION_WIDTH)}`;
}

export async function filterEffect(
  queries: Queries,
  body: CommandBody & { kind: 'addFilter' | 'removeFilter' },
): Promise<Effect> {
  const before = queries.filters();
  const key = filterKey(body.kind === 'addFilter' ? body.filter : body);
  const known = before.find((one) => filterKey(one) === key);
  const rest = before.filter((one) => filterKey(one) !== key);
  if (body.kind === 'removeFilter') {
    if (known === undefined) return unchanged('There is no such rule.');
    return effect(`The rule "${named(queries, known)}" is gone`, {
      danger: known.action === 'deny' ? 'more' : 'less',
      lines: [...reopened(before, rest), ...(await filterPreview(queries, before, rest))],
      undo: { kind: 'addFilter', filter: known },
    });
  }
  const { filter } = body;
  if (known?.action === filter.action)
    return unchanged(`That is a rule already: ${named(queries, filter)}`);
  const { type, value } = filter;
  return effect(addedTitle(queries, filter), {
    danger: filter.action === 'deny' ? 'less' : 'more',
    lines: [
      ...unseenTag(queries, filter),
      ...(await filterPreview(queries, before, [...rest, filter])),
    ],
    undo: { kind: 'removeFilter', type, value },
  });
}

function named(queries: Queries, rule: MarketFilter): string {
  return ruleWords(rule, queries.market(rule.value as MarketId)?.question ?? null);
}

/** The last allowed category is gone: nothing is closed by what is not named any more. */
function reopened(before: readonly MarketFilter[], after: readonly MarketFilter[]): string[] {
  const isOpen = (filters: readonly MarketFilter[]): boolean =>
    !filters.some(({ type, action }) => type === 'category' && action === 'allow');
  return isOpen(after) && !isOpen(before) ? ['Every category may be entered again.'] : [];
}

/** A tag that no market has is probably a slip, and a rule about it does nothing or closes all. */
function unseenTag(queries: Queries, { type, value }: MarketFilter): string[] {
  if (type !== 'category') return [];
  const known = queries.categories();
  const plain = (tag: string): string => tag.toLowerCase().replace(/[-_\s]+/g, ' ');
  if (known.length === 0 || known.some((tag) => plain(tag) === plain(value))) return [];
  const meant = nearest(value, known);
  const hint = meant === null ? '' : ` Did you mean ${meant}?`;
  return [`No market known here has the tag "${value}".${hint}`];
}

function addedTitle(queries: Queries, filter: MarketFilter): string {
  const subject = filterSubject(queries, filter);
  if (filter.action === 'deny') return `Entries ${subject} are off`;
  if (filter.type === 'market') return `Entries ${subject} are allowed, whatever other rules say`;
  if (filter.type === 'keyword') {
    return `Entries ${subject} are allowed where no rule for their market, tag or another word says no`;
  }
  const others = queries
    .filters()
    .filter(
      (one) => one.type === 'category' && one.action === 'allow' && one.value !== filter.value,
    );
  const all = [...others.map((one) => one.value), filter.value].join(', ');
  return `From now on ONLY ${all}: entries in any other category stop`;
}

/** What other rules would have made of the recent past. */
async function filterPreview(
  queries: Queries,
  before: readonly MarketFilter[],
  after: readonly MarketFilter[],
): Promise<string[]> {
  const entries = await recentEntries(queries);
  if (entries === null) return ['The recent past cannot be read now, so no preview.'];
  const copies = copiesOf(entries);
  const marketOf = await marketsOf(
    queries,
    entries.map((one) => one.marketId),
  );
  const lets = (id: MarketId, filters: readonly MarketFilter[]): boolean | null => {
    const market = marketOf.get(id);
    return market === undefined ? null : queries.allowed(market, filters);
  };
  const becomes = (id: MarketId, allowed: boolean): boolean =>
    lets(id, before) === !allowed && lets(id, after) === allowed;
  const stopped = copies.filter((one) => becomes(one.marketId, false));
  const freed = entries.filter(
    (one) =>
      (one.verdict === 'accepted' || one.reason === 'marketFilter') && becomes(one.marketId, true),
  );
  const wallets = new Set(copies.map((one) => one.wallet));
  const left = new Set(copies.filter((one) => !stopped.includes(one)).map((one) => one.wallet));
  const silent = wallets.size - left.size;
  const isSame = copies.length > 0 && stopped.length + freed.length === 0;
  return [
    ...(isSame ? [`would have changed none of your ${lastCopies(copies)}`] : []),
    ...(stopped.length === 0
      ? []
      : [`would have stopped ${stopped.length} of your ${lastCopies(copies)}`]),
    ...(silent === 0 ? [] : [`${silent} of ${count(wallets.size, 'wallet')} would have stopped`]),
    ...(freed.length === 0 ? [] : [`would have let ${count(freed.length, 'more trade')} by`]),
  ];
}

async function marketsOf(queries: Queries, ids: readonly MarketId[]) {
  const found = new Map<MarketId, NonNullable<ReturnType<Queries['market']>>>();
  for (const id of new Set(ids)) {
    const market = queries.market(id) ?? (await lookUp(queries, id));
    if (market !== null) found.set(id, market);
  }
  return found;
}

async function lookUp(queries: Queries, id: MarketId) {
  try {
    return (await queries.findMarkets(id, 1))[0]?.market ?? null;
  } catch (error) {
    if (error instanceof UnavailableError) return null;
    throw error;
  }
}
