import type { Notice } from '../../engine/domain/notice.ts';
import type { SpotFeed } from '../../engine/domain/price-lag.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Price } from '../../engine/domain/values/money.ts';
import { cents, centsShort, MINUS } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { duration } from '../format/moments.ts';
import { cut } from '../format/names.ts';
import type { Reply } from '../reply.ts';
import { why } from './buttons.ts';
import { type NoticeFacts, numberOf, textOf } from './context.ts';
import { aboutLine } from './word-trade.ts';

const WORD_WIDTH = 24;

/** A market that has not followed a spot price yet. `market` and `token` name which side. */
export interface PriceLag {
  /** `BTC`. */
  readonly asset: string;
  /** Micro-dollars. */
  readonly spot: number | null;
  /** `Binance`. */
  readonly source: string;
  /** The venue that nothing is ordered at, by name; `null` where lags may be bought. */
  readonly readOnlyVenue: string | null;
  /** Another price than the one that decides was seen. */
  readonly isEstimate: boolean;
  /** What the side costs now, what it should, and how far that may be off. */
  readonly price: Price | null;
  readonly fair: Price | null;
  readonly band: Price | null;
  /** The fee on one share at that price. */
  readonly fee: Price | null;
  /** How old the move of the spot price and the market's book were. */
  readonly movedMs: number | null;
  readonly bookMs: number | null;
}

export function readPriceLag(notice: Notice): PriceLag {
  return {
    asset: cut(textOf(notice, 'asset') ?? 'spot', WORD_WIDTH),
    spot: numberOf(notice, 'spot'),
    source: sourceName(textOf(notice, 'source')),
    readOnlyVenue: textOf(notice, 'venue') === 'kalshi' ? 'Kalshi' : null,
    isEstimate: numberOf(notice, 'estimated') === 1,
    price: numberOf(notice, 'price') as Price | null,
    fair: numberOf(notice, 'fair') as Price | null,
    band: numberOf(notice, 'band') as Price | null,
    fee: numberOf(notice, 'fee') as Price | null,
    movedMs: numberOf(notice, 'movedMs'),
    bookMs: numberOf(notice, 'bookMs'),
  };
}

const SOURCES: Readonly<Record<SpotFeed, string>> = {
  binance: 'Binance',
  rtds: "Polymarket's price feed",
  chainlink: 'Chainlink',
  chainlinkTwap: "Chainlink's mean",
  kalshiIndex: "Kalshi's index",
};

function sourceName(text: string | null): string {
  if (text === null) return 'spot';
  return Object.hasOwn(SOURCES, text) ? SOURCES[text as SpotFeed] : cut(text, WORD_WIDTH);
}

/** What is left of the difference after the fee. */
export function edgeOf({ price, fair, fee }: PriceLag): Price | null {
  return price === null || fair === null || fee === null ? null : ((fair - price - fee) as Price);
}

/** `⏱ Price lag  BTC 105,240 on Binance, market says 71¢, fair 83¢ ± 3`, or `Kalshi says 71¢`. */
export function priceLagReply(facts: NoticeFacts): Reply {
  const lag = readPriceLag(facts.notice);
  const { readOnlyVenue: venue } = lag;
  const says = lag.price === null ? '' : `, ${venue ?? 'market'} says ${centsShort(lag.price)}`;
  const title = `Price lag  ${lag.asset}${spotOf(lag)} on ${lag.source}${says}${fairOf(lag)}`;
  const edge = edgeOf(lag);
  const words = [
    lag.movedMs === null ? '' : `spot moved ${duration(lag.movedMs)} ago`,
    lag.bookMs === null ? '' : `book ${duration(lag.bookMs)} old`,
    lag.isEstimate ? 'an estimate: the price that decides was not seen' : '',
    venue === null ? '' : `on ${venue}, where PolyMind does not trade`,
  ].filter((part) => part !== '');
  const after = edge === null ? '' : `after fees ${edge > 0 ? '+' : ''}${cents(edge)}`;
  const about = [words.join(', '), after].filter((part) => part !== '').join(' · ');
  const look = venue === null ? '/market' : '/kalshi';
  const market = facts.market === null ? [] : [show('Book', `${look} ${facts.market.id}`)];
  return reply(title, {
    symbol: '⏱',
    blocks: [lines(aboutLine(facts, about))],
    buttons: [...market, why(facts)],
  });
}

function spotOf({ spot }: PriceLag): string {
  if (spot === null) return '';
  const value = Math.abs(spot) / MICRO;
  const digits = value >= 1_000 ? 0 : value >= 10 ? 2 : 4;
  const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return ` ${spot < 0 ? MINUS : ''}${value.toLocaleString('en-US', shape)}`;
}

function fairOf({ fair, band }: PriceLag): string {
  if (fair === null) return '';
  const off = band === null ? '' : ` ± ${centsShort(band).replace('¢', '')}`;
  return `, fair ${centsShort(fair)}${off}`;
}
