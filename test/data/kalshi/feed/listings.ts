import type { KalshiListing } from '../../../../src/data/kalshi/parse-market.ts';
import { parseListing } from '../../../../src/data/kalshi/parse-markets.ts';
import type { Row } from '../../../../src/data/parsed.ts';
import { eventRow, marketRow, seriesRow } from '../frames.ts';

export interface Asked {
  readonly ticker: string;
  readonly event: string;
  readonly series: string;
  readonly title: string;
  readonly sub?: string;
  readonly category?: string;
  readonly row?: Row;
}

/** A listing of a market that asks what is told, with its event and series. */
export function listingOf({ ticker, event, series, title, ...more }: Asked): KalshiListing {
  const { sub = '', category = 'Crypto', row = {} } = more;
  const { listing, problems } = parseListing({
    ...marketRow({
      ticker,
      event_ticker: event,
      title,
      yes_sub_title: sub,
      no_sub_title: sub,
      ...row,
    }),
    event: eventRow({ event_ticker: event, series_ticker: series, title, sub_title: '', category }),
    series: seriesRow({ ticker: series, category, categories: [category], tags: [] }),
  });
  if (listing === null) throw new Error(JSON.stringify(problems));
  return listing;
}

export const BTC = listingOf({
  ticker: 'KXBTCD-26NOV2317-T111999.99',
  event: 'KXBTCD-26NOV2317',
  series: 'KXBTCD',
  title: 'Bitcoin price on Nov 23, 2026 at 5pm EST?',
  sub: '$112,000 or above',
});
export const BTC_HIGHER = listingOf({
  ticker: 'KXBTCD-26NOV2317-T112999.99',
  event: 'KXBTCD-26NOV2317',
  series: 'KXBTCD',
  title: 'Bitcoin price on Nov 23, 2026 at 5pm EST?',
  sub: '$113,000 or above',
  row: { volume_24h_fp: '9000.00' },
});
export const WINDOW = listingOf({
  ticker: 'KXBTC15M-26NOV221445-45',
  event: 'KXBTC15M-26NOV221445',
  series: 'KXBTC15M',
  title: 'BTC price up in next 15 mins?',
});
export const FED = listingOf({
  ticker: 'KXFED-26DEC-T3.75',
  event: 'KXFED-26DEC',
  series: 'KXFED',
  title: 'Will the Fed cut rates in December?',
  sub: 'Above 3.75%',
  category: 'Economics',
});
