import type { AtMs } from '../../../engine/domain/time.ts';
import type { Row } from '../../parsed.ts';
import type { KalshiMarketRow, KalshiMarkets } from '../client/markets.ts';
import type { PagedRead } from '../client/pages.ts';
import type { InheritedRows } from './inherited-rows.ts';

/** Pages of one series within a day: a thousand strikes and windows each. */
const PAGES_MAX = 3;

/** Which markets of a series are meant. The venue counts in whole seconds. */
export interface ClosingSpan {
  readonly seriesTicker: string;
  readonly closesFromMs: AtMs;
  readonly closesUntilMs: AtMs;
}

/** Markets of one series by when they close, and what they inherit. */
export class SeriesReader {
  readonly #markets: Pick<KalshiMarkets, 'getMarkets'>;
  readonly #inherited: Pick<InheritedRows, 'learn' | 'joined'>;

  constructor(
    markets: Pick<KalshiMarkets, 'getMarkets'>,
    inherited: Pick<InheritedRows, 'learn' | 'joined'>,
  ) {
    this.#markets = markets;
    this.#inherited = inherited;
  }

  /** Those that are not open yet, too: the venue takes no stage beside a time. */
  closing(span: ClosingSpan, signal: AbortSignal): Promise<PagedRead<KalshiMarketRow>> {
    return this.#markets.getMarkets(span, { priority: 'background', pagesMax: PAGES_MAX, signal });
  }

  /** The rows with the events and series that they are of. @throws VenueError */
  async joined(rows: readonly Row[], signal: AbortSignal): Promise<readonly Row[]> {
    await this.#inherited.learn(rows, signal);
    return rows.map((row) => this.#inherited.joined(row));
  }
}
