import { describe, test } from 'vitest';
import { story } from './story.ts';

/** Two outcomes at even odds with a deep book, and a leader. */
const WORLD = `
  market rain
  book rain.Yes 0.48x10000 / 0.50x10000
  follow anna
`;
const BUYS = 'anna buys rain.Yes 100 @ 0.50';
const BOUGHT = `wait 1s\n = copy rain.Yes accepted $5
  = order buy rain.Yes $5 @0.52 filled 10 for $5`;
/** 20 shares held for a leader who holds 100. */
const HELD = `${WORLD} wallet anna spend 10\n ${BUYS}\n wait 1s\n = copy rain.Yes accepted
  = order buy rain.Yes $10\n`;

type Cases = readonly (readonly [name: string, text: string])[];

describe('what is copied', () => {
  const cases: Cases = [
    [
      'a copy spends its share of the bankroll, and its exit brings the cash back',
      `${WORLD} ${BUYS}\n reserved $5\n free $495\n cash $500
       wait 1s\n = fill buy rain.Yes 10 @0.5 fee $0\n ${BOUGHT}\n = notice fill whole=1
       has rain.Yes 10 cost $5\n cash $495\n reserved $0
       anna sells rain.Yes 100 @ 0.48\n wait 1s\n = exit rain.Yes accepted 10 @0.46
       = order sell rain.Yes 10 @0.46 filled 10 for $4.8\n has rain.Yes nothing\n cash $499.8`,
    ],
    [
      'dollars and shares are never confused: 1,000 shares at 3¢ scaled to a tenth are $3',
      `market rain\n book rain.Yes 0.02x10000 / 0.03x10000
       follow anna leader 0.1 max 5 from 1\n anna buys rain.Yes 1000 @ 0.03
       = copy rain.Yes accepted $3 @0.04\n wait 1s
       = order buy rain.Yes $3 @0.04 x75 filled 100 for $3\n has rain.Yes 100 cost $3`,
    ],
    [
      'buying the other outcome ends the first copy and is a copy itself',
      `${HELD} anna buys rain.No 150 @ 0.52\n = exit rain.Yes accepted 20\n wait 1s
       = order sell rain.Yes 20\n = order buy rain.No $10 filled\n has rain.Yes nothing`,
    ],
    [
      'buying as much of the other outcome only ends the copy',
      `${HELD} anna buys rain.No 100 @ 0.52\n wait 1s\n = order sell rain.Yes 20\n never copy`,
    ],
    [
      'a merge of complete sets changes no exposure, and copies nothing',
      `${WORLD} anna splits rain 100\n anna merges rain 100\n wait 61s\n never copy\n never exit`,
    ],
    [
      'a split alone is no bet, and selling one side of it is the other',
      `${WORLD} anna splits rain 100\n wait 61s\n never copy
       anna sells rain.No 100 @ 0.50\n ${BOUGHT}`,
    ],
    [
      'a merge that takes the exposure is an exit',
      `${HELD} anna splits rain 100\n anna merges rain 150\n wait 1s\n = exit rain.Yes accepted
       = order sell rain.Yes 10`,
    ],
    [
      'a redemption ends what is left',
      `${HELD} anna redeems rain 100\n wait 1s\n = order sell rain.Yes 20`,
    ],
    [
      'a conversion takes the NO shares',
      `${WORLD} anna buys rain.No 100 @ 0.50\n wait 1s\n = order buy rain.No $5
       anna converts rain 100\n wait 1s\n = order sell rain.No`,
    ],
    [
      'with three outcomes the token decides, and each has its own book',
      `market cup outcomes Home/Draw/Away\n book cup.Home 0.28x10000 / 0.30x10000
       book cup.Draw 0.18x10000 / 0.20x10000\n book cup.Away 0.48x10000 / 0.50x10000\n follow anna
       anna buys cup.Away 100 @ 0.50\n wait 1s\n = order buy cup.Away $5 filled 10
       has cup.Home nothing\n has cup.Draw nothing
       anna buys cup.Draw 200 @ 0.20\n wait 1s\n = order buy cup.Draw $5 filled 25
       anna sells cup.Away 100 @ 0.48\n wait 1s\n = order sell cup.Away 10\n has cup.Draw 25 cost $5`,
    ],
    [
      'outcomes in reversed order keep their tokens',
      `market rain outcomes No/Yes\n book rain.Yes 0.48x10000 / 0.50x10000\n follow anna
       ${BUYS}\n ${BOUGHT}\n has rain.No nothing`,
    ],
    [
      'labels such as Up and Down mean nothing',
      `market btc outcomes Up/Down\n book btc.Up 0.58x10000 / 0.60x10000\n follow anna
       anna buys btc.Down 100 @ 0.42\n wait 1s\n = order buy btc.Down $5 filled\n has btc.Up nothing`,
    ],
  ];
  test.each(cases)('%s', async (_name, text) => story(text));
});

