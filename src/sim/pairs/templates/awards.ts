import { slugOf } from '../../venue/phrasing.ts';
import { dayAtMs, drawLongTimes, momentOf } from '../calendar.ts';
import { alike, drawTruth, equal, same, unlike } from '../endings.ts';
import { drawPeople, type Person } from '../names.ts';
import type { Counterpart, KalshiWording, PairedEvent, PairScene } from '../paired-event.ts';

interface Category {
  readonly name: string;
  readonly ticker: string;
  readonly title: string;
  readonly person: 'actress' | 'actor';
}

const ACTRESS: Category = {
  ...{ name: 'Best Actress', ticker: 'KXOSCARNOMACTR', person: 'actress' },
  title: 'Best Actress Oscar nominations?',
};
const SUPPORTING_ACTRESS: Category = {
  ...{ name: 'Best Supporting Actress', ticker: 'KXOSCARNOMSUPACTR', person: 'actress' },
  title: 'Supporting Actress Oscar nominations?',
};
const ACTOR: Category = {
  ...{ name: 'Best Actor', ticker: 'KXOSCARNOMACTO', person: 'actor' },
  title: 'Best Actor Oscar nominations?',
};
const SUPPORTING_ACTOR: Category = {
  ...{ name: 'Best Supporting Actor', ticker: 'KXOSCARNOMSUPACTO', person: 'actor' },
  title: 'Best Supporting Actor Oscar nominations?',
};
/** What is asked for, and the category that looks like it: never the same twice in a year. */
const ROUNDS: readonly (readonly [asked: Category, alike: Category])[] = [
  [ACTRESS, SUPPORTING_ACTRESS],
  [ACTOR, SUPPORTING_ACTOR],
];
const NOMINEES = 2;
/** The first ceremony was held in 1929. */
const YEAR_ZERO = 1928;
const CLOSES_IN_DAYS = 59;

const EARLY = 'This market will close and expire early if the event occurs.';

interface Ceremony {
  readonly year: number;
  /** `99th`. */
  readonly edition: string;
  readonly people: readonly Person[];
  readonly closeMs: number;
}

/** Who is nominated for an award, and who for the one that sounds like it. Nothing else differs. */
export function awardNominations(scene: PairScene): PairedEvent {
  const { chance, round } = scene;
  const [asked, other] = ROUNDS[round % ROUNDS.length] ?? [ACTRESS, SUPPORTING_ACTRESS];
  const closeMs = dayAtMs(scene, CLOSES_IN_DAYS, { hour: 10 });
  const year = momentOf(scene, scene.nowMs).at.year + 1 + Math.floor(round / ROUNDS.length);
  const people = drawPeople(chance, NOMINEES, asked.person === 'actor' ? 'men' : 'women');
  const ceremony: Ceremony = { year, edition: ordinal(year - YEAR_ZERO), people, closeMs };
  const title = `Oscars ${year}: ${asked.name} Nominations`;
  return {
    ...{ title, slug: slugOf(title), topic: 'culture', negRisk: false },
    tags: ['movies', 'awards', 'oscars'],
    source: 'https://www.oscars.org/',
    ...drawLongTimes(scene, closeMs),
    questions: people.map(({ name }) => {
      const question = `Will ${name} be nominated for ${asked.name} at the ${ceremony.edition} Academy Awards?`;
      return {
        ...{ question, slug: slugOf(question), outcomes: ['Yes', 'No'] },
        rules: rulesOf(asked, ceremony),
        truth: drawTruth(chance.fork(`truth ${name}`)),
      };
    }),
    kalshi: [
      wording(asked, ceremony, (_, of) => ({
        ending: same(of, 0, 'half'),
        relations: [equal(of, 0)],
      })),
      wording(other, ceremony, ({ name }, of) => ({
        ending: alike(
          chance.fork(`${other.name} ${name}`),
          { of, outcome: 0 },
          { whenPaid: 0.15, whenLost: 0.7, offset: 0.15 },
        ),
        relations: [unlike(of, 'otherCategory')],
      })),
    ],
  };
}

function wording(
  { name, ticker, title, person }: Category,
  { year, edition, people, closeMs }: Ceremony,
  endOf: (person: Person, of: number) => Pick<Counterpart, 'ending' | 'relations'>,
): KalshiWording {
  const market = (nominee: Person, of: number): Counterpart => ({
    suffix: nominee.initials,
    title: `${year} ${title}`,
    yesSubTitle: nominee.name,
    rulesPrimary: `If ${nominee.name} has been nominated for ${name} at the ${edition} Academy Awards, then the market resolves to Yes. The ${edition} Academy Awards Nominations are expected to be announced in January ${year}.`,
    rulesSecondary: '',
    ...endOf(nominee, of),
  });
  return {
    series: {
      ...{ ticker, title: `Oscar nominations: ${person}`, category: 'Entertainment' },
      tags: ['Awards', 'Oscars'],
      sources: [{ name: 'The Academy', url: 'https://www.oscars.org/' }],
    },
    ticker: `${ticker}-${year % 100}`,
    title: `${year} ${title}`,
    subTitle: `In ${year}`,
    isExclusive: false,
    closeMs,
    earlyClose: EARLY,
    markets: people.map(market),
  };
}

function rulesOf({ name, person }: Category, { year, edition }: Ceremony): string {
  return [
    `The Academy Awards are presented annually by the Academy of Motion Picture Arts and Sciences (AMPAS) to honor outstanding artistic and technical achievements in film. For the ${edition} Academy Awards in ${year}, nominations are scheduled to be announced on January 21, followed by the ceremony on March 14, ${year}.`,
    `This market will resolve to "Yes" if the listed ${person} is nominated for the ${edition} Academy Award for ${name}. If an ${person} is not officially nominated for the Academy Award for ${name} when the ${year} nominees are announced, the corresponding market will immediately resolve to "No".`,
    `If, for any reason, no nominations are declared by March 14, ${year}, 11:59 PM ET, this market will resolve to "No".`,
    'The primary resolution source for this market will be official information from the Academy Awards and AMPAS, including data from their website (e.g., https://www.oscars.org/) and the live broadcast of the award ceremony; however, a consensus of credible reporting may also be used.',
  ].join('\n\n');
}

/** `99th`, `101st`. */
function ordinal(number: number): string {
  const isTeen = number % 100 > 10 && number % 100 < 14;
  const ending = isTeen ? undefined : ['th', 'st', 'nd', 'rd'][number % 10];
  return `${number}${ending ?? 'th'}`;
}
