import { describe, expect, test } from 'vitest';
import { VenueError } from '../../../../src/data/http/venue-error.ts';
import type { RawPage } from '../../../../src/data/kalshi/client/lists.ts';
import { KalshiDirectory } from '../../../../src/data/kalshi/feed/directory.ts';
import { MarketList } from '../../../../src/data/kalshi/feed/market-list.ts';
import { KALSHI_PACE } from '../../../../src/data/kalshi/feed/pace.ts';
import type { Row } from '../../../../src/data/parsed.ts';
import { MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { settle, VirtualRuntime } from '../../http/virtual-runtime.ts';
import { eventRow, marketRow, seriesRow } from '../frames.ts';

/** Rows of one page of this venue. */
const PAGE_ROWS = 40;
const EVENTS = 25;
const PACE = { ...KALSHI_PACE, walkMs: 10 * MINUTE_MS };

/** A venue of its lists alone: market `at` is of event `at % EVENTS`, and of the series of that. */
class Lists {
  markets = new Map<string, Row>();
  readonly asked: string[] = [];
  /** What goes wrong with the next requests, by the words that they are asked in. */
  wrong: (asked: string) => RawPage | VenueError | null = () => null;
  /** Events that no list shows. */
  isHidden: (ticker: string) => boolean = () => false;
  readonly #nowMs: () => number;

  constructor(count: number, nowMs: () => number) {
    this.#nowMs = nowMs;
    for (let at = 0; at < count; at += 1) this.open(at);
  }

  open(at: number, changes: Row = {}): void {
    const row = marketRow({
      ...{ ticker: `KXA-${at}`, event_ticker: `KXE-${at % EVENTS}`, yes_sub_title: `Part ${at}` },
      close_time: '2027-11-22T19:45:00Z',
      ...changes,
    });
    this.markets.set(`KXA-${at}`, { ...row, updated_ms: this.#nowMs() });
  }

  readonly client = {
    lists: {
      eventPage: async (
        filter: { readonly tickers?: readonly string[]; readonly updatedFromMs?: number },
        cursor: string | null,
      ): Promise<RawPage> => {
        if (filter.updatedFromMs !== undefined) return this.#page('changed events', [], cursor);
        const { tickers } = filter;
        const rows = this.#events(tickers === undefined ? null : new Set(tickers));
        return this.#page(tickers === undefined ? 'events' : 'named events', rows, cursor);
      },
      seriesRows: async (category: string): Promise<readonly unknown[]> => {
        const { rows } = this.#page(`series of ${category}`, [seriesRow({ ticker: 'KXS0' })], null);
        return rows;
      },
      marketPage: async (
        { updatedFromMs }: { readonly updatedFromMs?: number },
        cursor: string | null,
      ): Promise<RawPage> => {
        const all = [...this.markets.values()];
        if (updatedFromMs === undefined) {
          const open = all.filter((row) => row['status'] === 'active');
          return this.#page('markets', open, cursor);
        }
        const changed = all.filter((row) => Number(row['updated_ms']) >= updatedFromMs);
        return this.#page('changed markets', changed, cursor);
      },
    },
    catalogue: {
      getSeries: async (ticker: string) => {
        this.#page(`series ${ticker}`, [], null);
        return ticker === 'KXS1' ? { row: seriesRow({ ticker }), series: null as never } : null;
      },
    },
  };

  #events(named: ReadonlySet<string> | null): readonly Row[] {
    return Array.from({ length: EVENTS }, (_, at) => `KXE-${at}`)
      .filter((ticker) => (named === null ? !this.isHidden(ticker) : named.has(ticker)))
      .map((ticker, at) =>
        eventRow({ event_ticker: ticker, series_ticker: `KXS${at % 2}`, title: `Event ${ticker}` }),
      );
  }

  #page(name: string, rows: readonly Row[], cursor: string | null): RawPage {
    const asked = cursor === null ? name : `${name} from ${cursor}`;
    this.asked.push(asked);
    const wrong = this.wrong(asked);
    if (wrong instanceof VenueError) throw wrong;
    if (wrong !== null) return wrong;
    const from = Number(cursor ?? 0);
    const next = from + PAGE_ROWS;
    return {
      rows: rows.slice(from, next),
      cursor: next < rows.length ? String(next) : null,
    };
  }
}

function reading(count: number, prepare: (venue: Lists) => void = () => undefined) {
  const runtime = new VirtualRuntime();
  const venue = new Lists(count, () => runtime.nowMs());
  prepare(venue);
  const directory = new KalshiDirectory();
  const list = new MarketList({ client: venue.client, directory, runtime, pace: PACE });
  list.start();
  /** Lets time pass; rows are read with pauses in which nothing else is awaited. */
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= KALSHI_PACE.pageMs) {
      await runtime.advance(KALSHI_PACE.pageMs);
      await settle();
    }
  };
  return { runtime, venue, directory, list, pass };
}

