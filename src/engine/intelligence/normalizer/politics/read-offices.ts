import { contractOf } from '../blank-contract.ts';
import type { Contract } from '../contract.ts';
import { findPeriod, windowOf } from '../deadline.ts';
import type { FoldedText } from '../folded-text.ts';
import { entityName } from '../names.ts';
import { foldOffice } from './offices.ts';

/** How a title names an office, who gets it, and how. */
interface Shape {
  readonly pattern: RegExp;
  readonly predicate: string;
  readonly person: number | null;
  readonly office: number;
  readonly clause?: string;
}

const OFFICE_WORD =
  '(?:prime minister|pm|president|chancellor|pope|taoiseach|speaker|supreme leader|mayor|governor|premier|fed chair|chair of the (?:federal reserve|fed)|leader|secretary of [a-z]+|ceo|james bond|dni|director)';

/** In this order: the narrower first. `person` `null`: Kalshi names them beside the title. */
const SHAPES: readonly Shape[] = [
  {
    pattern: new RegExp(`^will the next (.*?${OFFICE_WORD}.*?) be (.+?)\\?`),
    predicate: 'isNext',
    person: 2,
    office: 1,
  },
  {
    pattern: new RegExp(`^will (.+?) (?:be|become) (?:the )?next (.*?${OFFICE_WORD}.*?)\\?`),
    predicate: 'isNext',
    person: 1,
    office: 2,
  },
  {
    pattern: new RegExp(`^(?:who will )?(?:be )?(?:the )?next (.*?${OFFICE_WORD}.*?)(?: be)?\\?`),
    predicate: 'isNext',
    person: null,
    office: 1,
  },
  {
    pattern: new RegExp(`^(.*?${OFFICE_WORD}.*?) after (?:the )?(20\\d\\d .*?elections?)\\?`),
    predicate: 'isNext',
    person: null,
    office: 1,
    clause: 'after the election',
  },
  {
    pattern: /^wil?l (.+?) be the (.+? nominee .+?)\?/,
    predicate: 'isNominee',
    person: 1,
    office: 2,
  },
  {
    pattern: /^wil?l (.+?) win the (20\d\d .*?(?:nomination|primary).*?)\?/,
    predicate: 'isNominee',
    person: 1,
    office: 2,
  },
  {
    pattern: /^wil?l (.+?) win the (20\d\d .*?election.*?)\?/,
    predicate: 'winsElection',
    person: 1,
    office: 2,
  },
  {
    pattern: /^who will win the (20\d\d .*?election.*?)\?/,
    predicate: 'winsElection',
    person: null,
    office: 1,
  },
];
const NOT_ONE_PERSON = /\b(?:and|or)\b|\bmember of\b|\bparty\b|\bwoman\b/;

/** Who holds an office next, is nominated for it, or wins its election. */
export function readOffice(market: FoldedText): Contract | null {
  for (const shape of SHAPES) {
    const match = shape.pattern.exec(market.title);
    if (match !== null) return office(market, shape, match);
  }
  return null;
}

function office(market: FoldedText, shape: Shape, match: RegExpExecArray): Contract {
  const said = shape.person === null ? market.subTitle : (match[shape.person] ?? '');
  const person = entityName(said);
  const event = foldOffice(withoutPeriod(match[shape.office] ?? ''));
  const period = findPeriod(market.title, market.nearMs);
  return contractOf({
    family: `politics.${shape.predicate}`,
    kind: 'binary',
    entities: person === '' ? [] : [person],
    predicate: shape.predicate,
    event,
    window: period === null ? null : windowOf(period),
    side: 'yes',
    clauses: shape.clause === undefined ? [] : [shape.clause],
    unknown: [
      ...(person === '' || NOT_ONE_PERSON.test(said) ? ['entities'] : []),
      ...(event === '' ? ['event'] : []),
    ],
    hasRules: market.text.rules !== null,
  });
}

/** The office without the words of when. */
function withoutPeriod(words: string): string {
  return words.replace(/ (?:by|before|in) (?:[a-z]+ \d{1,2}|20\d\d|[a-z]+ 20\d\d).*$/, '');
}
