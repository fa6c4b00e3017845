import type { Level } from '../domain/book/depth.ts';
import type { Gate } from '../domain/decision.ts';
import type { Market } from '../domain/market.ts';
import { MICRO, mulDiv } from '../domain/values/micro.ts';
import {
  addMoney,
  ceilTo,
  cost,
  floorTo,
  type Money,
  minOf,
  type Ppm,
  type Price,
  shareOf,
  ZERO_MONEY,
} from '../domain/values/money.ts';
import { FEE_STEP, LOT, SPEND_STEP } from '../domain/venue-rules/polymarket.ts';
import type { EntryContext } from './entry-context.ts';
import type { GateLog } from './gates.ts';

interface Cap {
  readonly gate: Gate;
  readonly limit: Money;
  readonly used: Money;
  readonly note?: string;
}

/** A share of bankroll, tightened by the wallet's own limit where it has one. */
function capOf(
  context: EntryContext,
  { ratio, own }: { readonly ratio: Ppm; readonly own: Money | null },
): { readonly limit: Money; readonly note?: string } {
  const limit = shareOf(context.settings.bankroll, ratio, 'floor');
  return own !== null && own < limit ? { limit: own, note: "the wallet's own limit" } : { limit };
}

/** Every dollar cap with its limit and what is used of it, in the order of the gates. */
export function capsOf(context: EntryContext): readonly Cap[] {
  const { settings, exposure, wallet } = context;
  const cap = (ratio: Ppm, own: Money | null = null) => capOf(context, { ratio, own });
  return [
    {
      gate: 'orderCap',
      used: ZERO_MONEY,
      ...cap(settings['limits.orderPercent'], wallet?.maxTradeSize ?? null),
    },
    {
      gate: 'marketCap',
      used: exposure.market,
      ...cap(settings['limits.marketPercent'], wallet?.maxPerMarket ?? null),
    },
    { gate: 'groupCap', used: exposure.group, ...cap(settings['limits.groupPercent']) },
    ...(context.signal.kind === 'copy' ? walletCaps(context) : []),
    { gate: 'categoryCap', used: exposure.category, ...cap(settings['limits.categoryPercent']) },
    { gate: 'totalCap', used: exposure.total, ...cap(settings['limits.totalPercent']) },
  ];
}

function walletCaps(context: EntryContext): readonly Cap[] {
  const { settings, exposure, wallet } = context;
  const ratio = settings['limits.walletPercent'];
  const dayRatio = settings['limits.walletDayPercent'];
  return [
    { gate: 'walletCap', used: exposure.wallet, ...capOf(context, { ratio, own: null }) },
    {
      gate: 'walletDayCap',
      used: exposure.walletToday,
      ...capOf(context, { ratio: dayRatio, own: wallet?.maxPerDay ?? null }),
    },
  ];
}

/** Cuts `wanted` to the room under every cap; zero when one has none. Each is logged. */
export function fitCaps(log: GateLog, context: EntryContext, wanted: Money): Money {
  let spend = wanted;
  for (const { gate, limit, used, note } of capsOf(context)) {
    const room = Math.max(0, limit - used) as Money;
    const measure = {
      actual: addMoney(used, spend),
      limit,
      unit: 'money',
      ...(note === undefined ? {} : { note }),
    } as const;
    if (room < SPEND_STEP) {
      log.entry(gate, false, measure);
      return ZERO_MONEY;
    }
    if (room < spend) {
      log.shrink(gate, measure);
      spend = room;
    } else {
      log.entry(gate, true, measure);
    }
  }
  return spend;
}

/** Gates that count rather than measure. */
export function checkCounts(log: GateLog, { exposure, settings }: EntryContext): void {
  const most = settings['limits.positions'];
  log.entry('positionCount', exposure.alreadyHeld || exposure.positions < most, {
    actual: exposure.positions,
    limit: most,
    unit: 'count',
  });
  const rate = settings['limits.ordersPerMinute'];
  log.entry('orderRate', exposure.entriesLastMinute < rate, {
    actual: exposure.entriesLastMinute,
    limit: rate,
    unit: 'count',
  });
}

/**
 * The most that can be spent on `asks` (best first) so that no share costs more than `limit` and
 * the average stays at or under `averageMax`.
 */
export function spendWithinSlippage(
  asks: readonly Level[],
  { limit, averageMax }: { readonly limit: Price; readonly averageMax: Price },
): Money {
  let spent = 0;
  let bought = 0;
  for (const level of asks) {
    if (level.price > limit) break;
    let take: number = level.quantity;
    if (level.price > averageMax) {
      const slack = mulDiv(averageMax, bought, { by: MICRO, rounding: 'floor' }) - spent;
      const over = level.price - averageMax;
      take = Math.min(take, mulDiv(Math.max(0, slack), MICRO, { by: over, rounding: 'floor' }));
    }
    spent += mulDiv(level.price, take, { by: MICRO, rounding: 'floor' });
    bought += take;
    if (take < level.quantity) break;
  }
  return spent as Money;
}

