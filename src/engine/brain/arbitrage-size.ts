import type { Gate } from '../domain/decision.ts';
import type { Settings } from '../domain/settings.ts';
import type { AtMs } from '../domain/time.ts';
import { MICRO, mulDiv } from '../domain/values/micro.ts';
import {
  addMoney,
  cost,
  floorTo,
  type Money,
  minOf,
  type Price,
  type Quantity,
  quantity,
  shareOf,
} from '../domain/values/money.ts';
import type { Exposure } from './entry-context.ts';
import type { GateLog } from './gates.ts';

/** One leg as the caps see it. */
export interface SizedLeg {
  readonly limit: Price;
  /** One share at the limit with its fee. */
  readonly unitCost: Money;
  readonly lot: Quantity;
  readonly minQuantity: Quantity;
  readonly minMarketableBuy: Money;
  readonly exposure: Exposure;
}

export interface ArbitrageSizeContext {
  readonly settings: Settings;
  /** Shares of each leg that the books give. */
  readonly wanted: Quantity;
  readonly legs: readonly [SizedLeg, SizedLeg];
  readonly atMs: AtMs;
}

/**
 * Shares of both legs that every cap of every leg, the caps on all and the cash leave; zero and a reason
 * in the log when that is less than a venue takes.
 */
export function fitArbitrage(log: GateLog, context: ArbitrageSizeContext): Quantity {
  const { wanted, legs, settings } = context;
  const [first, second] = legs;
  checkCounts(log, context);
  let fitted = wanted;
  for (const leg of legs) {
    for (const { gate, used, limit } of capsOf(settings, leg.exposure)) {
      fitted = shrunk(log, { gate, used, limit, fitted, unitCost: leg.unitCost });
    }
  }
  const unitCost = addMoney(first.unitCost, second.unitCost);
  const total = shareOf(settings.bankroll, settings['limits.totalPercent'], 'floor');
  const { exposure } = first;
  fitted = shrunk(log, { gate: 'totalCap', used: exposure.total, limit: total, fitted, unitCost });
  const cash = { gate: 'cash', used: 0 as Money, limit: exposure.available } as const;
  fitted = shrunk(log, { ...cash, fitted, unitCost });
  const lots = legs.reduce((least, { lot }) => floorTo(least, lot), fitted);
  if (log.reason === null) checkMinimum(log, legs, lots);
  return log.reason === null ? lots : quantity(0);
}

function checkCounts(log: GateLog, { settings, legs }: ArbitrageSizeContext): void {
  const [{ exposure }] = legs;
  const fresh = legs.filter((leg) => !leg.exposure.alreadyHeld).length;
  log.entry('positionCount', exposure.positions + fresh <= settings['limits.positions'], {
    actual: exposure.positions,
    limit: settings['limits.positions'],
    unit: 'count',
  });
  const rate = settings['limits.ordersPerMinute'];
  log.entry('orderRate', exposure.entriesLastMinute < rate, {
    actual: exposure.entriesLastMinute,
    limit: rate,
    unit: 'count',
  });
}

function capsOf(settings: Settings, { market, group, category }: Exposure) {
  const { bankroll } = settings;
  const limit = (key: 'order' | 'market' | 'group' | 'category'): Money =>
    shareOf(bankroll, settings[`limits.${key}Percent`], 'floor');
  return [
    { gate: 'orderCap', used: 0 as Money, limit: limit('order') },
    { gate: 'marketCap', used: market, limit: limit('market') },
    { gate: 'groupCap', used: group, limit: limit('group') },
    { gate: 'categoryCap', used: category, limit: limit('category') },
  ] as const;
}

function shrunk(
  log: GateLog,
  of: {
    readonly gate: Gate;
    readonly used: Money;
    readonly limit: Money;
    readonly fitted: Quantity;
    readonly unitCost: Money;
  },
): Quantity {
  const { gate, used, limit, fitted, unitCost } = of;
  const asked = mulDiv(unitCost, fitted, { by: MICRO, rounding: 'ceil' });
  const room = Math.max(0, limit - used);
  if (asked <= room) return fitted;
  log.shrink(gate, { actual: used + asked, limit, unit: 'money' });
  const most = unitCost === 0 ? 0 : mulDiv(room, MICRO, { by: unitCost, rounding: 'floor' });
  return minOf(fitted, quantity(most));
}

function checkMinimum(log: GateLog, legs: readonly SizedLeg[], lots: Quantity): void {
  for (const { minQuantity, minMarketableBuy, limit } of legs) {
    const spend = cost(limit, lots, 'floor');
    const isEnough = lots > 0 && lots >= minQuantity && spend >= minMarketableBuy;
    const { tightest } = log;
    const gate = tightest?.gate ?? 'venueMinimum';
    if (isEnough) continue;
    log.entry(gate, false, {
      actual: tightest?.actual ?? spend,
      limit: tightest?.limit ?? minMarketableBuy,
      unit: 'money',
      note: 'what is left is under the venue minimum',
    });
    return;
  }
}
