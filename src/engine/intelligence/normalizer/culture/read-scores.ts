import { contractOf } from '../blank-contract.ts';
import { type Bound, boundOf, findBound, microOf, ofIntegers } from '../bounds.ts';
import type { Contract } from '../contract.ts';
import { completeDay, findDay } from '../days.ts';
import type { FoldedText } from '../folded-text.ts';
import { entityName } from '../names.ts';
import { structuredBound } from '../prices/strike.ts';

const TOMATOES = /\brotten tomatoes\b|\btomatometer\b/;
const QUOTED = /"([^"]+)"/;
const BEFORE_TOMATOES = /^(?:will )?(.+?)(?:'s)? (?:rotten tomatoes|score|have|get)/;
const FROM_TICKER = /^(\d{1,3})$/;
const SCORE_DAY = /\bon ([a-z]+ \d{1,2},? (?:20\d\d)?)/;
const AUDIENCE = /\b(?:audience|popcornmeter|verified)\b/;

/** The critics' score of a film: a whole number, so "above 55" is not "at least 55". */
export function readScore(market: FoldedText): Contract | null {
  const { title, rules, text, nearMs } = market;
  if (!TOMATOES.test(title)) return null;
  const film = entityName(QUOTED.exec(title)?.[1] ?? BEFORE_TOMATOES.exec(title)?.[1] ?? '');
  const bound = scoreBound(market);
  const named = findDay(SCORE_DAY.exec(rules)?.[1] ?? '');
  const day = named === null ? null : completeDay(named, nearMs);
  return contractOf({
    family: 'culture.score',
    kind: 'threshold',
    entities: film === '' ? [] : [film],
    predicate: AUDIENCE.test(title) ? 'audienceScore' : 'criticsScore',
    comparator: bound?.comparator ?? null,
    floor: bound?.floor ?? null,
    cap: bound?.cap ?? null,
    unit: 'points',
    isInteger: true,
    day,
    side: 'yes',
    // Scores move for days: without the moment of the look they are not the same question.
    unknown: [
      ...(film === '' ? ['entities'] : []),
      ...(bound === null ? ['threshold'] : []),
      ...(day === null ? ['day'] : []),
    ],
    hasRules: text.rules !== null,
  });
}

function scoreBound(market: FoldedText): Bound | null {
  const bound =
    structuredBound(market) ?? findBound(market.subTitle) ?? findBound(market.title) ?? null;
  if (bound !== null) return ofIntegers(bound);
  // Older series name the score alone, and mean above it.
  const value = microOf(
    FROM_TICKER.exec(market.ticker?.strike || (market.ticker?.event ?? ''))?.[1] ?? '',
  );
  return value === null ? null : ofIntegers(boundOf('gt', value));
}
