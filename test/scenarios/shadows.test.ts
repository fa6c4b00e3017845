import { describe, expect, test } from 'vitest';
import { BOOK, BOUGHT, BUYS, BUYS_SNOW, WORLD } from './setting-parts.ts';
import { Story, story } from './story.ts';

const ON = `set brains.shadow on\n ${WORLD}`;
const SELLS = 'anna sells rain.Yes 100 @ 0.48';

describe('ledgers that measure other brains', () => {
  test('each copies by its own rules from its own money, and tells nobody', async () => {
    await story(
      `${ON}\n ${BUYS}\n wait 1s\n ${BOUGHT}
      = shadow:naive copy rain.Yes accepted $5 @0.99
      = shadow:rules copy rain.Yes accepted $5 @0.52
      = shadow:naive order buy rain.Yes $5 @0.99 canceled 10 for $5
      = shadow:rules order buy rain.Yes $5 @0.52 filled 10
      = notice fill\n never notice fill
      cash $495\n look shadow:naive\n cash $495\n look shadow:rules\n cash $495`.replace(
        'canceled 10',
        'filled 10',
      ),
    );
  });

  test('naive copying buys what the rules leave, and leaves with the leader', async () => {
    await story(`${ON}\n set entry.minQuality 1\n ${BUYS}\n wait 1s
      = copy rain.Yes denied quality\n = shadow:rules copy rain.Yes denied quality
      = shadow:naive order buy rain.Yes $5 @0.99 filled 10\n never order
      look shadow:naive\n has rain.Yes 10 cost $5
      ${SELLS}\n wait 1s\n = exit rain.Yes denied noPosition
      = shadow:naive order sell rain.Yes 10 @0.46 filled\n has rain.Yes nothing`);
  });

  test('naive copying pays any price and follows late, and stops for a kill alone', async () => {
    await story(`${ON}\n book rain.Yes 0.80x10000 / 0.90x10000\n ${BUYS} ago 20m\n wait 1s
      = copy rain.Yes denied signalAge\n = shadow:naive order buy rain.Yes $5 @0.99 filled 5.55
      pause lunch\n ${BUYS_SNOW}\n wait 1s\n = shadow:naive order buy snow.Yes $5 @0.99 filled 10
      kill\n wait 61s\n ${BUYS_SNOW}\n wait 1s\n = shadow:naive copy snow.Yes denied killed`);
  });

  test('the shadow of a model asks it though entries do not wait for it', async () => {
    const told = await new Story().tell(`${ON}\n model shrink 60 thin\n ${BOOK}\n ${BUYS}\n wait 1s
      ${BOUGHT}\n = shadow:rules order buy rain.Yes $5\n = shadow:naive order buy rain.Yes $5
      = shadow:rules+llm copy rain.Yes accepted $3\n = shadow:rules+llm order buy rain.Yes $3 filled 6`);
    expect(told.model.asked).toBe(1);
    await told.end();
  });

  test('one question serves the entry and its shadow', async () => {
    const told =
      await new Story().tell(`set llm.consult on\n ${ON}\n model silent\n ${BOOK}\n ${BUYS}
      wait 8s\n ${BOUGHT}\n = shadow:rules+llm order buy rain.Yes $5\n = shadow:rules order\n = shadow:naive order`);
    expect(told.model.asked).toBe(1);
    await told.end();
  });

  test('losses of a shadow pause nothing, and its shares keep no wallet', async () => {
    await story(`${ON}\n set entry.minQuality 1\n set limits.dayLossPercent 0.1\n ${BUYS}\n wait 1s
      = shadow:naive order buy\n book rain.Yes 0.10x10000 / 0.12x10000
      anna sells rain.Yes 50 @ 0.10\n wait 121s\n = shadow:naive order sell rain.Yes 5
      state armed on\n unfollow anna\n = command unfollow done`);
  });

  test('a resolution pays them, and a restart goes on with them', async () => {
    await story(`${ON}\n ${BUYS}\n wait 1s\n ${BOUGHT}\n = shadow:naive order\n = shadow:rules order
      restart\n ${BOOK}\n look shadow:naive\n has rain.Yes 10 cost $5\n resolve rain 1/0
      has rain.Yes nothing\n cash $505\n = notice resolved\n never notice resolved`);
  });

  test('why, today and the lists of orders know only what was done', async () => {
    await story(`${ON}\n set entry.minQuality 1\n ${BUYS}\n wait 1s\n = shadow:naive order
      says /why\n hears not copied: market quality\n says /why today\n hears 1 trade skipped today
      says /orders\n hears No order`);
  });
});

describe('what they made', () => {
  test('is compared, with what each gate saved or cost', async () => {
    await story(`${ON}\n ${BUYS}\n wait 1s\n ${BOUGHT}\n = shadow:naive order\n = shadow:rules order
      set entry.minQuality 1\n ${BUYS_SNOW}\n wait 1s\n = shadow:naive order
      resolve rain 1/0\n resolve snow 0/1\n wait 1s
      says /pnl brains\n hears rules +$5.00, naive copying $0.00
      hears rules made $5 more than naive copying
      hears skipped trades would have made −$5.00: market quality low saved $5`);
  });

  test('is nothing where it is off', async () => {
    await story(`${WORLD}\n says /pnl brains\n hears No other brain is measured`);
  });
});

/** What was written for people's own ledgers, in order. */
async function ownRows(setting: string): Promise<readonly string[]> {
  const told = new Story();
  await told.tell(`${setting}\n ${WORLD}\n set size.mode leader
    ${BUYS}\n wait 1s\n ${BUYS_SNOW}\n wait 61s\n book rain.Yes 0.48x30 / 0.50x9
    anna buys rain.Yes 100 @ 0.49\n wait 61s\n anna sells rain.Yes 120 @ 0.48\n wait 40s
    book rain.Yes 0.48x10000 / 0.50x10000\n wait 30s\n anna sells snow.Yes 100 @ 0.48\n wait 5m
    resolve rain 1/0\n wait 2m`);
  const rows = told.history.split('\n').filter((line) => !line.includes('shadow:'));
  await told.endFree();
  return rows;
}

test('what is done with money is the same beside shadows, row by row', async () => {
  const alone = await ownRows('');
  expect(alone.length).toBeGreaterThan(20);
  expect(await ownRows('set brains.shadow on')).toEqual(alone);
});
