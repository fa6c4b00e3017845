import { dayWords } from '../../kalshi/eastern.ts';
import type { Truth } from '../../venue/truth.ts';
import { drawMatchTimes, type MatchTimes, type Moment, momentOf } from '../calendar.ts';
import { equal, same, unlike } from '../endings.ts';
import { drawSquads, type Team, twoOf } from '../names.ts';
import type {
  Counterpart,
  KalshiWording,
  PairedEvent,
  PairedQuestion,
  PairScene,
  Relation,
} from '../paired-event.ts';

interface Game {
  /** Before the teams, on Polymarket. */
  readonly label: string;
  readonly slug: string;
  /** What Polymarket calls a part of a match. */
  readonly part: 'Game' | 'Map';
  readonly title: string;
  readonly league: string;
  readonly series: string;
  /** Kalshi puts a title over its parts instead of a question. */
  readonly isTitled: boolean;
}

const GAMES: readonly Game[] = [
  {
    ...{ label: 'LoL', slug: 'lol', part: 'Game', title: 'League of Legends' },
    ...{ league: 'Northern League Regular Season', series: 'KXLOL', isTitled: true },
  },
  {
    ...{ label: 'Counter-Strike', slug: 'cs2', part: 'Map', title: 'Counter-Strike 2' },
    ...{ league: 'Summit Series Group Stage', series: 'KXCS2', isTitled: false },
  },
  {
    ...{ label: 'Valorant', slug: 'val', part: 'Map', title: 'Valorant' },
    ...{ league: 'Challengers Playoffs', series: 'KXVALORANT', isTitled: true },
  },
];
/** Parts of a match that are asked for; a third one decides where they are shared. */
const PARTS = [1, 2] as const;
const PART_CHANCE = [0.35, 0.65] as const;
const EARLY = 'This market will close and expire after a winner is declared.';
const VOID_MATCH =
  'If the match is cancelled or rescheduled to over two weeks away, the market will resolve to a fair price in accordance with the rules.';

interface Match extends Pick<MatchTimes, 'closeMs'> {
  readonly game: Game;
  readonly one: Team;
  readonly two: Team;
  /** As the other venue lists them. */
  readonly order: readonly Team[];
  readonly start: Moment;
}

/**
 * A match of a computer game over at most three parts: both venues ask who wins it and who wins the
 * first and the second part. A part looks like another one, and like the whole.
 */
export function esportsMatch(scene: PairScene): PairedEvent {
  const { chance, round } = scene;
  const [one, two] = twoOf(drawSquads(chance, 2));
  const times = drawMatchTimes(scene);
  const start = momentOf(scene, times.startMs);
  const game = GAMES[round % GAMES.length] ?? chance.pick(GAMES);
  const order = chance.happens(0.5) ? [one, two] : [two, one];
  const match: Match = { game, one, two, order, start, closeMs: times.closeMs };
  const truths = drawMatch(scene);
  const slug = `${game.slug}-${one.code}-${two.code}-${start.iso}`.toLowerCase();
  const versus = `${game.label}: ${one.name} vs ${two.name}`;
  const questions = truths.map((truth, at): PairedQuestion => {
    const part = at === 0 ? null : `${game.part} ${at}`;
    return {
      question: part === null ? `${versus} (BO3) - ${game.league}` : `${versus} - ${part} Winner`,
      slug: part === null ? slug : `${slug}-game${at}`,
      outcomes: [one.name, two.name],
      rules: part === null ? matchRules(match) : partRules(match, part),
      truth,
    };
  });
  return {
    ...{ title: `${versus} (BO3) - ${game.league}`, slug, topic: 'sports', negRisk: false },
    tags: ['esports', game.slug, 'games'],
    source: 'https://liquipedia.net/',
    ...times,
    questions,
    kalshi: [matchWording(match), partsWording(match)],
  };
}

/** The whole match, then its first two parts: who wins both of them has won it. */
function drawMatch({ chance }: PairScene): readonly Truth[] {
  const own = chance.fork('truth');
  const p = PART_CHANCE[0] + (PART_CHANCE[1] - PART_CHANCE[0]) * own.next();
  const parts = [0, 1, 2].map(() => (own.happens(p) ? 0 : 1));
  const won = parts.filter((winner) => winner === 0).length;
  const [first, second] = parts;
  return [
    { probability: p * p * (3 - 2 * p), winner: won >= 2 ? 0 : 1 },
    { probability: p, winner: first === 0 ? 0 : 1 },
    { probability: p, winner: second === 0 ? 0 : 1 },
  ];
}

