import { describe, expect, test } from 'vitest';
import { GATE_TABLE } from '../../src/engine/brain/gates.ts';
import { GATES, type Gate } from '../../src/engine/domain/decision.ts';
import { GUARD_ENDS, GUARD_STAYS } from './gate-stories-guards.ts';
import { CLOSED, COIN, JUMP, OPEN, TWINS } from './setting-parts.ts';
import { story } from './story.ts';
import { entryWhileWritesWait, exitWhileWritesWait } from './waiting-writes.ts';

const WORLD = `
  market rain group weather
  market snow group weather
  book rain.Yes 0.48x10000 / 0.50x10000
  book snow.Yes 0.48x10000 / 0.50x10000
  follow anna
`;
const BOOK = 'book rain.Yes 0.48x10000 / 0.50x10000';
const BUYS = 'anna buys rain.Yes 100 @ 0.50';
/** One copy of $5 before the one that a cap stops. */
const ONE = `anna buys snow.Yes 100 @ 0.50\n wait 1s\n = order buy snow.Yes $5`;
/** Some shares that the leader then sells. */
const SELLS = 'anna sells rain.Yes 100 @ 0.48';

/** A window of four hours that Chainlink settles, of which only Binance is seen. */
const FOUR_HOURS = `market coin outcomes Up/Down question Bitcoin_Up_or_Down slug btc-updown-4h-1790769600 tags crypto closes 284m source https://data.chain.link rules By_the_Chainlink_BTC/USD_data_stream_at_the_end.
  book coin.Up 0.49x10000 / 0.51x10000\n wait 35m\n follows 10m coin`;

/** A model is asked before each entry. */
const MODEL = `set llm.consult on\n ${WORLD}`;

/** Anna's copies spend real money. */
const LIVE = `account 500\n ${WORLD} wallet anna mode live confidence 0.9\n ready
  acknowledge\n mode live\n wait 31s`;

