import type { FeedView } from '../../engine/contract/views.ts';
import { type AtMs, MINUTE_MS } from '../../engine/domain/time.ts';
import type { CryptoListingHealth } from './crypto-listing.ts';

/** A list is made every two minutes; without one for so long, windows begin that nobody watches. */
const LIST_SILENCE_MS = 10 * MINUTE_MS;

/** The list of markets about coins, as a feed. */
export function cryptoListView(health: CryptoListingHealth, nowMs: AtMs): FeedView {
  const { lists, failures, lastSuccessAtMs } = health;
  return {
    name: 'Polymarket coin markets',
    source: 'polymarket.markets/coins',
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
  { isWanted, lastSuccessAtMs, trouble }: CryptoListingHealth,
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
