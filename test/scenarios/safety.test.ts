import { describe, test } from 'vitest';
import { story } from './story.ts';

const WORLD = `
  market rain group weather
  market snow group alps
  book rain.Yes 0.48x10000 / 0.50x10000
  book snow.Yes 0.48x10000 / 0.50x10000
  follow anna spend 10
`;
const BUYS = 'anna buys rain.Yes 100 @ 0.50';
const BOUGHT = 'wait 1s\n = copy rain.Yes accepted\n = order buy rain.Yes $10';
/** A copy of $10 that brings back $2. */
const LOSES = `${BUYS}\n ${BOUGHT}\n book rain.Yes 0.10x10000 / 0.12x10000
  anna sells rain.Yes 100 @ 0.10\n wait 1s\n = order sell rain.Yes 20`;
const FRESH = `book rain.Yes 0.48x10000 / 0.50x10000\n book snow.Yes 0.48x10000 / 0.50x10000`;
const SNOW = 'anna buys snow.Yes 100 @ 0.50';

type Cases = readonly (readonly [name: string, text: string])[];

describe('a day that lost too much', () => {
  const cases: Cases = [
    [
      'pauses entries until the next day of its zone, across the end of summer time',
      `set timeZone Europe/Berlin\n set limits.dayLossPercent 1.6\n at 2026-10-25T00:30:00Z
       ${WORLD} ${LOSES}\n = notice paused loss=-8000000 limit=-8000000\n state armed dayLoss
       ${SNOW}\n = copy snow.Yes denied paused 1 of 0 (daily loss limit)
       at 2026-10-25T22:58:00Z\n state armed dayLoss\n at 2026-10-25T23:01:00Z
       = notice resumed day=2026-10-25\n state armed on\n ${FRESH}\n ${SNOW}\n wait 1s
       = order buy snow.Yes $10`,
    ],
    [
      'and across its beginning, on a day of 23 hours',
      `set timeZone Europe/Berlin\n set limits.dayLossPercent 1.6\n at 2027-03-28T00:30:00Z
       ${WORLD} ${LOSES}\n state armed dayLoss\n at 2027-03-28T21:58:00Z\n state armed dayLoss
       at 2027-03-28T22:01:00Z\n state armed on`,
    ],
    ['keeps its limit as a share of the bankroll', `${WORLD} ${LOSES}\n state armed on`],
    [
      'counts a loss of its first minute',
      `set limits.dayLossPercent 1.6\n ${WORLD} ${LOSES}\n = notice paused loss=-8000000`,
    ],
    [
      'counts from its midnight, not from the start',
      `set limits.dayLossPercent 2\n at 2026-10-01T23:50:30Z\n ${WORLD} ${LOSES}
       at 2026-10-02T00:00:20Z\n ${FRESH}\n ${LOSES}\n state armed on\n wait 61s\n ${FRESH}
       ${LOSES}\n = notice paused loss=-16000000\n state armed dayLoss`,
    ],
    [
      'stays paused over a restart, and starts anew when a person resumes',
      `set limits.dayLossPercent 1.6\n ${WORLD} ${LOSES}\n state armed dayLoss\n restart
       state armed dayLoss\n resume\n state armed on\n ${FRESH}\n ${SNOW}\n wait 1s
       = order buy snow.Yes $10\n anna sells snow.Yes 100 @ 0.48\n wait 1s
       = order sell snow.Yes\n state armed on`,
    ],
    [
      'is noticed when a person ends a pause of their own',
      `set limits.dayLossPercent 1.6\n ${WORLD} ${BUYS}\n ${BOUGHT}\n pause lunch
       book rain.Yes 0.10x10000 / 0.12x10000\n anna sells rain.Yes 100 @ 0.10\n wait 1s
       = order sell rain.Yes 20\n state armed person\n resume\n state armed dayLoss`,
    ],
    [
      'counts what a market that resolves right after midnight lost',
      `set limits.dayLossPercent 2\n at 2026-10-01T23:50:30Z\n ${WORLD} ${BUYS}\n ${BOUGHT}
       at 2026-10-02T00:00:10Z\n resolve rain 0/1\n = notice paused loss=-10000000`,
    ],
    [
      'is lost by a resolution too',
      `set limits.dayLossPercent 2\n ${WORLD} ${BUYS}\n ${BOUGHT}\n resolve rain 0/1
       = notice resolved realised=-10000000\n = notice paused loss=-10000000`,
    ],
  ];
  test.each(cases)('%s', async (_name, text) => story(text));
});