/** A story that ends at the gate, with the numbers on both sides. */
const ENDS: Readonly<Record<Gate, string | (() => Promise<void>)>> = {
  ...GUARD_ENDS,
  model: `${MODEL} model reject decided yesterday\n ${BOOK}\n ${BUYS}
    = copy rain.Yes denied model 0 of 1000000 (decided yesterday)`,
  modelSilent: `set llm.fallback reject\n ${MODEL} model fails overloaded\n ${BOOK}\n ${BUYS}
    = copy rain.Yes denied modelSilent 0 of 1 (overloaded)`,
  killed: `${WORLD} kill\n ${BUYS}\n = copy rain.Yes denied killed 1 of 0`,
  paused: `${WORLD} pause lunch\n ${BUYS}\n = copy rain.Yes denied paused 1 of 0 (lunch)`,
  liveNotReady: `${LIVE}\n lacks the clock is off\n ${BUYS}
    = copy rain.Yes denied liveNotReady 0 of 1 (the clock is off)`,
  writeQueue: entryWhileWritesWait,
  walletUnknown: `${WORLD} anna buys rain.Yes 30 @ 0.50\n unfollow anna\n wait 61s
    = copy rain.Yes denied walletUnknown 0 of 1`,
  walletDisabled: `${WORLD} wallet anna enabled no\n ${BUYS}
    = copy rain.Yes denied walletDisabled 0 of 1`,
  walletConfidence: `${WORLD} wallet anna confidence 0.4 score 0.5\n ${BUYS}
    = copy rain.Yes denied walletConfidence 0.4 of 0.5`,
  walletKind: `${WORLD} scored anna 0.9 kind hedger\n ${BUYS}
    = copy rain.Yes denied walletKind 0 of 1 (hedger: is a hedger)`,
  marketUnknown: `unlisted rain\n book rain.Yes 0.48x10000 / 0.50x10000\n follow anna\n ${BUYS}\n wait 5s
    = copy rain.Yes denied marketUnknown 0 of 1`,
  marketClosed: `${WORLD} market rain accepting no\n ${BUYS}
    = copy rain.Yes denied marketClosed 0 of 1 (open)`,
  marketFilter: `${WORLD} filter deny keyword rain\n ${BUYS}
    = copy rain.Yes denied marketFilter 0 of 1 (deny keyword rain)`,
  walletCategory: `${WORLD} wallet anna deny sport\n ${BUYS}
    = copy rain.Yes denied walletCategory 0 of 1 (sport)`,
  shortCrypto: `${WORLD} market rain slug btc-updown-15m-1790766000\n ${BUYS}
    = copy rain.Yes denied shortCrypto 1 of 0`,
  minutesToClose: `${WORLD} market rain closes 30m\n ${BUYS}
    = copy rain.Yes denied minutesToClose 1800000ms of 3600000ms`,
  clipMinimum: `${WORLD} anna buys rain.Yes 30 @ 0.50\n wait 61s
    = copy rain.Yes denied clipMinimum $15 of $20`,
  clipAlreadyCopied: `${WORLD} ${BUYS}\n wait 1s\n = order buy\n ${BUYS}\n wait 61s
    = copy rain.Yes denied clipAlreadyCopied 1 of 0`,
  signalAge: `${WORLD} ${BUYS} ago 16s\n = copy rain.Yes denied signalAge 16000ms of 15000ms`,
  priceBand: `${WORLD} anna buys rain.Yes 1000 @ 0.03
    = copy rain.Yes denied priceBand 0.03 of 0.05`,
  bookMissing: `market rain\n follow anna\n ${BUYS}\n never copy\n wait 5s
    = copy rain.Yes denied bookMissing 0 of 1`,
  bookUntrusted: `${WORLD} book rain.Yes 0.52x100 / 0.50x100\n ${BUYS}
    = copy rain.Yes denied bookUntrusted 0 of 1 (crossed)`,
  bookStale: `${WORLD} poll rain.Yes 0.48x10000 / 0.50x10000\n wait 5001ms\n ${BUYS}
    = copy rain.Yes denied bookStale 5001ms of 5000ms
    market hail\n book hail.Yes 0.48x10000 / 0.50x10000\n wait 600001ms
    anna buys hail.Yes 100 @ 0.50\n = copy hail.Yes denied bookStale 600001ms of 600000ms`,
  quality: `${WORLD} market rain volume 0 closes 1h\n book rain.Yes 0.30x1 / 0.50x20\n ${BUYS}
    = copy rain.Yes denied quality 0 of 0.3 (liquidity 0.00, spread 0.00, volume 0.00, time left 0.00)`,
  volatility: `${WORLD} market rain dayMove 0.30\n wallet anna spend 4 small skip\n ${BUYS}
    = copy rain.Yes denied volatility 0.375994 of 0.1 (what is left is under the venue minimum)`,
  resolutionRisk: `${WORLD} market rain stage disputed\n set size.riskPercent 100\n wallet anna spend 4 small skip\n ${BUYS}
    = copy rain.Yes denied resolutionRisk 0.7 of 0.3 (what is left is under the venue minimum)`,
  priceMoved: `${WORLD} book rain.Yes 0.48x10000 / 0.53x10000\n ${BUYS}
    = copy rain.Yes denied priceMoved 0.03 of 0.02
    set entry.minQuality 0\n book snow.Yes 0.48x10000 /\n anna buys snow.Yes 100 @ 0.50
    = copy snow.Yes denied priceMoved - of 0.02 (nobody sells)`,
  slippage: `${WORLD} book rain.Yes 0.48x10000 / 0.50x4 0.53x10000\n ${BUYS}
    = copy rain.Yes denied slippage $5 of $2 (what is left is under the venue minimum)
    book snow.Yes 0.48x10000 / 0.50x0.01 0.53x10000\n anna buys snow.Yes 100 @ 0.50
    = copy snow.Yes denied slippage $5 of $0`,
  orderCap: `${WORLD} wallet anna max 2\n ${BUYS}
    = copy rain.Yes denied orderCap $5 of $2 (what is left`,
  marketCap: `${WORLD} wallet anna market 6\n ${BUYS}\n wait 61s\n = order buy\n ${BUYS}
    = copy rain.Yes denied marketCap $10 of $6`,
  groupCap: `set limits.groupPercent 1.2\n ${WORLD} ${ONE}\n ${BUYS}
    = copy rain.Yes denied groupCap $10 of $6`,
  walletCap: `set limits.walletPercent 1.2\n ${WORLD} ${ONE}\n ${BUYS}
    = copy rain.Yes denied walletCap $10 of $6`,
  walletDayCap: `${WORLD} wallet anna day 6\n ${ONE}\n ${BUYS}
    = copy rain.Yes denied walletDayCap $10 of $6`,
  categoryCap: `set limits.categoryPercent 1.2\n ${WORLD} ${ONE}\n ${BUYS}
    = copy rain.Yes denied categoryCap $10 of $6`,
  totalCap: `set limits.totalPercent 1.2\n ${WORLD} ${ONE}\n ${BUYS}
    = copy rain.Yes denied totalCap $10 of $6`,
  positionCount: `set limits.positions 1\n ${WORLD} ${ONE}\n ${BUYS}
    = copy rain.Yes denied positionCount 1 of 1`,
  orderRate: `set limits.ordersPerMinute 1\n ${WORLD} ${ONE}\n ${BUYS}
    = copy rain.Yes denied orderRate 1 of 1`,
  cash: `money 2\n ${WORLD} ${BUYS}\n = copy rain.Yes denied cash $5 of $2`,
  venueMinimum: `${WORLD} wallet anna spend 1\n ${BUYS}
    = copy rain.Yes denied venueMinimum $1 of $2.6 (rule min)`,
  leaderLeft: `${WORLD} page ${BUYS} & anna sells rain.Yes 100 @ 0.50
    = copy rain.Yes accepted\n = copy rain.Yes denied leaderLeft 1 of 0
    = order buy rain.Yes $5 @0.52 x9.61 denied 0 for $0 fee $0 leaderLeft
    = exit rain.Yes denied noPosition 0 of 0`,
  lagEstimated: `${FOUR_HOURS}\n coin 60400\n lags 5s coin
    = price_lag coin.Up denied lagEstimated 0 of 1`,
  lagAlertOnly: `${COIN}\n ${JUMP}\n = price_lag coin.Yes denied lagAlertOnly 0 of 1`,
  arbitrageBasis: `${TWINS}\n pair rain wet identity basis ties\n ${OPEN}
    = arbitrage rain.Yes denied arbitrageBasis 0 of 1 (ties)\n never notice arbitrage`,
  arbitrageGone: `set arbitrage.mode ask\n ${TWINS}\n ${OPEN}\n = arbitrage rain.Yes denied
    ${CLOSED}\n take\n = arbitrage rain.Yes denied arbitrageGone 1 of 0`,
  arbitrageAlertOnly: `${TWINS}\n ${OPEN}
    = arbitrage rain.Yes denied arbitrageAlertOnly 0 of 1 (alert)`,
  noPosition: `${WORLD} ${SELLS}\n = exit rain.Yes denied noPosition 0 of 0`,
  exitManual: `${WORLD} wallet anna exit manual\n ${BUYS}\n wait 1s\n = order buy\n ${SELLS}
    = exit rain.Yes denied exitManual 1 of 0`,
  unsettled: `${LIVE.replace('ready\n', 'ready\n matches\n')}\n ${BUYS}\n wait 2s\n = order buy rain.Yes
    ${SELLS}\n wait 1s\n = exit rain.Yes held unsettled 0 of 9.61\n settles\n wait 1s\n = order sell`,
  dust: `${WORLD} ${BUYS}\n wait 100ms\n book rain.Yes 0.48x10000 / 0.50x3\n wait 1s
    = order buy rain.Yes $5 canceled 3\n ${SELLS}\n = exit rain.Yes denied dust 3 of 5
    has rain.Yes 3 cost $1.5`,
};

