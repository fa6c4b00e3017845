import type { KalshiListing } from '../../../data/kalshi/parse-market.ts';
import { isRow, type Row } from '../../../data/parsed.ts';
import type { MarketRow } from '../../../data/polymarket/client/gamma-market.ts';
import type { MarketId } from '../../../engine/domain/ids.ts';
import { type MarketGroup, marketsOf } from '../../../engine/domain/market-group.ts';
import {
  type EventMember,
  groupsOf,
  type VenueEvent,
} from '../../../engine/intelligence/arbitrage/prove-groups.ts';
import { isProvenFamily } from '../../../engine/intelligence/matching/proof-class.ts';
import type { Contract, MarketText } from '../../../engine/intelligence/normalizer/contract.ts';
import { readContract } from '../../../engine/intelligence/normalizer/read-contract.ts';
import { kalshiTextOf, polymarketTextOf } from './market-texts.ts';

/** Markets of one venue whose books are kept for sets and ladders; events that its list names first. */
export const GROUP_MARKETS_MAX = 100;
/** Markets of one event; of a greater one nothing is looked for. */
const EVENT_MARKETS_MAX = 60;

interface Member {
  readonly text: MarketText;
  readonly isOpen: boolean;
  readonly isExclusive: boolean;
  readonly mayGrow: boolean;
}

/**
 * Finds the events of one venue whose markets bind each other: what each of its markets promises is
 * read once, and again when its words change.
 */
export class GroupFinder {
  readonly #venue: VenueEvent['venue'];
  readonly #read = new Map<
    string,
    { readonly words: string; readonly contract: Contract | null }
  >();
  /** What was told last, by the id of the group. */
  #told = new Map<string, string>();

  constructor(venue: VenueEvent['venue']) {
    this.#venue = venue;
  }

  /** Groups told and not taken back. */
  get size(): number {
    return this.#told.size;
  }

  /** What is new since the last list, with what is gone; `pause` between events, for the others. */
  async find(
    events: ReadonlyMap<string, readonly Member[]>,
    pause: () => Promise<void>,
  ): Promise<readonly MarketGroup[]> {
    const found = new Map<string, MarketGroup>();
    const seen = new Set<string>();
    let room = GROUP_MARKETS_MAX;
    const fit = [...events].filter(([, { length }]) => length >= 2 && length <= EVENT_MARKETS_MAX);
    for (const [id, members] of fit) {
      for (const { text } of members) seen.add(text.id);
      for (const group of groupsOf(this.#event(id, members), isProvenFamily)) {
        const size = marketsOf(group).length;
        if (size > room) continue;
        room -= size;
        found.set(group.id, group);
      }
      if (room < 2) break;
      await pause();
    }
    for (const id of this.#read.keys()) if (!seen.has(id)) this.#read.delete(id);
    return this.#changes(found);
  }

  #event(id: string, members: readonly Member[]): VenueEvent {
    return {
      id: `${this.#venue}:${id}`,
      venue: this.#venue,
      // A market that is over has nothing to buy: the event is not whole without it.
      members: members.flatMap((one) => (one.isOpen ? [this.#member(one)] : [])),
      isMutuallyExclusive: members.every(({ isExclusive }) => isExclusive),
      isWhole: members.every(({ isOpen, mayGrow }) => isOpen && !mayGrow),
    };
  }

  #member({ text }: Member): EventMember {
    const words = JSON.stringify({ ...text, closesAtMs: null });
    const known = this.#read.get(text.id);
    const contract = known?.words === words ? known.contract : readContract(text);
    if (known?.words !== words) this.#read.set(text.id, { words, contract });
    return { marketId: text.id as MarketId, contract };
  }

  #changes(found: ReadonlyMap<string, MarketGroup>): readonly MarketGroup[] {
    const told = new Map<string, string>();
    const changes: MarketGroup[] = [];
    for (const [id, group] of found) {
      const text = JSON.stringify(group);
      told.set(id, text);
      if (this.#told.get(id) !== text) changes.push(group);
    }
    for (const id of this.#told.keys()) {
      if (!found.has(id)) changes.push({ kind: 'none', id, venue: this.#venue, family: null });
    }
    this.#told = told;
    return changes;
  }
}

/** Polymarket's markets by their event; an augmented one may still get further outcomes. */
export function polymarketEvents(
  rows: readonly MarketRow[],
): ReadonlyMap<string, readonly Member[]> {
  return grouped(rows, ({ row, listed: { market } }) => ({
    event: market.eventGroupId,
    text: polymarketTextOf(row, market),
    isOpen: market.acceptingOrders && market.status === 'open',
    isExclusive: market.negRisk,
    mayGrow: isAugmented(row),
  }));
}

/** Kalshi's markets by their event. Its list has no market that is over: only its bounds prove it whole. */
export function kalshiEvents(
  listings: Iterable<KalshiListing>,
): ReadonlyMap<string, readonly Member[]> {
  return grouped(listings, (listing) => ({
    event: listing.terms.eventTicker,
    text: kalshiTextOf(listing),
    isOpen: !listing.terms.isCombo,
    isExclusive: listing.terms.isMutuallyExclusive === true,
    mayGrow: false,
  }));
}

function isAugmented(row: Row): boolean {
  const events = row['events'];
  const event: unknown = Array.isArray(events) ? events[0] : null;
  return isRow(event) && event['negRiskAugmented'] === true;
}

function grouped<T>(
  all: Iterable<T>,
  of: (one: T) => Member & { readonly event: string },
): ReadonlyMap<string, readonly Member[]> {
  const events = new Map<string, Member[]>();
  for (const one of all) {
    const { event, ...member } = of(one);
    const members = events.get(event);
    if (members === undefined) events.set(event, [member]);
    else members.push(member);
  }
  return events;
}
