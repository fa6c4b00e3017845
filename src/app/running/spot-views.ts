import type { BinanceFeedHealth } from '../../data/binance/feed/health.ts';
import type { RangeFeedHealth } from '../../data/binance/feed/range-feed.ts';
import type { PolyboltHealth } from '../../data/polybolt/price-stream.ts';
import type { FeedView } from '../../engine/contract/views.ts';
import { type AtMs, SECOND_MS } from '../../engine/domain/time.ts';

/** Each symbol has a settlement price a second; older than this is silence. */
const SETTLEMENT_SILENCE_MS = 15 * SECOND_MS;

/** Prices of Binance as one feed: live while every followed symbol has a fresh price. */
export function spotView(health: BinanceFeedHealth, ranges: RangeFeedHealth): FeedView {
  const { symbols, host, messages, losses, unread } = health;
  const ages = symbols.flatMap(({ ageMs }) => ageMs ?? []);
  return {
    name: 'Binance prices',
    source: 'binance.stream',
    ...spotState(health, ranges),
    ageMs: ages.length === 0 ? null : Math.min(...ages),
    lagMsP50: null,
    lagMsP99: null,
    messages,
    reconnects: losses,
    problems: unread,
    trades: null,
    isBeside: true,
    host: host ?? symbols.find((symbol) => symbol.host !== null)?.host ?? null,
  };
}

function spotState(
  health: BinanceFeedHealth,
  ranges: RangeFeedHealth,
): Pick<FeedView, 'state' | 'note'> {
  const { symbols, host, attempts, losses, pollFailures, trouble, isOtherExchange } = health;
  const priceless = symbols.filter(({ price }) => price === null);
  if (priceless.length === 0) {
    const other = isOtherExchange ? `from ${host}, a smaller exchange` : null;
    return { state: 'live', note: other ?? rangeNote(ranges) };
  }
  if (priceless.length < symbols.length) {
    const names = priceless.map(({ symbol }) => symbol.toUpperCase()).join(', ');
    return { state: 'live', note: `no price now: ${names}` };
  }
  const isFirst = losses === 0 && pollFailures === 0 && attempts <= 1;
  if (isFirst) return { state: 'connecting', note: 'connecting for the first time' };
  return { state: host === null ? 'down' : 'silent', note: trouble ?? 'no price comes' };
}

/** Markets that opened before they were watched have no fair value meanwhile. */
function rangeNote({ wanted, trouble }: RangeFeedHealth): string | null {
  return wanted === 0 || trouble === null ? null : `its candles do not come: ${trouble}`;
}

/** The prices that Polymarket settles crypto windows by. */
export function settlementView(health: PolyboltHealth, nowMs: AtMs): FeedView {
  const { lastDataAtMs, messages, reconnects, unread } = health;
  const ageMs = lastDataAtMs === null ? null : nowMs - lastDataAtMs;
  return {
    name: 'Polymarket settlement prices',
    source: 'polybolt.price',
    ...settlementState(health, ageMs),
    ageMs,
    lagMsP50: null,
    lagMsP99: null,
    messages,
    reconnects,
    problems: unread,
    trades: null,
    isBeside: true,
  };
}

function settlementState(
  health: PolyboltHealth,
  ageMs: number | null,
): Pick<FeedView, 'state' | 'note'> {
  const { state, reason, trouble, isAuthed } = health;
  if (state === 'closed') {
    return { state: 'waiting', note: 'waits for the credentials of the account' };
  }
  if (trouble !== null && !isAuthed) return { state: 'down', note: trouble };
  if (state === 'connecting') return { state: 'connecting', note: reason };
  if (state !== 'open') return { state: 'down', note: reason ?? 'not connected' };
  if (ageMs === null) return { state: 'connecting', note: 'connected, no price yet' };
  if (ageMs > SETTLEMENT_SILENCE_MS) {
    return { state: 'silent', note: 'connected, and no price comes' };
  }
  return { state: 'live', note: trouble };
}
