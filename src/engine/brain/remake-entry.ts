import type { Decision, GateResult } from '../domain/decision.ts';
import type { DecisionRecord } from '../domain/decision-record.ts';
import { resolveSettings } from '../domain/settings.ts';
import type { EntryContext } from './entry-context.ts';
import { type EntryJudgement, judgeEntry } from './judge-entry.ts';
import { applyProposal, readProposal, withoutProposal } from './llm-proposal.ts';
import { venueMinimumSpend } from './sizing.ts';

export type Remade =
  | { readonly ok: true; readonly judged: EntryJudgement }
  | { readonly ok: false; readonly problem: string };

/** Makes a decision once more from what it was made from, with the model's word as it was. */
export function remakeEntry(record: DecisionRecord): Remade {
  const resolved = resolveSettings(record.settings);
  if (!resolved.ok)
    return { ok: false, problem: `its settings are not of now: ${resolved.problem}` };
  const context = { ...record.inputs, settings: resolved.settings };
  const judged = judgeEntry(context);
  if (judged.verdict === 'denied' || record.model === null) return { ok: true, judged };
  return withModel(record.model.word, { judged, context });
}

function withModel(
  word: NonNullable<DecisionRecord['model']>['word'],
  {
    judged,
    context,
  }: { readonly judged: EntryJudgement & { verdict: 'accepted' }; readonly context: EntryContext },
): Remade {
  const { market, settings } = context;
  const proposal = word.kind === 'said' ? readProposal(word.text) : null;
  if (market === null || (word.kind === 'said' && proposal === null)) {
    return { ok: false, problem: 'what the model said cannot be read any more' };
  }
  const { spend, limitPrice } = judged;
  const fallback = settings['llm.fallback'];
  const advised =
    word.kind === 'said' && proposal !== null
      ? applyProposal(proposal, { spend, least: venueMinimumSpend(market, limitPrice) })
      : withoutProposal(word.kind === 'silent' ? word.silence : 'malformed', { spend, fallback });
  const gates = [...judged.gates, ...advised.gates];
  const { reason } = advised;
  if (reason !== null) return { ok: true, judged: { verdict: 'denied', reason, gates } };
  return { ok: true, judged: { ...judged, spend: advised.spend, gates } };
}

/**
 * In what a decision that was made again differs; empty where it is the same. What was stopped later,
 * before it was sent, has further gates behind those of the judgement.
 */
export function differencesOf(decision: Decision, judged: EntryJudgement): readonly string[] {
  const differences: string[] = [];
  const differs = (what: string, before: unknown, now: unknown): void => {
    if (before !== now) differences.push(`${what}: ${String(before)} then, ${String(now)} now`);
  };
  for (const [index, gate] of judged.gates.entries()) {
    differs(`gate ${gate.gate}`, textOf(decision.gates[index]), textOf(gate));
  }
  const isStoppedLater =
    judged.verdict === 'accepted' && decision.gates.length > judged.gates.length;
  if (!isStoppedLater) {
    differs('verdict', decision.verdict, judged.verdict);
    differs('gates', decision.gates.length, judged.gates.length);
  }
  if (judged.verdict === 'denied') differs('reason', decision.reason, judged.reason);
  else {
    differs('budget', decision.spend, judged.spend);
    differs('limit price', decision.limitPrice, judged.limitPrice);
  }
  return differences;
}

/** In one order of fields, whatever a database made of it. */
function textOf(gate: GateResult | undefined): string {
  if (gate === undefined) return 'not met';
  const { verdict, actual, limit, unit, note } = gate;
  return [verdict, actual ?? '-', limit ?? '-', unit, note ?? ''].join(' ').trim();
}
