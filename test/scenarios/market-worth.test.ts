import { describe, expect, test } from 'vitest';
import type { Chart } from '../../src/bot/charts/chart.ts';
import { textsOf } from '../bot/charts/svg-texts.ts';
import { COIN, JUMP } from './setting-parts.ts';
import { Story } from './story.ts';

type LinesChart = Chart & { readonly kind: 'lines' };

/** What the chat shows at the end of a story. */
async function pictureOf(text: string): Promise<LinesChart> {
  const story = await new Story().tell(text);
  const picture = await story.picture();
  await story.end();
  if (picture?.kind !== 'lines') throw new Error('the answer has no picture of lines');
  return picture;
}

/** The newest price and worth in cents, and what the worth may be off. */
function endOf({ series: [price, worth] }: LinesChart) {
  const { low = Number.NaN, high = Number.NaN } = worth?.band?.at(-1) ?? {};
  const last = worth?.points.at(-1)?.value ?? Number.NaN;
  return { price: price?.points.at(-1)?.value ?? Number.NaN, worth: last, low, high };
}

const LAGGED = `${COIN}\n ${JUMP}\n = price_lag coin.Yes denied lagAlertOnly`;

describe('/market of a market about a coin', () => {
  test('shows that its price did not follow, beside what it is worth and how far that may be off', async () => {
    const picture = await pictureOf(`${LAGGED}\n says /market coin
      shows Yes costs 51.0¢, worth 78.5¢ ± 8.7 by spot
      hears by the spot price Yes is worth 78.5¢ ± 8.7, its middle is 51.0¢
      hears [24 hours] [7 days]`);
    const [price, worth] = picture.series;
    expect([price?.name, worth?.name]).toEqual(['price', 'worth']);
    // Eight minutes of prices, of which the first three are needed to know how much it moves.
    expect(worth?.points.length).toBeGreaterThan(50);
    const { low } = endOf(picture);
    expect(endOf(picture).price).toBeLessThan(low);
    const texts = textsOf(picture).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['51.0¢', '78.5¢', '11:22']));
  });

  test('shows both together while it follows', async () => {
    const picture = await pictureOf(`${COIN}\n coin 60400\n follows 1m coin\n says /market coin`);
    const { price, low, high } = endOf(picture);
    expect(price).toBeGreaterThan(low);
    expect(price).toBeLessThan(high);
  });

  test('shows the first side, also where that is the one that pays when the claim fails', async () => {
    const coin = COIN.replace('market coin ', 'market coin outcomes No/Yes ');
    const picture = await pictureOf(
      `${coin.replace('book coin.Yes', 'book coin.No')}\n coin 60400\n lags 3s coin\n says /market coin`,
    );
    expect(picture.title).toMatch(/ No costs 5\d\.\d¢, worth 2\d\.\d¢ ± /);
    expect(endOf(picture).high).toBeLessThan(endOf(picture).price);
    const before = picture.series[1]?.points.at(-4)?.value;
    expect(before).toBeGreaterThan(40);
  });

  test('has no such picture before it was looked at for a minute, nor after a restart, nor of the end', async () => {
    const none = 'no chart: Polymarket does not answer for its prices now';
    const short = COIN.replace('follows 8m', 'follows 3m');
    await (
      await new Story().tell(`${short}\n says /market coin\n hears ${none}
        follows 2m coin\n says /market coin\n shows by spot
        restart\n follows 4m coin\n says /market coin\n hears ${none}
        resolve coin 1/0\n says /market coin\n hears ${none}`)
    ).end();
  });

  test('shows the price alone over a span that is asked for, and leads back', async () => {
    await (
      await new Story().tell(`${LAGGED}\n says /market coin 7d
        hears no chart: Polymarket does not answer for its prices now\n hears [Worth by spot]
        taps Worth by spot\n shows worth 78.5¢ ± 8.7 by spot`)
    ).end();
  });
});
