import { dayWords } from '../../kalshi/eastern.ts';
import { drawMatchTimes, momentOf } from '../calendar.ts';
import { drawOneOf, equal, same, unlike } from '../endings.ts';
import { drawFootballClubs, type Team, twoOf } from '../names.ts';
import type { Counterpart, PairedEvent, PairedQuestion, PairScene } from '../paired-event.ts';

const SERIES = {
  ticker: 'KXEPLGAME',
  title: 'English Premier League Game',
  category: 'Sports',
  tags: ['Soccer', 'EPL'],
  sources: [{ name: 'Premier League', url: 'https://www.premierleague.com/' }],
};
const DRAW = 'draw';

/** A match that may end in a draw: three questions, each of which the other venue asks too. */
export function soccerMatch(scene: PairScene): PairedEvent {
  const { chance } = scene;
  const [one, two] = twoOf(drawFootballClubs(chance, 2));
  const times = drawMatchTimes(scene);
  const start = momentOf(scene, times.startMs);
  const sides = [one, two, DRAW] as const;
  const truths = drawOneOf(chance.fork('truth'), [
    0.3 + 0.3 * chance.next(),
    0.3 + 0.3 * chance.next(),
    0.27,
  ]);
  const slug = `epl-${one.code}-${two.code}-${start.iso}`.toLowerCase();
  const questions = sides.flatMap((side, at): readonly PairedQuestion[] => {
    const truth = truths[at];
    if (truth === undefined) return [];
    const own = side === DRAW ? DRAW : side.code.toLowerCase();
    return [
      {
        question:
          side === DRAW
            ? `Will ${one.name} vs. ${two.name} end in a draw?`
            : `Will ${side.name} win on ${start.iso}?`,
        slug: `${slug}-${own}`,
        outcomes: ['Yes', 'No'],
        rules: rulesOf(side, start.date),
        truth,
      },
    ];
  });
  const versus = `${one.place} vs ${two.place}`;
  const match = `${versus} professional EPL soccer game originally scheduled for ${dayWords(start.at)} after 90 minutes plus stoppage time (does not include extra time or penalties)`;
  return {
    ...{ title: `${one.name} vs. ${two.name}`, slug, topic: 'sports', negRisk: true, ...times },
    tags: ['soccer', 'epl', 'games'],
    source: 'https://www.premierleague.com/',
    questions,
    claims: [one, two].map(({ name }) => `${name} ${start.iso}`),
    kalshi: [
      {
        series: SERIES,
        ticker: `KXEPLGAME-${start.ticker}${one.code}${two.code}`,
        title: versus,
        subTitle: `${one.code} vs ${two.code} (${dayWords(start.at)})`,
        isExclusive: true,
        closeMs: times.closeMs,
        earlyClose: 'This market will close and expire after a winner is declared.',
        markets: sides.map((side, at) => marketOf(side, { at, versus, match })),
      },
    ],
  };
}

function marketOf(
  side: Team | typeof DRAW,
  { at, versus, match }: { readonly at: number; readonly versus: string; readonly match: string },
): Counterpart {
  const name = side === DRAW ? 'Tie' : side.place;
  const others = [0, 1, 2].filter((of) => of !== at);
  return {
    suffix: side === DRAW ? 'TIE' : side.code,
    title: `${versus} Winner?`,
    yesSubTitle: name,
    rulesPrimary: `If ${name} wins the ${match}, then the market resolves to Yes.`,
    rulesSecondary: `The following market refers to the ${match}. If the game ends in a tie, the market called "Tie" resolves to Yes. If the game is cancelled or rescheduled to over two weeks away, the market will resolve to a fair price in accordance with the rules.`,
    ending: same(at, 0, 'fair'),
    relations: [equal(at, 0), ...others.map((of) => unlike(of, 'otherSide', 'disjoint'))],
  };
}

function rulesOf(side: Team | typeof DRAW, date: string): string {
  const cancelled =
    side === DRAW ? 'this market will resolve to "Yes"' : 'this market will resolve "No"';
  return [
    `In the upcoming game, scheduled for ${date}`,
    side === DRAW
      ? 'If the game ends in a draw, this market will resolve to "Yes".'
      : `If ${side.name} wins, this market will resolve to "Yes".`,
    'Otherwise, this market will resolve to "No".',
    'If the game is postponed, this market will remain open until the game has been completed.',
    `If the game is canceled entirely, with no make-up game, ${cancelled}.`,
    'This market refers only to the outcome within the first 90 minutes of regular play plus stoppage time.',
  ].join('\n');
}
