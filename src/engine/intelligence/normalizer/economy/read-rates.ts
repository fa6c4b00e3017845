import { contractOf } from '../blank-contract.ts';
import { type Bound, boundOf, findBound, microOf, ofIntegers } from '../bounds.ts';
import type { Contract } from '../contract.ts';
import { findPeriod, windowOf } from '../deadline.ts';
import type { FoldedText } from '../folded-text.ts';
import { structuredBound } from '../prices/strike.ts';
import { findBank } from './banks.ts';
import { meetingMonth } from './meeting.ts';

const ABOUT_RATES = /\b(?:rates?|bps|basis points|announce|meeting)\b/;
const HOLD =
  /\bno change\b|\bmaintain\b|\bhold(?:s|ing)?\b|\bunchanged\b|\b(?:hike|cut)[a-z]* (?:rates )?(?:by )?0 ?bps\b/;
const CUT = /\b(?:decreas|cut|lower)[a-z]*\b/;
const HIKE = /\b(?:increas|hik|rais)[a-z]*\b/;
const SIZE = /(>|<|more than |at least |over )? ?(\d+(?:\.\d+)?)(\+)? ?(?:bps?|basis points?)/;
const LEVEL = /\bupper bound\b|\btarget rate\b|\bfederal funds rate be\b/;
/** At any meeting until then, instead of at that one. */
const BY_THEN = /\bby (?:the )?(?:end of )?(?:[a-z]+ )?(?:20\d\d )?meeting\b/;
const NEITHER_MEETING = /\b(?:emergency|how many|number of|dissents?|combo|total)\b| and /;

/** What a central bank decides at one meeting, or by a day. */
export function readRates(market: FoldedText): Contract | null {
  const { title } = market;
  if (!ABOUT_RATES.test(title) || NEITHER_MEETING.test(title)) return null;
  const bank = findBank(title);
  if (bank === null) return null;
  if (LEVEL.test(title)) return level(market, bank);
  const change = changeOf(`${title} ${market.subTitle}`);
  if (change === null) return null;
  return decision(market, bank, change);
}

/** A change in basis points: cuts are negative. */
function changeOf(text: string): Bound | null {
  if (HOLD.test(text)) return boundOf('eq', 0);
  const isCut = CUT.test(text);
  if (isCut === HIKE.test(text)) return null;
  const size = SIZE.exec(text);
  const points = microOf(size?.[2] ?? '');
  if (size === null || points === null) return isCut ? boundOf('lt', 0) : boundOf('gt', 0);
  const how = howMuch(size[1] ?? '', size[3]);
  if (how === null) return null;
  const comparator = isCut ? MIRRORED[how] : how;
  return boundOf(comparator, isCut ? -points : points);
}

/** A cut by more is a change further below. */
const MIRRORED = { gt: 'lt', ge: 'le', eq: 'eq' } as const;

function howMuch(word: string, plus: string | undefined): keyof typeof MIRRORED | null {
  if (word.startsWith('<')) return null;
  if (/^(?:>|more|over)/.test(word)) return 'gt';
  return plus === '+' || word.startsWith('at least') ? 'ge' : 'eq';
}

function decision(market: FoldedText, bank: string, change: Bound): Contract | null {
  const { title, nearMs, ticker } = market;
  const meeting = /\bmeeting\b/.test(title) || ticker?.month != null ? meetingMonth(market) : null;
  const isByThen = BY_THEN.test(title);
  const period = meeting === null ? findPeriod(title, nearMs) : null;
  if (meeting === null && period === null && !/\bmeeting\b/.test(title)) return null;
  const bound = ofIntegers(change);
  return contractOf({
    family: isByThen || period !== null ? 'economy.rateChangeBy' : 'economy.rateDecision',
    kind: 'threshold',
    entities: [bank],
    predicate: 'changesRate',
    event: meeting,
    comparator: bound.comparator,
    floor: bound.floor,
    cap: bound.cap,
    unit: 'bps',
    isInteger: true,
    window: period === null ? null : windowOf(period),
    side: /\bno\b.*\b(?:cuts?|hikes?)\b/.test(title) ? 'no' : 'yes',
    unknown: meeting === null && period === null ? ['event'] : [],
    hasRules: market.text.rules !== null,
  });
}

/** Where the rate stands after a meeting. */
function level(market: FoldedText, bank: string): Contract {
  const bound = structuredBound(market) ?? findBound(market.title) ?? findBound(market.subTitle);
  const meeting = meetingMonth(market);
  return contractOf({
    family: 'economy.rateLevel',
    kind: 'threshold',
    entities: [bank],
    predicate: 'rateIs',
    event: meeting,
    comparator: bound?.comparator ?? null,
    floor: bound?.floor ?? null,
    cap: bound?.cap ?? null,
    unit: 'percent',
    side: 'yes',
    unknown: [...(meeting === null ? ['event'] : []), ...(bound === null ? ['threshold'] : [])],
    hasRules: market.text.rules !== null,
  });
}
