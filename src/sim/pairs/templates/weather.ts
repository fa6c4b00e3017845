import { dayWords } from '../../kalshi/eastern.ts';
import { dayAtMs, drawLongTimes, momentOf } from '../calendar.ts';
import { alike, drawOneOf, unlike } from '../endings.ts';
import type { PairedEvent, PairScene } from '../paired-event.ts';

const RANGES = 2;
const LOWEST_F = [28, 44] as const;

/** In which range a day's highest temperature falls: the same words on both venues, another station. */
export function highestTemperature(scene: PairScene): PairedEvent {
  const { chance, round } = scene;
  const closeMs = dayAtMs(scene, 1 + round, { hour: 24 });
  const day = momentOf(scene, closeMs - 1);
  const low = chance.whole(...LOWEST_F);
  const floors = Array.from({ length: RANGES }, (_, at) => low + 2 * at);
  const truths = drawOneOf(chance.fork('truth'), [0.38, 0.34, 0.28]);
  const words = dayWords(day.at);
  const title = `Highest temperature in Chicago on ${day.day}?`;
  const slug = `highest-temperature-in-chicago-on-${day.day.toLowerCase().replace(' ', '-')}-${day.at.year}`;
  const event = `Highest temperature in Chicago on ${words}?`;
  return {
    ...{ title, slug, topic: 'weather', negRisk: true },
    tags: ['daily-temperature', 'chicago'],
    source: 'https://www.wunderground.com/history/daily/us/il/chicago/KORD',
    ...drawLongTimes(scene, closeMs),
    questions: floors.flatMap((floor, at) => {
      const truth = truths[at];
      if (truth === undefined) return [];
      return [
        {
          question: `Will the highest temperature in Chicago be between ${floor}-${floor + 1}°F on ${day.day}?`,
          slug: `${slug}-${floor}-${floor + 1}f`,
          outcomes: ['Yes', 'No'],
          rules: rulesOf(day.date),
          truth,
        },
      ];
    }),
    kalshi: [
      {
        series: {
          ticker: 'KXHIGHCHI',
          title: 'Highest temperature in Chicago',
          category: 'Climate and Weather',
          tags: ['Daily temperature'],
          sources: [{ name: 'National Weather Service', url: 'https://www.weather.gov/' }],
        },
        ticker: `KXHIGHCHI-${day.ticker}`,
        ...{ title: event, subTitle: `On ${words}`, isExclusive: true, closeMs },
        earlyClose: 'This market will close and expire once the report is final.',
        markets: floors.map((floor, of) => ({
          suffix: `B${floor + 0.5}`,
          title: event,
          yesSubTitle: `${floor}° to ${floor + 1}°`,
          rulesPrimary: `If the highest temperature recorded at Chicago Midway for ${words} as reported by the National Weather Service's Climatological Report (Daily), is between ${floor}-${floor + 1}°, then the market resolves to Yes.`,
          rulesSecondary: 'Not all weather data is the same. Only the final report counts.',
          strike: { type: 'between', floor, cap: floor + 1 },
          ending: alike(
            chance.fork(`station ${floor}`),
            { of, outcome: 0 },
            { whenPaid: 0.7, whenLost: 0.12, offset: 0 },
          ),
          relations: [unlike(of, 'otherStation')],
        })),
      },
    ],
  };
}

function rulesOf(date: string): string {
  return [
    `This market will resolve to the temperature range that contains the highest temperature recorded at the Chicago O'Hare Intl Airport Station in degrees Fahrenheit on ${date}.`,
    "The resolution source for this market will be information from Wunderground, specifically the highest temperature recorded for all times on this day by the Chicago O'Hare Intl Airport Station, available here: https://www.wunderground.com/history/daily/us/il/chicago/KORD.",
    'This market can not resolve to "Yes" until all data for this date has been finalized.',
  ].join('\n\n');
}
