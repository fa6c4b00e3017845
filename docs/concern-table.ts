import { RISK_CONCERNS, type RiskConcern } from '../src/engine/domain/market-analysis.ts';
import { DAY_MS } from '../src/engine/domain/time.ts';
import {
  CONCERN_WEIGHT,
  EDIT_CONCERN_MS,
  VAGUE_PHRASES_COUNTED,
} from '../src/engine/intelligence/market/resolution-risk.ts';

const EDIT_DAYS = EDIT_CONCERN_MS / DAY_MS;

/** When a concern counts. */
const WHEN: Readonly<Record<RiskConcern, string>> = {
  rulesUnknown: 'nobody told the rules of the market, so nothing of them could be read',
  disputed: 'somebody disputed the outcome that was proposed: a vote decides',
  rulesEdited: `the text of the rules changed in the last ${EDIT_DAYS} days, while it was watched`,
  proposed: 'an outcome was proposed and is not final',
  vagueRules: `for each phrase that leaves the outcome to somebody's judgement, ${VAGUE_PHRASES_COUNTED} at most`,
  noSource: 'the rules name no source where the outcome is read',
  noClosingTime: 'it is not known when the market closes',
};

/** What may make a market pay otherwise than its question says, and what each adds. */
export function concernTable(): string {
  const rows = RISK_CONCERNS.map(
    (concern) => `| ${concern} | ${CONCERN_WEIGHT[concern]} | ${WHEN[concern]} |`,
  );
  return ['| concern | adds | when |', '|---|---|---|', ...rows, ''].join('\n');
}
