import { SECOND_MS } from '../../../engine/domain/time.ts';
import { BOOK_STALE_MS } from './book-polls.ts';
import type { ExchangeStop, KalshiFeedHealth } from './health.ts';

const STOPS: Readonly<Record<ExchangeStop, string>> = {
  weeklyPause:
    'Kalshi takes no orders now: it pauses every Thursday from 3 to 5 in the morning, New York time.',
  maintenance: 'Kalshi takes no orders now: it is being maintained, as it had announced.',
  closedHours: 'Kalshi takes no orders now: these are not its trading hours.',
  status: 'Kalshi takes no orders now, outside of its announced pauses.',
};

/** What is wrong with the feed as a whole, for people: the weightiest first; `null` for nothing. */
export function feedTrouble(health: Omit<KalshiFeedHealth, 'trouble'>): string | null {
  return (
    unreachable(health) ?? stopped(health) ?? withoutStream(health) ?? books(health) ?? list(health)
  );
}

function unreachable({ list: { pages, trouble }, exchange, lists }: Parts): string | null {
  const isHeard = pages > 0 || exchange.statusAtMs !== null || lists.listedAtMs !== null;
  const why = exchange.trouble ?? trouble ?? lists.trouble;
  return isHeard || why === null ? null : `Kalshi is not reached: ${why}.`;
}

function stopped({ exchange: { shards } }: Parts): string | null {
  const stops = shards.filter(({ stop }) => stop !== null);
  const [first] = stops;
  if (first?.stop === undefined || first.stop === null) return null;
  if (stops.length === shards.length) return STOPS[first.stop];
  const names = stops.map(({ description, exchangeIndex }) =>
    description === '' ? `number ${exchangeIndex}` : description,
  );
  return `A part of Kalshi takes no orders now: ${names.join(', ')}.`;
}

function withoutStream({ stream, wanted }: Parts): string | null {
  if (stream === null || stream.state === 'open' || wanted.length === 0) return null;
  const why = stream.reason ?? 'the first connection is being made';
  return `No stream from Kalshi, books are asked for every 2 s: ${why}.`;
}

function books({ books: { access, trouble }, hasKey, wanted }: Parts): string | null {
  const followed = wanted.filter(({ book }) => book.way !== 'none' || book.isStale);
  const stale = followed.filter(({ book }) => book.isStale).length;
  if (stale > 0) {
    const seconds = BOOK_STALE_MS / SECOND_MS;
    const why = trouble === null ? '' : `: ${trouble}`;
    return `${stale} of ${followed.length} Kalshi books are older than ${seconds} s${why}.`;
  }
  if (!wanted.some(({ book }) => book.basis === 'top') || access !== 'topOnly') return null;
  return hasKey
    ? 'Kalshi does not take the key for its order books: only the best prices are known. Check KALSHI_KEY_ID and KALSHI_PRIVATE_KEY.'
    : 'Kalshi shows whole order books only to a key: only the best prices are known.';
}

function list({ list: { isComplete, trouble } }: Parts): string | null {
  if (trouble === null) return null;
  const what = isComplete
    ? 'What changed on Kalshi is not known'
    : 'Not all of Kalshi’s markets are known yet';
  return `${what}: ${trouble}.`;
}

type Parts = Omit<KalshiFeedHealth, 'trouble'>;
