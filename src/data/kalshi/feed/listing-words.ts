import { foldWords, wordList } from '../../../engine/domain/word-likeness.ts';
import type { KalshiListing } from '../parse-market.ts';

/** What a market is found by: in the question itself, or beside it. */
export interface ListingWords {
  readonly question: ReadonlySet<string>;
  readonly beside: ReadonlySet<string>;
}

/** Words that all markets of an event share. */
export function wordsOfEvent(
  { terms, market }: KalshiListing,
  seriesTitle: string | null,
): ListingWords {
  const question = new Set(wordList(`${terms.eventTitle ?? ''} ${terms.eventSubTitle ?? ''}`));
  const beside = new Set([
    ...wordList(`${market.categories.join(' ')} ${seriesTitle ?? ''}`),
    ...wordsOfTicker(terms.eventTicker),
    ...wordsOfTicker(terms.seriesTicker ?? ''),
  ]);
  return { question, beside: without(beside, question) };
}

/** Words of one market that are not those of its event. */
export function wordsOfMarket({ market, terms }: KalshiListing, event: ListingWords): ListingWords {
  const known = new Set([...event.question, ...event.beside]);
  const question = without(new Set(wordList(market.question)), event.question);
  const beside = new Set([
    ...wordsOfTicker(market.id),
    ...wordList(`${terms.yesSubTitle} ${terms.noSubTitle}`),
  ]);
  return { question, beside: without(without(beside, known), question) };
}

/** `KXBTC15M-26NOV23` is found by itself, by `BTC15M` and by `BTC`. */
function wordsOfTicker(ticker: string): readonly string[] {
  return ticker.split(/[^A-Z0-9]+/).flatMap((part) => {
    const bare = part.replace(/^KX(?=[A-Z0-9]{2})/, '');
    const letters = /^[A-Z]{2,}/.exec(bare)?.[0] ?? '';
    return [...new Set([part, bare, letters].map(foldWords))].filter((word) => word !== '');
  });
}

function without(words: ReadonlySet<string>, known: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...words].filter((word) => !known.has(word)));
}
