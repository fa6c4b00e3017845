import type {
  Contract,
  MarketText,
} from '../../../../../src/engine/intelligence/normalizer/contract.ts';
import { compareSports } from '../../../../../src/engine/intelligence/normalizer/sports/compare-sports.ts';
import { SPORTS_FAMILIES } from '../../../../../src/engine/intelligence/normalizer/sports/read-sports.ts';

const BLANK = {
  id: 'x',
  subTitle: null,
  eventTitle: null,
  eventTicker: null,
  slug: null,
  outcomes: [],
  rules: null,
  strike: null,
  sources: [],
  earlyClose: null,
  opensAtMs: null,
  closesAtMs: null,
} satisfies Omit<MarketText, 'venue' | 'title'>;

/** A market of Polymarket; two outcomes or `Yes/No` where none are given. */
export function poly(title: string, terms: Partial<MarketText> = {}): MarketText {
  return { ...BLANK, venue: 'polymarket', title, outcomes: ['Yes', 'No'], ...terms };
}

/** A game of Polymarket: the slug, and the outcomes in the order of the title. */
export function match(title: string, slug: string, outcomes: readonly string[]): MarketText {
  return poly(title, { slug, outcomes });
}

export function kalshi(
  id: string,
  title: string,
  terms: string | Partial<MarketText> | null,
): MarketText {
  const rest = typeof terms === 'string' ? { subTitle: terms } : terms;
  return { ...BLANK, venue: 'kalshi', id, title, ...rest };
}

/** The contract by the first template that reads a market. */
export function contractOf(text: MarketText): Contract | null {
  for (const family of SPORTS_FAMILIES) {
    const contract = family.read(text);
    if (contract !== null) return contract;
  }
  return null;
}

const TERMS = [
  'family',
  'predicate',
  'day',
  'part',
  'rank',
  'comparator',
  'floor',
  'unit',
] as const;

/**
 * How two markets stand: `same`, `inverse`, `differs: <term>` or `open: <terms>`. What a judge does
 * with the contracts, in few lines.
 */
export function stand(polymarket: MarketText, kalshiText: MarketText): string {
  const [a, b] = [contractOf(polymarket), contractOf(kalshiText)];
  if (a === null || b === null) return 'unread';
  const { competitors, event, side } = compareSports(a, b);
  const open = new Set([...a.unknown, ...b.unknown]);
  for (const term of TERMS) {
    if (a[term] !== b[term] && !open.has(term)) return `differs: ${term}`;
  }
  if (competitors === false) return 'differs: competitors';
  if (event === false) return 'differs: event';
  if (side === 'different') return 'differs: side';
  if (competitors === null) open.add('competitors');
  if (event === null) open.add('event');
  if (side === null) open.add('side');
  if (open.size > 0) return `open: ${[...open].sort().join(' ')}`;
  return side === 'same' ? 'same' : 'inverse';
}
