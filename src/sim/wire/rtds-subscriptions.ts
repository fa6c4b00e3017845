import type { VenueMarket } from '../venue/venue.ts';

/** Subscriptions of one message at most. */
const SUBSCRIPTIONS_MAX = 100;

const TYPES = ['trades', 'orders_matched'] as const;
type ActivityType = (typeof TYPES)[number];

export interface Subscription {
  readonly type: ActivityType;
  wants(market: VenueMarket): boolean;
}

/**
 * What a message subscribes to; `null` when it is none. One unknown topic poisons the others: then
 * nothing of the message counts.
 */
export function subscriptionsOf(raw: unknown): readonly Subscription[] | null {
  if (!Array.isArray(raw) || raw.length > SUBSCRIPTIONS_MAX) return null;
  const subscriptions: Subscription[] = [];
  for (const row of raw as readonly unknown[]) {
    if (typeof row !== 'object' || row === null) return null;
    const { topic, type, filters } = row as Readonly<Record<string, unknown>>;
    const types = type === '*' ? TYPES : TYPES.filter((each) => each === type);
    if (topic !== 'activity' || types.length === 0) return null;
    const wants = filterOf(filters);
    subscriptions.push(...types.map((each) => ({ type: each, wants })));
  }
  return subscriptions;
}

const everything = (): boolean => true;
const nothing = (): boolean => false;

/** Filters are JSON in a text. A blank in it silently ends the updates. */
function filterOf(filters: unknown): Subscription['wants'] {
  if (filters === undefined || filters === '') return everything;
  if (typeof filters !== 'string' || /\s/.test(filters)) return nothing;
  const match = /^\{"(event_slug|market_slug)":"([^"]*)"\}$/.exec(filters);
  if (match === null) return nothing;
  const [, name, slug] = match;
  return (market) => (name === 'event_slug' ? market.eventSlug : market.slug) === slug;
}
