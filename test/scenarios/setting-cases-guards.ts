import type { SettingKey } from '../../src/engine/domain/settings.ts';
import { BOOK, BOUGHT_SNOW, BUYS, BUYS_SNOW, type Case, HELD } from './setting-parts.ts';

/** A copy that loses 80¢ of its $10, and a minute behind it. */
const SMALL_LOSS = `${HELD}\n book rain.Yes 0.46x10000 / 0.48x10000\n anna sells rain.Yes 100 @ 0.46
  wait 1s\n = order sell rain.Yes 20 @0.44 filled\n wait 61s`;
const BOOK_SNOW = 'book snow.Yes 0.48x10000 / 0.50x10000';
/** A leader who wins 55 of 100 at 50¢. */
const KELLY = 'set size.mode kelly\n scored anna 0.6 above 0.1';
const KEPT = 'has rain.Yes 20 cost $10';

/** Cases of the settings that make copies smaller, put them off, or sell before a leader does. */
export const GUARD_CASES = {
  'size.kellyPercent': [
    '10', // (0.55 − 0.52) ÷ (1 − 0.52) = 6.25 % of $500.
    `${KELLY}\n ${BUYS}\n wait 1s`,
    '= order buy rain.Yes $7.81 @0.52 filled',
    '= order buy rain.Yes $3.12 @0.52 filled',
  ],
  'trust.tiers': [
    'on',
    `wallet anna spend 10\n ${BUYS}\n wait 1s`,
    '= order buy rain.Yes $10 @0.52 filled 20',
    '= order buy rain.Yes $2.6 @0.52 filled 5.2',
  ],
  'trust.newPercent': [
    '50',
    `set trust.tiers on\n wallet anna spend 10\n ${BUYS}\n wait 1s`,
    '= order buy rain.Yes $2.6 @0.52 filled 5.2',
    '= order buy rain.Yes $5 @0.52 filled 10',
  ],
  'cooldown.marketMinutes': [
    '60',
    `${SMALL_LOSS}\n ${BOOK}\n ${BUYS}\n wait 1s`,
    '= order buy rain.Yes $10 @0.52 filled 20',
    '= copy rain.Yes denied cooldownMarket 61400ms of 3600000ms',
  ],
  'cooldown.losses': [
    '1',
    `${SMALL_LOSS}\n wallet anna spend 5\n ${BUYS_SNOW}\n wait 1s`,
    BOUGHT_SNOW,
    '= copy snow.Yes denied cooldownWallet 61400ms of 86400000ms (1 in a row)',
  ],
  'cooldown.walletHours': [
    '1',
    `set cooldown.losses 1\n ${SMALL_LOSS}\n wallet anna spend 5\n wait 2h\n ${BOOK_SNOW}\n ${BUYS_SNOW}\n wait 1s`,
    '= copy snow.Yes denied cooldownWallet 7261400ms of 86400000ms (1 in a row)',
    BOUGHT_SNOW,
  ],
  'exit.stopLossPercent': [
    '10',
    `${HELD}\n book rain.Yes 0.44x10000 / 0.46x10000\n wait 7s`,
    KEPT,
    '= order sell rain.Yes 20 @0.42 filled',
  ],
  'exit.takeProfitPercent': [
    '10',
    `${HELD}\n book rain.Yes 0.56x10000 / 0.58x10000\n wait 7s`,
    KEPT,
    '= order sell rain.Yes 20 @0.54 filled',
  ],
  'exit.trailingPercent': [
    '10',
    `${HELD}\n book rain.Yes 0.60x10000 / 0.62x10000\n wait 2s
      book rain.Yes 0.53x10000 / 0.55x10000\n wait 7s`,
    KEPT,
    '= order sell rain.Yes 20 @0.51 filled',
  ],
  'exit.maxHours': [
    '1',
    `${HELD}\n wait 59m\n ${BOOK}\n wait 3m`,
    KEPT,
    '= order sell rain.Yes 20 @0.46 filled',
  ],
} satisfies Partial<Record<SettingKey, Case>>;
