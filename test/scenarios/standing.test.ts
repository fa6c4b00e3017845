import { describe, test } from 'vitest';
import { story } from './story.ts';

const WORLD = `
  market rain group weather closes 300d
  market snow group weather closes 300d
  book rain.Yes 0.48x10000 / 0.50x10000
  book snow.Yes 0.48x10000 / 0.50x10000
  follow anna
`;
/** Books are too old after a wait. */
const FRESH = 'book rain.Yes 0.48x10000 / 0.50x10000\n book snow.Yes 0.48x10000 / 0.50x10000';
const BUYS = `${FRESH}\n anna buys rain.Yes 100 @ 0.50\n wait 61s`;
const BOUGHT = `${BUYS}\n = order buy rain.Yes $5`;
const OFF = `${BUYS}\n = copy rain.Yes denied walletDisabled`;
const TOLD_OFF = '= notice walletDisabled';
const ENABLE = 'wallet anna enabled yes';

/** Anna's copies spend real money; they are $5, of 9.61 shares at 52¢. */
const LIVE = `account 500\n ${WORLD} follow anna mode live confidence 0.9\n ready
  acknowledge\n mode live\n wait 31s`;
const BOUGHT_LIVE = `${BUYS}\n = order buy rain.Yes $5 @0.52 x9.61 filled`;
const BOUGHT_ON_PAPER = `${BUYS}\n = order buy rain.Yes $5 @0.52 x9.61 filled
  look live\n has rain.Yes nothing\n look paper\n has rain.Yes 10 cost $5`;

describe('the live score is acted on at once', () => {
  test('a copy is stopped by the newest score, and made again when it rises', async () => {
    await story(`set wallets.minConfidence 0.5\n ${WORLD} scored anna 0.49\n ${BUYS}
      = copy rain.Yes denied walletConfidence 0.49 of 0.5\n scored anna 0.5\n ${BOUGHT}`);
  });

  test("a wallet's own least score stands before the setting", async () => {
    await story(`set wallets.minConfidence 0.5\n ${WORLD} wallet anna score 0.3
      scored anna 0.4\n ${BOUGHT}\n scored anna 0.29\n anna buys snow.Yes 100 @ 0.50\n wait 1s
      = copy snow.Yes denied walletConfidence 0.29 of 0.3`);
  });

  test('makers, hedgers and exchanges are not copied, every other kind is', async () => {
    for (const kind of ['maker', 'hedger', 'exchange']) {
      await story(`${WORLD} scored anna 0.9 kind ${kind}\n ${BUYS}
        = copy rain.Yes denied walletKind 0 of 1 (${kind}:`);
    }
    for (const kind of ['unproven', 'directional', 'scalper', 'lucky', 'insider', 'dormant']) {
      await story(`${WORLD} scored anna 0.9 kind ${kind}\n ${BOUGHT}`);
    }
  });

  test('scores of a wallet that nobody follows change nothing, and following it begins anew', async () => {
    await story(`${WORLD} scored bert 0.9 kind maker\n follow bert\n ${FRESH}
      bert buys rain.Yes 100 @ 0.50\n wait 1s\n = order buy rain.Yes $5`);
  });
});

test('followed again with other rules it keeps its score', async () => {
  await story(`set wallets.minConfidence 0.5\n ${WORLD} scored anna 0.6\n follow anna spend 6
    ${BUYS}\n = order buy rain.Yes $6`);
});