const refused = new VenueError({
  kind: 'rejected',
  endpoint: 'kalshi.market-page',
  text: 'cursor',
});

describe('reading the list of all markets', () => {
  test('goes page by page, events and series first, and one page a second', async () => {
    const { venue, list, directory, pass } = reading(100);
    await pass(10_000);
    expect(venue.asked).toEqual([
      ...[
        'events',
        'series of Crypto',
        'markets',
        'series KXS1',
        'markets from 40',
        'markets from 80',
      ],
    ]);
    expect(list.snapshot()).toMatchObject({
      isComplete: true,
      step: 'rest',
      markets: 100,
      unread: 0,
    });
    expect([...directory.listings()].every(({ terms }) => terms.fee !== null)).toBe(true);
    await list.close();
  });

  test('reads only what changed from then on, and everything again after some time', async () => {
    const { venue, list, directory, pass } = reading(50);
    await pass(10_000);
    await pass(5 * MINUTE_MS);
    venue.asked.length = 0;
    venue.open(50);
    venue.open(3, { status: 'closed' });
    await pass(KALSHI_PACE.changesMs + 2_000);
    expect(venue.asked).toEqual(['changed events', 'changed markets']);
    expect(directory.size).toBe(50);
    expect(directory.get('KXA-50' as never)).not.toBeNull();
    expect(directory.get('KXA-3' as never)).toBeNull();
    venue.markets.delete('KXA-7');
    await pass(6 * MINUTE_MS);
    expect(venue.asked).toContain('markets');
    expect(directory.get('KXA-7' as never)).toBeNull();
    expect(directory.size).toBe(49);
    await list.close();
  });

  test('asks by name for events that no list has', async () => {
    const { venue, list, directory, pass } = reading(50, (hiding) => {
      hiding.isHidden = (ticker) => ticker === 'KXE-4';
    });
    await pass(10_000);
    expect(venue.asked.filter((asked) => asked === 'named events')).toHaveLength(1);
    expect(directory.get('KXA-4' as never)?.terms.category).toBe('Crypto');
    await list.close();
  });

  test('a cursor that the venue refuses begins the list anew', async () => {
    const { venue, list, directory, pass } = reading(100);
    let times = 0;
    venue.wrong = (asked) => {
      if (asked !== 'markets from 40' || times > 0) return null;
      times += 1;
      return refused;
    };
    await pass(15_000);
    expect(venue.asked.filter((asked) => asked === 'markets')).toHaveLength(2);
    expect(directory.size).toBe(100);
    expect(list.snapshot()).toMatchObject({ isComplete: true, failures: 1, trouble: null });
    await list.close();
  });

  test('a list that goes round is given up, and what was known before stays', async () => {
    const { venue, list, directory, pass } = reading(100);
    await pass(10_000);
    venue.markets.delete('KXA-0');
    venue.wrong = (asked) => (asked.startsWith('markets from') ? { rows: [], cursor: '40' } : null);
    await pass(11 * MINUTE_MS);
    expect(directory.size).toBe(100);
    expect(list.snapshot().failures).toBeGreaterThan(3);
    venue.wrong = () => null;
    await pass(2 * MINUTE_MS);
    expect(directory.size).toBe(99);
    expect(list.snapshot().trouble).toBeNull();
    await list.close();
  });

  test('a venue that is down is asked less and less, and the same page goes on', async () => {
    const { venue, list, pass } = reading(100);
    await pass(4_000);
    const down = new VenueError({ kind: 'unreachable', endpoint: 'kalshi.market-page' });
    venue.wrong = () => down;
    venue.asked.length = 0;
    await pass(5 * MINUTE_MS);
    expect(venue.asked.length).toBeLessThan(30);
    expect(new Set(venue.asked).size).toBe(1);
    expect(list.snapshot().trouble).toContain('unreachable');
    venue.wrong = () => null;
    await pass(MINUTE_MS);
    expect(list.snapshot()).toMatchObject({ isComplete: true, trouble: null });
    await list.close();
  });

  test('rows that cannot be read are counted, the others are listed', async () => {
    const { venue, list, directory, pass } = reading(0);
    venue.open(0);
    venue.open(1, { close_time: 'soon' });
    await pass(10_000);
    expect(directory.size).toBe(1);
    expect(list.snapshot()).toMatchObject({ unread: 1, unreadProblem: { field: 'close_time' } });
    await list.close();
  });
});