function matchWording({ game, one, order, start, closeMs }: Match): KalshiWording {
  const versus = order.map(({ name }) => name).join(' vs. ');
  const match = `${versus} ${game.title} match`;
  const scheduled = `${match} originally scheduled for ${dayWords(start.at)}`;
  const market = (team: Team): Counterpart => {
    const outcome = team === one ? 0 : 1;
    return {
      suffix: team.code,
      title: `Will ${team.name} win the ${match}?`,
      yesSubTitle: team.name,
      rulesPrimary: `If ${team.name} wins the ${scheduled}, then the market resolves to Yes.`,
      rulesSecondary: `The following market refers to the ${scheduled}. ${VOID_MATCH}`,
      ending: same(0, outcome, 'fair'),
      relations: [equal(0, outcome), ...PARTS.map((part) => unlike(part, 'otherPart'))],
    };
  };
  return {
    series: seriesOf(game, 'GAME', 'match'),
    ticker: `${game.series}GAME-${start.tickerTime}${order.map(({ code }) => code).join('')}`,
    title: versus,
    subTitle: `${order.map(({ code }) => code).join(' vs ')} (${dayWords(start.at)})`,
    isExclusive: true,
    closeMs,
    earlyClose: EARLY,
    markets: order.map(market),
  };
}

/** Both venues pay a half for a part that is not played: nothing is left that differs. */
function partsWording({ game, one, order, start, closeMs }: Match): KalshiWording {
  const versus = order.map(({ name }) => name).join(' vs. ');
  const day = dayWords(start.at);
  const market = (part: 1 | 2, team: Team): Counterpart => {
    const outcome = team === one ? 0 : 1;
    const others = [0, ...PARTS].filter((of) => of !== part);
    const map = `map ${part} in the ${versus} ${game.title} match originally scheduled for ${day}`;
    const asks = game.isTitled
      ? { title: `${versus}: Map ${part}`, yesSubTitle: `${team.name} wins` }
      : {
          title: `Will ${team.name} win map ${part} in the ${versus} match?`,
          yesSubTitle: team.name,
        };
    return {
      suffix: `${part}-${team.code}`,
      ...asks,
      rulesPrimary: `If ${team.name} wins ${map}, then the market resolves to Yes.`,
      rulesSecondary: `If map ${part} is not played, this market will resolve 50-50.`,
      ending: same(part, outcome, 'half'),
      relations: [equal(part, outcome), ...others.map((of): Relation => unlike(of, 'otherPart'))],
    };
  };
  return {
    series: seriesOf(game, 'MAP', 'map winner'),
    ticker: `${game.series}MAP-${start.tickerTime}${order.map(({ code }) => code).join('')}`,
    title: versus,
    subTitle: `${order.map(({ code }) => code).join(' vs ')} (${day})`,
    isExclusive: false,
    closeMs,
    earlyClose: EARLY,
    markets: PARTS.flatMap((part) => order.map((team) => market(part, team))),
  };
}

function seriesOf({ series, title }: Game, what: string, words: string): KalshiWording['series'] {
  return {
    ...{ ticker: `${series}${what}`, title: `${title} ${words}`, category: 'Sports' },
    tags: ['Esports', title],
    sources: [{ name: 'Liquipedia', url: 'https://liquipedia.net/' }],
  };
}

function matchRules({ game, one, two, start }: Match): string {
  return [
    `This market will resolve to "${one.name}" if ${one.name} win against ${two.name} in the named ${game.title} match in the ${game.league}, scheduled for ${start.day} at ${start.clock}.`,
    `This market will resolve to "${two.name}" if ${two.name} win against ${one.name} in the ${game.title} match.`,
    'If the game is postponed, this market will remain open until the game has been completed.',
    'If the game is canceled entirely, with no make-up game, this market will resolve 50-50.',
    'The resolution source for this market will be official information from https://liquipedia.net/.',
  ].join('\n\n');
}

function partRules({ game, one, two, start }: Match, part: string): string {
  return [
    `This market will resolve to "${one.name}" if ${one.name} win ${part} against ${two.name} in the named ${game.title} match in the ${game.league}, scheduled for ${start.day} at ${start.clock}.`,
    `This market will resolve to "${two.name}" if ${two.name} win ${part} against ${one.name}.`,
    `If ${part} is not played, this market will resolve 50-50.`,
    'The resolution source for this market will be official information from https://liquipedia.net/.',
  ].join('\n\n');
}
