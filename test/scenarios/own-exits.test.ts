import { describe, test } from 'vitest';
import { BOOK, BUYS, COIN, HELD, JUMP, WORLD } from './setting-parts.ts';
import { story } from './story.ts';

/** The bid falls by 12 % under what was paid. */
const FALLS = 'book rain.Yes 0.44x10000 / 0.46x10000';
const SOLD = '= order sell rain.Yes 20 @0.42 filled\n has rain.Yes nothing';
const KEPT = 'never order sell\n has rain.Yes 20 cost $10';
/** 20 shares held, and sold 10 % under their cost. */
const STOP = `set exit.stopLossPercent 10\n ${WORLD}\n ${HELD}`;

describe('a stop loss', () => {
  test('says by itself what it is', async () => {
    await story(`${STOP}\n ${FALLS}\n wait 7s\n = signal stopLoss rain.Yes\n = exit rain.Yes held
      = exit rain.Yes accepted 20 @0.42\n ${SOLD}`);
  });

  test('waits five seconds: a bid that comes and goes sells nothing', async () => {
    await story(`${STOP}\n ${FALLS}\n wait 4s\n ${BOOK}\n wait 10s\n never signal\n ${KEPT}
      ${FALLS}\n wait 4s\n ${KEPT}\n wait 3s\n ${SOLD}`);
  });

  test('is told where people look', async () => {
    await story(`${STOP}\n says /positions\n hears stop 45.0¢\n ${FALLS}\n wait 7s\n ${SOLD}
      says /why\n hears sold: your stop loss`);
  });

  test('needs a bid: none, or a book that nobody trusts, sells nothing', async () => {
    await story(`${STOP}\n book rain.Yes / 0.50x10000\n wait 1m\n never signal\n ${KEPT}
      book rain.Yes 0.52x9 / 0.30x9\n wait 1m\n never signal\n ${KEPT}`);
  });

  test('is measured from the average of all copies', async () => {
    // 20 at 50¢ and 20 at 46¢ are 48¢ on average: 10 % under that are 43.2¢.
    await story(`${STOP}\n wait 61s\n wallet anna spend 9.2\n book rain.Yes 0.45x10000 / 0.46x10000
      anna buys rain.Yes 100 @ 0.46\n wait 1s\n = order buy rain.Yes $9.2 filled 20
      ${FALLS}\n wait 20s\n never signal\n book rain.Yes 0.43x10000 / 0.46x10000\n wait 7s
      = order sell rain.Yes 40 @0.41 filled`);
  });

  test('acts through whatever stops entries', async () => {
    for (const stop of [
      'pause lunch',
      'wallet anna enabled no',
      'filter deny keyword rain',
      'set limits.totalPercent 0',
      'set entry.minQuality 1',
      'wallet anna exit manual',
      'market rain closes 1m',
    ]) {
      await story(`${STOP}\n ${stop}\n ${FALLS}\n wait 7s\n ${SOLD}`);
    }
  });

  test('waits while everything is killed, and sells when a person arms', async () => {
    await story(`${STOP}\n kill\n ${FALLS}\n wait 7s\n = exit rain.Yes held killed 1 of 0\n ${KEPT}
      arm\n ${FALLS}\n wait 31s\n ${SOLD}`);
  });

  test('waits for a market that takes no orders', async () => {
    await story(`${STOP}\n market rain accepting no\n ${FALLS}\n wait 7s\n never signal\n ${KEPT}
      market rain accepting yes\n book rain.Yes 0.43x10000 / 0.46x10000\n wait 7s
      = order sell rain.Yes 20 @0.41 filled`);
  });

  test('goes on after a restart, before and after it began', async () => {
    await story(
      `${STOP}\n ${FALLS}\n wait 2s\n restart\n ${FALLS}\n wait 4s\n ${KEPT}\n wait 3s\n ${SOLD}`,
    );
    await story(`${STOP}\n book rain.Yes 0.44x1 / 0.46x10000\n kill\n wait 7s\n = exit rain.Yes held
      restart\n arm\n ${FALLS}\n wait 31s\n ${SOLD}`);
  });

  test('leaves nothing for the leader to take along', async () => {
    await story(`${STOP}\n ${FALLS}\n wait 7s\n ${SOLD}\n anna sells rain.Yes 100 @ 0.44\n wait 1s
      = exit rain.Yes denied noPosition 0 of 0`);
  });

  test('asks for a person when nobody buys enough, and begins no second exit', async () => {
    await story(`${STOP}\n book rain.Yes 0.44x5 / 0.46x10000\n wait 96s
      = signal stopLoss rain.Yes\n = order sell rain.Yes 20 @0.42 canceled 5
      = order sell rain.Yes 15 @0.42\n = order sell rain.Yes 15 @0.42
      = notice exitNeedsYou quantity=15000000\n wait 10m\n book rain.Yes 0.40x10000 / 0.46x10000\n wait 1m
      never signal\n has rain.Yes 15 cost $7.5`);
  });

  test('sells no dust, and says so once', async () => {
    await story(`set exit.stopLossPercent 10\n ${WORLD}\n ${BUYS}\n wait 100ms\n book rain.Yes 0.48x10000 / 0.50x3
      wait 1s\n = order buy rain.Yes $5 canceled 3\n ${FALLS}\n wait 7s
      = signal stopLoss rain.Yes\n = exit rain.Yes denied dust 3 of 5
      book rain.Yes 0.43x10000 / 0.46x10000\n wait 1m\n never signal\n never exit`);
  });

  test('takes what still waits in the book out of it first', async () => {
    await story(`set exit.stopLossPercent 10\n set entry.rest on\n ${WORLD}\n wallet anna spend 10
      ${BUYS}\n wait 100ms\n book rain.Yes 0.48x10000 / 0.50x10 0.60x10000\n wait 2s\n has rain.Yes 10 cost $5
      book rain.Yes 0.44x10000 / 0.60x10000\n wait 12s\n = order buy rain.Yes $10 canceled 10
      = order sell rain.Yes 10 @0.42 filled\n has rain.Yes nothing`);
  });

  test('is not for what nobody was copied for', async () => {
    await story(`set lag.mode paper\n set exit.stopLossPercent 5\n ${WORLD}\n ${COIN}\n ${JUMP}\n wait 1s
      = order buy coin.Yes $5 filled\n book coin.Yes 0.20x10000 / 0.22x10000\n wait 1m
      never signal\n never order sell`);
  });

  test('holds in the ledger of the rules, and not in that of naive copying', async () => {
    await story(`set brains.shadow on\n set exit.stopLossPercent 10\n ${WORLD}\n ${BUYS}\n wait 1s
      = order buy rain.Yes $5\n ${FALLS}\n wait 7s\n = order sell rain.Yes 10
      = shadow:rules order sell rain.Yes\n never shadow:naive order sell`);
  });

  test('sells real money by its own cost', async () => {
    await story(`account 500\n set exit.stopLossPercent 10\n ${WORLD}\n wallet anna mode live confidence 0.9 spend 10
      ready\n acknowledge\n mode live\n wait 31s\n ${BUYS}\n wait 2s\n = order buy rain.Yes $10\n look live
      ${FALLS}\n wait 8s\n = order sell rain.Yes 19.23 @0.42 filled\n has rain.Yes nothing`);
  });
});