describe('what counts as one trade', () => {
  const cases: Cases = [
    [
      'the same trade told by three feeds is copied once',
      `${WORLD} ${BUYS} tx 7 feed trades\n ${BUYS} tx 7 feed orders\n ${BUYS} tx 7 feed data
       ${BOUGHT}\n wait 61s\n never copy`,
    ],
    [
      'true twins are two trades',
      `${WORLD} follow anna leader 0.1\n anna buys rain.Yes 30 @ 0.50 tx 7 twins 2
       = copy rain.Yes accepted $3\n wait 1s\n = order buy rain.Yes $3 filled`,
    ],
    [
      'a late repetition after the clip is over changes nothing',
      `${WORLD} ${BUYS} tx 7\n ${BOUGHT}\n wait 2m\n ${BUYS} tx 7 ago 2m feed data\n wait 61s
       never copy`,
    ],
    [
      'forty prints are one clip and one copy',
      `${WORLD} anna buys rain.Yes 2.5 @ 0.50 prints 40\n ${BOUGHT}\n wait 61s
       = copy rain.Yes denied clipAlreadyCopied\n never copy`,
    ],
    [
      'sized by the leader, what follows in the window is one remainder',
      `${WORLD} follow anna leader 0.1 age 2m\n anna buys rain.Yes 100 @ 0.50\n wait 1s
       = order buy rain.Yes $5\n anna buys rain.Yes 4 @ 0.50 prints 20\n wait 61s
       = copy rain.Yes accepted $4\n = order buy rain.Yes $4 filled\n has rain.Yes 18 cost $9`,
    ],
    [
      'a clip under the minimum is one reason and no copy',
      `${WORLD} anna buys rain.Yes 1 @ 0.50 prints 30\n wait 61s
       = copy rain.Yes denied clipMinimum $15 of $20\n never copy`,
    ],
    [
      'a market maker on both sides is not copied',
      `${WORLD} page anna buys rain.Yes 30 @ 0.50 & anna buys rain.No 30 @ 0.49\n wait 61s
       = copy rain.Yes denied\n = exit rain.Yes denied noPosition\n never copy`,
    ],
  ];
  test.each(cases)('%s', async (_name, text) => story(text));
});

describe('how a copy is left', () => {
  const cases: Cases = [
    [
      'a leader who sells 30 % leaves us with 70 %',
      `${HELD} anna sells rain.Yes 30 @ 0.48\n wait 1s\n = order sell rain.Yes 6 @0.46 filled
       has rain.Yes 14 cost $7`,
    ],
    ['50 %', `${HELD} anna sells rain.Yes 50 @ 0.48\n wait 1s\n = order sell rain.Yes 10`],
    ['100 %', `${HELD} anna sells rain.Yes 100 @ 0.48\n wait 1s\n = order sell rain.Yes 20`],
    [
      'a rest under the minimum of the venue goes with the rest',
      `${HELD} anna sells rain.Yes 80 @ 0.48\n wait 1s\n = order sell rain.Yes 20`,
    ],
    [
      'a slice under the minimum takes everything',
      `${HELD} anna sells rain.Yes 10 @ 0.48\n wait 1s\n = order sell rain.Yes 20`,
    ],
    [
      'a leader who sells more than we know of ends the copy, and opens nothing',
      `${HELD} anna sells rain.Yes 5000 @ 0.48\n wait 1s\n = order sell rain.Yes 20
       wait 61s\n never copy\n has rain.No nothing`,
    ],
    [
      'two exits of one position never sell more than is held',
      `${HELD} set exit.tries 1\n anna sells rain.Yes 50 @ 0.48\n anna sells rain.Yes 50 @ 0.48
       wait 1s\n = order sell rain.Yes 10\n = order sell rain.Yes 10\n has rain.Yes nothing`,
    ],
    [
      'a person who closes during the last try of an exit does not sell twice',
      `${HELD} set exit.tries 1\n anna sells rain.Yes 100 @ 0.48\n close rain.Yes\n wait 1s
       = order sell rain.Yes 20\n = exit rain.Yes denied noPosition\n has rain.Yes nothing`,
    ],
    [
      'a leader who leaves while our entry is on its way is followed out after the fill',
      `${WORLD} ${BUYS}\n wait 100ms\n anna sells rain.Yes 100 @ 0.48\n = exit rain.Yes held
       has rain.Yes nothing\n wait 500ms\n = order buy rain.Yes $5 filled 10\n wait 1s
       = order sell rain.Yes 10\n has rain.Yes nothing`,
    ],
    [
      'and so is what was held before',
      `${HELD} wait 61s\n ${BUYS}\n wait 100ms\n anna sells rain.Yes 200 @ 0.48\n wait 2s
       = order buy rain.Yes $10\n = order sell rain.Yes 40\n has rain.Yes nothing`,
    ],
    [
      'lowering the tries asks for a person at once, raising them goes on',
      `${HELD} book rain.Yes 0.48x1 / 0.50x10000\n anna sells rain.Yes 100 @ 0.48\n wait 1s
       = order sell rain.Yes 20 @0.46 canceled 1\n set exit.tries 1\n = notice exitNeedsYou tries=1
       book rain.Yes 0.48x10000 / 0.50x10000\n wait 2m\n never order sell
       set exit.tries 2\n wait 1s\n = order sell rain.Yes 19`,
    ],
    [
      'lowering the tries while one is on its way lets it end',
      `${HELD} book rain.Yes 0.48x1 / 0.50x10000\n anna sells rain.Yes 100 @ 0.48\n wait 1s
       = order sell rain.Yes 20 @0.46 canceled 1\n book rain.Yes 0.48x10000 / 0.50x10000\n wait 30s
       set exit.tries 1\n never notice exitNeedsYou\n wait 1s\n = order sell rain.Yes 19`,
    ],
    [
      'a person closes what an exit could not sell',
      `${HELD} set exit.tries 1\n book rain.Yes 0.48x1 / 0.50x10000
       anna sells rain.Yes 100 @ 0.48\n wait 1s\n = order sell rain.Yes 20 @0.46 canceled 1
       = notice exitNeedsYou\n book rain.Yes 0.48x10000 / 0.50x10000\n close rain.Yes\n wait 1s
       = order sell rain.Yes 19\n has rain.Yes nothing\n close rain.Yes\n = command close done
       = command close refused`,
    ],
  ];
  test.each(cases)('%s', async (_name, text) => story(text));
});

