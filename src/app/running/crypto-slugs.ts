import { type AtMs, DAY_MS, HOUR_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { easternTime } from '../../engine/intelligence/price-lag/eastern-time.ts';

/** What the venue calls a coin in a slug, where that is not its code. */
const NAMES: Readonly<Record<string, string>> = {
  btc: 'bitcoin',
  eth: 'ethereum',
  sol: 'solana',
  doge: 'dogecoin',
  hype: 'hyperliquid',
};
const LONG_WINDOW_MS = 4 * HOUR_MS;
/** Windows of four hours are listed before they begin: this one, and those that begin within so long. */
const WINDOWS_AHEAD_MS = 8 * HOUR_MS;
/** Today and tomorrow in New York: what ends within a day. */
const DAYS_AHEAD = 1;

const monthName = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', month: 'long' });

/**
 * Slugs of the events of these coins (`btc`) that last for hours and end within a day or so: windows of
 * four hours, up or down on a day, above and between prices at noon. Some of them do not exist: the
 * venue names days with or without a year, and begins long windows by one of two clocks.
 */
export function longEventSlugs(coins: Iterable<string>, nowMs: AtMs): readonly string[] {
  const starts = longWindowStarts(nowMs);
  const days = dayNames(nowMs);
  return [...coins].flatMap((coin) => {
    const name = NAMES[coin] ?? coin;
    return [
      ...starts.map((startMs) => `${coin}-updown-4h-${startMs / SECOND_MS}`),
      ...days.flatMap((day) => [
        `${name}-up-or-down-on-${day}`,
        `${name}-above-on-${day}`,
        `${name}-price-on-${day}`,
      ]),
    ];
  });
}

/** By the clock of UTC and by that of New York, which agree for a part of the year. */
function longWindowStarts(nowMs: AtMs): readonly AtMs[] {
  const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const offsetMs = ((easternTime(hourMs).hour * HOUR_MS - hourMs) % DAY_MS) + DAY_MS;
  const starts = [0, offsetMs].flatMap((clockMs) => {
    const first = hourMs - ((hourMs + clockMs) % LONG_WINDOW_MS);
    const count = Math.floor(WINDOWS_AHEAD_MS / LONG_WINDOW_MS) + 1;
    return Array.from({ length: count }, (_, at) => first + at * LONG_WINDOW_MS);
  });
  return [...new Set(starts)].sort((a, b) => a - b);
}

/** `november-23` and `november-23-2026`. */
function dayNames(nowMs: AtMs): readonly string[] {
  return Array.from({ length: DAYS_AHEAD + 1 }, (_, at) => nowMs + at * DAY_MS).flatMap((atMs) => {
    const { day, year } = easternTime(atMs);
    const name = `${monthName.format(atMs).toLowerCase()}-${day}`;
    return [name, `${name}-${year}`];
  });
}
