import { parseFrame } from '../../data/frame.ts';
import type { Engine } from '../../engine/core/engine.ts';
import { SHADOW_NAIVE } from '../../engine/domain/ids.ts';
import { leaderEventKey } from '../../engine/domain/leader.ts';
import { positionKey } from '../../engine/domain/position.ts';
import { activityPage } from '../../sim/venue-frames.ts';
import type { World } from '../../sim/world.ts';
import type { FaultyStore } from './faulty-store.ts';
import type { Mirror } from './mirror.ts';
import type { Report } from './violation.ts';

/** True rows by the key under which the core counts them. */
const truths = new WeakMap<World, ReadonlyMap<string, number>>();

function truthOf(world: World): ReadonlyMap<string, number> {
  const known = truths.get(world);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const row of world.truth) {
    const { source, frame } = activityPage([row]);
    for (const event of parseFrame(source, frame).events) {
      if (event.kind !== 'leaderActed') continue;
      const key = leaderEventKey(event.event);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  truths.set(world, counts);
  return counts;
}

/** Leader rows are never counted more often than they happened, and in the end exactly as often. */
export function checkTruth(
  {
    mirror,
    world,
    complete,
  }: { readonly mirror: Mirror; readonly world: World; readonly complete: boolean },
  report: Report,
): void {
  const truth = truthOf(world);
  for (const [key, ordinals] of mirror.leaderTrades) {
    const real = truth.get(key) ?? 0;
    if (ordinals.size > real)
      report(`a leader trade that happened ${real} times counts ${ordinals.size}`);
  }
  if (!complete) return;
  for (const [key, real] of truth) {
    const counted = mirror.leaderTrades.get(key)?.size ?? 0;
    if (counted !== real)
      report(`a leader trade that happened ${real} times counts ${counted} in the end`);
  }
}

/** When the faults have ended: engine, store and rows agree, nothing is lost, exits were tried. */
export async function checkEnd(
  of: {
    readonly mirror: Mirror;
    readonly world: World;
    readonly store: FaultyStore;
    readonly engine: Engine;
  },
  report: Report,
): Promise<void> {
  const { mirror, world, store, engine } = of;
  checkTruth({ mirror, world, complete: true }, report);
  const { state } = engine.trade;
  const snapshot = await store.snapshot(engine.lastAtMs);
  for (const position of snapshot.positions) {
    const live = state.ledgers.get(position.ledger)?.positions.get(positionKey(position));
    if (JSON.stringify(live) !== JSON.stringify(position)) {
      report(`the store and the engine hold the same of ${position.tokenId.slice(0, 8)}`);
    }
  }
  if (state.open.size > 0) report(`${state.open.size} orders never ended`);
  for (const [key, work] of state.exits) {
    // Naive copying enters what is read again in the end, so its exits may have just begun.
    if (work.status === 'working' && work.ledger !== SHADOW_NAIVE)
      report(`exit ${key} was neither done nor given to a person`);
  }
  const decided = new Set([...mirror.decisions.values()].map((decision) => decision.signalId));
  for (const { id } of mirror.signals.values()) {
    if (!decided.has(id)) report(`signal ${id} ends with a decision`);
  }
  for (const decision of mirror.decisions.values()) {
    const waits = decision.verdict === 'held' && decision.signalKind === 'copy';
    if (waits) report(`copy ${decision.signalId} is decided`);
  }
}
