import type { KalshiView } from '../../../engine/contract/kalshi-view.ts';
import { kalshiText } from '../../commands/kalshi-card.ts';
import {
  earlyWords,
  feeWords,
  pauseWords,
  sourceWords,
  stageWords,
  strikeWords,
} from '../../format/kalshi-words.ts';
import type { Reader } from '../../format/moments.ts';
import type { Kalshi, KalshiMarket, KalshiQuery } from '../contract/kalshi.ts';
import type { PageSources } from './sources.ts';

/** Characters of a question; a page has room for all of most. */
const QUESTION_WIDTH = 200;

/** Markets of Kalshi by ticker, link or words. @throws UnavailableError */
export async function kalshiPage(
  { queries }: PageSources,
  { q, limit }: KalshiQuery,
): Promise<Kalshi> {
  const found = await queries.findKalshi(q, limit);
  const reader = { nowMs: queries.nowMs(), zone: queries.timeZone() };
  return {
    available: found !== null,
    atMs: reader.nowMs,
    markets: (found ?? []).map((view) => kalshiRow(view, reader)),
  };
}

function kalshiRow(view: KalshiView, reader: Reader): KalshiMarket {
  const { market, terms, top, url, pause } = view;
  return {
    market: { id: market.id, question: kalshiText(view, QUESTION_WIDTH), url },
    ticker: terms.marketId,
    category: terms.category,
    status: terms.status,
    stage: stageWords(terms),
    pause: pause === undefined ? null : pauseWords(pause, reader),
    bid: top.bid,
    bidQuantity: top.bidQuantity,
    ask: top.ask,
    askQuantity: top.askQuantity,
    readAtMs: view.readAtMs,
    strike: strikeWords(terms),
    rules: [terms.rulesPrimary, terms.rulesSecondary].filter((text) => text !== '').join('\n\n'),
    sources: sourceWords(terms),
    early: earlyWords(terms),
    fee: feeWords(terms, { at: top.ask ?? top.bid, reader }),
    opensAtMs: terms.opensAtMs,
    closesAtMs: terms.closesAtMs,
    expectedExpirationAtMs: terms.expectedExpirationAtMs,
    twin: null,
  };
}