describe('each gate ends a story as its reason, with the numbers on both sides', () => {
  test.each(GATES)('%s', async (gate) => {
    const told = ENDS[gate];
    if (typeof told === 'string') await story(told);
    else await told();
  });
});

/** 20 shares held, and the clip that bought them is over. */
const HELD = `${WORLD} wallet anna spend 10\n ${BUYS}\n wait 61s
  = order buy rain.Yes $10 @0.52 x19.23 filled 20`;
const AGAIN = BUYS;
const SOLD = `wait 1s\n = order sell rain.Yes 20`;

/** What makes a gate stop a further entry while the leader leaves. */
type Stopped =
  | { readonly when: string; readonly entry?: string; readonly exit?: string }
  | (() => Promise<void>);

const stays = (when: string): Stopped => ({ when });

/** Law 3: gates that stop an entry and let the exit of the same leader and token through. */
const LETS_THROUGH: Partial<Record<Gate, Stopped>> = {
  ...GUARD_STAYS,
  paused: stays('pause lunch'),
  liveNotReady: () =>
    story(`${LIVE}\n wallet anna spend 10\n ${BUYS}\n wait 2s
      = order buy rain.Yes $10 @0.52 x19.23 filled 19.23\n look live\n has rain.Yes 19.23 cost $9.9996
      wait 60s\n lacks the clock is off\n ${BUYS}\n = copy rain.Yes denied liveNotReady
      anna sells rain.Yes 200 @ 0.48\n wait 2s\n = order sell rain.Yes 19.23 @0.46 filled
      has rain.Yes nothing`),
  writeQueue: exitWhileWritesWait,
  // Whoever is not followed is not heard, so a wallet is kept until its copies are closed.
  walletUnknown: {
    when: 'unfollow anna',
    entry: '= command unfollow refused',
    exit: 'anna sells rain.Yes 100 @ 0.48',
  },
  walletDisabled: stays('wallet anna enabled no'),
  walletConfidence: stays('wallet anna confidence 0.4 score 0.5'),
  walletKind: stays('scored anna 0.9 kind maker'),
  marketFilter: stays('filter deny keyword rain'),
  walletCategory: stays('wallet anna deny sport'),
  shortCrypto: stays('market rain slug btc-updown-15m-1790766000'),
  minutesToClose: stays('market rain closes 30m'),
  clipMinimum: {
    when: 'wallet anna lead 1000',
    entry: `${AGAIN}\n wait 61s\n = copy rain.Yes denied clipMinimum`,
    exit: 'anna sells rain.Yes 200 @ 0.48',
  },
  clipAlreadyCopied: {
    when: `${AGAIN}\n wait 1s\n = order buy`,
    entry: `${AGAIN}\n wait 61s\n = copy rain.Yes denied clipAlreadyCopied`,
    exit: `anna sells rain.Yes 300 @ 0.48\n wait 1s\n = order sell rain.Yes 40`,
  },
  signalAge: {
    when: '',
    entry: `${AGAIN} ago 16s\n = copy rain.Yes denied signalAge`,
    exit: 'anna sells rain.Yes 200 @ 0.48 ago 20m',
  },
  priceBand: stays('wallet anna from 60'),
  quality: stays('set entry.minQuality 1'),
  priceMoved: stays('book rain.Yes 0.48x10000 / 0.60x10000'),
  volatility: stays('market rain dayMove 0.30\n wallet anna spend 4 small skip'),
  resolutionRisk: stays(
    'set size.riskPercent 100\n market rain stage disputed\n wallet anna spend 4 small skip',
  ),
  orderCap: stays('set limits.orderPercent 0'),
  marketCap: stays('set limits.marketPercent 0'),
  groupCap: stays('set limits.groupPercent 0'),
  walletCap: stays('set limits.walletPercent 0'),
  walletDayCap: stays('set limits.walletDayPercent 0'),
  categoryCap: stays('set limits.categoryPercent 0'),
  totalCap: stays('set limits.totalPercent 0'),
  positionCount: {
    when: 'set limits.positions 1',
    entry: 'anna buys snow.Yes 100 @ 0.50\n = copy snow.Yes denied positionCount',
    exit: SELLS,
  },
  orderRate: {
    when: `set limits.ordersPerMinute 1\n anna buys snow.Yes 100 @ 0.50\n wait 1s\n = order buy`,
  },
  cash: { when: 'wallet anna spend 9.9 small skip', entry: 'never copy denied', exit: SELLS },
  venueMinimum: stays('wallet anna spend 1'),
  model: stays(`set llm.consult on\n model reject no\n ${BOOK}`),
  modelSilent: stays(`set llm.consult on\n set llm.fallback reject\n model fails busy\n ${BOOK}`),
};