describe('a wallet is disabled', () => {
  test('after three local days in a row under its least score, and its position stays managed', async () => {
    await story(`${WORLD} wallet anna score 0.5\n scored anna 0.6\n ${BOUGHT}
      scored anna 0.49\n scored anna 0.4\n wait 1h\n scored anna 0.45\n wait 23h
      scored anna 0.49\n never notice walletDisabled\n wait 24h\n scored anna 0.48
      = notice walletDisabled cause=score days=3 actual=0.48 limit=0.5
      ${OFF}\n has rain.Yes 10 cost $5
      anna sells rain.Yes 200 @ 0.48\n wait 1s\n = order sell rain.Yes 10\n has rain.Yes nothing`);
  });

  test('by local days: the one that ends first counts', async () => {
    // 22:30 UTC is half past midnight in Berlin: the second day has begun there.
    const twice = (zone: string, then: string) => `set timeZone ${zone}\n set wallets.disableDays 2
      ${WORLD} wallet anna score 0.5\n at 2026-10-01T20:30:00Z\n scored anna 0.4
      at 2026-10-01T22:30:00Z\n scored anna 0.4\n ${then}`;
    await story(twice('UTC', 'never notice walletDisabled'));
    await story(twice('Europe/Berlin', TOLD_OFF));
  });

  test('only a score well over the minimum ends the count', async () => {
    const third = 'wait 24h\n scored anna 0.4';
    const two = `${WORLD} wallet anna score 0.5\n scored anna 0.4\n ${third}\n wait 1h`;
    await story(`${two}\n scored anna 0.515\n ${third}\n ${TOLD_OFF}\n ${OFF}`);
    await story(`${two}\n scored anna 0.52\n ${third}\n never notice walletDisabled
      ${third}\n never notice walletDisabled\n ${third}\n ${TOLD_OFF}`);
  });

  test('never by its score on paper, where none is asked', async () => {
    await story(`${WORLD} scored anna 0\n wait 24h\n scored anna 0\n wait 24h\n scored anna 0
      wait 24h\n scored anna 0\n never notice walletDisabled\n ${BOUGHT}`);
  });

  test('when its own week lost a fifth of what was at work', async () => {
    await story(`${WORLD} scored anna 0.9 week -0.199\n never notice walletDisabled\n ${BOUGHT}
      scored anna 0.9 week -0.2\n = notice walletDisabled cause=drawdown days=7 actual=-200000 limit=-200000
      anna buys snow.Yes 100 @ 0.50\n wait 1s\n = copy snow.Yes denied walletDisabled`);
  });

  test('when it was silent for more than thirty days, all of them followed', async () => {
    await story(`${WORLD} wait 10d\n scored anna 0.9 silent 40d\n never notice walletDisabled
      wait 20d\n scored anna 0.9 silent 30d\n never notice walletDisabled\n ${BOUGHT}
      wait 24h\n scored anna 0.9 silent 31d\n = notice walletDisabled cause=inactive actual=31 limit=30
      ${OFF}`);
  });

  test('when copying it lost a twentieth of the bankroll with five copies', async () => {
    await story(`${WORLD} scored anna 0.9 copies 5 net -24.99\n never notice walletDisabled
      scored anna 0.9 copies 4 net -30\n never notice walletDisabled\n ${BOUGHT}
      scored anna 0.9 copies 5 net -25
      = notice walletDisabled cause=ownLoss actual=-50000 limit=-50000 net=-25000000\n ${OFF}`);
  });
});

describe('a person enables it again, and it stays so until there is more against it', () => {
  test('a week of losses acts again when it is worse, over and back, or another week', async () => {
    const off = `${WORLD} scored anna 0.9 week -0.22\n ${TOLD_OFF}\n wait 1h\n ${ENABLE}
      scored anna 0.9 week -0.22\n scored anna 0.9 week -0.26\n never notice walletDisabled
      ${BOUGHT}`;
    await story(`${off}\n scored anna 0.9 week -0.27\n ${TOLD_OFF}`);
    await story(`${off}\n scored anna 0.9 week -0.1\n scored anna 0.9 week -0.2\n ${TOLD_OFF}`);
    await story(`${off}\n wait 6d\n scored anna 0.9 week -0.22\n never notice walletDisabled
      wait 24h\n scored anna 0.9 week -0.22\n ${TOLD_OFF}`);
  });

  test('our own loss acts again when it grew by a quarter of its limit', async () => {
    await story(`${WORLD} scored anna 0.9 copies 9 net -30\n ${TOLD_OFF}\n ${ENABLE}
      scored anna 0.9 copies 12 net -36\n never notice walletDisabled\n ${BOUGHT}
      scored anna 0.9 copies 13 net -36.25\n ${TOLD_OFF}`);
  });

  test('silence acts again after as many days', async () => {
    await story(`${WORLD} wait 31d\n scored anna 0.9 silent 31d\n ${TOLD_OFF}\n wait 10d\n ${ENABLE}
      scored anna 0.9 silent 41d\n wait 30d\n scored anna 0.9 silent 71d
      never notice walletDisabled\n wait 24h\n scored anna 0.9 silent 72d\n ${TOLD_OFF}`);
  });

  test('a low score counts days again only when it is lower or another market ended', async () => {
    const day = (score: string) => `wait 24h\n scored anna ${score}`;
    const off = `${WORLD} wallet anna score 0.5\n scored anna 0.4\n ${day('0.4')}\n ${day('0.4')}
      ${TOLD_OFF}\n ${ENABLE}\n ${day('0.4')}\n ${day('0.4')}\n ${day('0.39')}
      never notice walletDisabled`;
    await story(`${off}\n ${day('0.37')}\n ${day('0.37')}\n never notice walletDisabled
      ${day('0.37')}\n ${TOLD_OFF}`);
    await story(`${off}\n ${day('0.4 ended 51')}\n ${day('0.4 ended 51')}
      never notice walletDisabled\n ${day('0.4 ended 51')}\n ${TOLD_OFF}`);
  });

  test('also when another rule than the one that acted finds what was there', async () => {
    await story(`${WORLD} scored anna 0.9 week -0.3 copies 9 net -30
      = notice walletDisabled cause=ownLoss\n ${ENABLE}
      scored anna 0.9 week -0.3 copies 9 net -30\n never notice walletDisabled\n ${BOUGHT}`);
  });

  test('a restart remembers scores, counted days and what was accepted', async () => {
    await story(`${WORLD} wallet anna score 0.5\n scored anna 0.4 kind maker\n wait 24h
      scored anna 0.4\n restart\n wait 24h\n scored anna 0.4\n ${TOLD_OFF}\n restart\n ${OFF}
      ${ENABLE}\n restart\n scored anna 0.4\n wait 72h\n scored anna 0.4
      never notice walletDisabled`);
    await story(`${WORLD} scored anna 0.9 copies 9 net -30\n ${TOLD_OFF}\n restart\n ${ENABLE}
      scored anna 0.9\n scored anna 0.9 copies 9 net -30\n never notice walletDisabled`);
    await story(`${WORLD} scored anna 0.9 kind maker\n restart\n ${BUYS}
      = copy rain.Yes denied walletKind`);
  });
});

