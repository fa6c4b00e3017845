import type { BrainsView } from '../../../engine/domain/brain-result.ts';
import type { CopyTrip } from '../../../engine/domain/copy-result.ts';
import { SHADOW_MODEL, SHADOW_NAIVE, SHADOW_RULES } from '../../../engine/domain/ids.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import {
  brainDifference,
  brainResult,
  skippedResults,
} from '../../../engine/intelligence/copying/brains.ts';
import { bidsOf } from '../scoring/engine-facts.ts';
import type { Sources } from './sources.ts';

/** Rows that the store gives at most. */
const ROWS_MAX = 1_000;
const BRAINS = [SHADOW_NAIVE, SHADOW_RULES, SHADOW_MODEL] as const;
const PAIRS = [
  [SHADOW_RULES, SHADOW_NAIVE],
  [SHADOW_MODEL, SHADOW_NAIVE],
  [SHADOW_MODEL, SHADOW_RULES],
] as const;

/** What the shadow ledgers made of the signals of a span, and what lies between them. */
export async function brainsView(
  { reports, engine }: Pick<Sources, 'reports' | 'engine'>,
  { sinceMs, untilMs }: { readonly sinceMs: AtMs; readonly untilMs?: AtMs | undefined },
): Promise<BrainsView> {
  const marks = bidsOf(engine);
  const sides = new Map<string, readonly CopyTrip[]>();
  for (const ledger of BRAINS) {
    const trips = await reports.copyTrips({ sinceMs, ledger });
    sides.set(ledger, within(trips, untilMs));
  }
  const sideOf = (ledger: (typeof BRAINS)[number]) => ({ ledger, trips: sides.get(ledger) ?? [] });
  const rules = await reports.recentDecisions({ sinceMs, ledger: SHADOW_RULES, limit: ROWS_MAX });
  const asked = BRAINS.filter((ledger) => isThere(engine, ledger));
  const pairs = PAIRS.filter((pair) => pair.every((ledger) => asked.includes(ledger)));
  return {
    sinceMs,
    results: asked.map((ledger) => brainResult(sideOf(ledger), marks)),
    differences: pairs.map(([one, other]) =>
      brainDifference({ one: sideOf(one), other: sideOf(other) }, marks),
    ),
    skipped: skippedResults({ naive: sideOf(SHADOW_NAIVE).trips, rules }, marks),
    isCut: rules.length >= ROWS_MAX || [...sides.values()].some((one) => one.length >= ROWS_MAX),
  };
}

/** Those whose leader traded before the end. */
function within(trips: readonly CopyTrip[], untilMs: AtMs | undefined): readonly CopyTrip[] {
  return untilMs === undefined ? trips : trips.filter(({ tradedAtMs }) => tradedAtMs < untilMs);
}

function isThere({ trade }: Sources['engine'], ledger: (typeof BRAINS)[number]): boolean {
  return trade.state.ledgers.has(ledger);
}
