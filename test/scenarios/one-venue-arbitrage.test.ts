import { describe, test } from 'vitest';
import { story } from './story.ts';

/** Three outcomes of one day, ten days before they close, at prices that leave nothing. */
const DAY = `
  market cold kalshi KXHIGHNY-26OCT10-T77 type less closes 240h question Under_77?
  market mild kalshi KXHIGHNY-26OCT10-B77 type between closes 240h question 77_to_78?
  market warm kalshi KXHIGHNY-26OCT10-T78 type greater closes 240h question Over_78?
  book cold.Yes 0.28x1000 / 0.33x1000
  book mild.Yes 0.28x1000 / 0.33x1000
  book warm.Yes 0.28x1000 / 0.34x1000
`;
const SET = 'event cold<77,mild=77-78,warm>78';
const cheap = (price: string) => `book cold.Yes 0.20x400 / ${price}x400
  book mild.Yes 0.20x400 / ${price}x400\n book warm.Yes 0.20x400 / ${price}x400\n wait 1s`;
const CHEAP = `${cheap('0.28')}\n ${cheap('0.28')}\n ${cheap('0.28')}\n ${cheap('0.28')}`;
const TOLD = '= arbitrage cold.Yes denied arbitrageAlertOnly';
const ALERT = '= notice arbitrage structure=set sides=3';

describe('outcomes of one event that cost less together than one of them pays', () => {
  test('are told once for as long as it lasts', async () => {
    await story(`${DAY}\n ${SET}\n ${CHEAP}\n ${TOLD}\n ${ALERT}\n ${CHEAP}
      never arbitrage\n never notice arbitrage\n never order\n says /arb\n hears 1 arbitrage open
      hears YES of all 3 outcomes, 84.0¢ together`);
  });

  test('are written down with how long that was', async () => {
    await story(`${DAY}\n ${SET}\n ${CHEAP}\n ${TOLD}\n ${ALERT}\n ${cheap('0.34')}\n wait 1s
      says /arb history\n hears we could have had it\n says /arb\n hears No arbitrage`);
  });

  test('are told, and never asked about nor bought: a run has two sides', async () => {
    await story(`set arbitrage.mode ask\n ${DAY}\n ${SET}\n ${CHEAP}\n ${TOLD}\n ${ALERT}
      take\n = command takeArbitrage refused\n never order`);
    await story(
      `set arbitrage.mode auto\n ${DAY}\n ${SET}\n ${CHEAP}\n ${TOLD}\n ${ALERT}\n never order`,
    );
  });

  test('are nothing when their fees take what is left', async () => {
    const dear = cheap('0.325');
    await story(`${DAY}\n ${SET}\n ${dear}\n ${dear}\n ${dear}\n ${dear}\n never arbitrage`);
  });

  test.each([
    ['outcomes may be added', `${SET} whole no`],
    ['more than one may happen', `${SET} exclusive no`],
    ['one of them may pay half', `${SET} void half`],
    ['rules were not read', `${SET} rules missing`],
    ['one is missing at the end', 'event cold<77,mild=77-78'],
    ['one is missing in the middle', 'event cold<77,warm>78'],
    ['a value lies between two of them', 'event cold<77,mild=77.5-78,warm>78'],
  ])('prove nothing where %s', async (_, event) => {
    await story(`${DAY}\n ${event}\n ${CHEAP}\n never arbitrage\n never notice arbitrage`);
  });

  test('reach up to the next whole number where only those count', async () => {
    await story(
      `${DAY}\n event cold<77,mild=77-78,warm>=79 numbers whole\n ${CHEAP}\n ${TOLD}\n ${ALERT}`,
    );
  });

  test('are not one any more when the list has another outcome', async () => {
    await story(`${DAY}\n ${SET}\n event cold<77,mild=77-78\n ${CHEAP}\n never arbitrage`);
  });
});

/** A higher bar that is dearer than a lower one. */
const BARS = `
  market low kalshi KXHIGHNY-26OCT10-T70 type greater closes 240h question Over_70?
  market high kalshi KXHIGHNY-26OCT10-T75 type greater closes 240h question Over_75?
  book low.Yes 0.48x1000 / 0.50x1000
  book high.Yes 0.48x1000 / 0.50x1000
`;
const LADDER = 'event low>70,high>75 exclusive no whole no';
const turned = `book low.Yes 0.38x500 / 0.40x500\n book high.Yes 0.52x500 / 0.54x500\n wait 1s`;
const TURNED = `${turned}\n ${turned}\n ${turned}\n ${turned}`;

describe('bars of one value', () => {
  test('are told once when the higher one is dearer', async () => {
    await story(`${BARS}\n ${LADDER}\n ${TURNED}
      = arbitrage high.No denied arbitrageAlertOnly\n = notice arbitrage structure=implied sides=2
      ${TURNED}\n never arbitrage\n never notice arbitrage\n never order`);
  });

  test('are shown, and not called arbitrage, where their kind is not proven', async () => {
    await story(`${BARS}\n ${LADDER} family unproven\n ${TURNED}\n = arbitrage high.No denied arbitrageBasis
      never notice arbitrage\n says /arb\n hears Basis spreads`);
  });

  test('are nothing while the lower one is dearer', async () => {
    const right = turned.replace('0.38x500 / 0.40', '0.60x500 / 0.62');
    await story(
      `${BARS}\n ${LADDER}\n ${right}\n ${right}\n ${right}\n ${right}\n never arbitrage`,
    );
  });

  test('are bought on paper after a yes, both sides of one venue', async () => {
    await story(`money 5000\n set bankroll 5000\n set arbitrage.mode ask\n ${BARS}\n ${LADDER}\n ${TURNED}
      = notice arbitrage askMs=30000\n take\n = arbitrage high.No accepted\n wait 3s
      = order buy high.No filled\n = order buy low.Yes filled\n = notice arbitrageDone end=hedged`);
  });
});
