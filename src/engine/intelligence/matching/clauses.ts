import type { PairBasis } from '../../domain/market-pair.ts';
import type { Contract, MarketText } from '../normalizer/contract.ts';
import { relateBounds } from './bound-relation.ts';
import { AGREED, differs, type TermFinding, unclear } from './reasons.ts';
import { isSports } from './terms.ts';

/** Clauses that change what is asked, however alike the titles are. */
const DECISIVE = /^opm |^any opm |^work:/;
/** Rules of a template whose gaps nobody filled: `above || Count ||`. */
const PLACEHOLDER = /\|\|[^|]*\|\|/;
const LAST_PRICE = 'death pays the last price';

const REGULAR_TIME =
  /\b90 minutes\b|\bregulation time\b|not include (?:extra time|overtime)|exclud\w+ (?:extra time|overtime)/i;
const EXTENDED_TIME =
  /\b(?:including|includes|include) (?:any )?(?:extra time|overtime|penalt)|\b(?:extra time|overtime)[^.]{0,40} (?:counts?|included)\b/i;

/** A winner after 90 minutes may not be the winner after extra time. */
export function playTimeFinding(polymarket: MarketText, kalshi: MarketText): TermFinding {
  const [one, other] = [playTime(polymarket.rules), playTime(kalshi.rules)];
  if (one === null || other === null || one === other) return AGREED;
  return differs('playTime', [one, other]);
}

function playTime(rules: string | null): string | null {
  if (rules === null) return null;
  if (REGULAR_TIME.test(rules)) return 'regular time';
  return EXTENDED_TIME.test(rules) ? 'with extra time' : null;
}

/** What the rules add to the titles: clauses of one side that the other lacks. */
export function clauseFindings(a: Contract, b: Contract): readonly TermFinding[] {
  const findings: TermFinding[] = [];
  if (a.earlyClose !== b.earlyClose && [a.earlyClose, b.earlyClose].includes(LAST_PRICE)) {
    findings.push(differs('earlyClose', [a.earlyClose, b.earlyClose]));
  }
  const [only, others] = [onlyIn(a, b), onlyIn(b, a)];
  const decisive = [...only, ...others].filter((clause) => DECISIVE.test(clause));
  if (decisive.length > 0) {
    const said = [only.join(', ') || null, others.join(', ') || null] as const;
    const isWork = decisive.every((clause) => clause.startsWith('work:'));
    findings.push(isWork ? unclear('unknownWork', said) : differs('clause', said));
  }
  return findings;
}

/** Rules that cannot be read as they stand. */
export function placeholderFinding(kalshi: MarketText): TermFinding {
  const gap = PLACEHOLDER.exec(kalshi.rules ?? '')?.[0];
  return gap === undefined ? AGREED : unclear('placeholderRules', [null, gap]);
}

/** What may still differ in the settlement of a pair whose terms agree. */
export function basisOf(a: Contract, b: Contract): readonly PairBasis[] {
  const basis = new Set<PairBasis>();
  if (isPriced(a) && (a.source === null || a.source !== b.source)) basis.add('price_index');
  if (a.unit === 'usd' && relateBounds(a, b)?.differsAtEdge === true) basis.add('inclusive');
  if (isSports(a)) for (const each of sportsBasis(a, b)) basis.add(each);
  const lone = [...onlyIn(a, b), ...onlyIn(b, a)];
  if (lone.includes('english only')) basis.add('english_only');
  if (lone.includes('charge scope')) basis.add('charge_scope');
  if (lone.includes('after the election')) basis.add('succession_scope');
  return [...basis].sort();
}

function isPriced({ family }: Contract): boolean {
  return /^(?:crypto|commodities|indices)\./.test(family);
}

/** Without both texts nobody knows what a game that is not played pays. */
function sportsBasis(a: Contract, b: Contract): readonly PairBasis[] {
  const bothRead = a.hasRules && b.hasRules;
  const isDifferent = (of: (contract: Contract) => string | null): boolean =>
    !bothRead || of(a) !== of(b);
  return [
    ...(isDifferent(({ voidRule }) => voidRule) ? (['cancel_rule'] as const) : []),
    ...(isDifferent((contract) => clauseOf(contract, 'walkover:'))
      ? (['walkover_rule'] as const)
      : []),
    ...(a.rank !== null && isDifferent((contract) => clauseOf(contract, 'ties:'))
      ? (['ties'] as const)
      : []),
  ];
}

function clauseOf({ clauses }: Contract, prefix: string): string | null {
  return clauses.find((clause) => clause.startsWith(prefix)) ?? null;
}

function onlyIn(a: Contract, b: Contract): readonly string[] {
  return a.clauses.filter((clause) => !b.clauses.includes(clause));
}
