import { DAY_MS } from '../../../engine/domain/time.ts';
import { dayWords } from '../../kalshi/eastern.ts';
import { drawMatchTimes, type Moment, momentOf } from '../calendar.ts';
import { alike, drawTruth, equal, same, unlike } from '../endings.ts';
import { drawClubs, type Team, twoOf } from '../names.ts';
import type { Counterpart, KalshiWording, PairedEvent, PairScene } from '../paired-event.ts';

const SERIES = {
  ticker: 'KXMLBGAME',
  title: 'Professional baseball game',
  category: 'Sports',
  tags: ['Baseball'],
  sources: [{ name: 'MLB', url: 'https://www.mlb.com/' }],
};
const EARLY = 'This market will close and expire after a winner is declared.';

/** A game of two clubs, who play again on the next day: that is another question. */
export function baseballGame(scene: PairScene): PairedEvent {
  const { chance } = scene;
  const [one, two] = twoOf(drawClubs(chance, 2));
  const times = drawMatchTimes(scene);
  const start = momentOf(scene, times.startMs);
  const next = momentOf(scene, times.startMs + DAY_MS);
  const title = `${one.name} vs. ${two.name}`;
  const slug = `mlb-${one.code}-${two.code}-${start.iso}`.toLowerCase();
  return {
    ...{ title, slug, topic: 'sports', negRisk: false, ...times },
    tags: ['baseball', 'mlb', 'games'],
    source: 'https://www.mlb.com/',
    questions: [
      {
        ...{ question: title, slug, outcomes: [one.name, two.name] },
        rules: rulesOf(one, two, start),
        truth: drawTruth(chance.fork('truth')),
      },
    ],
    kalshi: [
      wording({ one, two, start, closeMs: times.closeMs }, (_, outcome) => ({
        ending: same(0, outcome, 'fair'),
        relations: [equal(0, outcome)],
      })),
      wording({ one, two, start: next, closeMs: times.closeMs + DAY_MS }, ({ code }, outcome) => ({
        ending: alike(
          chance.fork(`next day ${code}`),
          { of: 0, outcome },
          { whenPaid: 0.6, whenLost: 0.4, offset: -0.08 },
        ),
        relations: [unlike(0, 'otherDay')],
      })),
    ],
  };
}

interface Game {
  readonly one: Team;
  readonly two: Team;
  readonly start: Moment;
  readonly closeMs: number;
}

function wording(
  { one, two, start, closeMs }: Game,
  endOf: (team: Team, outcome: 0 | 1) => Pick<Counterpart, 'ending' | 'relations'>,
): KalshiWording {
  const day = dayWords(start.at);
  const versus = `${one.place} vs ${two.place}`;
  const game = `${versus} professional baseball game originally scheduled for ${day}`;
  const market = (team: Team): Counterpart => ({
    suffix: team.code,
    title: `${versus} Winner?`,
    yesSubTitle: team.place,
    rulesPrimary: `If ${team.place} wins the ${game}, then the market resolves to Yes.`,
    rulesSecondary: `The following market refers to the ${game}. If the game is cancelled or rescheduled to over two days away, the market will resolve to a fair price in accordance with the rules.`,
    ...endOf(team, team === one ? 0 : 1),
  });
  return {
    series: SERIES,
    ticker: `KXMLBGAME-${start.tickerTime}${one.code}${two.code}`,
    title: versus,
    subTitle: `${one.code} vs ${two.code} (${day})`,
    isExclusive: true,
    closeMs,
    earlyClose: EARLY,
    markets: [one, two].map(market),
  };
}

function rulesOf(one: Team, two: Team, start: Moment): string {
  return [
    `In the upcoming MLB game, scheduled for ${start.day} at ${start.clock}:`,
    `If the ${one.name} win, the market will resolve to "${one.name}".`,
    `If the ${two.name} win, the market will resolve to "${two.name}".`,
    'If the game is postponed, this market will remain open until the game has been completed.',
    'If the game is canceled entirely, with no make-up game, this market will resolve 50-50.',
  ].join('\n');
}
