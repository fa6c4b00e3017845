import type { Market } from '../../../engine/domain/market.ts';
import type { MarketResolved, ResolutionMoved } from '../../../engine/domain/market-event.ts';
import { FrameReader, isRow, type Problem, type Row } from '../../parsed.ts';
import { parseGammaMarkets } from '../parse-gamma.ts';
import type { ReadPage } from './pages.ts';

/** The tape's name of Gamma's markets. */
const SOURCE = 'polymarket.markets';

/** A market as Gamma lists it, with its outcome where that is final. */
export interface ListedMarket {
  readonly market: Market;
  readonly resolved: MarketResolved | null;
  /** How far its resolution is that is not final; `null` when nothing was proposed. */
  readonly moved: ResolutionMoved | null;
}

/** The venue's own row, and what it says. */
export interface MarketRow {
  readonly row: Row;
  readonly listed: ListedMarket;
}

/** An event with its markets, as Gamma answers for one. */
export interface ListedEvent {
  readonly slug: string;
  /** As the venue sent them. */
  readonly tags: readonly unknown[];
  readonly markets: readonly ListedMarket[];
}

/** Markets of a page of `/markets/keyset`; what cannot be read is a problem, not an end. */
export function readMarkets(rows: readonly unknown[]): ReadPage<ListedMarket> {
  const page = readMarketRows(rows);
  return { rows: page.rows.map(({ listed }) => listed), problems: page.problems };
}

/** Like {@link readMarkets}, with the rows themselves. */
export function readMarketRows(rows: readonly unknown[]): ReadPage<MarketRow> {
  const read: MarketRow[] = [];
  const problems: Problem[] = [];
  for (const row of rows) {
    const reader = new FrameReader(SOURCE);
    parseGammaMarkets(row, reader);
    problems.push(...reader.problems);
    const [first, second] = reader.events;
    if (!isRow(row) || first?.kind !== 'marketListed') continue;
    const resolved = second?.kind === 'marketResolved' ? second : null;
    const moved = second?.kind === 'resolutionMoved' ? second : null;
    read.push({ row, listed: { market: first.market, resolved, moved } });
  }
  return { rows: read, problems };
}

/**
 * Markets of a page of `/events/keyset`. A market inside an event does not name it: the event's slug
 * and tags are put where the market's own answer has them.
 */
export function readEvents(rows: readonly unknown[]): ReadPage<ListedMarket> {
  const { rows: read, problems } = readEventRows(rows);
  return { rows: read.map(({ listed }) => listed), problems };
}

/** Like {@link readEvents}, with the rows themselves. */
export function readEventRows(rows: readonly unknown[]): ReadPage<MarketRow> {
  const reader = new FrameReader(SOURCE);
  const markets: Row[] = [];
  for (const event of rows) {
    const inside = isRow(event) ? event['markets'] : undefined;
    if (!isRow(event) || !Array.isArray(inside)) {
      reader.refuse('markets', 'an event with its markets');
      continue;
    }
    const { slug, tags, negRiskAugmented } = event;
    const own = negRiskAugmented === undefined ? { slug, tags } : { slug, tags, negRiskAugmented };
    for (const market of inside) {
      if (isRow(market)) markets.push({ ...market, events: [own] });
      else reader.refuse('markets', 'a list of markets');
    }
  }
  const read = readMarketRows(markets);
  return { rows: read.rows, problems: [...reader.problems, ...read.problems] };
}
