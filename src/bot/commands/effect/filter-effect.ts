import { type Queries, UnavailableError } from '../../../engine/contract/queries.ts';
import type { CommandBody } from '../../../engine/domain/command.ts';
import type { MarketId } from '../../../engine/domain/ids.ts';
import { filterKey, type MarketFilter } from '../../../engine/domain/market-filter.ts';
import { count } from '../../format/amounts.ts';
import { cut, QUESTION_WIDTH } from '../../format/names.ts';
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
    return effect(`The rule "${known.action} ${known.type} ${known.value}" is gone`, {
      danger: known.action === 'deny' ? 'more' : 'less',
      lines: await filterPreview(queries, before, rest),
      undo: { kind: 'addFilter', filter: known },
    });
  }
  const { filter } = body;
  if (known?.action === filter.action) return unchanged(`That is a rule already: ${words(filter)}`);
  const { type, value } = filter;
  return effect(addedTitle(queries, filter), {
    danger: filter.action === 'deny' ? 'less' : 'more',
    lines: await filterPreview(queries, before, [...rest, filter]),
    undo: { kind: 'removeFilter', type, value },
  });
}

function words({ action, type, value }: MarketFilter): string {
  return `${action} ${type} ${value}`;
}

function addedTitle(queries: Queries, filter: MarketFilter): string {
  const subject = filterSubject(queries, filter);
  if (filter.action === 'deny') return `Entries ${subject} are off`;
  if (filter.type !== 'category')
    return `Entries ${subject} are allowed, whatever a weaker rule says`;
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
  const stopped = copies.filter((one) => lets(one.marketId, after) === false);
  const freed = entries.filter(
    (one) =>
      one.reason === 'marketFilter' &&
      lets(one.marketId, before) === false &&
      lets(one.marketId, after) === true,
  );
  const wallets = new Set(copies.map((one) => one.wallet));
  const left = new Set(copies.filter((one) => !stopped.includes(one)).map((one) => one.wallet));
  const silent = wallets.size - left.size;
  return [
    ...(copies.length === 0
      ? []
      : [`would have stopped ${stopped.length} of your ${lastCopies(copies)}`]),
    ...(silent === 0 ? [] : [`${silent} of ${count(wallets.size, 'wallet')} would have stopped`]),
    ...(freed.length === 0 ? [] : [`would have let ${count(freed.length, 'skipped trade')} by`]),
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
