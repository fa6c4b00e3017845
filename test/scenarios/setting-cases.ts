import type { SettingKey } from '../../src/engine/domain/settings.ts';
import { FOUND_CASES } from './found-cases.ts';
import { BRAIN_CASES } from './setting-cases-brain.ts';
import { GUARD_CASES } from './setting-cases-guards.ts';
import {
  BOUGHT,
  BOUGHT_SNOW,
  BUYS,
  BUYS_SNOW,
  type Case,
  FALL,
  goodIn,
  HELD,
  LOSS,
  LOW_SCORE,
  STUCK,
  TWO,
} from './setting-parts.ts';

/** Law 13: each setting changes an order or a message. */
export const CASES: Readonly<Record<SettingKey, Case>> = {
  ...GUARD_CASES,
  bankroll: ['600', `${BUYS}\n wait 1s`, BOUGHT, '= order buy rain.Yes $6 @0.52 filled 12'],
  timeZone: [
    'Europe/Berlin', // 21:50 UTC is 23:50 there: its day ends first.
    `wallet anna spend 10 day 12\n at 2026-10-24T21:50:00Z\n book rain.Yes 0.48x10000 / 0.50x10000
      ${BUYS}\n wait 1s\n = order buy rain.Yes $10\n at 2026-10-24T22:10:00Z
      book snow.Yes 0.48x10000 / 0.50x10000\n ${BUYS_SNOW}\n wait 1s`,
    '= copy snow.Yes denied walletDayCap $20 of $12',
    '= order buy snow.Yes $10 @0.52 filled 20',
  ],
  'size.mode': [
    'leader',
    'anna buys rain.Yes 60 @ 0.50\n wait 1s\n',
    BOUGHT,
    '= order buy rain.Yes $10 @0.52 filled 20',
  ],
  'size.calmCents': [
    '40',
    `market rain dayMove 0.30\n wallet anna spend 8\n ${BUYS}\n wait 1s`,
    '= order buy rain.Yes $4 @0.52 filled 8',
    '= order buy rain.Yes $8 @0.52 filled 16',
  ],
  'size.riskPercent': [
    '0',
    `market rain stage disputed\n wallet anna spend 8\n ${BUYS}\n wait 1s`,
    '= order buy rain.Yes $5.71 @0.52 filled 11.42',
    '= order buy rain.Yes $8 @0.52 filled 16',
  ],
  'size.fixedPercent': [
    '1.6',
    `${BUYS}\n wait 1s`,
    BOUGHT,
    '= order buy rain.Yes $8 @0.52 filled 16',
  ],
  'size.fixedMinimum': [
    '7',
    `${BUYS}\n wait 1s`,
    BOUGHT,
    '= order buy rain.Yes $7 @0.52 filled 14',
  ],

  'limits.orderPercent': [
    '0.8',
    `${BUYS}\n wait 1s`,
    BOUGHT,
    '= order buy rain.Yes $4 @0.52 filled 8',
  ],
  'limits.marketPercent': [
    '1.6',
    `${BUYS}\n wait 61s\n ${BOUGHT}\n ${BUYS}\n wait 1s`,
    BOUGHT,
    '= order buy rain.Yes $3 @0.52 filled 6',
  ],
  'limits.groupPercent': [
    '1.6',
    `market snow group weather\n ${TWO}`,
    BOUGHT_SNOW,
    '= order buy snow.Yes $3 @0.52 filled 6',
  ],
  'limits.walletPercent': ['1.6', TWO, BOUGHT_SNOW, '= order buy snow.Yes $3 @0.52 filled 6'],
  'limits.walletDayPercent': ['1.6', TWO, BOUGHT_SNOW, '= order buy snow.Yes $3 @0.52 filled 6'],
  'limits.categoryPercent': ['1.6', TWO, BOUGHT_SNOW, '= order buy snow.Yes $3 @0.52 filled 6'],
  'limits.totalPercent': ['1.6', TWO, BOUGHT_SNOW, '= order buy snow.Yes $3 @0.52 filled 6'],
  'limits.positions': ['1', TWO, BOUGHT_SNOW, '= copy snow.Yes denied positionCount 1 of 1'],
  'limits.ordersPerMinute': ['1', TWO, BOUGHT_SNOW, '= copy snow.Yes denied orderRate 1 of 1'],
  'limits.dayLossPercent': ['1.6', LOSS, 'state armed on', '= notice paused loss=-8000000'],
  'limits.drawdownPercent': ['1.6', FALL, 'state armed on', '= notice paused fall=8000000'],

  'entry.maxAgeSeconds': [
    '30',
    `${BUYS} ago 20s\n wait 1s`,
    '= copy rain.Yes denied signalAge 20000ms of 15000ms',
    BOUGHT,
  ],
  'entry.driftCents': ['1', `${BUYS}\n wait 1s`, BOUGHT, '= order buy rain.Yes $5 @0.51 filled 10'],
  'entry.driftPercent': [
    '2',
    `${BUYS}\n wait 1s`,
    BOUGHT,
    '= order buy rain.Yes $5 @0.51 filled 10',
  ],
  'entry.slippagePercent': [
    '1', // 6 at 50¢ and 6 at 52¢ are 51¢ on average: 1 % is 50.5¢, so 2 of the dearer ones.
    `book rain.Yes 0.48x10000 / 0.50x6 0.52x6\n ${BUYS}\n wait 1s`,
    '= order buy rain.Yes $5 @0.52 filled 9.84',
    '= order buy rain.Yes $4.04 @0.52 filled 8',
  ],
  'entry.priceMinCents': [
    '55',
    `${BUYS}\n wait 1s`,
    BOUGHT,
    '= copy rain.Yes denied priceBand 0.5 of 0.55',
  ],
  'entry.priceMaxCents': [
    '45',
    `${BUYS}\n wait 1s`,
    BOUGHT,
    '= copy rain.Yes denied priceBand 0.5 of 0.45',
  ],
  'entry.minLeaderClip': [
    '60',
    `${BUYS}\n wait 61s`,
    BOUGHT,
    '= copy rain.Yes denied clipMinimum $50 of $60',
  ],
  'entry.clipWindowSeconds': [
    '5', // Two prints of $15 are one clip of $30, unless they are seven seconds apart.
    `anna buys rain.Yes 30 @ 0.50\n wait 7s\n anna buys rain.Yes 30 @ 0.50\n wait 9s`,
    BOUGHT,
    '= copy rain.Yes denied clipMinimum $15 of $20',
  ],
  'entry.minMinutesToClose': [
    '180',
    `market rain closes 2h\n ${BUYS}\n wait 1s`,
    BOUGHT,
    '= copy rain.Yes denied minutesToClose 7200000ms of 10800000ms',
  ],
  'entry.shortCryptoMarkets': [
    'on',
    `market rain slug btc-updown-15m-1790766000\n ${BUYS}\n wait 1s`,
    '= copy rain.Yes denied shortCrypto 1 of 0',
    BOUGHT,
  ],
  'entry.small': [
    'skip',
    `wallet anna spend 2\n ${BUYS}\n wait 1s`,
    '= order buy rain.Yes $2.6 @0.52 filled',
    '= copy rain.Yes denied venueMinimum $2 of $2.6 (rule skip)',
  ],
  'entry.smallFactor': [
    '1.2',
    `wallet anna spend 2\n ${BUYS}\n wait 1s`,
    '= order buy rain.Yes $2.6 @0.52 filled',
    '= copy rain.Yes denied venueMinimum $2 of $2.6 (rule min)',
  ],
  'entry.minQuality': ['1', `${BUYS}\n wait 1s`, BOUGHT, '= copy rain.Yes denied quality'],
  'quality.weightLiquidity': [
    '1', // Volume and time are good, but nobody could leave through this book.
    `book rain.Yes 0.30x1 / 0.50x20\n ${BUYS}\n wait 1s`,
    '= order buy rain.Yes $5 @0.52 filled 10',
    '= copy rain.Yes denied quality',
  ],
  'quality.weightSpread': [
    '1',
    `book rain.Yes 0.30x1 / 0.50x20\n ${BUYS}\n wait 1s`,
    '= order buy rain.Yes $5 @0.52 filled 10',
    '= copy rain.Yes denied quality',
  ],
  'quality.weightVolume': [
    '1',
    `set entry.minQuality 0.5\n market rain volume 0\n ${BUYS}\n wait 1s`,
    BOUGHT,
    '= copy rain.Yes denied quality',
  ],
  'quality.weightTime': [
    '1',
    `set entry.minQuality 0.5\n market rain closes 70m\n ${BUYS}\n wait 1s`,
    BOUGHT,
    '= copy rain.Yes denied quality',
  ],
  'entry.chase': [
    'on', // Most is gone when the order arrives; two seconds later there is more.
    `${BUYS}\n wait 200ms\n book rain.Yes 0.48x10000 / 0.50x4\n wait 1s
      = order buy rain.Yes $5 @0.52 canceled 4 for $2
      book rain.Yes 0.48x10000 / 0.51x10000\n wait 3s`,
    'never order buy',
    '= order buy rain.Yes $3 @0.52 filled 5.88',
  ],
  'entry.rest': [
    'on', // Most is gone when the order arrives; it waits in the book, and later there is more.
    `${BUYS}\n wait 200ms\n book rain.Yes 0.48x10000 / 0.50x4\n wait 1s
      book rain.Yes 0.48x10000 / 0.51x10000\n wait 6s`,
    '= order buy rain.Yes $5 @0.52 canceled 4 for $2',
    '= order buy rain.Yes $5 @0.52 filled',
  ],

  'exit.mode': [
    'all',
    `${HELD}\n anna sells rain.Yes 50 @ 0.48\n wait 1s`,
    '= order sell rain.Yes 10 @0.46 filled',
    '= order sell rain.Yes 20 @0.46 filled',
  ],
  'exit.maxBelowBidPercent': [
    '20',
    `${HELD}\n anna sells rain.Yes 100 @ 0.48\n wait 1s`,
    '= order sell rain.Yes 20 @0.46 filled',
    '= order sell rain.Yes 20 @0.39 filled',
  ],
  'exit.tries': [
    '1', // The first order gets one share, the second would be sent 30 seconds later.
    `${STUCK}\n wait 2s\n = order sell rain.Yes 20 @0.46 canceled 1 for $0.48
      book rain.Yes 0.48x10000 / 0.50x10000\n wait 31s`,
    '= order sell rain.Yes 19 @0.46 filled',
    '= notice exitNeedsYou quantity=19000000 tries=1',
  ],
  'exit.windowSeconds': [
    '9', // The second of three tries is sent after a third of it.
    `${STUCK}\n wait 2s\n = order sell rain.Yes 20 @0.46 canceled 1 for $0.48
      book rain.Yes 0.48x10000 / 0.50x10000\n wait 5s`,
    'never order sell',
    '= order sell rain.Yes 19 @0.46 filled',
  ],

  'exit.sellUnsettled': [
    'on',
    `account 500\n book rain.Yes 0.48x10000 / 0.50x10000\n ready\n matches\n acknowledge\n mode live
      wallet anna mode live confidence 0.9\n wait 31s\n ${BUYS}\n wait 2s\n = order buy rain.Yes
      anna sells rain.Yes 100 @ 0.48\n wait 1s`,
    '= exit rain.Yes held unsettled 0 of 9.61',
    '= order sell rain.Yes 9.61 @0.46 filled 9.61',
  ],

  ...FOUND_CASES,
  ...BRAIN_CASES,

  'wallets.minConfidence': [
    '0.5',
    `wallet anna confidence 0.4\n ${BUYS}\n wait 1s`,
    BOUGHT,
    '= copy rain.Yes denied walletConfidence 0.4 of 0.5',
  ],
  'wallets.minConfidenceLive': [
    '0.3',
    `account 500\n book rain.Yes 0.48x10000 / 0.50x10000\n ready\n acknowledge\n mode live
      wallet anna mode live confidence 0.4\n wait 31s\n ${BUYS}\n wait 2s`,
    '= copy rain.Yes denied walletConfidence 0.4 of 0.5',
    '= order buy rain.Yes $5 @0.52 x9.61 filled 9.61',
  ],
  'wallets.copyMakers': [
    'on',
    `scored anna 0.6 kind maker\n ${BUYS}\n wait 1s`,
    '= copy rain.Yes denied walletKind 0 of 1 (maker: is a maker)',
    BOUGHT,
  ],
  'wallets.disableDays': [
    '2', // Under its least score on two days, and well over it on the third.
    `wallet anna score 0.5\n scored anna 0.4\n wait 24h\n scored anna 0.4\n wait 24h
      scored anna 0.6\n book rain.Yes 0.48x10000 / 0.50x10000\n ${BUYS}\n wait 1s`,
    BOUGHT,
    '= copy rain.Yes denied walletDisabled',
  ],
  'wallets.disableDrawdownPercent': [
    '40',
    `scored anna 0.6 week -0.3\n ${BUYS}\n wait 1s`,
    '= copy rain.Yes denied walletDisabled',
    BOUGHT,
  ],
  'wallets.disableInactiveDays': [
    '60',
    `market rain closes 90d\n wait 31d\n scored anna 0.6 silent 31d\n book rain.Yes 0.48x10000 / 0.50x10000\n ${BUYS}\n wait 1s`,
    '= copy rain.Yes denied walletDisabled',
    BOUGHT,
  ],
  'wallets.disableLossPercent': [
    '10',
    `scored anna 0.6 copies 5 net -26\n ${BUYS}\n wait 1s`,
    '= copy rain.Yes denied walletDisabled',
    BOUGHT,
  ],

  'score.weightWinRate': ['1', goodIn('winRate'), LOW_SCORE, BOUGHT],
  'score.weightRoi': ['1', goodIn('roi'), LOW_SCORE, BOUGHT],
  'score.weightTiming': ['1', goodIn('timing'), LOW_SCORE, BOUGHT],
  'score.weightConsistency': ['1', goodIn('consistency'), LOW_SCORE, BOUGHT],
};
