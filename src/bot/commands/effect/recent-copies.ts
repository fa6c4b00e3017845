import { type Queries, UnavailableError } from '../../../engine/contract/queries.ts';
import type { Decision, Gate, GateResult } from '../../../engine/domain/decision.ts';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import { localDay } from '../../../engine/domain/time.ts';
import type { Money, Price } from '../../../engine/domain/values/money.ts';
import { count } from '../../format/amounts.ts';

/** Decisions that a preview looks at. */
export const RECENT_DECISIONS = 500;

/** What became of recent leader trades, newest first; `null` while the database does not answer. */
export async function recentEntries(
  queries: Queries,
  wallet?: WalletAddress,
): Promise<readonly Decision[] | null> {
  try {
    const query = { limit: RECENT_DECISIONS, ...(wallet === undefined ? {} : { wallet }) };
    const decisions = await queries.decisions(query);
    return decisions.filter(
      (one) => one.signalKind === 'copy' && !one.ledger.startsWith('shadow:'),
    );
  } catch (error) {
    // A preview is a courtesy: a change must not fail because the past cannot be read now.
    if (error instanceof UnavailableError) return null;
    throw error;
  }
}

export function copiesOf(entries: readonly Decision[]): readonly Decision[] {
  return entries.filter((one) => one.verdict === 'accepted');
}

function gateOf(decision: Decision, gate: Gate): GateResult | null {
  return decision.gates.find((one) => one.gate === gate) ?? null;
}

/** Dollars of the leader's clip that a decision was about. */
export function leaderDollars(decision: Decision): Money | null {
  return (gateOf(decision, 'clipMinimum')?.actual ?? null) as Money | null;
}

/** What the leader paid. */
export function leaderPrice(decision: Decision): Price | null {
  return (gateOf(decision, 'priceBand')?.actual ?? null) as Price | null;
}

function isOnlyStop(decision: Decision, gate: Gate): boolean {
  const stops = decision.gates.filter((one) => one.verdict === 'stop');
  return stops.length === 1 && stops[0]?.gate === gate;
}

/**
 * What another limit of one gate would have made of the recent past. A score or a quality that was
 * not known counts as 0, as it does at the gate.
 */
export function gatePreview(
  entries: readonly Decision[],
  gate: Gate,
  passes: (actual: number, decision: Decision) => boolean,
): string | null {
  const met = entries.filter((one) => gateOf(one, gate) !== null);
  const copies = copiesOf(met);
  const passesNow = (one: Decision): boolean => passes(gateOf(one, gate)?.actual ?? 0, one);
  const stopped = copies.filter((one) => !passesNow(one)).length;
  const freed = met.filter(
    (one) => isOnlyStop(one, gate) && gateOf(one, gate)?.actual !== null && passesNow(one),
  ).length;
  const parts = [
    ...(copies.length === 0 ? [] : [`would have stopped ${stopped} of the ${lastCopies(copies)}`]),
    ...(freed === 0 ? [] : [`would have let ${count(freed, 'skipped trade')} through`]),
  ];
  return parts.length === 0 ? null : parts.join(' · ');
}

/** `last 50 copies`, `last copy`. */
export function lastCopies(copies: readonly Decision[]): string {
  return copies.length === 1 ? 'last copy' : `last ${copies.length} copies`;
}

/** How many copies a dollar limit would have made smaller: for each, a day, or a market. */
export function capPreview(
  entries: readonly Decision[],
  limit: Money,
  bucket: (decision: Decision) => string,
): string | null {
  const copies = copiesOf(entries);
  if (copies.length === 0) return null;
  const used = new Map<string, number>();
  let capped = 0;
  for (const copy of [...copies].reverse()) {
    const spend = copy.spend ?? 0;
    const before = used.get(bucket(copy)) ?? 0;
    const room = Math.max(0, limit - before);
    if (spend > room) capped += 1;
    used.set(bucket(copy), before + Math.min(spend, room));
  }
  return `would have capped ${capped} of the ${lastCopies(copies)}`;
}

/** Buckets of {@link capPreview}: every copy alone, a wallet's local day, a market. */
export const perCopy = (one: Decision): string => one.id;
export const perMarket = (one: Decision): string => one.marketId;
export function perDay(zone: string): (one: Decision) => string {
  return (one) => `${one.wallet ?? ''}|${localDay(one.atMs, zone)}`;
}
