import type { FeedView } from '../../engine/contract/views.ts';
import type { Venue } from '../../engine/domain/market.ts';
import { type AtMs, MINUTE_MS } from '../../engine/domain/time.ts';
import type { LagListingHealth } from './lag-listing.ts';

/** A list is made every two minutes; without one for so long, windows begin that nobody watches. */
const LIST_SILENCE_MS = 10 * MINUTE_MS;

const NAMES: Readonly<Record<Venue, Pick<FeedView, 'name' | 'source'>>> = {
  polymarket: { name: 'Polymarket coin markets', source: 'polymarket.markets/coins' },
  kalshi: { name: 'Kalshi coin markets', source: 'kalshi.markets/coins' },
};

/** A venue's list of markets about coins, as a feed. */
export function cryptoListView(venue: Venue, health: LagListingHealth, nowMs: AtMs): FeedView {
  const { lists, failures, lastSuccessAtMs } = health;
  return {
    ...NAMES[venue],
    ...listState(health, nowMs),
    ageMs: lastSuccessAtMs === null ? null : nowMs - lastSuccessAtMs,
    lagMsP50: null,
    lagMsP99: null,
    messages: lists,
    reconnects: failures,
    problems: 0,
    trades: null,
    isBeside: true,
  };
}

function listState(
  { isWanted, lastSuccessAtMs, trouble }: LagListingHealth,
  nowMs: AtMs,
): Pick<FeedView, 'state' | 'note'> {
  if (!isWanted) return { state: 'waiting', note: 'price lags are switched off' };
  if (lastSuccessAtMs === null) {
    return trouble === null
      ? { state: 'connecting', note: 'asking for the first time' }
      : { state: 'down', note: trouble };
  }
  if (nowMs - lastSuccessAtMs <= LIST_SILENCE_MS) return { state: 'live', note: null };
  return { state: trouble === null ? 'silent' : 'down', note: trouble ?? 'no answer comes' };
}