/** Where nobody is left to sell after, and what buys no copies at all. */
const HAS_NO_EXIT: ReadonlySet<Gate> = new Set([
  'leaderLeft',
  'lagAlertOnly',
  'lagEstimated',
  'arbitrageBasis',
  'arbitrageAlertOnly',
  'arbitrageGone',
]);

describe('no gate that stops an entry ends an exit', () => {
  const passing = GATES.filter((gate) => {
    const { entry, exit } = GATE_TABLE[gate];
    return entry !== 'none' && exit === 'none' && !HAS_NO_EXIT.has(gate);
  });

  test.each(passing)('%s', async (gate) => {
    const stopped = LETS_THROUGH[gate];
    if (typeof stopped === 'function') return stopped();
    expect(stopped, `${gate} has a story`).toBeDefined();
    const entry = stopped?.entry ?? `${AGAIN}\n = copy rain.Yes denied ${gate}`;
    const exit = stopped?.exit ?? 'anna sells rain.Yes 200 @ 0.48';
    const sold = exit.includes('= order sell') ? '' : SOLD;
    await story(`${HELD}\n ${stopped?.when}\n ${entry}\n ${exit}\n ${sold}\n has rain.Yes nothing`);
  });

  /** Gates that hold an exit back: it waits, says for what, and goes on when they are over. */
  const WAITS: readonly (readonly [gate: Gate, when: string, over: string])[] = [
    ['killed', 'kill', 'arm'],
    ['bookMissing', 'restart', 'book rain.Yes 0.48x10000 / 0.50x10000'],
    ['marketClosed', 'market rain accepting no', 'market rain accepting yes'],
    ['bookUntrusted', 'book rain.Yes 0.52x9 / 0.50x9', 'book rain.Yes 0.48x10000 / 0.50x10000'],
    ['bookStale', 'wait 11m', 'book rain.Yes 0.48x10000 / 0.50x10000'],
    ['slippage', 'book rain.Yes / 0.50x10000', 'book rain.Yes 0.48x10000 / 0.50x10000'],
  ];

  test.each(WAITS)('%s holds it back and no longer', async (gate, when, over) => {
    await story(`${HELD}\n ${when}\n ${SELLS}\n wait 5s
      = exit rain.Yes held ${gate}\n never order sell\n has rain.Yes 20 cost $10
      ${over}\n wait 31s\n = order sell rain.Yes 20\n has rain.Yes nothing`);
  });

  test('an exit that waited for long asks for a person and still goes on', async () => {
    await story(`${HELD}\n market rain accepting no\n ${SELLS}\n wait 91s
      = notice exitNeedsYou quantity=20000000 tries=0\n wait 10m\n never notice exitNeedsYou
      market rain accepting yes\n book rain.Yes 0.48x10000 / 0.50x10000\n wait 61s
      = order sell rain.Yes 20\n has rain.Yes nothing`);
  });

  test('a daily loss stops entries and no exit', async () => {
    await story(`set limits.dayLossPercent 1\n ${HELD}\n anna buys snow.Yes 100 @ 0.50\n wait 1s
      = order buy snow.Yes $10\n book snow.Yes 0.10x10000 / 0.12x10000
      anna sells snow.Yes 100 @ 0.10\n wait 1s\n = order sell snow.Yes 20
      state armed dayLoss\n anna buys snow.No 100 @ 0.50\n = copy snow.No denied paused
      ${SELLS}\n wait 1s\n = order sell rain.Yes 20`);
  });

  test('a person closes while everything is killed', async () => {
    await story(`${HELD}\n kill\n close rain.Yes\n wait 1s\n = command close done
      = order sell rain.Yes 20 @0.46 filled\n has rain.Yes nothing\n state killed on`);
  });
});
