import type { DecisionView } from '../../../engine/contract/views.ts';
import type {
  Decision as DecisionOf,
  GateResult as GateOf,
} from '../../../engine/domain/decision.ts';
import { shortId, type WalletAddress } from '../../../engine/domain/ids.ts';
import { leaderPriceOf } from '../../../engine/domain/signal.ts';
import { cents, moneyShort } from '../../format/amounts.ts';
import { gateLine } from '../../format/gate-words.ts';
import type {
  Decision,
  Decisions,
  DecisionsQuery,
  Evidence,
  GateResult,
  Why,
} from '../contract/decisions.ts';
import { orderRow } from './order-view.ts';
import { gateCounts, ledgerRef, outcomeRef, sinceOf, walletRef } from './refs.ts';
import type { PageNames, PageSources } from './sources.ts';

/** Decisions that one question looks through where it asks for some of them only. */
const SEARCHED_MAX = 1_000;

export function decisionRow(decision: DecisionOf, names: PageNames): Decision {
  const { wallet, marketId, tokenId, verdict } = decision;
  return {
    id: decision.id,
    shortId: shortId(decision.id),
    signalKind: decision.signalKind,
    ledger: ledgerRef(decision.ledger),
    wallet: walletRef(wallet === null ? null : names.wallet(wallet)),
    outcome: outcomeRef(names.outcome(marketId, tokenId)),
    verdict,
    gate: decision.reason,
    words: verdictWords(decision),
    spend: decision.spend,
    quantity: decision.quantity,
    limitPrice: decision.limitPrice,
    atMs: decision.atMs,
  };
}

/** The gate that stopped it with both numbers; what it may spend where none did. */
function verdictWords({
  gates,
  reason,
  verdict,
  spend,
  limitPrice,
  signalKind,
}: DecisionOf): string {
  const on = gates.find((one) => one.gate === reason && one.verdict !== 'pass');
  if (on !== undefined) return gateLine(on);
  if (verdict !== 'accepted') return 'no gate was noted';
  const at = limitPrice === null ? '' : ` at ${cents(limitPrice)} or better`;
  if (spend !== null && spend > 0) return `up to ${moneyShort(spend)}${at}`;
  return signalKind === 'exit' ? `sells with the leader${at}` : `copied${at}`;
}

/** How signals ended, newest first, and what stopped them in the span. */
export async function decisionsPage(
  { queries, names }: PageSources,
  { wallet, verdict, gate, span, limit }: DecisionsQuery,
): Promise<Decisions> {
  const nowMs = queries.nowMs();
  const sinceMs = sinceOf(span, nowMs);
  const address = wallet?.toLowerCase() as WalletAddress | undefined;
  const of = address === undefined ? {} : { wallet: address };
  const isPicked = verdict !== undefined || gate !== undefined;
  const found = await queries.decisions({
    limit: isPicked ? SEARCHED_MAX : limit,
    sinceMs,
    ...of,
  });
  const rows = found
    .filter((one) => verdict === undefined || one.verdict === verdict)
    .filter((one) => gate === undefined || one.reason === gate)
    .slice(0, limit)
    .map((one) => decisionRow(one, names));
  return {
    atMs: nowMs,
    decisions: rows,
    skipped: gateCounts(await queries.skips(sinceMs, address)),
  };
}

/** Why: by the beginning of the id of a decision, its signal or one of its orders; `null` for none. */
export async function whyPage({ queries, names }: PageSources, id: string): Promise<Why | null> {
  const view = await queries.decision(id);
  if (view === null) return null;
  return {
    decision: decisionRow(view.decision, names),
    settingsVersion: view.decision.settingsVersion,
    evidence: evidenceOf(view),
    gates: view.decision.gates.map(gateRow),
    orders: view.orders.map(orderRow),
  };
}

function gateRow(result: GateOf): GateResult {
  const { gate, verdict, actual, limit, unit, note } = result;
  return { gate, verdict, words: gateLine(result), actual, limit, unit, note };
}

function evidenceOf({ signal }: DecisionView): Evidence | null {
  if (signal === null) return null;
  return {
    leaderPrice: leaderPriceOf(signal),
    leaderNotional: signal.kind === 'copy' ? signal.leaderNotional : null,
    fraction: signal.kind === 'exit' ? signal.fraction / 1_000_000 : null,
    fair: signal.kind === 'price_lag' ? signal.evidence.fair : null,
    tradedAtMs: signal.tradedAtMs,
    receivedAtMs: signal.receivedAtMs,
  };
}
