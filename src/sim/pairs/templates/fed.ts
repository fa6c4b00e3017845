import { DAY_MS } from '../../../engine/domain/time.ts';
import { slugOf } from '../../venue/phrasing.ts';
import { drawLongTimes, type Moment, momentOf } from '../calendar.ts';
import { alike, drawOneOf, equal, same, unlike } from '../endings.ts';
import type { Counterpart, KalshiWording, PairedEvent, PairScene } from '../paired-event.ts';

const EARLY = 'This market will close and expire early if the event occurs.';

interface Step {
  /** As Polymarket asks; `{meeting}` is a month and a year. */
  readonly question: string;
  readonly suffix: string;
  readonly verb: 'Cut' | 'Hike';
  readonly size: string;
  readonly words: string;
  readonly weight: number;
}

const STEPS: readonly Step[] = [
  {
    question: 'Will the Fed decrease interest rates by 25 bps after the {meeting} meeting?',
    ...{ suffix: 'C25', verb: 'Cut', size: '25bps', words: 'Cut 25bps', weight: 0.4 },
  },
  {
    question: 'Will there be no change in Fed interest rates after the {meeting} meeting?',
    ...{ suffix: 'H0', verb: 'Hike', size: '0bps', words: 'Fed maintains rate', weight: 0.45 },
  },
];
/** Neither of the two. */
const OTHER_WEIGHT = 0.15;
const WEDNESDAY = 3;
/** They meet in about every other month; the second Wednesday of it stands for all of them. */
const MONTHS_APART = 2;
const DAYS_PER_MONTH = 30.5;
const DECIDED_HOURS = 14;
const HOUR_MS = DAY_MS / 24;

/** What the Fed does at its next meeting, beside what it does at the one after. */
export function fedDecision(scene: PairScene): PairedEvent {
  const { chance } = scene;
  const meeting = meetingOf(scene, 0);
  const next = meetingOf(scene, 1);
  const name = meetingName(meeting.moment);
  const title = `Fed decision in ${meeting.moment.month}?`;
  const weights = [...STEPS.map(({ weight }) => weight), OTHER_WEIGHT];
  const truths = drawOneOf(chance.fork('truth'), weights);
  return {
    ...{ title, slug: slugOf(`${title} ${meeting.moment.at.year}`), topic: 'economics' },
    ...{ tags: ['fed', 'fed-rates', 'economy'], negRisk: true },
    source: 'https://www.federalreserve.gov/monetarypolicy/fomccalendars.htm',
    ...drawLongTimes(scene, meeting.atMs),
    questions: STEPS.flatMap(({ question }, at) => {
      const truth = truths[at];
      if (truth === undefined) return [];
      const words = question.replace('{meeting}', name);
      const rules = rulesOf(meeting.moment);
      return [{ question: words, slug: slugOf(words), outcomes: ['Yes', 'No'], rules, truth }];
    }),
    kalshi: [
      wording(meeting, (_, of) => ({
        ending: same(of, 0, 'half'),
        relations: [
          equal(of, 0),
          ...[0, 1].filter((at) => at !== of).map((at) => unlike(at, 'otherSide', 'disjoint')),
        ],
      })),
      wording(next, ({ suffix }, of) => ({
        ending: alike(
          chance.fork(`next ${suffix}`),
          { of, outcome: 0 },
          { whenPaid: 0.45, whenLost: 0.35, offset: -0.2 },
        ),
        relations: [unlike(of, 'otherMeeting')],
      })),
    ],
  };
}

interface Meeting {
  /** World time of the decision. */
  readonly atMs: number;
  readonly moment: Moment;
}

/** The meeting of this round, or the one after. */
function meetingOf(scene: PairScene, after: number): Meeting {
  const months = 1 + MONTHS_APART * (scene.round * 2 + after);
  let atMs = scene.nowMs + Math.round(months * DAYS_PER_MONTH) * DAY_MS;
  const first = momentOf(scene, atMs);
  atMs -= (first.at.day - 8) * DAY_MS;
  while (momentOf(scene, atMs).at.weekday !== WEDNESDAY) atMs += DAY_MS;
  const { at } = momentOf(scene, atMs);
  const decidedMs = atMs + (DECIDED_HOURS - at.hour) * HOUR_MS;
  return { atMs: decidedMs, moment: momentOf(scene, decidedMs) };
}

function wording(
  { atMs, moment }: Meeting,
  endOf: (step: Step, of: number) => Pick<Counterpart, 'ending' | 'relations'>,
): KalshiWording {
  const name = meetingName(moment);
  const market = (step: Step, of: number): Counterpart => ({
    suffix: step.suffix,
    title: `Will the Federal Reserve ${step.verb} rates by ${step.size} at their ${name} meeting?`,
    yesSubTitle: step.words,
    rulesPrimary: `If the Federal Reserve does a ${step.verb} of ${step.size} on ${moment.date}, then the market resolves to Yes.`,
    rulesSecondary:
      'This market is mutually exclusive. Only one bucket, at maximum, can resolve to Yes.',
    ...endOf(step, of),
  });
  return {
    series: {
      ...{ ticker: 'KXFEDDECISION', title: 'Fed decision', category: 'Economics' },
      tags: ['Fed'],
      sources: [{ name: 'Federal Reserve', url: 'https://www.federalreserve.gov/' }],
    },
    ticker: `KXFEDDECISION-${moment.ticker.slice(0, 5)}`,
    title: `Fed decision in ${name}?`,
    subTitle: `${name} meeting`,
    isExclusive: true,
    closeMs: atMs,
    earlyClose: EARLY,
    markets: STEPS.map(market),
  };
}

function meetingName({ month, at }: Moment): string {
  return `${month} ${at.year}`;
}

function rulesOf({ month, at, day }: Moment): string {
  return [
    'The FED interest rates are defined in this market by the upper bound of the target federal funds range.',
    `This market will resolve to the amount of basis points the upper bound of the target federal funds rate is changed by versus the level it was prior to the Federal Reserve's ${month} ${at.year} meeting, which ends on ${day}.`,
    "The resolution source for this market is the FOMC's statement after its meeting.",
  ].join('\n\n');
}