describe('a restart neither repeats nor loses', () => {
  const cases: Cases = [
    [
      'the same trade after a restart is not copied again',
      `${WORLD} ${BUYS} tx 7\n ${BOUGHT}\n restart\n book rain.Yes 0.48x10000 / 0.50x10000
       ${BUYS} tx 7\n ${BUYS} tx 7 feed data\n wait 61s\n never copy\n has rain.Yes 10 cost $5
       cash $495`,
    ],
    [
      'an order that had not reached the paper venue is gone, and its cash is free',
      `${WORLD} ${BUYS}\n wait 100ms\n reserved $5\n restart\n wait 5s
       = order buy rain.Yes $5 canceled 0\n reserved $0\n cash $500\n has rain.Yes nothing`,
    ],
    [
      'a clip that was open goes on',
      `${WORLD} anna buys rain.Yes 30 @ 0.50\n wait 10s\n restart
       book rain.Yes 0.48x10000 / 0.50x10000\n anna buys rain.Yes 30 @ 0.50\n ${BOUGHT}
       wait 61s\n never copy rain.Yes accepted`,
    ],
    [
      'an exit that was on its way is tried again',
      `${HELD} anna sells rain.Yes 100 @ 0.48\n wait 100ms\n restart
       = order sell rain.Yes 20 @0.46 canceled 0\n book rain.Yes 0.48x10000 / 0.50x10000
       wait 61s\n = order sell rain.Yes 20 @0.46 filled\n has rain.Yes nothing`,
    ],
    [
      'an exit that waited for an entry sells what was held before it',
      `${HELD} wait 61s\n ${BUYS}\n wait 100ms\n anna sells rain.Yes 200 @ 0.48\n wait 100ms
       restart\n = order buy rain.Yes $10 canceled 0\n book rain.Yes 0.48x10000 / 0.50x10000
       wait 61s\n = order sell rain.Yes 20 @0.46 filled\n has rain.Yes nothing`,
    ],
    [
      'what a wallet spent today counts on, in the zone of the settings',
      `set timeZone Pacific/Auckland\n ${WORLD} wallet anna day 8\n ${BUYS}\n ${BOUGHT}\n restart
       book rain.Yes 0.48x10000 / 0.50x10000\n wait 61s\n ${BUYS}\n wait 1s
       = order buy rain.Yes $3\n wait 61s\n ${BUYS}\n = copy rain.Yes denied walletDayCap`,
    ],
    [
      'orders of the last minute count on',
      `set limits.ordersPerMinute 1\n ${WORLD} ${BUYS}\n ${BOUGHT}\n restart\n market snow
       book snow.Yes 0.48x10000 / 0.50x10000\n anna buys snow.Yes 100 @ 0.50
       = copy snow.Yes denied orderRate 1 of 1`,
    ],
    [
      'settings, filters, wallets and a pause are as they were',
      `${WORLD} wallet anna spend 4\n set limits.orderPercent 0.6\n filter deny keyword snow
       pause lunch\n restart\n state armed person\n resume\n market snow
       book snow.Yes 0.48x10000 / 0.50x10000\n book rain.Yes 0.48x10000 / 0.50x10000\n ${BUYS}
       wait 1s\n = order buy rain.Yes $3\n anna buys snow.Yes 100 @ 0.50
       = copy snow.Yes denied marketFilter 0 of 1 (deny keyword snow)
       filter remove keyword snow\n = command removeFilter done`,
    ],
  ];
  test.each(cases)('%s', async (_name, text) => story(text));
});
