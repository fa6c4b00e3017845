import { describe, test } from 'vitest';
import { APART, TWINS } from './setting-parts.ts';
import { story } from './story.ts';

const BEGIN = `money 5000\n set bankroll 5000\n set arbitrage.mode auto\n ${TWINS}
  ${APART}\n ${APART}\n ${APART}\n = arbitrage rain.Yes accepted`;
const FIRST = '= order buy rain.Yes filled 181.81';

describe('each leg, and each way in which it may fail on paper', () => {
  test('first leg, price gone before it is sent: nothing is held', async () => {
    await story(`${BEGIN}\n book rain.Yes 0.58x500 / 0.60x500\n wait 5s\n = order buy rain.Yes 0 for $0
      = notice arbitrageDone end=flat why=notFilled held=0 lost=0\n has rain.Yes nothing\n has wet.No nothing`);
  });

  test('first leg, price gone while it is on its way: nothing is held', async () => {
    await story(`${BEGIN}\n wait 100ms\n book rain.Yes 0.58x500 / 0.60x500\n wait 5s
      = order buy rain.Yes 0 for $0\n = notice arbitrageDone end=flat held=0\n has rain.Yes nothing`);
  });

  test('first leg, in part: as much of the second', async () => {
    await story(`${BEGIN}\n wait 100ms\n book rain.Yes 0.48x10000 / 0.50x40 0.70x500\n wait 5s
      = order buy rain.Yes canceled 40\n = order buy wet.No filled 40\n = notice arbitrageDone end=hedged held=0 lost=0`);
  });

  test('second leg, in part: it is tried again, and what lacks its other side is sold', async () => {
    await story(`${BEGIN}\n wait 600ms\n ${FIRST}\n book wet.Yes 0.59x100 / 0.62x500\n wait 3s
      = order buy wet.No canceled 100\n = order buy wet.No x81.81 canceled 0\n = order buy wet.No x81.81 canceled 0
      = order sell rain.Yes filled 81.81\n = notice arbitrageDone end=hedged held=0 lost=0
      has rain.Yes 100 cost $50\n has wet.No 100 cost $41`);
  });

  test('second leg, no book: the shares are sold again', async () => {
    await story(`${BEGIN}\n wait 300ms\n book wet.Yes 0.01x1 / 0.99x1\n wait 5s\n ${FIRST}\n wait 10s
      = order sell rain.Yes filled 181.81\n = notice arbitrageDone end=flat held=0\n has rain.Yes nothing`);
  });

  test('second leg, price gone and nobody buys the first back within the loss: a person is asked', async () => {
    await story(`${BEGIN}\n wait 300ms\n book wet.Yes 0.45x500 / 0.47x500\n wait 700ms\n ${FIRST}
      book rain.Yes 0.30x500 / 0.32x500\n wait 80s\n never order
      = arbitrage rain.Yes denied arbitrageGone 1 of 0 (an earlier one of it is still being bought)
      = notice arbitrageDone end=needsYou why=noWayOut held=181810000\n = exit rain.Yes denied exitManual`);
  });

  test('of two at once the second leg of the first has its room under the caps already', async () => {
    const snow = (text: string): string =>
      text.replaceAll('rain', 'snow').replaceAll('wet', 'white').replace('KXRAIN', 'KXSNOW');
    const both = `${snow(APART).replace('wait 1s', '')}\n ${APART}`;
    await story(`money 5000\n set bankroll 5000\n set limits.totalPercent 4\n set arbitrage.mode auto
      ${TWINS}\n ${snow(TWINS)}\n ${both}\n ${both}\n ${both}
      wait 5s\n = arbitrage rain.Yes accepted 181.81\n = arbitrage snow.Yes accepted 26.06\n ${FIRST}
      = order buy wet.No filled 181.81\n = order buy snow.Yes filled 26.06\n = order buy white.No filled 26.06`);
  });
});
