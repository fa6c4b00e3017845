import { setImmediate as turn } from 'node:timers/promises';
import { readMarketText } from '../../../data/polymarket/feed/venue-link.ts';
import type { FoundMarket, MarketFit } from '../../../engine/contract/market-view.ts';
import { UnavailableError } from '../../../engine/contract/queries.ts';
import type { Market } from '../../../engine/domain/market.ts';
import { wordsSought } from '../../../engine/domain/word-likeness.ts';
import { likeness } from './market-likeness.ts';
import { marketView } from './market-views.ts';
import type { Sources } from './sources.ts';

/** Markets that one search of the venue is asked for, to choose the best of. */
const SEARCHED_MAX = 60;
/** Searches with fewer words, where those that were typed find nothing. */
const RETRIES_MAX = 3;
/** Letters of a lone word, its first or last, that are still looked for when it finds nothing. */
const STEM_LETTERS = 4;
/** Known markets looked through in one turn of the loop: a few milliseconds. */
const SLICE_MARKETS = 200;
/** Likenesses nearer than this are the same: then the busier market comes first. */
const LIKENESS_STEP = 0.05;

interface Found {
  readonly fit: MarketFit;
  readonly markets: readonly Market[];
}

/**
 * Markets as people type them, known ones and those of the venue together. The very market that was
 * named needs no venue; while the venue does not answer, what is known here is the answer.
 */
export async function findMarkets(
  sources: Sources,
  text: string,
  limit: number,
): Promise<readonly FoundMarket[]> {
  const { fit, markets } = named(sources, text) ?? (await searched(sources, text));
  return markets.slice(0, limit).map((market) => ({ ...marketView(sources, market), fit }));
}

/** The very market, when it is known here. */
function named({ engine }: Sources, text: string): Found | null {
  const meant = readMarketText(text);
  const { markets } = engine.trade.state;
  const one = (market: Market | undefined): Found | null =>
    market === undefined ? null : { fit: 'this', markets: [market] };
  const bySlug = (slug: string): Found | null =>
    one([...markets.values()].find((market) => market.slug !== '' && market.slug === slug));
  switch (meant?.kind) {
    case undefined:
      return { fit: 'this', markets: [] };
    case 'condition':
      return one(markets.get(meant.marketId));
    case 'token':
      return one(
        [...markets.values()].find(({ outcomes }) =>
          outcomes.some(({ tokenId }) => tokenId === meant.tokenId),
        ),
      );
    case 'market':
      return bySlug(meant.slug);
    case 'words':
      return bySlug(meant.words.toLowerCase());
    case 'event':
      return null;
  }
}

async function searched(sources: Sources, text: string): Promise<Found> {
  const meant = readMarketText(text);
  if (meant?.kind === 'words') return byWords(sources, meant.words);
  const known = [...sources.engine.trade.state.markets.values()];
  const here =
    meant?.kind === 'event' ? known.filter((one) => one.eventGroupId === meant.slug) : [];
  const there = await orKnown(sources.searchMarkets(text, SEARCHED_MAX), here);
  const markets = openFirst(merged(here, there), () => 0);
  return { fit: markets.length > 1 ? 'event' : 'this', markets };
}

async function byWords(sources: Sources, text: string): Promise<Found> {
  const sought = wordsSought(text);
  const rank = (market: Market): number =>
    Math.round(likeness(market, sought) / LIKENESS_STEP) * LIKENESS_STEP;
  const here = await fittingHere(sources, rank);
  const there = await orKnown(sources.searchMarkets(text, SEARCHED_MAX), here);
  const slug = text.trim().toLowerCase();
  if (there.length === 1 && there[0]?.slug === slug) return { fit: 'this', markets: there };
  const ofEvent = there.filter((one) => one.eventGroupId === slug);
  if (ofEvent.length > 1) return { fit: 'event', markets: openFirst(ofEvent, () => 0) };
  const all = merged(here, there);
  const fitting = all.filter((one) => rank(one) > 0);
  if (fitting.length > 0) return { fit: 'words', markets: openFirst(fitting, rank) };
  // What the venue finds by something that is not in the question is better than nothing.
  if (all.length > 0) return { fit: 'words', markets: openFirst(all, () => 0) };
  const nearby = await withFewerWords(sources, sought, rank);
  return { fit: 'words', markets: openFirst(nearby, rank) };
}

/** Those of the known markets that fit, looked through in slices: the program goes on meanwhile. */
async function fittingHere(
  { engine }: Sources,
  rank: (market: Market) => number,
): Promise<readonly Market[]> {
  const fitting: Market[] = [];
  let looked = 0;
  for (const market of engine.trade.state.markets.values()) {
    if (rank(market) > 0) fitting.push(market);
    looked += 1;
    if (looked % SLICE_MARKETS === 0) await turn();
  }
  return fitting;
}

/** Looks once more without one word after another: the venue takes no typing errors. */
async function withFewerWords(
  sources: Sources,
  sought: readonly string[],
  rank: (market: Market) => number,
): Promise<readonly Market[]> {
  for (const query of fewerWords(sought)) {
    const there = await orKnown(sources.searchMarkets(query, SEARCHED_MAX), []);
    const fitting = there.filter((one) => rank(one) > 0);
    if (fitting.length > 0) return fitting;
  }
  return [];
}

/** The longest word is left out first: it has most letters to get wrong. */
function fewerWords(sought: readonly string[]): readonly string[] {
  const [only] = sought;
  if (only === undefined) return [];
  if (sought.length === 1) {
    if (only.length <= STEM_LETTERS) return [];
    // The slip is in one half of it: the venue may know the other.
    const halves = [only.slice(0, STEM_LETTERS), only.slice(-STEM_LETTERS)];
    return [...new Set(halves)].map((half) => half.toLowerCase());
  }
  return [...sought]
    .sort((a, b) => b.length - a.length)
    .slice(0, RETRIES_MAX)
    .map((left) =>
      sought
        .filter((word) => word !== left)
        .join(' ')
        .toLowerCase(),
    )
    .filter((query) => query !== '');
}

/** What the venue answers; while it does not, what is known here has to do. */
async function orKnown(
  asked: Promise<readonly Market[]>,
  known: readonly Market[],
): Promise<readonly Market[]> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof UnavailableError && known.length > 0) return [];
    throw error;
  }
}

/** Each market once; what is known here is newer than what a search answers. */
function merged(here: readonly Market[], there: readonly Market[]): readonly Market[] {
  const ids = new Set(here.map(({ id }) => id));
  return [...here, ...there.filter(({ id }) => !ids.has(id))];
}

/** Open ones first, then the best fitting, then those of most volume; else as they came. */
function openFirst(
  markets: readonly Market[],
  rank: (market: Market) => number,
): readonly Market[] {
  return markets
    .map((market) => ({ market, rank: rank(market) }))
    .sort(
      (a, b) =>
        Number(b.market.status === 'open') - Number(a.market.status === 'open') ||
        b.rank - a.rank ||
        (b.market.volume24h ?? 0) - (a.market.volume24h ?? 0),
    )
    .map(({ market }) => market);
}
