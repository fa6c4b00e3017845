import { setImmediate as turn } from 'node:timers/promises';
import { type AtMs, MINUTE_MS } from '../../../engine/domain/time.ts';
import { retryDelayMs } from '../../http/backoff.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { VenueError, type VenueErrorKind } from '../../http/venue-error.ts';
import { FrameReader, isRow, type Problem } from '../../parsed.ts';
import type { KalshiCatalogue } from '../client/catalogue.ts';
import type { KalshiLists, RawPage } from '../client/lists.ts';
import { chunksOf, PAGES_MAX } from '../client/pages.ts';
import { malformed } from '../errors.ts';
import { Catalogue } from './catalogue.ts';
import type { KalshiDirectory } from './directory.ts';
import { troubleOf } from './feed-trouble.ts';
import type { MarketListHealth } from './health.ts';
import { begunAnew, FIRST_PAGE, type ListStep, type Pages, skipped } from './list-steps.ts';
import type { KalshiPace } from './pace.ts';
import { Round } from './round.ts';

/** Rows read in one turn of the loop: a millisecond or two. */
const ROWS_PER_TURN = 10;
/** Clocks may differ by so much: changes are asked for from so long before. */
const OVERLAP_MS = 2 * MINUTE_MS;
/** Events of one request by their tickers. */
const EVENTS_PER_REQUEST = 50;
/** Requests for events, and for series, that one page of markets may cost. */
const UNKNOWN_REQUESTS_MAX = 5;
/** Times that a list is begun anew; then the walk goes on without its rest. */
const RESTARTS_MAX = 3;

/** Failures after which the same page will not be answered either. */
const OVER: ReadonlySet<VenueErrorKind> = new Set<VenueErrorKind>(['rejected', 'malformed']);

export interface MarketListOptions {
  readonly client: {
    readonly lists: Pick<KalshiLists, 'eventPage' | 'marketPage' | 'seriesRows'>;
    readonly catalogue: Pick<KalshiCatalogue, 'getSeries'>;
  };
  readonly directory: KalshiDirectory;
  readonly runtime: HttpRuntime;
  readonly pace: KalshiPace;
}

/** Reads all open markets, page by page and slowly, and then only what changed. */
export class MarketList {
  readonly #options: MarketListOptions;
  readonly #catalogue = new Catalogue();
  readonly #round: Round;
  readonly #counts = { pages: 0, failures: 0, unread: 0 };
  #step: ListStep = { kind: 'rest' };
  #walk = 0;
  #isWholeWalk = true;
  #restarts = 0;
  #failuresInRow = 0;
  #openEvents = new Set<string>();
  #walkStartedAtMs: AtMs | null = null;
  #walkedAtMs: AtMs | null = null;
  #changesFromMs: AtMs = 0;
  #changesAtMs: AtMs | null = null;
  #isComplete = false;
  #unreadProblem: Problem | null = null;
  #trouble: string | null = null;

