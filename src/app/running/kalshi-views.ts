import type { KalshiFeedHealth } from '../../data/kalshi/feed/health.ts';
import type { KalshiStreamSnapshot } from '../../data/kalshi/stream/stream-options.ts';
import type { FeedView } from '../../engine/contract/views.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';

/** The list is looked at every few minutes at the latest. */
const LIST_SILENCE_MS = 30 * MINUTE_MS;
/** Values of the index come every second where the stream carries them; books may rightly be quiet. */
const STREAM_SILENCE_MS = 60 * SECOND_MS;
const POLL_SILENCE_MS = 30 * SECOND_MS;

const BESIDE = { lagMsP50: null, lagMsP99: null, trades: null, isBeside: true } as const;

type Judged = Pick<FeedView, 'state' | 'note'>;

/**
 * Kalshi as feeds: its list of markets; with a key its stream, without one the books that are asked for
 * while somebody needs them.
 */
export function kalshiViews(health: KalshiFeedHealth, nowMs: AtMs): readonly FeedView[] {
  const { stream, wanted } = health;
  if (stream !== null) return [listView(health, nowMs), streamView(stream, nowMs)];
  return [listView(health, nowMs), ...(wanted.length === 0 ? [] : [pollView(health, nowMs)])];
}

function listView(health: KalshiFeedHealth, nowMs: AtMs): FeedView {
  const { pages, failures, unread, walkedAtMs, changesAtMs } = health.list;
  const newest = Math.max(walkedAtMs ?? 0, changesAtMs ?? 0);
  const ageMs = newest === 0 ? null : nowMs - newest;
  return {
    name: 'Kalshi markets',
    source: 'kalshi.markets',
    ...listState(health, ageMs),
    ageMs,
    messages: pages,
    reconnects: failures,
    problems: unread,
    ...BESIDE,
  };
}

function listState({ list, exchange }: KalshiFeedHealth, ageMs: number | null): Judged {
  const { isComplete, markets, pages, trouble } = list;
  if (!isComplete || ageMs === null) {
    if (trouble !== null) return { state: 'down', note: trouble };
    if (pages === 0) return { state: 'connecting', note: 'asking for the first time' };
    // Read slowly, it takes minutes, and nothing is wrong meanwhile.
    return { state: 'waiting', note: `reading the list: ${markets} markets so far` };
  }
  if (ageMs > LIST_SILENCE_MS) {
    return { state: trouble === null ? 'silent' : 'down', note: trouble ?? 'no answer comes' };
  }
  // The whole list stays of use while the venue rests, and while one answer fails.
  const isResting = exchange.shards.some(({ stop }) => stop !== null);
  return { state: 'live', note: isResting ? 'Kalshi, or a part of it, does not trade now' : null };
}

function streamView(stream: KalshiStreamSnapshot, nowMs: AtMs): FeedView {
  const { lastDataAtMs, messages, reconnects } = stream;
  const ageMs = lastDataAtMs === null ? null : nowMs - lastDataAtMs;
  return {
    name: 'Kalshi stream',
    source: 'kalshi.stream',
    ...streamState(stream, ageMs),
    ageMs,
    messages,
    reconnects,
    problems: 0,
    ...BESIDE,
  };
}

function streamState({ state, reason }: KalshiStreamSnapshot, ageMs: number | null): Judged {
  if (state === 'connecting') return { state: 'connecting', note: reason };
  if (state !== 'open') return { state: 'down', note: reason ?? 'not connected' };
  if (ageMs === null) return { state: 'waiting', note: 'connected, nothing to hear yet' };
  if (ageMs > STREAM_SILENCE_MS) return { state: 'waiting', note: 'connected, and quiet' };
  return { state: 'live', note: null };
}

function pollView({ books }: KalshiFeedHealth, nowMs: AtMs): FeedView {
  const { readAtMs, reads, failures, trouble } = books;
  const ageMs = readAtMs === null ? null : nowMs - readAtMs;
  return {
    name: 'Kalshi books',
    source: 'kalshi.book',
    ...pollState(ageMs, trouble),
    ageMs,
    messages: reads,
    reconnects: failures,
    problems: 0,
    ...BESIDE,
  };
}

function pollState(ageMs: number | null, trouble: string | null): Judged {
  if (ageMs === null) {
    return trouble === null
      ? { state: 'connecting', note: 'asking for the first time' }
      : { state: 'down', note: trouble };
  }
  if (ageMs <= POLL_SILENCE_MS) return { state: 'live', note: null };
  return { state: trouble === null ? 'silent' : 'down', note: trouble ?? 'no answer comes' };
}
