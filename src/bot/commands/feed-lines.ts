import type { FeedView } from '../../engine/contract/views.ts';
import { troubleWords } from '../format/feed-words.ts';
import { duration } from '../format/moments.ts';
import { cut } from '../format/names.ts';

/** Characters of what is wrong with a feed. */
const TROUBLE_WIDTH = 100;
/** Feeds that are only named where lines are short. */
const NAMED_MAX = 4;

/** What needs attention comes first; `partly` is heard, and something of it is missing. */
const RANK = { down: 0, silent: 1, connecting: 2, partly: 3, live: 4, waiting: 5 } as const;

/** At most `room` lines, at least one: what needs attention first, healthy ones counted at the end. */
export function feedLines(feeds: readonly FeedView[], room: number): string[] {
  const sorted = [...feeds].sort(
    (a, b) => rankOf(a) - rankOf(b) || Number(isBeside(a)) - Number(isBeside(b)),
  );
  if (sorted.length === 0) return ['feeds: none yet'];
  if (sorted.length <= room) return sorted.map(feedLine);
  const shown = sorted.slice(0, Math.max(0, room - 1));
  return [...shown.map(feedLine), restLine(sorted.slice(shown.length), shown.length > 0)];
}

function isBeside(feed: FeedView): boolean {
  return feed.isBeside === true;
}

function rankOf({ state, note }: FeedView): number {
  return RANK[state === 'live' && note !== null ? 'partly' : state];
}

function isHealthy(feed: FeedView): boolean {
  return rankOf(feed) >= RANK.live;
}

/**
 * How a feed is, by what arrives: `Polymarket trades  0.4 s behind · newest 0.1 s ago`; what is wrong
 * with it comes with its host.
 */
function feedLine(feed: FeedView): string {
  const { name, state, note, trades, lagMsP50 } = feed;
  const missed = trades === null || trades.missed === 0 ? '' : ` · missed ${trades.missed}`;
  const age = feed.ageMs === null ? 'nothing yet' : `newest ${duration(feed.ageMs)} ago`;
  if (state === 'live' && note === null) {
    const lag = lagMsP50 === null ? '' : `${duration(lagMsP50)} behind · `;
    return `${name}  ${lag}${age}${missed}`;
  }
  const why = note === null ? '' : cut(troubleWords(note), TROUBLE_WIDTH);
  const said = [state === 'live' ? '' : state, why].filter((words) => words !== '').join(': ');
  return `${name}  ${said}${hostWords(feed, why)} · ${age}${missed}`;
}

/** Where it would come from, unless the trouble names it. */
function hostWords(feed: FeedView, why: string): string {
  const { host = null } = feed;
  return host === null || isHealthy(feed) || why.includes(host) ? '' : ` · ${host}`;
}

/** `2 more to look at: Kalshi books down, Binance prices silent · 5 more live: 3 of Polymarket, …`. */
function restLine(rest: readonly FeedView[], isMore: boolean): string {
  const healthy = rest.filter(isHealthy);
  const troubled = rest.filter((feed) => !isHealthy(feed));
  const more = isMore ? ' more' : '';
  const ill = troubled
    .slice(0, NAMED_MAX)
    .map(({ name, state }) => `${name} ${state === 'live' ? 'in part' : state}`);
  const unnamed = troubled.length > ill.length ? ` and ${troubled.length - ill.length} more` : '';
  return [
    ...(troubled.length === 0
      ? []
      : [`${troubled.length}${more} to look at: ${ill.join(', ')}${unnamed}`]),
    ...(healthy.length === 0 ? [] : [`${healthy.length}${more} live: ${byVenue(healthy)}`]),
  ].join(' · ');
}

/** `3 of Polymarket, 1 of Binance`: the first word of a feed's name is whose it is. */
function byVenue(feeds: readonly FeedView[]): string {
  const counts = new Map<string, number>();
  for (const { name } of feeds) {
    const venue = name.split(' ', 1)[0] ?? name;
    counts.set(venue, (counts.get(venue) ?? 0) + 1);
  }
  return [...counts].map(([venue, count]) => `${count} of ${venue}`).join(', ');
}
