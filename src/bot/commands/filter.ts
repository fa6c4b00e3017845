import type { FilterAction, FilterType, MarketFilter } from '../../engine/domain/market-filter.ts';
import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import { change } from '../confirm.ts';
import { count } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { cut, QUESTION_WIDTH } from '../format/names.ts';
import { asTyped } from '../grammar/line.ts';
import { nearest } from '../grammar/nearest.ts';
import type { Reply } from '../reply.ts';
import { filterSubject } from './effect/filter-effect.ts';

const ACTIONS: Readonly<Record<string, FilterAction>> = {
  allow: 'allow',
  deny: 'deny',
  block: 'deny',
};
const TYPES: Readonly<Record<string, FilterType>> = {
  category: 'category',
  categories: 'category',
  market: 'market',
  keyword: 'keyword',
  word: 'keyword',
};
const VERBS = ['deny', 'allow', 'remove', 'test'];
/** Longest keyword or category. */
const VALUE_LENGTH_MAX = 60;
/** Rules that one message lists. */
const LISTED_MAX = 40;

export const filter: ChatCommand = {
  name: 'filter',
  aliases: ['filters'],
  summary: 'which markets may be entered',
  examples: [
    ['/filter', 'the rules, numbered'],
    ['/filter deny keyword election', 'no entries in markets naming it'],
    ['/filter deny category crypto', 'no entries in a category'],
    ['/filter allow category politics', 'ONLY this category'],
    ['/filter remove 2', 'takes a rule away'],
    ['/filter test fed december', 'whether a market would be entered'],
  ],
  arguments: [
    {
      name: 'do',
      about: 'deny, allow, remove, test',
      required: false,
      choices: ['deny', 'allow', 'remove', 'test'],
    },
    {
      name: 'what',
      about: 'category, market or keyword; not with remove and test',
      required: false,
      choices: ['category', 'market', 'keyword'],
    },
    {
      name: 'value',
      about: 'the word, category or market, or the number of a rule',
      required: false,
      suggests: 'market',
    },
  ],
  role: 'viewer',
  danger: 'more',
  async run(call) {
    const [first, ...rest] = call.words;
    if (first === undefined) return list(call);
    const verb = first.toLowerCase();
    if (verb === 'remove' || verb === 'delete') return remove(call, rest);
    if (verb === 'test') return test(call, rest.join(' '));
    // Both orders: deny keyword x, keyword deny x.
    const [second, ...value] = rest;
    const other = second?.toLowerCase() ?? '';
    const action = ACTIONS[verb] ?? ACTIONS[other];
    const type = TYPES[other] ?? TYPES[verb];
    if (action === undefined) throw unknown(verb, rest);
    if (type === undefined || second === undefined) {
      const text = rest.map(asTyped).join(' ');
      throw new UsageError(
        `${action} what: category, market or keyword?`,
        text === '' ? `/filter ${action} keyword election` : `/filter ${action} keyword ${text}`,
      );
    }
    return add(call, { action, type }, value.join(' '));
  },
};

function unknown(verb: string, rest: readonly string[]): UsageError {
  const meant = nearest(verb, VERBS);
  const line = ['/filter', meant ?? '', ...rest.map(asTyped)].join(' ');
  return new UsageError(
    `No filter rule "${verb}". There are ${VERBS.join(', ')}.`,
    meant === null ? null : line,
  );
}

function list({ queries }: CommandCall): Reply {
  const filters = queries.filters();
  if (filters.length === 0) {
    return reply('No filters: every market may be entered', {
      blocks: [lines('For example:', [{ code: '/filter deny keyword election' }])],
    });
  }
  const all = filters
    .slice(0, LISTED_MAX)
    .map((one, index) => `${index + 1}  ${wordsOf(queries, one)}`);
  const rest = filters.length > LISTED_MAX ? [`and ${filters.length - LISTED_MAX} more`] : [];
  return reply(count(filters.length, 'filter'), {
    blocks: [lines(...all, ...rest, ['Take one away: ', { code: '/filter remove 1' }])],
  });
}

function wordsOf(queries: CommandCall['queries'], { action, type, value }: MarketFilter): string {
  return `${action} entries ${filterSubject(queries, { type, value })}`;
}

async function add(
  call: CommandCall,
  { action, type }: Pick<MarketFilter, 'action' | 'type'>,
  text: string,
): Promise<Reply> {
  const value = type === 'market' ? await marketId(call, text) : text.toLowerCase();
  const usable =
    /[\p{L}\p{N}]/u.test(value) && (type === 'market' || value.length <= VALUE_LENGTH_MAX);
  if (!usable) {
    throw new UsageError(
      `${type} takes words, for example: /filter ${action} ${type} ${type === 'market' ? 'fed december' : 'election'}`,
    );
  }
  const known = call.queries.filters();
  const against = known.findIndex(
    (one) => one.type === type && one.value === value && one.action !== action,
  );
  if (against >= 0) {
    throw new UsageError(
      `The rule "${wordsOf(call.queries, known[against] ?? { action, type, value })}" says the contrary; take it away first.`,
      `/filter remove ${against + 1}`,
    );
  }
  return change(call, [{ kind: 'addFilter', filter: { action, type, value } }]);
}

/** Exactly one market, because a rule for another one would be worse than none. */
async function marketId({ queries }: CommandCall, text: string): Promise<string> {
  if (text === '') return '';
  const found = await queries.findMarkets(text, 4);
  const exact = found.find(({ market }) => market.id === text.toLowerCase());
  const [first, ...others] = found;
  if (exact !== undefined) return exact.market.id;
  if (first === undefined) throw new UsageError(`No market fits "${cut(text, QUESTION_WIDTH)}".`);
  if (others.length === 0) return first.market.id;
  const names = found.map(({ market }) => cut(market.question, QUESTION_WIDTH)).join(' · ');
  throw new UsageError(`Several markets fit: ${names}. Paste the link of one.`, `/market ${text}`);
}

function remove(call: CommandCall, words: readonly string[]): Promise<Reply> {
  const filters = call.queries.filters();
  const text = words.join(' ').toLowerCase();
  const found = /^#?\d{1,3}$/.test(text)
    ? filters[Number(text.replace('#', '')) - 1]
    : filters.find(({ type, value }) => value === text || `${type} ${value}` === text);
  if (found === undefined) {
    throw new UsageError(
      `There is no filter "${text}"; /filter lists them with numbers.`,
      '/filter',
    );
  }
  return change(call, [{ kind: 'removeFilter', type: found.type, value: found.value }]);
}

async function test({ queries }: CommandCall, text: string): Promise<Reply> {
  if (text === '') throw new UsageError('Which market? For example: /filter test fed december');
  const [found] = await queries.findMarkets(text, 1);
  if (found === undefined) throw new UsageError(`No market fits "${cut(text, QUESTION_WIDTH)}".`);
  const allowed = queries.allowed(found.market, queries.filters());
  const name = cut(found.market.question, QUESTION_WIDTH);
  return reply(allowed ? `Filters let it in: ${name}` : `Filters keep it out: ${name}`, {
    blocks: [lines(`categories ${found.market.categories.join(', ') || 'unknown'}`)],
    buttons: [show('Market', `/market ${found.market.id}`)],
  });
}
