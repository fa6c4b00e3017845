import type { MarketId } from '../../engine/domain/ids.ts';
import type { FilterAction, FilterType, MarketFilter } from '../../engine/domain/market-filter.ts';
import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import { change } from '../confirm.ts';
import { count } from '../format/amounts.ts';
import { lines, reply } from '../format/compose.ts';
import { ruleWords } from '../format/market-words.ts';
import { cut, QUESTION_WIDTH } from '../format/names.ts';
import { asTyped } from '../grammar/line.ts';
import { nearest } from '../grammar/nearest.ts';
import type { Reply } from '../reply.ts';
import { filterSubject } from './effect/filter-effect.ts';
import { filterTest } from './filter-verdict.ts';
import { noMarket } from './market.ts';

const ACTIONS: Readonly<Record<string, FilterAction>> = {
  allow: 'allow',
  deny: 'deny',
  block: 'deny',
};
const TYPES: Readonly<Record<string, FilterType>> = {
  category: 'category',
  categories: 'category',
  tag: 'category',
  tags: 'category',
  market: 'market',
  markets: 'market',
  keyword: 'keyword',
  keywords: 'keyword',
  word: 'keyword',
  words: 'keyword',
};
const VERBS = ['deny', 'allow', 'remove', 'test'];
const TYPE_NAMES: readonly FilterType[] = ['category', 'market', 'keyword'];
/** Words that may stand in front and change nothing. */
const FILLING = new Set(['add', 'set']);
const REMOVALS = new Set(['remove', 'delete', 'undeny', 'unblock']);
const TESTS = new Set(['test', 'check']);
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
    ['/filter allow market fed december', 'this market, whatever other rules say'],
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
    const [head, ...more] = call.words;
    const isFilled = FILLING.has(head?.toLowerCase() ?? '');
    const [first, ...rest] = isFilled ? more : call.words;
    if (first === undefined) return list(call);
    const verb = first.toLowerCase();
    if (REMOVALS.has(verb)) return remove(call, rest);
    if (TESTS.has(verb)) return filterTest(call, rest.join(' '));
    const { action, type, value } = readRule(verb, rest);
    return add(call, { action, type }, value.join(' '));
  },
};

interface ReadRule {
  readonly action: FilterAction;
  readonly type: FilterType;
  readonly value: readonly string[];
}

/** In both orders: `deny keyword x`, `keyword deny x`. @throws UsageError */
function readRule(verb: string, rest: readonly string[]): ReadRule {
  const [second, ...value] = rest;
  const other = second?.toLowerCase() ?? '';
  const action = ACTIONS[verb];
  if (action !== undefined) {
    const type = TYPES[other];
    if (type === undefined) throw noType(action, rest);
    return { action, type, value };
  }
  const type = TYPES[verb];
  if (type === undefined) throw unknown(verb, rest);
  const behind = ACTIONS[other];
  if (behind !== undefined) return { action: behind, type, value };
  const text = rest.map(asTyped).join(' ') || EXAMPLES[type];
  throw new UsageError(`deny or allow the ${type}?`, `/filter deny ${type} ${text}`);
}

/** What stands behind `/filter deny` is no kind of rule: a slip, or the value itself. */
function noType(action: FilterAction, rest: readonly string[]): UsageError {
  const [first = '', ...more] = rest;
  const meant = more.length === 0 ? null : nearest(first, TYPE_NAMES);
  const behind = meant === null ? `keyword ${typed(rest)}` : `${meant} ${typed(more)}`;
  return new UsageError(
    `${action} what: category, market or keyword?`,
    `/filter ${action} ${behind}`,
  );
}

function typed(words: readonly string[]): string {
  return words.map(asTyped).join(' ') || EXAMPLES.keyword;
}

const EXAMPLES: Readonly<Record<FilterType, string>> = {
  category: 'politics',
  market: 'fed december',
  keyword: 'election',
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
      `${type} takes words${type === 'market' ? ' or a link' : ` of at most ${VALUE_LENGTH_MAX} characters`}, for example: /filter ${action} ${type} ${EXAMPLES[type]}`,
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
  if (first === undefined) throw noMarket(text);
  if (others.length === 0) return first.market.id;
  const names = found.map(({ market }) => cut(market.question, QUESTION_WIDTH)).join(' · ');
  throw new UsageError(`Several markets fit: ${names}. Paste the link of one.`, `/market ${text}`);
}

function remove(call: CommandCall, words: readonly string[]): Promise<Reply> {
  const filters = call.queries.filters();
  const text = words.join(' ').toLowerCase();
  const found = /^#?\d{1,3}$/.test(text)
    ? filters[Number(text.replace('#', '')) - 1]
    : (filters.find((one) => isNamed(one, text)) ?? marketRule(call, text));
  if (found === undefined) {
    throw new UsageError(
      `There is no filter "${text}"; /filter lists them with numbers.`,
      '/filter',
    );
  }
  return change(call, [{ kind: 'removeFilter', type: found.type, value: found.value }]);
}

/** By its value, or as the list and the answers write it: `deny keyword election`. */
function isNamed(rule: MarketFilter, text: string): boolean {
  const { type, value } = rule;
  return [value, `${type} ${value}`, ruleWords(rule)].includes(text);
}

/** The one rule about a market whose question has these words. */
function marketRule({ queries }: CommandCall, text: string): MarketFilter | undefined {
  const words = text.replace(/^market\s+/, '');
  const found = queries.filters().filter(
    ({ type, value }) =>
      type === 'market' &&
      queries
        .market(value as MarketId)
        ?.question.toLowerCase()
        .includes(words) === true,
  );
  return words === '' || found.length > 1 ? undefined : found[0];
}
