import { MINUTE_MS } from '../../../engine/domain/time.ts';
import { dayWords } from '../../kalshi/eastern.ts';
import { slugOf } from '../../venue/phrasing.ts';
import { dayAtMs, drawLongTimes, momentOf } from '../calendar.ts';
import { drawTruth, unlike } from '../endings.ts';
import { drawPeople, drawPlace } from '../names.ts';
import type { PairedEvent, PairScene } from '../paired-event.ts';

const DAYS = 37;
/** Of those who are out: who died. The other venue does not pay for that. */
const DIES = 0.5;

/**
 * Whether somebody is out of office: the titles agree, and the rules do not. One venue pays for a death
 * in office, the other settles it at the last price before.
 */
export function leaderOut(scene: PairScene): PairedEvent {
  const { chance } = scene;
  const [person] = drawPeople(chance, 1);
  const name = person?.name ?? '';
  const country = `${drawPlace(chance)}ia`;
  const midnightMs = dayAtMs(scene, DAYS, { hour: 24 });
  const until = momentOf(scene, midnightMs - MINUTE_MS);
  const before = dayWords(momentOf(scene, midnightMs).at);
  const question = `${name} out as Prime Minister of ${country} by ${until.day}?`;
  const dies = chance.fork('death').happens(DIES);
  return {
    ...{ title: question, slug: slugOf(question), topic: 'politics', negRisk: false },
    tags: ['world', 'world-leaders'],
    source: '',
    ...drawLongTimes(scene, midnightMs),
    questions: [
      {
        ...{ question, slug: slugOf(question), outcomes: ['Yes', 'No'] },
        rules: rulesOf(name, country, until.date),
        truth: drawTruth(chance.fork('truth')),
      },
    ],
    kalshi: [
      {
        series: {
          ticker: `KX${person?.last.toUpperCase() ?? ''}OUT`,
          title: `${name} out?`,
          category: 'Politics',
          tags: ['World leaders'],
          sources: [{ name: 'The New York Times', url: 'https://www.nytimes.com/' }],
        },
        ticker: `KX${person?.last.toUpperCase() ?? ''}OUT-${until.ticker}`,
        title: `Will ${name} leave office before ${before}?`,
        subTitle: `Before ${before}`,
        isExclusive: false,
        closeMs: midnightMs,
        earlyClose: 'This market will close and expire early if the event occurs.',
        markets: [
          {
            suffix: person?.initials ?? 'X',
            title: `Will ${name} leave office before ${before}?`,
            yesSubTitle: name,
            rulesPrimary: `If ${name} leaves office as Prime Minister of ${country} before ${before}, then the market resolves to Yes.`,
            rulesSecondary: `If ${name} leaves solely because they have died, the associated market will resolve and the Exchange will determine the payouts to the holders of long and short positions based upon the last traded price (prior to the death).`,
            ending: {
              kind: 'follows',
              of: 0,
              following: {
                ...{ isInverse: false, offset: -0.15, voidPays: 'fair' },
                ...{ whenPaid: dies ? 'fair' : 'yes', whenLost: 'no' },
              },
            },
            relations: [unlike(0, 'voidRule')],
          },
        ],
      },
    ],
  };
}

function rulesOf(name: string, country: string, date: string): string {
  return [
    `This market will resolve to "Yes" if ${country}'s Prime Minister, ${name}, is removed from power for any length of time between this market's creation and ${date}, 11:59 PM ET. Otherwise, this market will resolve to "No".`,
    `${name} will be considered to be removed from power upon a resignation, death or detention, or when otherwise losing the position or being prevented from fulfilling its duties within this market's timeframe.`,
    'The primary resolution source for this market will be a consensus of credible reporting.',
  ].join('\n\n');
}
