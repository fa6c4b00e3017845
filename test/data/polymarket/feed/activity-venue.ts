import { json, type Reply, type Route, type Seen } from '../../../servers/http-double.ts';
import { activityRow } from '../client/venue.ts';

/** A row of a wallet with the time from which the venue shows it. */
export interface IndexedRow {
  readonly seconds: number;
  readonly row: object;
  readonly visibleAtMs: number;
}

export type Fault =
  | 'none'
  | 'unavailable'
  | 'rateLimited'
  | 'drop'
  | 'html'
  /** Half of the rows, and no word on what follows. */
  | 'truncated'
  /** Half of the rows, and it looks like the end. */
  | 'cutShort'
  /** A cursor that leads back. */
  | 'loop'
  /** The first page again. */
  | 'repeat'
  /** Rows of the second before the last one again, and then what follows. */
  | 'stepBack';

const ANY = /./;

/** Data API v2 activity of one wallet: oldest first, cursors, small pages, and faults as told. */
export class ActivityVenue {
  readonly rows: IndexedRow[] = [];
  readonly faults: Fault[] = [];
  readonly starts: number[] = [];
  readonly #nowMs: () => number;
  readonly #pageRows: number;

  constructor(nowMs: () => number, pageRows = 1_000) {
    this.#nowMs = nowMs;
    this.#pageRows = pageRows;
  }

  get route(): Route {
    return {
      path: '/v2/activity',
      needs: { user: /^0xa1/, sort_direction: /^ASC$/, start: /^\d{10}$/, _: /^\d{16}$/ },
      may: { limit: /^(500|100)$/, cursor: ANY },
      reply: (seen) => this.#reply(seen),
    };
  }

  add(seconds: number, transaction: number, visibleAtMs = 0): void {
    this.rows.push({ seconds, row: activityRow(seconds, transaction), visibleAtMs });
  }

  #reply({ query }: Seen): Reply {
    const fault = this.faults.shift() ?? 'none';
    if (fault === 'unavailable') return json({ error: 'try later' }, 503);
    if (fault === 'rateLimited') return json({ error: 'slow down' }, 429, { 'retry-after': '1' });
    if (fault === 'drop') return { kind: 'drop' };
    if (fault === 'html') {
      return { kind: 'answer', status: 200, type: 'text/html', text: '<html>', headers: {} };
    }
    const start = Number(query.get('start'));
    this.starts.push(start);
    const shown = this.rows
      .filter(({ seconds, visibleAtMs }) => seconds >= start && visibleAtMs <= this.#nowMs())
      .sort((a, b) => a.seconds - b.seconds);
    const visible = shown.map(({ row }) => row);
    const asked = fault === 'repeat' ? 0 : Number(query.get('cursor') ?? 0);
    const cursor = fault === 'stepBack' ? beforeLastSecond(shown, asked) : asked;
    const size = Math.min(this.#pageRows, Number(query.get('limit') ?? this.#pageRows));
    const page = visible.slice(cursor, cursor + size);
    const half = page.slice(0, Math.ceil(page.length / 2));
    if (fault === 'truncated') return json({ data: half, pagination: { has_more: true } });
    const end = { has_more: false, next_cursor: null };
    if (fault === 'cutShort') return json({ data: half, pagination: end });
    const hasMore = cursor + size < visible.length;
    const next = fault === 'loop' ? cursor : cursor + size;
    const more = { has_more: true, next_cursor: String(next) };
    return json({ data: page, pagination: hasMore ? more : end });
  }
}

/** Where the second before that of the newest row before `cursor` begins, if it is known. */
function beforeLastSecond(rows: readonly IndexedRow[], cursor: number): number {
  const last = rows[cursor - 1]?.seconds;
  const before = rows.findLast(({ seconds }) => last !== undefined && seconds < last);
  return before === undefined ? cursor : rows.indexOf(before);
}
