import { DAY_MS } from '../../../engine/domain/time.ts';
import { dayWords } from '../../kalshi/eastern.ts';
import { slugOf } from '../../venue/phrasing.ts';
import { drawMatchTimes, type Moment, momentOf } from '../calendar.ts';
import { alike, drawTruth, equal, same, unlike } from '../endings.ts';
import { drawPeople, drawPlace, type Person, twoOf } from '../names.ts';
import type { Counterpart, KalshiWording, PairedEvent, PairScene } from '../paired-event.ts';

const ROUNDS = ['Round Of 32', 'Round Of 16', 'Quarterfinal', 'Semifinal'] as const;
const SLUG_LETTERS = 7;
/** The same players meet again so many days later, elsewhere. */
const AGAIN_MS = 3 * DAY_MS;
const SERIES = {
  ticker: 'KXATPMATCH',
  title: 'ATP tennis match',
  category: 'Sports',
  tags: ['Tennis'],
  sources: [{ name: 'ATP Tour', url: 'https://www.atptour.com/' }],
};
const EARLY = 'This market will close and expire after a winner is declared.';

/** A tennis match: one venue asks for it once, the other once for each player, either way round. */
export function tennisMatch(scene: PairScene): PairedEvent {
  const { chance } = scene;
  const [one, two] = twoOf(drawPeople(chance, 2, 'men'));
  const place = drawPlace(chance);
  const times = drawMatchTimes(scene);
  const start = momentOf(scene, times.startMs);
  const again = momentOf(scene, times.startMs + AGAIN_MS);
  const question = `${place} Open: ${one.name} vs ${two.name}`;
  const slug = `atp-${slugName(one)}-${slugName(two)}-${start.iso}`;
  const order = chance.happens(0.5) ? [one, two] : [two, one];
  const match = { one, two, order, round: chance.pick(ROUNDS) };
  return {
    title: question,
    slug,
    topic: 'sports',
    tags: ['tennis', 'atp', 'games'],
    source: 'https://www.atptour.com/',
    negRisk: false,
    ...times,
    questions: [
      {
        question,
        slug,
        outcomes: [one.name, two.name],
        rules: rulesOf({ one, two, place, start }),
        truth: drawTruth(chance.fork('truth')),
      },
    ],
    kalshi: [
      wording({ ...match, place, start, closeMs: times.closeMs }, (_, outcome) => ({
        ending: same(0, outcome, 'fair'),
        relations: [equal(0, outcome)],
      })),
      wording(
        { ...match, place: drawPlace(chance), start: again, closeMs: times.closeMs + AGAIN_MS },
        (person, outcome) => ({
          ending: alike(
            chance.fork(`again ${person.code}`),
            { of: 0, outcome },
            { whenPaid: 0.65, whenLost: 0.35, offset: 0.1 },
          ),
          relations: [unlike(0, 'otherDay')],
        }),
      ),
    ],
  };
}

interface Match {
  readonly one: Person;
  readonly two: Person;
  /** As the other venue lists them. */
  readonly order: readonly Person[];
  readonly round: string;
  readonly place: string;
  readonly start: Moment;
  readonly closeMs: number;
}

function wording(
  { one, order, round, place, start, closeMs }: Match,
  endOf: (person: Person, outcome: 0 | 1) => Pick<Counterpart, 'ending' | 'relations'>,
): KalshiWording {
  const versus = order.map(({ last }) => last).join(' vs ');
  const match = `${versus} professional tennis match in the ${start.at.year} ATP ${place} ${round} after a ball has been played`;
  const market = (person: Person): Counterpart => ({
    suffix: person.code,
    title: `Will ${person.name} win the ${versus} : ${round} match?`,
    yesSubTitle: person.name,
    rulesPrimary: `If ${person.name} wins the ${match}, then the market resolves to Yes.`,
    rulesSecondary: `The following market refers to the ${match}. If the match does not occur (signaled by a ball being played) due to a player injury, walkover, forfeiture, or any other cancellation (all before the match starts), the market will resolve to a fair price in accordance with the rules. If this match is postponed or delayed, the market will remain open and close after the rescheduled match has finished (within two weeks).`,
    ...endOf(person, person === one ? 0 : 1),
  });
  return {
    series: SERIES,
    ticker: `KXATPMATCH-${start.ticker}${order.map(({ code }) => code).join('')}`,
    title: versus,
    subTitle: `${order.map(({ code }) => code).join(' vs ')} (${dayWords(start.at)})`,
    isExclusive: true,
    closeMs,
    earlyClose: EARLY,
    markets: order.map(market),
  };
}

function rulesOf(of: {
  readonly one: Person;
  readonly two: Person;
  readonly place: string;
  readonly start: Moment;
}): string {
  const { one, two, place, start } = of;
  return [
    `This market refers to the tennis match between ${one.name} and ${two.name} in the ${place} Open, scheduled for ${start.day} at ${start.clock}.`,
    `This market will resolve to '${one.name}' if ${one.name} advances against ${two.name}.`,
    `This market will resolve to '${two.name}' if ${two.name} advances against ${one.name}.`,
    'If the match is canceled (not played at all), ends in a tie, or is delayed beyond 7 days from the scheduled date without a winner determined, this market will resolve to 50-50.',
    "If the match begins but is not completed, and one player advances due to the opponent's retirement, default, or disqualification, this market will resolve to the player who advances.",
    'If the match ends in a walkover (player withdraws before the start and the other advances automatically), this market will resolve to 50-50.',
    'The primary resolution source will be official information from the ATP (https://www.atptour.com/); however, a consensus of credible reporting may also be used.',
  ].join('\n\n');
}

function slugName({ last }: Person): string {
  return slugOf(last).slice(0, SLUG_LETTERS);
}
