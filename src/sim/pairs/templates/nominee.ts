import { slugOf } from '../../venue/phrasing.ts';
import { dayAtMs, drawLongTimes } from '../calendar.ts';
import { alike, drawOneOf, equal, same, unlike } from '../endings.ts';
import { drawPeople, type Person } from '../names.ts';
import type { Counterpart, KalshiWording, PairedEvent, PairScene } from '../paired-event.ts';

interface Party {
  readonly name: string;
  readonly ticker: string;
}

const PARTIES: readonly [Party, Party] = [
  { name: 'Democratic', ticker: 'KXPRESNOMD' },
  { name: 'Republican', ticker: 'KXPRESNOMR' },
];
/** The election that is asked about first; later rounds of both parties ask about later ones. */
const YEAR = 2028;
const YEARS_APART = 4;
const PEOPLE = 2;
const CLOSES_IN_DAYS = 600;
const SOURCES = [{ name: 'The New York Times', url: 'https://www.nytimes.com/' }];

interface Race {
  readonly party: Party;
  readonly year: number;
  readonly people: readonly Person[];
  readonly closeMs: number;
}

/** Who is nominated for an election, beside who wins it: nobody does without being nominated. */
export function nominee(scene: PairScene): PairedEvent {
  const { chance, round } = scene;
  const party = PARTIES[round % PARTIES.length] ?? PARTIES[0];
  const year = YEAR + YEARS_APART * Math.floor(round / PARTIES.length);
  const people = drawPeople(chance, PEOPLE);
  const closeMs = dayAtMs(scene, CLOSES_IN_DAYS, { hour: 23 });
  const race: Race = { party, year, people, closeMs };
  const truths = drawOneOf(chance.fork('truth'), [0.4, 0.35, 0.25]);
  const title = `${party.name} Presidential Nominee ${year}`;
  return {
    ...{ title, slug: slugOf(title), topic: 'politics', negRisk: true },
    tags: ['elections', 'us-election'],
    source: '',
    ...drawLongTimes(scene, closeMs),
    questions: people.flatMap(({ name }, at) => {
      const truth = truths[at];
      if (truth === undefined) return [];
      const question = `Will ${name} win the ${year} ${party.name} presidential nomination?`;
      const slug = slugOf(question);
      return [{ question, slug, outcomes: ['Yes', 'No'], rules: rulesOf(name, race), truth }];
    }),
    kalshi: [
      nominationOf(race),
      electionOf(race, ({ name }, of) => ({
        ending: alike(
          chance.fork(`wins ${name}`),
          { of, outcome: 0 },
          { whenPaid: 0.5, whenLost: 0, offset: -0.8 },
        ),
        relations: [unlike(of, 'otherPredicate', 'superset')],
      })),
    ],
  };
}

function nominationOf({ party, year, people, closeMs }: Race): KalshiWording {
  return {
    series: {
      ...{ ticker: party.ticker, title: `${party.name} nominee`, category: 'Elections' },
      ...{ tags: ['US Elections'], sources: SOURCES },
    },
    ticker: `${party.ticker}-${year % 100}`,
    title: `${year} ${party.name} Presidential nominee?`,
    subTitle: `In ${year}`,
    isExclusive: true,
    closeMs,
    earlyClose: 'This market will close and expire the day after the event occurs.',
    markets: people.map((person, of) => ({
      suffix: person.initials,
      title: `Will ${person.name} be the ${party.name} Presidential nominee in ${year}?`,
      yesSubTitle: person.name,
      rulesPrimary: `If ${person.name} wins the nomination for the Presidency to represent the ${party.name} Party in ${year}, then the market resolves to Yes.`,
      rulesSecondary: '',
      ending: same(of, 0, 'half'),
      relations: [equal(of, 0)],
    })),
  };
}

function electionOf(
  { party, year, people, closeMs }: Race,
  endOf: (person: Person, of: number) => Pick<Counterpart, 'ending' | 'relations'>,
): KalshiWording {
  return {
    series: {
      ...{ ticker: 'KXPRESPERSON', title: 'Presidential election', category: 'Elections' },
      ...{ tags: ['US Elections'], sources: SOURCES },
    },
    ticker: `KXPRESPERSON-${year % 100}${party.name.slice(0, 1)}`,
    title: `Who will win the ${year} presidential election?`,
    subTitle: `In ${year}`,
    isExclusive: true,
    closeMs,
    earlyClose: 'This market will close and expire the day after the event occurs.',
    markets: people.map((person, of) => ({
      suffix: person.initials,
      title: `Will ${person.name} win the ${year} presidential election?`,
      yesSubTitle: person.name,
      rulesPrimary: `If ${person.name} is the next person inaugurated as President following the ${year} election, then the market resolves to Yes.`,
      rulesSecondary: '',
      ...endOf(person, of),
    })),
  };
}

function rulesOf(name: string, { party, year }: Race): string {
  return [
    `This market will resolve to "Yes" if ${name} wins and accepts the ${year} nomination of the ${party.name} Party for U.S. president. Otherwise, this market will resolve to "No".`,
    `The resolution source for this market will be a consensus of official ${party.name} Party sources.`,
    'Any replacement of the nominee before election day will not change the resolution of the market.',
  ].join('\n\n');
}
