import type { MarketId } from '../../domain/ids.ts';
import type { Venue } from '../../domain/market.ts';
import type { GroupRung, MarketGroup } from '../../domain/market-group.ts';
import type { Contract } from '../normalizer/contract.ts';
import { LADDER_RUNGS_MAX } from './ladder-watch.ts';
import { SET_MARKETS_MAX } from './set-watch.ts';
import { isTiled } from './tiles.ts';

/** One market of an event. */
export interface EventMember {
  readonly marketId: MarketId;
  /** `null` for a text that no reader knows. */
  readonly contract: Contract | null;
}

/** An event of one venue with everything that its list has of it. */
export interface VenueEvent {
  readonly id: string;
  readonly venue: Venue;
  readonly members: readonly EventMember[];
  /** That at most one of its markets ends yes, as the venue says. */
  readonly isMutuallyExclusive: boolean;
  /** Whether every market of the event is among the members, and none can be added to it. */
  readonly isWhole: boolean;
}

interface Read {
  readonly marketId: MarketId;
  readonly contract: Contract;
}

const ABOVE: readonly (string | null)[] = ['gt', 'ge'];
const BELOW: readonly (string | null)[] = ['lt', 'le'];

/**
 * What the contracts of an event prove of it, never its titles: a market that is not fully read, or
 * that may pay neither side, proves nothing.
 */
export function groupsOf(
  event: VenueEvent,
  isProven: (family: string) => boolean,
): readonly MarketGroup[] {
  const read = event.members.flatMap(({ marketId, contract }) =>
    contract !== null && isSound(contract) ? [{ marketId, contract }] : [],
  );
  const set = setOf(event, read);
  const alike = new Map<string, Read[]>();
  for (const one of read) {
    const direction = directionOf(one.contract);
    if (direction === null) continue;
    const key = `${direction}|${JSON.stringify(besides(one.contract))}`;
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  const ladders = [...alike.values()].flatMap((bars, at) =>
    ladderOf(event, { bars, at, isProven }),
  );
  return [...(set === null ? [] : [set]), ...ladders];
}

function isSound({ hasRules, voidRule, unknown }: Contract): boolean {
  return hasRules && voidRule === null && unknown.length === 0;
}

/** Every outcome must have been read: the one that was not may be the one that pays half. */
function setOf(event: VenueEvent, read: readonly Read[]): MarketGroup | null {
  const { id, venue, members, isMutuallyExclusive, isWhole } = event;
  const [first] = read;
  const isFit = members.length >= 2 && members.length <= SET_MARKETS_MAX;
  if (first === undefined || !isFit || read.length < members.length) return null;
  if (!isMutuallyExclusive) return null;
  const isOne = new Set(read.map(({ contract }) => JSON.stringify(besides(contract)))).size === 1;
  const isExhaustive = isWhole && isOne && isTiled(read.map(({ contract }) => contract));
  // The other sides alone hardly ever cost too little: only what has both ways is worth its books.
  if (!isExhaustive) return null;
  const marketIds = read.map(({ marketId }) => marketId);
  return {
    kind: 'set',
    id: `${id}:set`,
    venue,
    family: first.contract.family,
    marketIds,
    isExhaustive,
  };
}

function directionOf({ kind, comparator }: Contract): 'above' | 'below' | null {
  if (kind !== 'threshold' && kind !== 'oneTouch') return null;
  return ABOVE.includes(comparator) ? 'above' : BELOW.includes(comparator) ? 'below' : null;
}

/** Everything of a contract but its bounds, which is what bars of one value share. */
function besides(contract: Contract): unknown {
  return {
    ...contract,
    kind: contract.kind === 'oneTouch',
    comparator: null,
    floor: null,
    cap: null,
  };
}

function ladderOf(
  { id, venue }: VenueEvent,
  of: {
    readonly bars: readonly Read[];
    readonly at: number;
    readonly isProven: (family: string) => boolean;
  },
): readonly MarketGroup[] {
  const [first] = of.bars;
  const rungs = of.bars.flatMap(({ marketId, contract }): readonly GroupRung[] => {
    const { kind, comparator, floor, cap } = contract;
    const threshold = ABOVE.includes(comparator) ? floor : cap;
    const isInclusive = comparator === 'ge' || comparator === 'le';
    const how = kind === 'oneTouch' ? 'touch' : 'terminal';
    return threshold === null ? [] : [{ marketId, threshold, kind: how, isInclusive }];
  });
  const direction = first === undefined ? null : directionOf(first.contract);
  if (first === undefined || direction === null) return [];
  if (rungs.length < 2 || rungs.length > LADDER_RUNGS_MAX) return [];
  const { family } = first.contract;
  const ladder = { direction, rungs, isProven: of.isProven(family) } as const;
  return [{ kind: 'ladder', id: `${id}:ladder:${of.at}`, venue, family, ...ladder }];
}
