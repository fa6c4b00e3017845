import type { SettingKey } from '../../src/engine/domain/settings.ts';
import { type Case, COIN, JUMP, OPEN, TWINS } from './setting-parts.ts';

type FoundKey = Extract<SettingKey, `lag.${string}` | `arbitrage.${string}`>;

/** Settings of what is found in markets themselves, with nobody to copy. */
export const FOUND_CASES: Readonly<Record<FoundKey, Case>> = {
  'lag.mode': [
    'paper',
    `${COIN}\n ${JUMP}\n wait 1s`,
    '= price_lag coin.Yes denied lagAlertOnly 0 of 1',
    '= order buy coin.Yes $5 filled',
  ],
  'lag.reactionSeconds': [
    '30',
    `${COIN}\n ${JUMP}`,
    '= price_lag coin.Yes denied lagAlertOnly',
    'never price_lag',
  ],
  'lag.edgeCents': [
    '40',
    `${COIN}\n ${JUMP}`,
    '= price_lag coin.Yes denied lagAlertOnly',
    'never price_lag',
  ],

  'arbitrage.mode': [
    'off',
    `${TWINS}\n ${OPEN}`,
    '= arbitrage rain.Yes denied arbitrageAlertOnly',
    'never arbitrage',
  ],
  'arbitrage.edgePercent': [
    '12',
    `${TWINS}\n ${OPEN}`,
    '= arbitrage rain.Yes denied arbitrageAlertOnly',
    'never arbitrage',
  ],
  'arbitrage.minProfit': [
    '100',
    `${TWINS}\n ${OPEN}`,
    '= arbitrage rain.Yes denied arbitrageAlertOnly',
    'never arbitrage',
  ],
  'arbitrage.yearlyPercent': [
    '1000',
    `${TWINS}\n market rain closes 2400h\n market wet closes 2400h\n ${OPEN}`,
    '= arbitrage rain.Yes denied arbitrageAlertOnly',
    'never arbitrage',
  ],
};
