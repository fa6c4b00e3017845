import type { LogStreamSnapshot } from '../../data/polygon/log-stream.ts';
import type { ActivityHealth } from '../../data/polymarket/feed/activity-feed.ts';
import type { MarketFeedHealth } from '../../data/polymarket/feed/market-feed.ts';
import type { MarketStreamSnapshot } from '../../data/polymarket/stream/market-stream.ts';
import type { SocketSnapshot } from '../../data/socket/socket-snapshot.ts';
import type { FeedView } from '../../engine/contract/views.ts';
import type { LeaderFeed } from '../../engine/domain/leader.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { FeedCoverage } from '../../engine/intelligence/wallet/leader-dedupe.ts';
import type { Meter } from './meter.ts';

/** A poll that did not succeed for this long is silent. */
const POLL_SILENCE_MS = 30_000;
/** Data this old on an open socket is silence; the streams reconnect sooner by themselves. */
const STREAM_SILENCE_MS = 60_000;

/** What the health of all feeds is judged from. */
export interface FeedReadings {
  readonly nowMs: AtMs;
  readonly meter: (source: string) => Meter;
  readonly books: MarketStreamSnapshot;
  readonly trades: SocketSnapshot;
  /** Only where a node of the chain is configured. */
  readonly chain?: LogStreamSnapshot | null;
  readonly activity: ActivityHealth;
  readonly markets: MarketFeedHealth;
  /** Leader trades of the last hour, but for the newest, which slow feeds may still show. */
  readonly coverage: FeedCoverage;
}

export function feedViews(readings: FeedReadings): readonly FeedView[] {
  const { chain = null } = readings;
  return [
    booksView(readings),
    tradesView(readings),
    ...(chain === null ? [] : [chainView(readings, chain)]),
    activityView(readings),
    marketsView(readings),
  ];
}

function booksView(readings: FeedReadings): FeedView {
  const { books } = readings;
  const base = baseOf(readings, 'Polymarket books', 'polymarket.market');
  if (books.tokens === 0) {
    return { ...base, state: 'waiting', note: 'no market is needed yet', reconnects: 0 };
  }
  return { ...base, ...socketState(books, base.ageMs), reconnects: books.reconnects };
}

function tradesView(readings: FeedReadings): FeedView {
  const { trades, coverage } = readings;
  const base = baseOf(readings, 'Polymarket trades', 'polymarket.activity');
  const state = socketState(trades, base.ageMs);
  return {
    ...base,
    ...state,
    reconnects: trades.reconnects,
    trades: seenBy(coverage, ['rtds.trades', 'rtds.orders_matched']),
  };
}

/** Judged by the blocks, which come all the time; by its trades it would be silent for hours. */
function chainView(readings: FeedReadings, chain: LogStreamSnapshot): FeedView {
  const { nowMs, coverage } = readings;
  const base = baseOf(readings, 'Polygon trades', 'polygon.logs');
  const { lastBlockAtMs, reconnects, undated } = chain;
  const ageMs = lastBlockAtMs === null ? null : nowMs - lastBlockAtMs;
  // Where blocks have no time, trades are dated by their receipt.
  const lag = undated > 0 ? { lagMsP50: null, lagMsP99: null } : {};
  const trades = seenBy(coverage, ['chain']);
  return { ...base, ...lag, ageMs, reconnects, trades, ...chainState(chain, ageMs) };
}

function chainState(
  chain: LogStreamSnapshot,
  ageMs: number | null,
): Pick<FeedView, 'state' | 'note'> {
  const state = socketState(chain, ageMs);
  if (chain.state === 'open' && chain.trouble !== null) {
    return { state: 'down', note: chain.trouble };
  }
  if (state.state !== 'live' || chain.wallets > 0) return state;
  return { state: 'waiting', note: 'nobody is followed yet' };
}

function activityView(readings: FeedReadings): FeedView {
  const { activity, coverage, nowMs } = readings;
  const base = baseOf(readings, 'Polymarket activity', 'polymarket.data-activity');
  const { lastSuccessAtMs, wallets, polls, failures } = activity;
  const view = {
    ...base,
    messages: polls,
    reconnects: failures,
    ageMs: lastSuccessAtMs === null ? null : nowMs - lastSuccessAtMs,
    trades: seenBy(coverage, ['data-api']),
  };
  if (wallets.length === 0) return { ...view, state: 'waiting', note: 'nobody is followed yet' };
  const trouble = wallets.find((wallet) => wallet.trouble !== null)?.trouble ?? null;
  return { ...view, ...pollState({ lastSuccessAtMs, trouble }, nowMs) };
}

function marketsView(readings: FeedReadings): FeedView {
  const { markets, nowMs } = readings;
  const base = baseOf(readings, 'Polymarket markets', 'polymarket.markets');
  const { lastSuccessAtMs, trouble, lists, failures } = markets;
  const view = {
    ...base,
    messages: lists,
    reconnects: failures,
    ageMs: lastSuccessAtMs === null ? null : nowMs - lastSuccessAtMs,
    lagMsP50: null,
    lagMsP99: null,
  };
  if (markets.markets.length === 0) {
    return { ...view, state: 'waiting', note: 'no market is needed yet' };
  }
  if (trouble === null && lastSuccessAtMs !== null) return { ...view, state: 'live', note: null };
  return { ...view, ...pollState({ lastSuccessAtMs, trouble }, nowMs) };
}

function baseOf({ meter, nowMs }: FeedReadings, name: string, source: string) {
  const { messages, problems, lastAtMs, lagMs } = readMeter(meter(source));
  return {
    name,
    source,
    ageMs: lastAtMs === null ? null : nowMs - lastAtMs,
    lagMsP50: lagMs(0.5),
    lagMsP99: lagMs(0.99),
    messages,
    problems,
    trades: null,
  } as const;
}

function readMeter(meter: Meter) {
  const { messages, problems, lastAtMs } = meter;
  return { messages, problems, lastAtMs, lagMs: (part: number) => meter.lagMs(part) };
}

function socketState(
  socket: SocketSnapshot,
  ageMs: number | null,
): Pick<FeedView, 'state' | 'note'> {
  if (socket.state === 'connecting') return { state: 'connecting', note: socket.reason };
  if (socket.state !== 'open') return { state: 'down', note: socket.reason ?? 'not connected' };
  if (ageMs === null) return { state: 'connecting', note: 'connected, no data yet' };
  if (ageMs > STREAM_SILENCE_MS) return { state: 'silent', note: 'connected, and no data comes' };
  return { state: 'live', note: null };
}

function pollState(
  of: { readonly lastSuccessAtMs: AtMs | null; readonly trouble: string | null },
  nowMs: AtMs,
): Pick<FeedView, 'state' | 'note'> {
  const { lastSuccessAtMs, trouble } = of;
  if (lastSuccessAtMs === null) {
    return trouble === null
      ? { state: 'connecting', note: 'asking for the first time' }
      : { state: 'down', note: trouble };
  }
  if (nowMs - lastSuccessAtMs <= POLL_SILENCE_MS) return { state: 'live', note: null };
  return { state: trouble === null ? 'silent' : 'down', note: trouble ?? 'no answer comes' };
}

/** Of the trades that any feed showed, those that one of these did. */
function seenBy(coverage: FeedCoverage, feeds: readonly LeaderFeed[]): FeedView['trades'] {
  const seen = Math.max(0, ...feeds.map((feed) => coverage.shownBy.get(feed) ?? 0));
  return { seen, missed: coverage.trades - seen };
}
