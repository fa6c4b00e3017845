import type { Contract } from '../normalizer/contract.ts';
import type { SportsComparison } from '../normalizer/sports/compare-sports.ts';
import { relateBounds } from './bound-relation.ts';
import { agreeNames, agreeWords, sharedWords } from './name-agreement.ts';
import { AGREED, boundText, differs, instantText, type TermFinding, unclear } from './reasons.ts';

/** `sports` is how two contracts of sports stand to each other, `null` for all others. */
type Compare = (a: Contract, b: Contract, sports: SportsComparison | null) => TermFinding;

/** Only one of several can be it: then two different ones cannot both pay. */
const EXCLUSIVE = new Set(['wins', 'isNext', 'isNominee', 'winsElection', 'isRanked']);
/** Half of the words: less is another event, more may be the same in other words. */
const SAME_EVENT_WORDS = 0.34;
/** Prices are numbers without gaps: whether a bound counts changes almost nothing. */
const GAPLESS_UNITS = new Set(['usd']);

export function isSports(contract: Contract): boolean {
  return contract.family.startsWith('sports.');
}

/** Every term but the side, in the order in which a person would look. */
export const TERMS: readonly Compare[] = [
  entities,
  predicate,
  event,
  (a, b) => plain('part', a.part, b.part),
  (a, b) => plain('rank', text(a.rank), text(b.rank)),
  (a, b) => plain('unit', a.unit, b.unit),
  moment,
  period,
  threshold,
];

function entities(a: Contract, b: Contract, sports: SportsComparison | null): TermFinding {
  const said = [a.entities.join(', ') || null, b.entities.join(', ') || null] as const;
  if (sports !== null) return threeWay(sports.competitors, 'Entity', said);
  if (a.unknown.includes('entities') || b.unknown.includes('entities')) return AGREED;
  const same = sameEntities(a.entities, b.entities);
  if (same !== false) return threeWay(same, 'Entity', said);
  const isExclusive = EXCLUSIVE.has(a.predicate) && a.event !== null && a.event === b.event;
  return differs('entity', said, isExclusive ? 'disjoint' : 'unknown');
}

function sameEntities(a: readonly string[], b: readonly string[]): boolean | null {
  if (a.join('|') === b.join('|')) return true;
  if (a.length !== 1 || b.length !== 1) return false;
  const agreement = agreeNames(a[0] ?? '', b[0] ?? '');
  return agreement === 'unclear' ? null : agreement === 'same';
}

/** The same, another, or `null` for what cannot be told. */
function threeWay(
  same: boolean | null,
  name: string,
  said: readonly [string | null, string | null],
): TermFinding {
  if (same === true) return AGREED;
  return same === false ? differs(name.toLowerCase(), said) : unclear(`unknown${name}`, said);
}

function predicate(a: Contract, b: Contract): TermFinding {
  if (a.unknown.includes('predicate') || b.unknown.includes('predicate')) return AGREED;
  if (a.predicate === b.predicate) return AGREED;
  const said = [a.predicate, b.predicate] as const;
  const isFree = a.family.startsWith('event.') && b.family.startsWith('event.');
  if (isFree && sharedWords(a.predicate, b.predicate) >= SAME_EVENT_WORDS) {
    return unclear('unknownPredicate', said);
  }
  return differs('predicate', said);
}

function event(a: Contract, b: Contract, sports: SportsComparison | null): TermFinding {
  const said = [a.event, b.event] as const;
  if (sports !== null) {
    if (a.event === null && b.event === null) return AGREED;
    return threeWay(sports.event, 'Event', said);
  }
  if (a.event === b.event) return AGREED;
  if (a.unknown.includes('event') || b.unknown.includes('event')) return AGREED;
  if (a.event === null || b.event === null) return unclear('unknownEvent', said);
  const isWorded = a.family.startsWith('politics.');
  if (isWorded && agreeWords(a.event, b.event) === 'unclear') return unclear('unknownEvent', said);
  return differs('event', said);
}

function plain(code: string, a: string | null, b: string | null): TermFinding {
  return a === b ? AGREED : differs(code, [a, b]);
}

function text(value: number | null): string | null {
  return value === null ? null : String(value);
}

/** The instant where both tell one, else the day. */
function moment(a: Contract, b: Contract): TermFinding {
  if (a.observedAtMs !== null && b.observedAtMs !== null && !isSports(a)) {
    if (a.observedAtMs === b.observedAtMs) return AGREED;
    return differs('date', [instantText(a.observedAtMs), instantText(b.observedAtMs)]);
  }
  const isInstant = /\.priceAt$/.test(a.family);
  if (isInstant && (a.observedAtMs === null) !== (b.observedAtMs === null) && a.day === b.day) {
    return unclear('unknownInstant', [instantText(a.observedAtMs), instantText(b.observedAtMs)]);
  }
  if (a.day === b.day) return AGREED;
  if (a.day === null || b.day === null) return unclear('unknownDate', [a.day, b.day]);
  return differs('date', [a.day, b.day]);
}

/** A period that ends later holds whatever an earlier one does. */
function period(a: Contract, b: Contract): TermFinding {
  const [one, other] = [a.window, b.window];
  if (one === null && other === null) return AGREED;
  const [until, otherUntil] = [one?.toMs ?? null, other?.toMs ?? null];
  if (until === null || otherUntil === null) {
    return unclear('unknownWindow', [instantText(until), instantText(otherUntil)]);
  }
  if (until !== otherUntil) {
    const said = [instantText(until), instantText(otherUntil)] as const;
    return differs('window', said, until < otherUntil ? 'subset' : 'superset');
  }
  const [from, otherFrom] = [one?.fromMs ?? null, other?.fromMs ?? null];
  if (from === null || otherFrom === null || from === otherFrom) return AGREED;
  const said = [instantText(from), instantText(otherFrom)] as const;
  return differs('window', said, from > otherFrom ? 'subset' : 'superset');
}

function threshold(a: Contract, b: Contract): TermFinding {
  if (a.comparator === null && b.comparator === null) return AGREED;
  const found = relateBounds(a, b);
  const isWhole = found?.relation === 'equal' || found?.relation === 'complement';
  if (isWhole && (!found.differsAtEdge || GAPLESS_UNITS.has(a.unit ?? ''))) {
    return { reasons: [], relation: found.relation === 'equal' ? null : 'complement' };
  }
  const said = [boundText(a), boundText(b)] as const;
  if (found === null) return unclear('unknownThreshold', said);
  if (isWhole) return differs('comparator', said);
  return differs('threshold', said, found.relation);
}

/** Whether both pay together, or one when the other does not. */
export function sides(a: Contract, b: Contract, sports: SportsComparison | null): TermFinding {
  const said = [a.side, b.side] as const;
  if (sports !== null) {
    switch (sports.side) {
      case 'same':
        return AGREED;
      case 'opposite':
        return { reasons: [], relation: 'complement' };
      case 'different':
        return differs('side', said, 'disjoint');
      case null:
        return unclear('unknownSide', said);
    }
  }
  if (a.side === null || b.side === null) return unclear('unknownSide', said);
  return a.side === b.side ? AGREED : { reasons: [], relation: 'complement' };
}
