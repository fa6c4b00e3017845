import { DAY_MS } from '../../../engine/domain/time.ts';
import { slugOf } from '../../venue/phrasing.ts';
import { dayAtMs, drawLongTimes, momentOf } from '../calendar.ts';
import { alike, drawTruth, equal, same, unlike } from '../endings.ts';
import { drawPeople, drawPlace, type Person } from '../names.ts';
import type { Counterpart, KalshiWording, PairedEvent, PairScene } from '../paired-event.ts';

const KINDS = ['Classic', 'Open', 'Invitational', 'Masters'] as const;
const PLAYERS = 2;
const RANK = 20;
const STRICTER = 10;
const FINISH = { days: 3, hour: 19 };

interface Tournament {
  readonly name: string;
  readonly year: number;
  readonly code: string;
  readonly players: readonly Person[];
  readonly closeMs: number;
}

/** Whether players finish among the best twenty, beside the best ten: who does that does both. */
export function golfTopTwenty(scene: PairScene): PairedEvent {
  const { chance } = scene;
  const players = drawPeople(chance, PLAYERS, 'men');
  const place = drawPlace(chance);
  const closeMs = dayAtMs(scene, FINISH.days, FINISH);
  const { year } = momentOf(scene, closeMs).at;
  const kind = chance.pick(KINDS);
  const code = `${place.slice(0, 3)}${kind.slice(0, 1)}${year % 100}`.toUpperCase();
  const tournament = { name: `${place} ${kind}`, year, code, players, closeMs };
  const slug = slugOf(`${year} ${tournament.name} top${RANK}`);
  return {
    title: `${year} ${tournament.name}: Top ${RANK} Finish`,
    slug,
    topic: 'sports',
    tags: ['golf', 'pga-tour'],
    source: 'https://www.pgatour.com/',
    negRisk: false,
    ...drawLongTimes(scene, closeMs + DAY_MS),
    questions: players.map(({ name }) => ({
      question: `Will ${name} finish in the Top ${RANK} at the ${year} ${tournament.name}?`,
      slug: `${slug}-${slugOf(name)}`,
      outcomes: ['Yes', 'No'],
      rules: rulesOf(name, tournament),
      truth: drawTruth(chance.fork(`truth ${name}`)),
    })),
    kalshi: [
      wording(tournament, RANK, (_, of) => ({
        ending: same(of, 0, 'half'),
        relations: [equal(of, 0)],
      })),
      wording(tournament, STRICTER, ({ name }, of) => ({
        ending: alike(
          chance.fork(`best ten ${name}`),
          { of, outcome: 0 },
          { whenPaid: 0.5, whenLost: 0, offset: -0.7 },
        ),
        relations: [unlike(of, 'otherRank', 'superset')],
      })),
    ],
  };
}

function wording(
  { name, code, players, closeMs, year }: Tournament,
  rank: number,
  endOf: (player: Person, of: number) => Pick<Counterpart, 'ending' | 'relations'>,
): KalshiWording {
  const market = (player: Person, of: number): Counterpart => ({
    suffix: player.initials,
    title: `${name}: Top ${rank} Finishers`,
    yesSubTitle: player.name,
    rulesPrimary: `If ${player.name} finishes in the top ${rank} (including ties) in the ${year} ${name}, then the market resolves to Yes.`,
    rulesSecondary: 'A player who withdraws or is disqualified resolves to No.',
    ...endOf(player, of),
  });
  return {
    series: {
      ...{ ticker: `KXPGATOP${rank}`, title: `PGA Top ${rank}`, category: 'Sports' },
      tags: ['Golf'],
      sources: [{ name: 'PGA Tour', url: 'https://www.pgatour.com/' }],
    },
    ticker: `KXPGATOP${rank}-${code}`,
    title: `${name}: Top ${rank} Finishers`,
    subTitle: `In ${year}`,
    isExclusive: false,
    closeMs,
    earlyClose: 'This market will close and expire after the tournament.',
    markets: players.map(market),
  };
}

function rulesOf(player: string, { name, year }: Tournament): string {
  return [
    `This market will resolve to "Yes" if ${player} finishes in the Top ${RANK}, including ties, at the ${year} ${name}. Otherwise, this market will resolve to "No".`,
    `If ${player} withdraws or is disqualified, this market will resolve to "No".`,
    'The resolution source for this market is the official website of the PGA Tour (https://www.pgatour.com/).',
  ].join('\n\n');
}
