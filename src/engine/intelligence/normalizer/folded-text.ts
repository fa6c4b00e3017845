import type { AtMs } from '../../domain/time.ts';
import type { MarketText } from './contract.ts';
import { foldText } from './fold.ts';
import { type TickerParts, tickerParts } from './ticker.ts';

/** A market's text folded once, as the families beside sports read it. */
export interface FoldedText {
  readonly text: MarketText;
  readonly title: string;
  /** Kalshi's yes side, Polymarket's label within its event; empty when there is none. */
  readonly subTitle: string;
  readonly rules: string;
  /** `null` on Polymarket. */
  readonly ticker: TickerParts | null;
  /** When it trades, about; a year that a title leaves out is that of this moment. */
  readonly nearMs: AtMs | null;
}

/** Rules of which more was never read than this; the longest on either venue has 6,000 letters. */
const RULES_LENGTH_MAX = 10_000;
/** Marks that Kalshi's templates leave around words. */
const MARKUP = /\*\*|<\/?[a-z]{1,6}>/g;

export function foldMarket(text: MarketText): FoldedText {
  return {
    text,
    title: foldText(text.title.replace(MARKUP, '')),
    subTitle: foldText(text.subTitle ?? ''),
    rules: foldText((text.rules ?? '').slice(0, RULES_LENGTH_MAX).replace(MARKUP, '')),
    ticker: text.venue === 'kalshi' ? tickerParts(text.id) : null,
    nearMs: text.closesAtMs ?? text.opensAtMs,
  };
}
