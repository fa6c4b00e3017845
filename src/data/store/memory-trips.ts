import type { CopyTrip } from '../../engine/domain/copy-result.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import { isShadow, type LedgerId, type SignalId } from '../../engine/domain/ids.ts';
import type { Realisation } from '../../engine/domain/realisation.ts';
import type { CopySignal, ExitSignal } from '../../engine/domain/signal.ts';
import { inTimeOrder } from './key-order.ts';
import type { MemoryTables } from './memory-snapshot.ts';
import {
  CLOCKS_DIFFER_MS_MAX,
  type CopiedLeader,
  FirstFills,
  leadersOf,
  marketsOf,
  positionsOf,
  type TripScope,
  tripKey,
  tripsFrom,
} from './trip-facts.ts';

/** {@link Reports.copyTrips} from the maps of the store in memory. */
export function copyTripsIn(tables: MemoryTables, scope: TripScope): readonly CopyTrip[] {
  const signals = copySignals(tables);
  const ordered = inTimeOrder(tables.fills.values(), ({ atMs }) => atMs);
  const firsts = firstFills(ordered, signals, scope);
  const wanted = new Set(firsts.map(tripKey));
  const groups = positionsOf(firsts);
  const isIn = ({ ledger, wallet, tokenId }: Whose): boolean =>
    groups.some(
      (group) => group.ledger === ledger && group.wallet === wallet && group.tokens.has(tokenId),
    );
  const markets = new Set(marketsOf(firsts));
  const resolutions = [...tables.resolutions.values()].filter(({ resolution }) =>
    markets.has(resolution.marketId),
  );
  return tripsFrom({
    wanted,
    signals,
    decisions: new Map(Array.from(tables.decisions.values(), (one) => [tripKey(one), one])),
    fills: ordered.filter(isIn),
    merges: mergesIn(tables, isIn),
    leaderExits: leadersOf(firsts, signals).flatMap((leader) => exitsIn(tables, leader)),
    resolutions,
  });
}

type Whose = Pick<Fill, 'ledger' | 'wallet' | 'tokenId'>;

function mergesIn(tables: MemoryTables, isIn: (of: Whose) => boolean): readonly Realisation[] {
  const merged = [...tables.realisations.values()].filter(
    (one) => one.cause === 'merge' && isIn(one),
  );
  return inTimeOrder(merged, ({ atMs }) => atMs);
}

function copySignals(tables: MemoryTables): ReadonlyMap<SignalId, CopySignal> {
  const copies = new Map<SignalId, CopySignal>();
  for (const signal of tables.signals.values()) {
    if (signal.kind === 'copy') copies.set(signal.id, signal);
  }
  return copies;
}

/** Of one ledger, or of all that are no shadow. */
export function isInLedger(ledger: LedgerId, wanted: LedgerId | undefined): boolean {
  return wanted === undefined ? !isShadow(ledger) : ledger === wanted;
}

function firstFills(
  ordered: readonly Fill[],
  signals: ReadonlyMap<SignalId, CopySignal>,
  scope: TripScope,
): readonly Fill[] {
  const { sinceMs, wallet, ledger } = scope;
  const firsts = new FirstFills<Fill>(scope);
  for (const fill of ordered) {
    const isOther =
      (wallet !== undefined && fill.wallet !== wallet) ||
      !isInLedger(fill.ledger, ledger) ||
      fill.atMs < sinceMs - CLOCKS_DIFFER_MS_MAX;
    if (!isOther) firsts.add(fill, signals);
  }
  return firsts.rows;
}

/** Every exit is decided on, so decisions tell of all of them. */
function exitsIn(
  tables: MemoryTables,
  { wallet, tokens, sinceMs }: CopiedLeader,
): readonly ExitSignal[] {
  const decided = [...tables.decisions.values()].filter(
    (one) =>
      one.signalKind === 'exit' &&
      one.wallet === wallet &&
      tokens.has(one.tokenId) &&
      one.atMs >= sinceMs,
  );
  const ids = new Set(decided.map(({ signalId }) => signalId));
  const found = Array.from(ids, (id) => tables.signals.get(id) ?? []).flat();
  return found.filter((signal) => signal.kind === 'exit');
}