describe('a fall from the best equity', () => {
  const DROPS = 'book rain.Yes 0.10x10000 / 0.12x10000';
  const cases: Cases = [
    [
      'pauses at its second reading in a row, until a person resumes',
      `set limits.drawdownPercent 1.6\n ${WORLD} ${BUYS}\n ${BOUGHT}\n wait 90s\n ${DROPS}
       wait 60s\n state armed on\n wait 60s\n state armed drawdown
       = notice paused fall=8000000 limit=8000000 peak=500000000\n wait 25h\n state armed drawdown
       restart\n state armed drawdown\n resume\n state armed on\n wait 5m\n state armed on`,
    ],
    [
      'forgets a reading that came right again',
      `set limits.drawdownPercent 1.6\n ${WORLD} ${BUYS}\n ${BOUGHT}\n wait 90s\n ${DROPS}
       wait 60s\n book rain.Yes 0.48x10000 / 0.50x10000\n wait 60s\n ${DROPS}\n wait 60s
       state armed on\n wait 60s\n state armed drawdown`,
    ],
    [
      'is measured from the best, not from the beginning',
      `set limits.drawdownPercent 1.6\n ${WORLD} ${BUYS}\n ${BOUGHT}
       book rain.Yes 0.90x10000 / 0.92x10000\n wait 90s\n book rain.Yes 0.45x10000 / 0.47x10000
       wait 2m\n state armed drawdown\n = notice paused fall=9000000 peak=508000000`,
    ],
  ];
  test.each(cases)('%s', async (_name, text) => story(text));
});

describe('pause and resume', () => {
  const cases: Cases = [
    [
      'a person pauses and resumes entries',
      `${WORLD} pause lunch\n = notice paused reason=lunch\n ${BUYS}\n = copy rain.Yes denied paused
       restart\n state armed person\n resume\n = notice resumed\n ${FRESH}\n ${SNOW}\n wait 1s
       = order buy snow.Yes $10\n resume\n = command resume done\n = command resume refused`,
    ],
    [
      'an order on its way is not sent into a pause, but what the venue has may fill',
      `${WORLD} ${BUYS}\n wait 100ms\n pause lunch\n ${BOUGHT}\n has rain.Yes 20 cost $10`,
    ],
  ];
  test.each(cases)('%s', async (_name, text) => story(text));
});

describe('kill', () => {
  const cases: Cases = [
    [
      'takes back what is on its way and frees its cash',
      `${WORLD} ${BUYS}\n ${SNOW}\n wait 100ms\n reserved $20\n kill panic
       = order buy rain.Yes $10 @0.52 x19.23 canceled 0 for $0 fee $0 canceled by us
       = order buy snow.Yes $10 canceled 0\n = notice killed reason=panic canceled=2
       reserved $0\n cash $500\n wait 5m\n never fill`,
    ],
    [
      'survives a restart, and only arming ends it',
      `${WORLD} kill panic\n restart\n state killed on\n ${FRESH}\n ${BUYS}
       = copy rain.Yes denied killed\n resume\n = command resume refused\n state killed on
       kill again\n state killed on\n arm\n = notice armed\n state armed on\n wait 61s\n ${FRESH}
       ${BUYS}\n ${BOUGHT}\n arm\n = command arm done\n = command arm refused`,
    ],
    [
      'holds an exit on its way back and continues it when armed',
      `${WORLD} ${BUYS}\n ${BOUGHT}\n anna sells rain.Yes 100 @ 0.48\n wait 100ms\n kill panic
       = order sell rain.Yes 20 @0.46 canceled 0\n wait 10m\n never fill sell\n has rain.Yes 20 cost $10
       ${FRESH}\n arm\n wait 1s\n = order sell rain.Yes 20 @0.46 filled\n has rain.Yes nothing`,
    ],
    [
      'ends a chase',
      `set entry.chase on\n ${WORLD} ${BUYS}\n wait 100ms\n book rain.Yes 0.48x10000 / 0.50x6
       wait 1s\n = order buy rain.Yes $10 canceled 6\n ${FRESH}\n kill panic\n wait 1m`,
    ],
    ['leaves a pause as it was', `${WORLD} pause lunch\n kill panic\n arm\n state armed person`],
  ];
  test.each(cases)('%s', async (_name, text) => story(text));
});

