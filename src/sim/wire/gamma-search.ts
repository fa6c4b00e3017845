import type { Venue, VenueLeader } from '../venue/venue.ts';
import type { Board, EventGroup } from './board.ts';
import { gammaEvent } from './gamma-shapes.ts';
import { ownerOf } from './owners.ts';
import { Refusal } from './refusal.ts';
import type { WireRuntime } from './runtime.ts';
import type { WorldTime } from './world-time.ts';

const HITS_DEFAULT = 10;
const HITS_MAX = 50;
/** How often a list of profiles holds a `null`, as the venue's sometimes does. */
const NULL_PROFILE_PROBABILITY = 0.25;
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

interface SearchIn {
  readonly board: Board;
  readonly venue: Venue;
  readonly time: WorldTime;
  readonly runtime: WireRuntime;
}

/** Events, profiles and tags that hold every word of the query. */
export function publicSearch(query: URLSearchParams, within: SearchIn): object {
  const { board, venue, time, runtime } = within;
  const at = { time, nowMs: runtime.clock.nowMs() };
  const asked = query.get('q')?.trim().toLowerCase() ?? '';
  if (asked === '') throw new Refusal(422, 'q is required', 'q');
  const limit = Math.min(HITS_MAX, Number(query.get('limit_per_type') ?? HITS_DEFAULT));
  const words = asked.split(/\s+/);
  const holds = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const events = board.groups.filter((group) => holds(textOf(group)));
  const profiles: (object | null)[] = namedIn(venue)
    .filter(({ name, address }) => holds(name) || address.toLowerCase() === asked)
    .slice(0, limit)
    .map(profileOf);
  if (runtime.chance.happens(NULL_PROFILE_PROBABILITY)) profiles.push(null);
  return {
    events: events.slice(0, limit).map((group) => gammaEvent(group, at)),
    ...(query.get('search_profiles') === 'true' ? { profiles } : {}),
    ...(query.get('search_tags') === 'true'
      ? { tags: board.tags.filter(({ label }) => holds(label)).slice(0, limit) }
      : {}),
    pagination: { hasMore: events.length > limit, totalResults: events.length },
  };
}

function textOf({ title, slug, markets }: EventGroup): string {
  const inside = markets.flatMap(({ market }) => [market.question, market.slug]);
  return [title, slug, ...inside].join(' ');
}

/** The profile of a proxy wallet, asked by that or by the address of the key that owns it. */
export function publicProfile(query: URLSearchParams, venue: Venue): object {
  const address = query.get('address')?.toLowerCase() ?? '';
  if (!ADDRESS.test(address)) throw new Refusal(400, 'invalid address', 'address');
  const leader = namedIn(venue).find(
    (each) => each.address.toLowerCase() === address || ownerOf(each.address) === address,
  );
  if (leader === undefined) throw new Refusal(404, 'profile not found');
  return {
    ...profileOf(leader),
    displayUsernamePublic: true,
    users: [{ id: ownerOf(leader.address), creator: true, mod: false }],
    xUsername: null,
    verifiedBadge: false,
  };
}

/** Everybody with a name, those who stopped before the world began behind those who trade. */
function namedIn({ leaders, past }: Venue): readonly VenueLeader[] {
  const known = new Set(leaders.map(({ address }) => address));
  return [...leaders, ...(past?.leaders.filter(({ address }) => !known.has(address)) ?? [])];
}

export function profileOf({ address, name }: VenueLeader): object {
  return { proxyWallet: address, name, pseudonym: pseudonymOf(address), bio: '', profileImage: '' };
}

const MOODS = ['Scary', 'Quiet', 'Ultimate', 'Patient', 'Rusty', 'Velvet', 'Odd', 'Brisk'] as const;
const THINGS = ['Barrel', 'Lantern', 'Underpass', 'Kettle', 'Compass', 'Meadow', 'Anvil'] as const;

/** Two words that the venue gives a wallet; the same every time. */
export function pseudonymOf(address: string): string {
  const number = Number.parseInt(address.slice(2, 10), 16);
  const mood = MOODS[number % MOODS.length] ?? MOODS[0];
  const thing = THINGS[Math.floor(number / MOODS.length) % THINGS.length] ?? THINGS[0];
  return `${mood}-${thing}`;
}
