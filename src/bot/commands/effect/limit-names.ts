import type { Gate } from '../../../engine/domain/decision.ts';
import type { SettingKey } from '../../../engine/domain/settings.ts';

/** One limit as people call it. */
export interface LimitName {
  readonly name: string;
  readonly key: SettingKey;
  /** What it limits, for people. */
  readonly about: string;
  /** The gate that holds it for entries. */
  readonly gate: Gate | null;
  readonly unit: 'money' | 'share' | 'percent' | 'count';
}

/** Every limit in the order in which `/limits` shows it. */
export const LIMITS: readonly LimitName[] = [
  { name: 'bankroll', gate: null, key: 'bankroll', about: 'bankroll', unit: 'money' },
  {
    name: 'order',
    gate: 'orderCap',
    key: 'limits.orderPercent',
    about: 'one order',
    unit: 'share',
  },
  {
    name: 'market',
    gate: 'marketCap',
    key: 'limits.marketPercent',
    about: 'one market',
    unit: 'share',
  },
  {
    name: 'group',
    gate: 'groupCap',
    key: 'limits.groupPercent',
    about: 'one event',
    unit: 'share',
  },
  {
    name: 'wallet',
    gate: 'walletCap',
    key: 'limits.walletPercent',
    about: 'one wallet',
    unit: 'share',
  },
  {
    name: 'walletday',
    gate: 'walletDayCap',
    key: 'limits.walletDayPercent',
    about: 'one wallet a day',
    unit: 'share',
  },
  {
    name: 'category',
    gate: 'categoryCap',
    key: 'limits.categoryPercent',
    about: 'one category',
    unit: 'share',
  },
  {
    name: 'total',
    gate: 'totalCap',
    key: 'limits.totalPercent',
    about: 'all together',
    unit: 'share',
  },
  { name: 'day', gate: null, key: 'limits.dayLossPercent', about: 'daily loss', unit: 'share' },
  {
    name: 'drawdown',
    gate: null,
    key: 'limits.drawdownPercent',
    about: 'drawdown',
    unit: 'percent',
  },
  {
    name: 'positions',
    gate: 'positionCount',
    key: 'limits.positions',
    about: 'open positions',
    unit: 'count',
  },
  {
    name: 'rate',
    gate: 'orderRate',
    key: 'limits.ordersPerMinute',
    about: 'orders a minute',
    unit: 'count',
  },
];

export function limitOfKey(key: string): LimitName | null {
  return LIMITS.find((limit) => limit.key === key) ?? null;
}