describe('limits on orders', () => {
  const cases: Cases = [
    [
      'six entries a minute, and exits beside them',
      `set limits.ordersPerMinute 2\n ${WORLD} market hail group north
       book hail.Yes 0.48x10000 / 0.50x10000\n ${BUYS}\n ${SNOW}\n wait 1s\n = order buy rain.Yes
       = order buy snow.Yes\n anna buys hail.Yes 100 @ 0.50\n = copy hail.Yes denied orderRate 2 of 2
       anna sells rain.Yes 100 @ 0.48\n anna sells snow.Yes 100 @ 0.48\n wait 1s
       = order sell rain.Yes 20\n = order sell snow.Yes 20\n wait 61s
       anna buys hail.Yes 100 @ 0.50\n wait 1s\n = order buy hail.Yes`,
    ],
    [
      'a chase never spends more than the first order was given, in three orders at most',
      `set entry.chase on\n ${WORLD} ${BUYS}\n wait 100ms\n book rain.Yes 0.48x10000 / 0.50x5
       wait 1s\n = order buy rain.Yes $10 @0.52 canceled 5 for $2.5\n book rain.Yes 0.48x10000 / 0.50x90
       wait 1500ms\n book rain.Yes 0.48x10000 / 0.50x4\n wait 1s
       = order buy rain.Yes $7.5 @0.52 canceled 4 for $2\n book rain.Yes 0.48x10000 / 0.50x91
       wait 1700ms\n book rain.Yes 0.48x10000 / 0.50x3\n wait 1s
       = order buy rain.Yes $5.5 @0.52 canceled 3 for $1.5\n ${FRESH}\n wait 1m
       has rain.Yes 12 cost $6`,
    ],
    [
      'a chase stops where the rest is too small for the venue',
      `set entry.chase on\n ${WORLD} ${BUYS}\n wait 100ms\n book rain.Yes 0.48x10000 / 0.50x18
       wait 1s\n = order buy rain.Yes $10 canceled 18 for $9\n ${FRESH}\n wait 1m`,
    ],
    [
      'a chase meets every gate again',
      `set entry.chase on\n ${WORLD} ${BUYS}\n wait 100ms\n book rain.Yes 0.48x10000 / 0.50x5
       wait 1s\n = copy rain.Yes accepted\n = order buy rain.Yes $10 canceled 5
       book rain.Yes 0.48x10000 / 0.60x10000\n wait 1m\n = copy rain.Yes accepted`,
    ],
  ];
  test.each(cases)('%s', async (_name, text) => story(text));
});

describe('commands', () => {
  const cases: Cases = [
    [
      'a deposit is a flow and no profit',
      `${WORLD} deposit 100\n = command deposit done\n cash $600\n deposit 0
       = command deposit refused\n cash $600`,
    ],
    [
      'what cannot be done is refused with a reason, and audited',
      `${WORLD} unfollow bert\n = command unfollow refused\n wallet bert max 3
       = command changeWallet refused\n filter remove keyword x\n = command removeFilter refused
       filter deny keyword x\n = command addFilter done\n filter allow keyword x
       = command addFilter refused\n close rain.Yes\n = command close refused
       unfollow anna\n = command unfollow done\n ${BUYS}\n wait 61s\n never copy`,
    ],
    [
      'a market that is allowed by name is an exception, a category that is allowed closes the rest',
      `${WORLD} filter allow category politics\n ${BUYS}\n = copy rain.Yes denied marketFilter
       filter allow market rain\n wait 61s\n ${BUYS}\n ${BOUGHT}`,
    ],
  ];
  test.each(cases)('%s', async (_name, text) => story(text));
});