describe('real money is taken back by itself, and given by a person alone', () => {
  test('a score under the minimum of live takes a wallet to paper', async () => {
    await story(`${LIVE}\n scored anna 0.5\n ${BOUGHT_LIVE}\n scored anna 0.49
      = notice walletDemoted cause=score actual=0.49 limit=0.5\n never notice walletDisabled
      anna buys snow.Yes 100 @ 0.50\n wait 1s\n = order buy snow.Yes $5\n has snow.Yes 10 cost $5
      look live\n has snow.Yes nothing\n has rain.Yes 9.61 cost $4.9972
      anna sells rain.Yes 200 @ 0.48\n wait 2s\n = order sell rain.Yes 9.61\n has rain.Yes nothing`);
  });

  test('so does a kind that is not copied', async () => {
    await story(`${LIVE}\n scored anna 0.9 kind maker\n = notice walletDemoted cause=kind
      scored anna 0.9\n ${BOUGHT_ON_PAPER}`);
  });

  test('so do twenty copies that lose for sure', async () => {
    await story(`${LIVE}\n scored anna 0.9 in live copies 19 edge -0.3/-0.01
      scored anna 0.9 in live copies 20 edge -0.3/0\n never notice walletDemoted
      scored anna 0.9 in live copies 20 edge -0.3/-0.01
      = notice walletDemoted cause=edge actual=-10000 copies=20\n ${BOUGHT_ON_PAPER}`);
  });

  test('a person may let it spend real money again: the same evidence does not undo that', async () => {
    await story(`${LIVE}\n scored anna 0.49\n = notice walletDemoted\n wallet anna mode live
      scored anna 0.49\n never notice walletDemoted\n ${BUYS}
      = copy rain.Yes denied walletConfidence 0.49 of 0.5\n scored anna 0.46
      = notice walletDemoted`);
    await story(`${LIVE}\n scored anna 0.9 in live copies 20 edge -0.3/-0.01
      = notice walletDemoted\n restart\n ready\n wallet anna mode live\n wait 31s
      scored anna 0.9 in live copies 39 edge -0.3/-0.01\n never notice walletDemoted
      scored anna 0.9 in live copies 40 edge -0.3/-0.01\n = notice walletDemoted`);
  });

  test('a wallet is demoted before it is disabled', async () => {
    await story(`${LIVE}\n scored anna 0.4 week -0.3\n = notice walletDemoted
      never notice walletDisabled\n scored anna 0.4 week -0.3\n ${TOLD_OFF}`);
  });

  const GOOD = 'copies 30 markets 10 edge 0.01/0.1';
  test('paper that made money for sure leads to an offer, once a month, and to nothing else', async () => {
    await story(`${WORLD} scored anna 0.6 copies 29 markets 10 edge 0.01/0.1
      scored anna 0.6 copies 30 markets 9 edge 0.01/0.1\n scored anna 0.6 copies 30 edge 0/0.1
      scored anna 0.49 ${GOOD}\n scored anna 0.6 kind maker ${GOOD}\n never notice walletOffer
      scored anna 0.5 ${GOOD}\n = notice walletOffer offer=live copies=30 markets=10
      restart\n wait 29d\n scored anna 0.5 ${GOOD}\n never notice walletOffer
      wait 24h\n scored anna 0.5 ${GOOD}\n = notice walletOffer`);
    const offered = `${LIVE}\n wallet anna mode paper\n scored anna 0.6 ${GOOD}\n = notice walletOffer offer=live`;
    await story(`${offered}\n ${BOUGHT_ON_PAPER}`);
    await story(`${offered}\n wallet anna mode live\n ${BOUGHT_LIVE}\n look live
      has rain.Yes 9.61 cost $4.9972`);
  });

  test('real money that made money for sure leads to the offer of a higher cap', async () => {
    await story(`${LIVE}\n scored anna 0.6 ${GOOD}\n never notice walletOffer
      scored anna 0.6 in live ${GOOD}\n = notice walletOffer offer=cap
      wait 24h\n scored anna 0.6 in live ${GOOD}\n never notice walletOffer`);
  });
});
