import type { Decision } from '../domain/decision.ts';
import type { EntryRecord } from '../domain/decision-record.ts';
import { resolveSettings } from '../domain/settings.ts';
import type { EntryContext } from './entry-context.ts';
import { type EntryJudgement, judgeEntry } from './judge-entry.ts';
import { applyProposal, readProposal, withoutProposal } from './llm-proposal.ts';
import { Differences } from './remake-differences.ts';
import { venueMinimumSpend } from './sizing.ts';

export type Remade =
  | { readonly ok: true; readonly judged: EntryJudgement }
  | { readonly ok: false; readonly problem: string };

/** Makes a decision once more from what it was made from, with the model's word as it was. */
export function remakeEntry(record: EntryRecord): Remade {
  const resolved = resolveSettings(record.settings);
  if (!resolved.ok)
    return { ok: false, problem: `its settings are not of now: ${resolved.problem}` };
  const context = { ...record.inputs, settings: resolved.settings };
  const judged = judgeEntry(context);
  if (judged.verdict === 'denied' || record.model === null) return { ok: true, judged };
  return withModel(record.model.word, { judged, context });
}

function withModel(
  word: NonNullable<EntryRecord['model']>['word'],
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
  const differences = new Differences();
  differences.gates(decision.gates, judged.gates);
  const isStoppedLater =
    judged.verdict === 'accepted' && decision.gates.length > judged.gates.length;
  if (!isStoppedLater) {
    differences.note('verdict', decision.verdict, judged.verdict);
    differences.note('gates', decision.gates.length, judged.gates.length);
  }
  if (judged.verdict === 'denied') differences.note('reason', decision.reason, judged.reason);
  else {
    differences.note('budget', decision.spend, judged.spend);
    differences.note('limit price', decision.limitPrice, judged.limitPrice);
  }
  return differences.found;
}