describe('a trailing stop', () => {
  const TRAIL = `set exit.trailingPercent 10\n ${WORLD}\n ${HELD}`;
  const RISES = 'book rain.Yes 0.60x10000 / 0.62x10000\n wait 2s';
  const BACK = 'book rain.Yes 0.53x10000 / 0.55x10000';

  test('remembers the best bid over a restart', async () => {
    await story(`${TRAIL}\n ${RISES}\n restart\n ${BACK}\n wait 7s\n = signal trailingStop rain.Yes
      = order sell rain.Yes 20 @0.51 filled\n has rain.Yes nothing`);
  });

  test('forgets it with the last share', async () => {
    await story(`${TRAIL}\n ${RISES}\n anna sells rain.Yes 100 @ 0.60\n wait 1s\n = order sell rain.Yes 20
      ${BOOK}\n wait 61s\n ${BUYS}\n wait 1s\n = order buy rain.Yes $10
      book rain.Yes 0.47x10000 / 0.49x10000\n wait 20s\n never signal trailingStop\n has rain.Yes 20 cost $10`);
  });

  test('keeps what falls less', async () => {
    await story(`${TRAIL}\n ${RISES}\n book rain.Yes 0.55x10000 / 0.57x10000\n wait 20s\n ${KEPT}`);
  });
});

describe('a take profit', () => {
  test('sells all at the gain, and never at a bid that a dollar does not reach', async () => {
    await story(`set exit.takeProfitPercent 20\n ${WORLD}\n ${HELD}\n book rain.Yes 0.59x10000 / 0.61x10000\n wait 20s
      ${KEPT}\n book rain.Yes 0.60x10000 / 0.61x10000\n wait 7s\n = signal takeProfit rain.Yes
      = order sell rain.Yes 20 @0.57 filled`);
    await story(
      `set exit.takeProfitPercent 100\n ${WORLD}\n ${HELD}\n book rain.Yes 0.98x10000 / 0.99x10000\n wait 20s\n ${KEPT}`,
    );
  });
});

describe('a time stop', () => {
  test('counts from the first share and not from the last', async () => {
    await story(`set exit.maxHours 1\n ${WORLD}\n ${HELD}\n wait 50m\n ${BOOK}\n ${BUYS}\n wait 1s
      = order buy rain.Yes $10\n wait 11m\n ${BOOK}\n wait 90s\n = signal timeStop rain.Yes
      = order sell rain.Yes 40\n has rain.Yes nothing`);
  });

  test('sells what nobody quotes once somebody does', async () => {
    await story(`set exit.maxHours 1\n ${WORLD}\n ${HELD}\n wait 62m\n = exit rain.Yes held bookStale\n ${KEPT}
      wait 5m\n = notice exitNeedsYou\n ${BOOK}\n wait 61s\n = order sell rain.Yes 20 @0.46 filled`);
  });
});

describe('the rule of a wallet', () => {
  test('goes before the setting, and can be never', async () => {
    await story(`${STOP}\n wallet anna stop 50\n ${FALLS}\n wait 7s\n ${KEPT}
      book rain.Yes 0.24x10000 / 0.26x10000\n wait 7s\n = order sell rain.Yes 20 @0.23 filled`);
    await story(
      `${STOP}\n wallet anna stop 0\n book rain.Yes 0.10x10000 / 0.12x10000\n wait 7s\n ${KEPT}`,
    );
  });

  test.each([
    ['stop 5', 'book rain.Yes 0.47x10000 / 0.50x10000', 'stopLoss'],
    ['profit 5', 'book rain.Yes 0.53x10000 / 0.55x10000', 'takeProfit'],
    ['trail 2', 'book rain.Yes 0.47x10000 / 0.50x10000', 'trailingStop'],
    ['hold 4m', 'wait 4m', 'timeStop'],
  ])('%s is one of its own', async (rule, when, cause) => {
    await story(`${WORLD}\n ${HELD}\n wallet anna ${rule}\n book rain.Yes 0.49x10000 / 0.51x10000\n wait 2s\n ${when}
      wait 61s\n = signal ${cause} rain.Yes\n = order sell rain.Yes 20\n has rain.Yes nothing`);
  });
});
