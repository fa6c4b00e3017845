import type { Changed, Delta, Snapshot } from '../contract/live.ts';

/** What is shown live, at one moment. */
export type LiveState = Omit<Snapshot, 'seq'>;

/** One state with its parts as JSON, so that the next can be compared with it cheaply. */
export interface Pictured {
  readonly state: LiveState;
  readonly overview: ReadonlyMap<string, string>;
  readonly rows: Readonly<Record<ListName, ReadonlyMap<string, string>>>;
}

export const LISTS = ['positions', 'orders', 'decisions', 'opportunities'] as const;
type ListName = (typeof LISTS)[number];

/** Fields of the overview that change by time alone: their change is no news. */
const CLOCKS: ReadonlySet<string> = new Set(['atMs']);

export function picture(state: LiveState): Pictured {
  const rowsOf = (name: ListName): ReadonlyMap<string, string> =>
    new Map(state[name].map((row) => [row.id, JSON.stringify(row)]));
  return {
    state,
    overview: new Map(
      Object.entries(state.overview).map(([key, value]) => [key, JSON.stringify(value)]),
    ),
    rows: {
      positions: rowsOf('positions'),
      orders: rowsOf('orders'),
      decisions: rowsOf('decisions'),
      opportunities: rowsOf('opportunities'),
    },
  };
}

/** What changed from one state to the next; `null` when nothing did. */
export function difference(before: Pictured, after: Pictured): Omit<Delta, 'seq'> | null {
  const overview = changedFields(before, after);
  const { state } = after;
  const positions = changedRows(state.positions, before.rows.positions, after.rows.positions);
  const orders = changedRows(state.orders, before.rows.orders, after.rows.orders);
  const decisions = changedRows(state.decisions, before.rows.decisions, after.rows.decisions);
  const opportunities = changedRows(
    state.opportunities,
    before.rows.opportunities,
    after.rows.opportunities,
  );
  const all = [overview, positions, orders, decisions, opportunities];
  if (all.every((part) => part === null)) return null;
  return { overview, positions, orders, decisions, opportunities };
}

function changedFields(before: Pictured, after: Pictured): Delta['overview'] {
  const changed = Object.entries(after.state.overview).filter(
    ([key]) => !CLOCKS.has(key) && before.overview.get(key) !== after.overview.get(key),
  );
  if (changed.length === 0) return null;
  return { ...Object.fromEntries(changed), atMs: after.state.overview.atMs };
}

function changedRows<Row extends { readonly id: string }>(
  rows: readonly Row[],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Changed<Row> | null {
  const put = rows.filter(({ id }) => before.get(id) !== after.get(id));
  const gone = [...before.keys()].filter((id) => !after.has(id));
  return put.length === 0 && gone.length === 0 ? null : { put, gone };
}
