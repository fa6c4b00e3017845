import { invariant } from '../domain/values/invariant.ts';
import { MICRO } from '../domain/values/micro.ts';
import { type Money, price, shareOf } from '../domain/values/money.ts';
import { floorToTick } from '../domain/venue-rules/polymarket.ts';
import type { EntryContext } from './entry-context.ts';
import { checkWrites } from './entry-gates.ts';
import { flag, GateLog } from './gates.ts';
import type { EntryJudgement } from './judge-entry.ts';
import { fitCash, venueMinimumSpend } from './sizing.ts';

/** Orders of naive copying in a minute: a bound of cost, far beyond what a leader does. */
export const NAIVE_ORDERS_PER_MINUTE = 60;

/**
 * What somebody would buy who copies whatever a leader buys: the same share of bankroll each time, at
 * any price, with no question asked but whether there is a book and money, and whether the database
 * keeps up. The measure of our rules.
 */
export function judgeNaive(context: EntryContext): EntryJudgement {
  const { signal, control, writes, market, depth, settings, exposure } = context;
  const log = new GateLog();
  log.entry('killed', control.killed === null, flag(control.killed !== null, false));
  checkWrites(log, writes);
  const hasSellers = depth !== null && depth.asks.length > 0;
  log.entry('bookMissing', hasSellers, flag(hasSellers, true));
  log.entry('marketUnknown', market !== null, flag(market !== null, true));
  const again = signal.kind === 'copy' && signal.stage === 'remainder';
  log.entry('clipAlreadyCopied', !again, flag(again, false));
  const { entriesLastMinute: actual } = exposure;
  const measure = { actual, limit: NAIVE_ORDERS_PER_MINUTE, unit: 'count' } as const;
  log.entry('orderRate', actual < NAIVE_ORDERS_PER_MINUTE, measure);
  if (log.reason !== null || market === null) return denied(log);
  const { tick } = market.rules;
  const limitPrice = floorToTick(price(MICRO - tick), tick);
  const least = venueMinimumSpend(market, limitPrice);
  const share = shareOf(settings.bankroll, settings['size.fixedPercent'], 'floor');
  const wanted = Math.max(share, settings['size.fixedMinimum'], least) as Money;
  const spend = fitCash(log, context, { wanted, market, least });
  if (log.reason !== null) return denied(log);
  return { verdict: 'accepted', spend, limitPrice, gates: log.results };
}

function denied(log: GateLog): EntryJudgement {
  invariant(log.reason !== null, 'a denial names its gate');
  return { verdict: 'denied', reason: log.reason, gates: log.results };
}
