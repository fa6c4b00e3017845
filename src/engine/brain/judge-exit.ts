import type { Gate, GateResult } from '../domain/decision.ts';
import type { ExitPlanInputs, ExitTryInputs } from '../domain/decision-record.ts';
import { isOwnExit } from '../domain/own-exit.ts';
import type { Settings } from '../domain/settings.ts';
import type { ExitSignal } from '../domain/signal.ts';
import { invariant } from '../domain/values/invariant.ts';
import { MICRO, mulDiv } from '../domain/values/micro.ts';
import {
  floorTo,
  type Ppm,
  type Price,
  partOf,
  price,
  type Quantity,
  subtractQuantity,
  WHOLE,
  ZERO_QUANTITY,
} from '../domain/values/money.ts';
import { ceilToTick, LOT } from '../domain/venue-rules/polymarket.ts';
import type { ExitRule } from '../domain/wallet.ts';
import { flag, GateLog } from './gates.ts';

const TOO_MUCH_LOST = 'it would lose more than an arbitrage may';

/** What decides how much an exit sells. */
export interface ExitContext extends ExitPlanInputs {
  readonly signal: ExitSignal;
  readonly settings: Settings;
}

export type ExitPlan =
  | {
      readonly verdict: 'planned';
      readonly quantity: Quantity;
      readonly gates: readonly GateResult[];
    }
  | { readonly verdict: 'ended'; readonly reason: Gate; readonly gates: readonly GateResult[] };

/** Plans an exit. It ends only where there is nothing to sell, or a person wants it manual. */
export function planExit(context: ExitContext): ExitPlan {
  const { signal, market, free } = context;
  const log = new GateLog();
  log.exit('noPosition', free > 0, { actual: free, limit: 0, unit: 'quantity' });
  const isWhole = signal.cause === 'manual' || isOwnExit(signal.cause);
  const rule = exitRule(context);
  log.exit('exitManual', isWhole || rule.mode !== 'manual', flag(rule.mode === 'manual', false));
  const least = market?.rules.minQuantity ?? (0 as Quantity);
  const sellable = floorTo(free, LOT);
  if (free > 0) {
    const enough = sellable > 0 && sellable >= least;
    log.exit('dust', enough, { actual: free, limit: least, unit: 'quantity' });
  }
  if (log.reason !== null) return { verdict: 'ended', reason: log.reason, gates: log.results };
  const fraction = isWhole ? WHOLE : exitFraction(rule, signal.fraction);
  const slice = floorTo(partOf(free, fraction, 'ceil'), LOT);
  const rest = subtractQuantity(free, slice);
  const all = slice < least || rest < least;
  return { verdict: 'planned', quantity: all ? sellable : slice, gates: log.results };
}

function exitRule({ wallet, settings }: ExitContext): ExitRule {
  return wallet?.exit ?? { mode: settings['exit.mode'] };
}

function exitFraction(rule: ExitRule, leaderFraction: Ppm): Ppm {
  switch (rule.mode) {
    case 'mirror':
      return leaderFraction;
    case 'percent':
      return rule.ratio;
    case 'all':
    case 'manual':
      return WHOLE;
  }
}

/** What one try of an exit looks at. */
export interface ExitTryContext extends ExitTryInputs {
  readonly settings: Settings;
}

export type ExitTry =
  | {
      readonly verdict: 'send';
      readonly limitPrice: Price;
      readonly quantity: Quantity;
      readonly gates: readonly GateResult[];
    }
  | { readonly verdict: 'wait'; readonly reason: Gate; readonly gates: readonly GateResult[] };

/** Judges whether an exit may be sent now, and the least it may take for a share. */
export function judgeExitTry(context: ExitTryContext): ExitTry {
  const { control, manual, market, depth, settings } = context;
  const log = new GateLog();
  log.exit('killed', manual || control.killed === null, flag(control.killed !== null, false));
  log.exit('bookMissing', depth !== null, flag(depth !== null, true));
  log.exit('marketUnknown', market !== null, flag(market !== null, true));
  if (market !== null) {
    const open = market.status === 'open' && market.acceptingOrders;
    log.exit('marketClosed', open, { ...flag(open, true), note: market.status });
  }
  if (depth !== null) {
    const note = depth.trust.reason ?? undefined;
    log.exit('bookUntrusted', depth.trust.trusted, flag(depth.trust.trusted, true, note));
    const ageMs = depth.atMs - depth.receivedAtMs;
    log.exit('bookStale', ageMs <= depth.maxAgeMs, {
      actual: ageMs,
      limit: depth.maxAgeMs,
      unit: 'ms',
    });
    const bid = depth.bids[0];
    log.exit('slippage', bid !== undefined, flag(bid !== undefined, true, 'nobody buys'));
    const { least = null } = context;
    if (bid !== undefined && least !== null) {
      log.exit('slippage', bid.price >= least, {
        actual: bid.price,
        limit: least,
        unit: 'price',
        note: TOO_MUCH_LOST,
      });
    }
  }
  const sold = settings['exit.sellUnsettled'] ? context.left : sellableOf(context);
  log.exit('unsettled', sold > 0, {
    actual: context.settled,
    limit: context.left,
    unit: 'quantity',
  });
  if (log.reason !== null) return { verdict: 'wait', reason: log.reason, gates: log.results };
  const bid = depth?.bids[0];
  invariant(bid !== undefined && market !== null, 'an exit without a bid or a market waits');
  const under = MICRO - settings['exit.maxBelowBidPercent'];
  const least = Math.max(
    mulDiv(bid.price, under, { by: MICRO, rounding: 'ceil' }),
    context.least ?? 0,
  );
  const limitPrice = ceilToTick(price(least), market.rules.tick);
  return { verdict: 'send', limitPrice, quantity: sold, gates: log.results };
}

/** What may be sold of shares that are settled, so that neither part is too small for the venue. */
function sellableOf({ left, settled, market }: ExitTryContext): Quantity {
  if (settled >= left) return left;
  const least = market?.rules.minQuantity ?? ZERO_QUANTITY;
  return settled >= least && left - settled >= least ? floorTo(settled, LOT) : ZERO_QUANTITY;
}