  constructor(options: MarketListOptions) {
    this.#options = options;
    const { runtime } = options;
    this.#round = new Round({
      runtime,
      run: (signal) => this.#run(signal),
      failed: (error) => this.#failed(error),
    });
  }

  start(): void {
    this.#round.start();
  }

  /** Something was listed or opened: changes are asked for soon, once the list has been read. */
  hasten(ms: number): void {
    if (this.#step.kind === 'rest' && this.#isComplete) this.#round.hasten(ms);
  }

  snapshot(): MarketListHealth {
    const { directory } = this.#options;
    return {
      step: this.#step.kind,
      isComplete: this.#isComplete,
      markets: directory.size,
      events: this.#catalogue.events,
      series: this.#catalogue.series,
      letGo: directory.letGo,
      ...this.#counts,
      walkedAtMs: this.#walkedAtMs,
      changesAtMs: this.#changesAtMs,
      unreadProblem: this.#unreadProblem,
      trouble: this.#trouble,
    };
  }

  close(): Promise<void> {
    return this.#round.close();
  }

  async #run(signal: AbortSignal): Promise<number> {
    const { runtime, pace, directory } = this.#options;
    if (this.#step.kind === 'rest') this.#step = this.#begin();
    this.#step = await this.#next(this.#step, signal);
    this.#failuresInRow = 0;
    this.#trouble = null;
    if (this.#step.kind !== 'rest') return pace.pageMs;
    await directory.prune(runtime.nowMs());
    return pace.changesMs;
  }

  #begin(): ListStep {
    const { runtime, pace, directory } = this.#options;
    const nowMs = runtime.nowMs();
    const startedMs = this.#walkStartedAtMs;
    if (startedMs !== null && nowMs - startedMs < pace.walkMs) {
      return { kind: 'changedEvents', pages: FIRST_PAGE, startedAtMs: nowMs };
    }
    this.#walk += 1;
    this.#walkStartedAtMs = nowMs;
    this.#isWholeWalk = true;
    directory.beginWalk(nowMs);
    this.#openEvents = new Set();
    return { kind: 'events', pages: FIRST_PAGE };
  }

  /** Does one step. @throws VenueError */
  async #next(step: ListStep, signal: AbortSignal): Promise<ListStep> {
    switch (step.kind) {
      case 'events':
      case 'changedEvents':
        return this.#readEvents(step, signal);
      case 'series':
        return this.#readSeries(step.categories, signal);
      case 'markets':
      case 'changedMarkets':
        return this.#readMarkets(step, signal);
      case 'rest':
        return step;
    }
  }

  async #readEvents(
    step: Extract<ListStep, { readonly kind: 'events' | 'changedEvents' }>,
    signal: AbortSignal,
  ): Promise<ListStep> {
    const isWalk = step.kind === 'events';
    const filter = isWalk ? { status: 'open' as const } : { updatedFromMs: this.#changesFromMs };
    const { lists } = this.#options.client;
    const page = await lists.eventPage(filter, step.pages.cursor, { signal });
    await this.#slowly(page.rows, (row, reader) => this.#catalogue.readEvent(row, reader));
    const pages = this.#after(step.pages, page);
    if (pages !== null) return { ...step, pages };
    if (!isWalk) return { ...step, kind: 'changedMarkets', pages: FIRST_PAGE };
    return { kind: 'series', categories: this.#catalogue.categories() };
  }

  async #readSeries(
    [category, ...rest]: readonly string[],
    signal: AbortSignal,
  ): Promise<ListStep> {
    if (category !== undefined) {
      const rows = await this.#options.client.lists.seriesRows(category, { signal });
      this.#counts.pages += 1;
      await this.#slowly(rows, (row, reader) => this.#catalogue.readSeries(row, reader));
    }
    if (rest.length > 0) return { kind: 'series', categories: rest };
    return { kind: 'markets', pages: FIRST_PAGE };
  }

  async #readMarkets(
    step: Extract<ListStep, { readonly kind: 'markets' | 'changedMarkets' }>,
    signal: AbortSignal,
  ): Promise<ListStep> {
    const isWalk = step.kind === 'markets';
    const filter = isWalk ? { status: 'open' as const } : { updatedFromMs: this.#changesFromMs };
    const { directory, client } = this.#options;
    const page = await client.lists.marketPage(filter, step.pages.cursor, { signal });
    await this.#learn(page.rows, signal);
    await this.#slowly(page.rows, (row, reader) => {
      const listing = this.#catalogue.listing(row, reader);
      if (listing === null) return;
      const seriesTitle = this.#catalogue.seriesTitle(listing.terms.seriesTicker);
      directory.put(listing, { walk: this.#walk, seriesTitle });
      if (isWalk) this.#openEvents.add(listing.terms.eventTicker);
    });
    const pages = this.#after(step.pages, page);
    if (pages !== null) return { ...step, pages };
    if (isWalk) await this.#endWalk();
    else this.#endChanges(step.startedAtMs);
    return { kind: 'rest' };
  }

  async #endWalk(): Promise<void> {
    if (this.#isWholeWalk) {
      await this.#options.directory.endWalk(this.#walk);
      this.#catalogue.retain(this.#openEvents);
    }
    this.#isComplete = true;
    this.#walkedAtMs = this.#options.runtime.nowMs();
    this.#endChanges(this.#walkStartedAtMs ?? this.#walkedAtMs);
  }

  #endChanges(startedAtMs: AtMs): void {
    this.#restarts = 0;
    this.#changesFromMs = startedAtMs - OVERLAP_MS;
    this.#changesAtMs = this.#options.runtime.nowMs();
  }

  /** The page behind this one, `null` when there is none. @throws VenueError for pages without end */
  #after({ followed }: Pages, { cursor }: RawPage): Pages | null {
    this.#counts.pages += 1;
    if (cursor === null) return null;
    const endpoint = 'kalshi.list';
    if (followed.has(cursor)) throw malformed(endpoint, 'the same cursor twice');
    if (followed.size >= PAGES_MAX) throw malformed(endpoint, `more than ${PAGES_MAX} pages`);
    return { cursor, followed: new Set([...followed, cursor]) };
  }

  /** Reads events and series that these markets are of and that no list had. */
  async #learn(rows: readonly unknown[], signal: AbortSignal): Promise<void> {
    const { lists, catalogue } = this.#options.client;
    const tickers = rows.flatMap((row) => {
      const ticker = isRow(row) ? row['event_ticker'] : null;
      return typeof ticker === 'string' ? [ticker] : [];
    });
    const events = chunksOf(this.#catalogue.unknownEvents(tickers), EVENTS_PER_REQUEST);
    for (const asked of events.slice(0, UNKNOWN_REQUESTS_MAX)) {
      const page = await lists.eventPage({ tickers: asked }, null, { signal });
      await this.#slowly(page.rows, (row, reader) => this.#catalogue.readEvent(row, reader));
      this.#catalogue.absent(this.#catalogue.unknownEvents(asked));
    }
    for (const ticker of this.#catalogue.unknownSeries().slice(0, UNKNOWN_REQUESTS_MAX)) {
      const series = await catalogue.getSeries(ticker, { signal });
      if (series === null) this.#catalogue.absent([ticker]);
      else
        await this.#slowly([series.row], (row, reader) => this.#catalogue.readSeries(row, reader));
    }
  }

  /** Reads rows with pauses in which the program goes on. */
  async #slowly(
    rows: readonly unknown[],
    read: (row: unknown, reader: FrameReader) => void,
  ): Promise<void> {
    for (const part of chunksOf(rows, ROWS_PER_TURN)) {
      for (const row of part) {
        const reader = new FrameReader('kalshi.markets');
        read(row, reader);
        const [problem] = reader.problems;
        if (problem === undefined) continue;
        this.#counts.unread += 1;
        this.#unreadProblem = problem;
      }
      await turn();
    }
  }

  #failed(error: unknown): number {
    this.#counts.failures += 1;
    this.#failuresInRow += 1;
    this.#trouble = troubleOf(error);
    // What was refused or makes no sense is refused again: the list is begun anew.
    const mayPass = error instanceof VenueError && !OVER.has(error.kind);
    if (!mayPass) this.#beginAnew();
    return retryDelayMs(this.#failuresInRow, null, this.#options.runtime.random);
  }

  #beginAnew(): void {
    this.#restarts += 1;
    if (this.#restarts <= RESTARTS_MAX) {
      this.#step = begunAnew(this.#step);
      return;
    }
    this.#restarts = 0;
    this.#isWholeWalk = false;
    // Without a walk to its end nobody knows since when changes are missing.
    if (this.#step.kind === 'markets') this.#walkStartedAtMs = null;
    this.#step = skipped(this.#step, this.#catalogue.categories());
  }
}
