import type { Queries } from '../../../engine/contract/queries.ts';
import type { StatusView } from '../../../engine/contract/views.ts';
import { isLive, type LedgerId } from '../../../engine/domain/ids.ts';
import { bookName } from '../../format/names.ts';
import type { LiveCounts } from '../live/live-hub.ts';

type Labels = Readonly<Record<string, string>>;

/** One number of the program, with what it is of. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** A name with its samples; units stand last in the name. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly samples: readonly Sample[];
}

export interface MetricSources {
  readonly queries: Pick<Queries, 'status' | 'openOrders'>;
  readonly live: () => LiveCounts;
  readonly sessions: () => number;
  /** What others count. */
  readonly more: () => readonly Metric[];
}

/** Everything that is measured, as text for Prometheus. */
export function metricsText(sources: MetricSources): string {
  const status = sources.queries.status();
  const all = [
    ...stateMetrics(status),
    ...ledgerMetrics(status),
    ...feedMetrics(status),
    ...orderMetrics(sources),
    ...webMetrics(sources),
    ...sources.more(),
  ];
  return all.map(text).join('');
}

function one(value: number, labels: Labels = {}): readonly Sample[] {
  return [{ labels, value }];
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name: `polymind_${name}`, help, type: 'gauge', samples };
}

function stateMetrics({ control, books, database, today, wallets, mode }: StatusView): Metric[] {
  const failing = database.failingSinceMs === null ? 0 : 1;
  return [
    gauge(
      'killed',
      'whether everything automatic is stopped',
      one(control.killed === null ? 0 : 1),
    ),
    gauge('paused', 'whether entries are stopped', one(control.paused === null ? 0 : 1)),
    gauge('live', 'whether entries spend real money', one(mode === 'live' ? 1 : 0)),
    gauge('books_known', 'books that are kept', one(books.known)),
    gauge('books_trusted', 'books that agree with the venue', one(books.trusted)),
    gauge('wallets_enabled', 'wallets that are copied', one(wallets.enabled)),
    gauge('database_failing', 'whether writes are not taken', one(failing)),
    gauge('database_writes_waiting', 'writes that are not confirmed', one(database.writesWaiting)),
    gauge('today_signals', 'signals since local midnight, by how they ended', [
      { labels: { ended: 'copied' }, value: today.copied },
      { labels: { ended: 'exited' }, value: today.exited },
      { labels: { ended: 'denied' }, value: today.denied },
    ]),
    gauge(
      'today_denied',
      'signals denied since local midnight, by the gate that stopped them',
      today.byGate.map(({ gate, count }) => ({ labels: { gate }, value: count })),
    ),
  ];
}

/** An account is named by its book alone: its address belongs to nobody who reads metrics. */
function ledgerMetrics({ ledgers }: StatusView): Metric[] {
  const each = (value: (of: StatusView['ledgers'][number]) => number): readonly Sample[] =>
    ledgers.map((of) => ({ labels: { book: bookOf(of.ledger) }, value: value(of) }));
  const dollars = (micro: number): number => micro / 1_000_000;
  return [
    gauge(
      'equity_dollars',
      'worth at the bid',
      each((of) => dollars(of.equity)),
    ),
    gauge(
      'cash_dollars',
      'cash',
      each((of) => dollars(of.cash)),
    ),
    gauge(
      'reserved_dollars',
      'held for open orders',
      each((of) => dollars(of.reserved)),
    ),
    gauge(
      'today_net_dollars',
      'realised less fees since local midnight',
      each((of) => dollars(of.todayNet)),
    ),
    gauge(
      'positions_open',
      'open positions',
      each((of) => of.openPositions),
    ),
  ];
}

function bookOf(ledger: LedgerId): string {
  const venue = isLive(ledger) ? `_${ledger.split(':')[1] ?? ''}` : '';
  return `${bookName(ledger).toLowerCase().replaceAll(' ', '_')}${venue}`;
}

function feedMetrics({ feeds }: StatusView): Metric[] {
  const each = (value: (of: StatusView['feeds'][number]) => number | null): readonly Sample[] =>
    feeds.flatMap((of) => {
      const number = value(of);
      return number === null ? [] : [{ labels: { feed: of.name }, value: number }];
    });
  const counter = (name: string, help: string, samples: readonly Sample[]): Metric => ({
    ...gauge(name, help, samples),
    type: 'counter',
  });
  return [
    gauge(
      'feed_up',
      'whether data arrives',
      each(({ state }) => Number(state === 'live' || state === 'waiting')),
    ),
    gauge(
      'feed_age_ms',
      'since the newest message',
      each(({ ageMs }) => ageMs),
    ),
    gauge(
      'feed_lag_p99_ms',
      'receipt less venue time',
      each(({ lagMsP99 }) => lagMsP99),
    ),
    counter(
      'feed_messages_total',
      'messages',
      each(({ messages }) => messages),
    ),
    counter(
      'feed_reconnects_total',
      'connections that were made anew',
      each(({ reconnects }) => reconnects),
    ),
    counter(
      'feed_problems_total',
      'rows that could not be read',
      each(({ problems }) => problems),
    ),
  ];
}

function orderMetrics({ queries }: MetricSources): Metric[] {
  const counts = new Map<string, number>();
  for (const { order } of queries.openOrders()) {
    const key = `${bookOf(order.intent.ledger)} ${order.status}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const samples = [...counts].map(([key, value]) => {
    const [book = '', status = ''] = key.split(' ');
    return { labels: { book, status }, value };
  });
  return [gauge('orders_open', 'orders that are not over, by status', samples)];
}

function webMetrics({ live, sessions }: MetricSources): Metric[] {
  const { listeners, dropped, deltas } = live();
  return [
    gauge('web_sessions', 'people who are signed in', one(sessions())),
    gauge('web_listeners', 'live streams', one(listeners)),
    {
      ...gauge('web_listeners_dropped_total', 'live streams that were too slow', one(dropped)),
      type: 'counter',
    },
    {
      ...gauge('web_deltas_total', 'changes that were told to live streams', one(deltas)),
      type: 'counter',
    },
  ];
}

function text({ name, help, type, samples }: Metric): string {
  if (samples.length === 0) return '';
  const lines = samples.map(({ labels, value }) => `${name}${labelsText(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelsText(labels: Labels): string {
  const parts = Object.entries(labels).map(([key, value]) => `${key}="${labelValue(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function labelValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