/** What the book gives within the slippage limit, in whole cents. */
export function depthWithin(
  { settings }: EntryContext,
  { asks, limit }: { readonly asks: readonly Level[]; readonly limit: Price },
): Money {
  const best = asks[0]?.price ?? limit;
  const slippage = settings['entry.slippagePercent'];
  const averageMax = mulDiv(best, MICRO + slippage, { by: MICRO, rounding: 'floor' }) as Price;
  return floorTo(spendWithinSlippage(asks, { limit, averageMax }), SPEND_STEP);
}

/** Cuts `wanted` to what the book gives within the slippage limit. */
export function fitDepth(
  log: GateLog,
  context: EntryContext,
  {
    wanted,
    asks,
    limit,
  }: { readonly wanted: Money; readonly asks: readonly Level[]; readonly limit: Price },
): Money {
  const within = depthWithin(context, { asks, limit });
  const measure = { actual: wanted, limit: within, unit: 'money' } as const;
  if (within < SPEND_STEP) {
    log.entry('slippage', false, measure);
    return ZERO_MONEY;
  }
  if (within < wanted) log.shrink('slippage', measure);
  else log.entry('slippage', true, measure);
  return minOf(wanted, within);
}

/** Cuts `wanted` to the cash that is left, its worst fee included, but not below `least`. */
export function fitCash(
  log: GateLog,
  context: EntryContext,
  {
    wanted,
    market,
    least,
  }: { readonly wanted: Money; readonly market: Market; readonly least: Money },
): Money {
  const { available } = context.exposure;
  const withFee = addMoney(wanted, feeReserve(market, wanted));
  const measure = { actual: withFee, limit: available, unit: 'money' } as const;
  if (withFee <= available) {
    log.entry('cash', true, measure);
    return wanted;
  }
  const share = mulDiv(wanted, Math.max(0, available), { by: withFee, rounding: 'floor' });
  const scaled = floorTo(share as Money, SPEND_STEP);
  if (scaled < least || addMoney(scaled, feeReserve(market, scaled)) > available) {
    log.entry('cash', false, measure);
    return ZERO_MONEY;
  }
  log.shrink('cash', measure);
  return scaled;
}

/** Fills that one order is expected to have at most; each may round its fee up by a step. */
const FILLS_PER_ORDER_MAX = 100;

/** Most fee that spending `spend` can cost: per dollar it is rate × (1−p)^e·p^(e−1) ≤ rate. */
export function feeReserve(market: Market, spend: Money): Money {
  const { ratePpm } = market.rules.fee;
  if (ratePpm === 0) return ZERO_MONEY;
  return addMoney(shareOf(spend, ratePpm, 'ceil'), (FEE_STEP * FILLS_PER_ORDER_MAX) as Money);
}

/** The least that the venue takes at `limit`: its shares and its dollars, in whole cents. */
export function venueMinimumSpend(market: Market, limit: Price): Money {
  const { minQuantity, minMarketableBuy } = market.rules;
  const lots = ceilTo(minQuantity, LOT);
  const forShares = ceilTo(cost(limit, lots, 'ceil'), SPEND_STEP);
  return Math.max(forShares, minMarketableBuy) as Money;
}

/**
 * Lifts a copy below the venue's minimum to it where the rules and the caps allow. Where a limit
 * had cut a copy that was large enough, that limit is the reason and not the venue.
 */
export function fitVenueMinimum(
  log: GateLog,
  context: EntryContext,
  sizes: {
    readonly spend: Money;
    /** What the rules of the wallet ask for. */
    readonly asked: Money;
    /** What the market leaves of it, before any limit. */
    readonly wanted: Money;
    readonly room: Money;
    readonly least: Money;
  },
): Money {
  const { settings, wallet } = context;
  const { spend, asked, wanted, room, least } = sizes;
  if (spend >= least) {
    log.entry('venueMinimum', true, { actual: spend, limit: least, unit: 'money' });
    return spend;
  }
  const rule = wallet?.small ?? settings['entry.small'];
  const most = Math.floor(wanted * settings['entry.smallFactor']);
  const lifted = rule === 'min' && least <= most && least <= room;
  const cut = lifted || asked < least ? null : log.tightest;
  if (cut !== null) {
    const { gate, actual, limit, unit } = cut;
    log.entry(gate, false, {
      actual,
      limit,
      unit,
      note: 'what is left is under the venue minimum',
    });
    return ZERO_MONEY;
  }
  log.entry('venueMinimum', lifted, {
    actual: spend,
    limit: least,
    unit: 'money',
    note: lifted ? 'bought the minimum' : `rule ${rule}`,
  });
  return lifted ? least : ZERO_MONEY;
}
