import type { PairVerdict } from '../../domain/market-pair.ts';
import type { Contract, MarketText } from '../normalizer/contract.ts';
import { foldName } from '../normalizer/fold.ts';
import { readContract } from '../normalizer/read-contract.ts';
import { indexWords } from './index-words.ts';
import { ALIKE_TITLES, judge } from './judge.ts';
import { CANDIDATES_MAX, MarketIndex } from './market-index.ts';
import { sharedWords } from './name-agreement.ts';

/** A pair that was found, and what comparing it found. */
export interface MatchedPair {
  readonly polymarketId: string;
  readonly kalshiId: string;
  readonly verdict: PairVerdict;
}

interface KnownMarket {
  readonly text: MarketText;
  readonly contract: Contract | null;
}

const OTHER = { polymarket: 'kalshi', kalshi: 'polymarket' } as const;

/**
 * Matches the markets of two venues as they come. A market is read once; a new one is compared with
 * the few of the other venue that are like it. One whose text was edited is read and judged anew.
 */
export class MarketMatcher {
  readonly #known = {
    polymarket: new Map<string, KnownMarket>(),
    kalshi: new Map<string, KnownMarket>(),
  };
  readonly #indices = { polymarket: new MarketIndex(), kalshi: new MarketIndex() };

  /** Markets known of a venue. */
  count(venue: MarketText['venue']): number {
    return this.#known[venue].size;
  }

  /** What a market promises, as it was read; `undefined` when it is not known. */
  contractOf(venue: MarketText['venue'], id: string): Contract | null | undefined {
    return this.#known[venue].get(id)?.contract;
  }

  /** Keeps a market without comparing it. */
  keep(text: MarketText): void {
    const contract = readContract(text);
    this.#known[text.venue].set(text.id, { text, contract });
    this.#indices[text.venue].add(text.id, indexWords(text, contract));
  }

  /**
   * Keeps a market, new or edited, and judges it against those of the other venue that are like it,
   * the likest first. An unchanged one is not judged again: the answer is empty.
   */
  add(text: MarketText): readonly MatchedPair[] {
    const known = this.#known[text.venue].get(text.id);
    if (known !== undefined && isSameText(known.text, text)) return [];
    this.keep(text);
    return this.pairsOf(text.venue, text.id);
  }

  /** Forgets a market. */
  remove(venue: MarketText['venue'], id: string): void {
    this.#known[venue].delete(id);
    this.#indices[venue].remove(id);
  }

  /** Judges a known market against those of the other venue that are like it. */
  pairsOf(venue: MarketText['venue'], id: string, most = CANDIDATES_MAX): readonly MatchedPair[] {
    const market = this.#known[venue].get(id);
    if (market === undefined) return [];
    const words = indexWords(market.text, market.contract);
    return this.#indices[OTHER[venue]].candidates(words, most).flatMap((candidate) => {
      const other = this.#known[OTHER[venue]].get(candidate.id);
      if (other === undefined) return [];
      // What was not read can only be shown, and only where the words are nearly those.
      const isRead = market.contract !== null && other.contract !== null;
      return isRead || isAlike(market.text, other.text) ? [pairOf(market, other)] : [];
    });
  }
}

function pairOf(one: KnownMarket, other: KnownMarket): MatchedPair {
  const [polymarket, kalshi] = one.text.venue === 'polymarket' ? [one, other] : [other, one];
  const texts = { polymarket: polymarket.text, kalshi: kalshi.text };
  return {
    polymarketId: polymarket.text.id,
    kalshiId: kalshi.text.id,
    verdict: judge(polymarket.contract, kalshi.contract, texts),
  };
}

/** Titles of nearly the same words: below that nothing hints at one event. */
function isAlike(a: MarketText, b: MarketText): boolean {
  return sharedWords(foldName(a.title), foldName(b.title)) >= ALIKE_TITLES;
}

/** Closing times move while a question stays the same; its words and strikes do not. */
function isSameText(a: MarketText, b: MarketText): boolean {
  return (
    a.title === b.title &&
    a.subTitle === b.subTitle &&
    a.rules === b.rules &&
    a.earlyClose === b.earlyClose &&
    a.closesAtMs === b.closesAtMs &&
    JSON.stringify(a.strike) === JSON.stringify(b.strike) &&
    a.outcomes.join('|') === b.outcomes.join('|')
  );
}
