import type { Decision, Gate, GateResult, Verdict } from '../domain/decision.ts';
import type { ExitRecord } from '../domain/decision-record.ts';
import { resolveSettings, type Settings } from '../domain/settings.ts';
import type { Price, Quantity } from '../domain/values/money.ts';
import { judgeExitTry, planExit } from './judge-exit.ts';
import { Differences } from './remake-differences.ts';

/** What an exit's step came to. */
export interface ExitJudgement {
  readonly verdict: Verdict;
  readonly reason: Gate | null;
  readonly gates: readonly GateResult[];
  /** Shares promised; `null` where this step does not say. */
  readonly quantity: Quantity | null;
  readonly limitPrice: Price | null;
  readonly sold: Quantity | null;
}

export type RemadeExit =
  | { readonly ok: true; readonly judged: ExitJudgement }
  | { readonly ok: false; readonly problem: string };

const NOTHING = { reason: null, gates: [], quantity: null, limitPrice: null, sold: null } as const;

/** Makes the newest step of an exit once more from what it was made from. */
export function remakeExit(record: ExitRecord): RemadeExit {
  const resolved = resolveSettings(record.settings);
  if (!resolved.ok)
    return { ok: false, problem: `its settings are not of now: ${resolved.problem}` };
  return { ok: true, judged: judgedOf(record, resolved.settings) };
}

function judgedOf({ inputs }: ExitRecord, settings: Settings): ExitJudgement {
  switch (inputs.step) {
    case 'deferred':
      // With nothing on its way there is nothing to wait for.
      return { ...NOTHING, verdict: inputs.entries.length > 0 ? 'held' : 'denied' };
    case 'planned': {
      const plan = planExit({ ...inputs, settings });
      if (plan.verdict === 'planned') {
        return { ...NOTHING, verdict: 'held', gates: plan.gates, quantity: plan.quantity };
      }
      return { ...NOTHING, verdict: 'denied', reason: plan.reason, gates: plan.gates };
    }
    case 'tried': {
      const tried = judgeExitTry({ ...inputs, settings });
      if (tried.verdict === 'wait') {
        return { ...NOTHING, verdict: 'held', reason: tried.reason, gates: tried.gates };
      }
      const { gates, limitPrice, quantity: sold } = tried;
      return { ...NOTHING, verdict: 'accepted', gates, limitPrice, sold };
    }
  }
}

/** In what an exit that was made again differs; empty where it is the same. */
export function exitDifferences(
  decision: Decision,
  record: ExitRecord,
  judged: ExitJudgement,
): readonly string[] {
  const differences = new Differences();
  differences.gates(decision.gates, judged.gates);
  differences.note('verdict', decision.verdict, judged.verdict);
  differences.note('gates', decision.gates.length, judged.gates.length);
  differences.note('reason', decision.reason, judged.reason);
  if (judged.quantity !== null) differences.note('shares', decision.quantity, judged.quantity);
  differences.note('limit price', decision.limitPrice, judged.limitPrice);
  differences.note('shares of the order', record.sold, judged.sold);
  return differences.found;
}
