import { test } from 'vitest';
import { story } from './story.ts';

const WORLD = `
  market rain
  book rain.Yes 0.48x10000 / 0.50x10000
  follow anna
`;
const BUYS = 'anna buys rain.Yes 100 @ 0.50';

/** Paper meets what is there when its order would have arrived, and pays what the venue takes. */
const CASES: readonly (readonly [name: string, text: string])[] = [
  [
    'an order meets the book 350 ms and the venue delay after it was sent',
    `${WORLD} ${BUYS}\n wait 599ms\n never fill\n reserved $5\n wait 1ms\n = fill buy rain.Yes 10
     = order buy rain.Yes $5`,
  ],
  [
    'the delay of the market itself is waited for',
    `market rain delay 3s\n book rain.Yes 0.48x10000 / 0.50x10000\n follow anna\n ${BUYS}
     wait 3349ms\n never fill\n wait 1ms\n = order buy rain.Yes $5`,
  ],
  [
    'it fills at the prices of its arrival, not at those of the decision',
    `${WORLD} ${BUYS}\n wait 300ms\n book rain.Yes 0.48x10000 / 0.52x10000\n wait 1s
     = fill buy rain.Yes 9.61 @0.52\n = order buy rain.Yes $5 @0.52 x9.61 filled 9.61 for $4.9972`,
  ],
  [
    'and better ones are ours',
    `${WORLD} ${BUYS}\n wait 300ms\n book rain.Yes 0.38x10000 / 0.40x10000\n wait 1s
     = fill buy rain.Yes 12.5 @0.4\n = order buy rain.Yes $5 @0.52 filled 12.5 for $5`,
  ],
  [
    'a price beyond the limit gets nothing, in the words of the venue',
    `${WORLD} ${BUYS}\n wait 300ms\n book rain.Yes 0.48x10000 / 0.53x10000\n wait 1s
     = order buy rain.Yes $5 @0.52 canceled 0 for $0 fee $0 no orders found to match with FAK order.
     reserved $0\n cash $500`,
  ],
  [
    'an order that waits takes what comes within its limit, and expires with the rest',
    `set entry.rest on\n ${WORLD} ${BUYS}\n wait 100ms\n book rain.Yes 0.48x10000 / 0.50x4\n wait 1s
     = fill buy rain.Yes 4\n never order buy\n book rain.Yes 0.48x10000 / 0.53x10000\n wait 10s
     never fill\n wait 3m\n = order buy rain.Yes $5 @0.52 expired 4 for $2\n reserved $0`,
  ],
  [
    'a waiting order is taken out of the book when the leader leaves, and what it got is sold',
    `set entry.rest on\n ${WORLD} ${BUYS}\n wait 100ms\n book rain.Yes 0.48x10000 / 0.50x8\n wait 1s
     = fill buy rain.Yes 8\n anna sells rain.Yes 100 @ 0.48\n wait 1s
     = order buy rain.Yes $5 @0.52 canceled 8 for $4\n = order sell rain.Yes 8 @0.46 filled
     reserved $0\n has rain.Yes nothing`,
  ],
  [
    'a pause takes waiting entries out of the book',
    `set entry.rest on\n ${WORLD} ${BUYS}\n wait 100ms\n book rain.Yes 0.48x10000 / 0.50x4\n wait 1s
     = fill buy rain.Yes 4\n pause lunch\n = order buy rain.Yes $5 @0.52 canceled 4 for $2
     reserved $0`,
  ],
  [
    'it walks several levels, each at its own price',
    `set entry.slippagePercent 5\n ${WORLD} book rain.Yes 0.48x10000 / 0.50x4 0.51x3 0.52x10000
     ${BUYS}\n wait 1s\n = fill buy rain.Yes 4 @0.5\n = fill buy rain.Yes 3 @0.51
     = fill buy rain.Yes 2.82 @0.52\n = order buy rain.Yes $5 @0.52 filled 9.82 for $4.9964`,
  ],
  [
    'the fee is that of the market: shares × rate × p × (1 − p)',
    `market rain fee 7\n book rain.Yes 0.48x10000 / 0.50x10000\n follow anna\n ${BUYS}\n free $494.649
     wait 1s\n = fill buy rain.Yes 10 @0.5 fee $0.175\n = order buy rain.Yes $5 fee $0.175
     cash $494.825\n reserved $0\n anna sells rain.Yes 100 @ 0.48\n wait 1s
     = fill sell rain.Yes 10 @0.48 fee $0.17472\n = order sell rain.Yes 10 fee $0.17472
     cash $499.45028`,
  ],
  [
    'a tick that changes on the way makes the venue refuse the price',
    `set entry.driftPercent 3\n market rain tick 0.001\n book rain.Yes 0.48x10000 / 0.50x10000
     follow anna\n ${BUYS}\n wait 100ms\n tick rain 0.01\n wait 1s
     = order buy rain.Yes $5 @0.515 rejected 0 breaks minimum tick size rule: 10000\n cash $500`,
  ],
  [
    'a minimum that grew on the way is refused with the words of the venue',
    `${WORLD} ${BUYS}\n wait 100ms\n market rain min 50\n wait 1s
     = order buy rain.Yes $5 rejected 0 Size (9610000) lower than the minimum: 50000000`,
  ],
  [
    'a market that stopped taking orders refuses',
    `${WORLD} ${BUYS}\n wait 100ms\n market rain accepting no\n wait 1s
     = order buy rain.Yes $5 rejected 0 the market is not yet ready to process new orders`,
  ],
  [
    'what is not there is dropped',
    `${WORLD} ${BUYS}\n wait 100ms\n book rain.Yes 0.48x10000 / 0.50x6\n wait 1s
     = order buy rain.Yes $5 canceled 6 for $3 fee $0 no orders found\n = notice fill whole=0
     has rain.Yes 6 cost $3\n reserved $0\n cash $497`,
  ],
  [
    'depth that we took stays taken until the book shows another quantity',
    `${WORLD} book rain.Yes 0.48x10000 / 0.50x14\n ${BUYS}\n wait 61s
     = order buy rain.Yes $5 filled 10\n ${BUYS}\n wait 1s
     = order buy rain.Yes $5 canceled 4 for $2\n wait 61s\n ${BUYS}\n wait 1s
     = order buy rain.Yes $5 canceled 0\n book rain.Yes 0.48x10000 / 0.50x15\n wait 61s
     ${BUYS}\n wait 1s\n = order buy rain.Yes $5 filled 10`,
  ],
  [
    'also when it is taken through the other outcome',
    `${WORLD} book rain.Yes 0.50x10 / 0.52x10000\n follow bert\n ${BUYS}\n wait 1s
     = order buy rain.Yes $5 filled\n follow carl\n carl buys rain.No 100 @ 0.50\n wait 1s
     = order buy rain.No $5 filled 10\n anna sells rain.Yes 100 @ 0.50\n wait 1s
     = order sell rain.Yes 9.61 @0.48 canceled 0 no orders found`,
  ],
  [
    'a winner pays one dollar a share and a loser nothing',
    `${WORLD} follow carl\n ${BUYS}\n carl buys rain.No 100 @ 0.52\n wait 1s
     = order buy rain.Yes $5 filled 10\n = order buy rain.No $5 filled 9.61\n resolve rain 1/0
     = notice resolved payout=1000000 realised=5000000\n = notice resolved payout=0
     cash $500.0028\n has rain.Yes nothing\n has rain.No nothing`,
  ],
  [
    'a void pays fifty cents a share on both sides',
    `${WORLD} follow carl\n ${BUYS}\n carl buys rain.No 100 @ 0.52\n wait 1s
     = order buy rain.Yes $5 filled 10\n = order buy rain.No $5 filled 9.61\n resolve rain 0.5/0.5
     = notice resolved payout=500000 realised=0\n = notice resolved payout=500000
     cash $499.8078`,
  ],
  [
    'a market that resolves while an order is on its way takes it back',
    `${WORLD} ${BUYS}\n wait 100ms\n resolve rain 1/0
     = order buy rain.Yes $5 canceled 0 for $0 fee $0 market resolved\n cash $500\n reserved $0
     wait 5m\n resolve rain 1/0\n never notice resolved`,
  ],
  [
    'and ends the exits of what it paid out',
    `${WORLD} ${BUYS}\n wait 1s\n = order buy\n anna sells rain.Yes 100 @ 0.48\n wait 100ms
     resolve rain 1/0\n = order sell rain.Yes 10 @0.46 canceled 0 for $0 fee $0 market resolved
     = notice resolved payout=1000000\n cash $505\n wait 5m`,
  ],
  [
    'a book that cannot be trusted at the arrival fills nothing',
    `${WORLD} ${BUYS}\n wait 100ms\n book rain.Yes 0.52x10 / 0.50x10\n wait 1s
     = order buy rain.Yes $5 canceled 0 the book could not be trusted when the order arrived`,
  ],
  [
    'a polled book that is too old at the arrival fills nothing',
    `market rain delay 9s\n poll rain.Yes 0.48x10000 / 0.50x10000\n follow anna\n ${BUYS}
     wait 10s\n = order buy rain.Yes $5 canceled 0 the book could not be trusted`,
  ],
  [
    'an exit takes the bids down to its limit and tries again for the rest',
    `${WORLD} wallet anna spend 10\n ${BUYS}\n wait 1s\n = order buy rain.Yes $10
     book rain.Yes 0.48x5 0.46x5 0.40x1000 / 0.50x1000\n anna sells rain.Yes 100 @ 0.48\n wait 1s
     = fill sell rain.Yes 5 @0.48\n = fill sell rain.Yes 5 @0.46
     = order sell rain.Yes 20 @0.46 canceled 10 for $4.7\n book rain.Yes 0.40x1000 / 0.50x1000
     wait 31s\n = order sell rain.Yes 10 @0.38 filled 10 for $4\n has rain.Yes nothing
     cash $498.7`,
  ],
];

test.each(CASES)('%s', async (_name, text) => story(text));
