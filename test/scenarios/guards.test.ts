import { describe, test } from 'vitest';
import { BOOK, BUYS, BUYS_SNOW, WORLD } from './setting-parts.ts';
import { story } from './story.ts';

const BOOK_SNOW = 'book snow.Yes 0.48x10000 / 0.50x10000';
/** $5 of rain are sold with a loss of 40¢, a minute before anything else. */
const LOSES = `${BUYS}\n wait 1s\n = order buy rain.Yes $5\n book rain.Yes 0.46x10000 / 0.48x10000
  anna sells rain.Yes 100 @ 0.46\n wait 1s\n = order sell rain.Yes 10\n wait 61s\n ${BOOK}`;
const LOSES_SNOW = `${BUYS_SNOW}\n wait 1s\n = order buy snow.Yes $5\n book snow.Yes 0.46x10000 / 0.48x10000
  anna sells snow.Yes 100 @ 0.46\n wait 1s\n = order sell snow.Yes 10\n wait 61s\n ${BOOK_SNOW}`;
/** A third market in which a copy gains. */
const GAINS = `market hail group hills\n book hail.Yes 0.48x10000 / 0.50x10000
  anna buys hail.Yes 100 @ 0.50\n wait 1s\n = order buy hail.Yes $5\n book hail.Yes 0.60x10000 / 0.62x10000
  anna sells hail.Yes 100 @ 0.60\n wait 1s\n = order sell hail.Yes 10\n wait 61s`;

describe('a cool-down', () => {
  test('holds over a restart', async () => {
    await story(`set cooldown.marketMinutes 30\n ${WORLD}\n ${LOSES}\n restart\n ${BOOK}\n ${BUYS}
      = copy rain.Yes denied cooldownMarket 61400ms of 1800000ms
      wait 29m\n ${BOOK}\n ${BUYS}\n wait 1s\n = order buy rain.Yes $5`);
    await story(`set cooldown.losses 1\n ${WORLD}\n ${LOSES}\n restart\n ${BOOK_SNOW}\n ${BUYS_SNOW}
      = copy snow.Yes denied cooldownWallet`);
  });

  test('of a market is for everybody, of a wallet for it alone', async () => {
    await story(`set cooldown.marketMinutes 30\n ${WORLD}\n follow bert\n ${LOSES}
      bert buys rain.Yes 100 @ 0.50\n = copy rain.Yes denied cooldownMarket
      ${BUYS_SNOW}\n wait 1s\n = order buy snow.Yes $5`);
    await story(`set cooldown.losses 1\n ${WORLD}\n follow bert\n ${LOSES}
      ${BUYS_SNOW}\n = copy snow.Yes denied cooldownWallet
      bert buys rain.Yes 100 @ 0.50\n wait 1s\n = order buy rain.Yes $5`);
  });

  test('of a wallet counts markets in a row, and a gain begins anew', async () => {
    const TWICE = `set cooldown.losses 2\n ${WORLD}`;
    const NEXT = 'anna buys rain.Yes 100 @ 0.50';
    await story(
      `${TWICE}\n ${LOSES}\n ${LOSES}\n ${BOOK_SNOW}\n ${BUYS_SNOW}\n wait 1s\n = order buy snow.Yes $5`,
    );
    await story(`${TWICE}\n ${LOSES}\n ${BOOK_SNOW}\n ${LOSES_SNOW}\n ${BOOK}\n ${NEXT}
      = copy rain.Yes denied cooldownWallet 61400ms of 86400000ms (2 in a row)`);
    await story(`${TWICE}\n ${LOSES}\n ${GAINS}\n ${BOOK_SNOW}\n ${LOSES_SNOW}\n ${BOOK}\n ${NEXT}
      wait 1s\n = order buy rain.Yes $5`);
  });

  test('begins with a payout as with a sale', async () => {
    await story(`set cooldown.losses 1\n ${WORLD}\n ${BUYS}\n wait 1s\n = order buy rain.Yes $5
      resolve rain 0/1\n wait 10s\n ${BUYS_SNOW}\n = copy snow.Yes denied cooldownWallet`);
  });

  test('begins with a stop loss', async () => {
    await story(`set cooldown.marketMinutes 30\n set exit.stopLossPercent 10\n ${WORLD}\n ${BUYS}\n wait 61s
      = order buy rain.Yes $5\n book rain.Yes 0.44x10000 / 0.46x10000\n wait 7s\n = order sell rain.Yes 10
      anna buys rain.Yes 100 @ 0.46\n = copy rain.Yes denied cooldownMarket`);
  });

  test('of paper is none of real money', async () => {
    await story(`account 500\n set cooldown.marketMinutes 30\n ${WORLD}\n ${LOSES}
      wallet anna mode live confidence 0.9\n ready\n acknowledge\n mode live\n wait 31s\n ${BOOK}\n ${BUYS}\n wait 2s
      = order buy rain.Yes $5`);
  });
});

describe('a size', () => {
  test('by share goes with what the book is worth', async () => {
    await story(`set size.mode share\n ${WORLD}\n ${BUYS}\n wait 1s\n = order buy rain.Yes $5
      deposit 300\n ${BUYS_SNOW}\n wait 1s\n = order buy snow.Yes $8 @0.52 filled 16`);
  });

  test('by share has no least dollars of its own', async () => {
    await story(`money 300\n set size.mode share\n ${WORLD}\n ${BUYS}\n wait 1s
      = order buy rain.Yes $3 @0.52 filled 6`);
  });

  test('by edge is the least while no edge is known', async () => {
    await story(`set size.mode kelly\n set size.fixedPercent 2\n ${WORLD}\n ${BUYS}\n wait 1s
      = order buy rain.Yes $2.6 @0.52 filled`);
    await story(`set size.mode kelly\n set size.fixedPercent 2\n ${WORLD}\n scored anna 0.9 ended 19 above 0.5
      ${BUYS}\n wait 1s\n = order buy rain.Yes $2.6 @0.52 filled`);
  });

  test('by edge is as large as a limit at most', async () => {
    await story(`set size.mode kelly\n ${WORLD}\n scored anna 0.6 above 0.9\n ${BUYS}\n wait 1s
      = order buy rain.Yes $10 @0.52 filled 20`);
  });

  test('by edge is the rule of a wallet too', async () => {
    await story(`${WORLD}\n wallet anna size kelly\n scored anna 0.6 above 0.1\n ${BUYS}\n wait 1s
      = order buy rain.Yes $7.81\n wallet anna size share\n ${BUYS_SNOW}\n wait 1s\n = order buy snow.Yes $5`);
  });

  test('of a clip that goes on is bought once', async () => {
    await story(`set size.mode kelly\n ${WORLD}\n scored anna 0.6 above 0.1\n ${BUYS}\n wait 1s\n = order buy rain.Yes $7.81
      ${BUYS}\n wait 61s\n = copy rain.Yes denied clipAlreadyCopied`);
  });
});

describe('trust', () => {
  test.each([
    ['nothing is known', '', '$2.6'],
    ['few markets ended', 'scored anna 0.9 ended 19', '$2.6'],
    ['it scores low', 'scored anna 0.39', '$2.6'],
    ['it is on its way', 'scored anna 0.45', '$6.25'],
    ['it is trusted', 'scored anna 0.5', '$10'],
  ])('where %s', async (_, score, spend) => {
    await story(`set trust.tiers on\n ${WORLD}\n wallet anna spend 10\n ${score}\n ${BUYS}\n wait 1s
      = order buy rain.Yes ${spend} @0.52 filled`);
  });
});
