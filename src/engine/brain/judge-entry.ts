import type { Gate, GateResult } from '../domain/decision.ts';
import { invariant } from '../domain/values/invariant.ts';
import { floorTo, type Money, minOf, type Price } from '../domain/values/money.ts';
import { SPEND_STEP } from '../domain/venue-rules/polymarket.ts';
import type { EntryContext } from './entry-context.ts';
import { checkBook, checkHouse, checkLag, checkMarket, checkSignal } from './entry-gates.ts';
import { entryLimit } from './entry-limit.ts';
import { GateLog } from './gates.ts';
import { checkEdge } from './kelly.ts';
import { fitMarket } from './market-size.ts';
import {
  capsOf,
  checkCounts,
  depthWithin,
  fitCaps,
  fitCash,
  fitDepth,
  fitVenueMinimum,
  venueMinimumSpend,
} from './sizing.ts';
import { fitTrust } from './trust.ts';
import { sizingKind, wantedSpend } from './wanted-size.ts';

export type EntryJudgement =
  | {
      readonly verdict: 'accepted';
      readonly spend: Money;
      readonly limitPrice: Price;
      readonly gates: readonly GateResult[];
    }
  | { readonly verdict: 'denied'; readonly reason: Gate; readonly gates: readonly GateResult[] };

/**
 * Judges one copy in one ledger. All cheap gates run and are recorded even when an earlier one
 * stopped it, so that `/why` can list them; sizing runs only for what is still alive.
 */
export function judgeEntry(context: EntryContext): EntryJudgement {
  const log = new GateLog();
  checkHouse(log, context);
  checkMarket(log, context);
  checkSignal(log, context);
  const { market, depth } = context;
  if (market !== null && depth !== null) checkBook(log, context, { market, depth });
  if (log.reason === null) checkLag(log, context);
  if (log.reason !== null) return denied(log);
  invariant(market !== null && depth !== null, 'an entry without market or book was stopped');

  const limitPrice = entryLimit(context, market);
  checkCounts(log, context);
  if (sizingKind(context) === 'kelly') checkEdge(log, context);
  const { budgetLeft } = context;
  const mostOf = (spend: Money): Money => minOf(spend, budgetLeft ?? spend);
  const asked = mostOf(wantedSpend(context));
  const trusted = mostOf(fitTrust(log, context, wantedSpend(context)));
  const wanted = fitMarket(log, context, { wanted: trusted, analysis: depth.analysis });
  const capped = fitCaps(log, context, wanted);
  if (log.reason !== null) return denied(log);
  const within = fitDepth(log, context, { wanted: capped, asks: depth.asks, limit: limitPrice });
  if (log.reason !== null) return denied(log);
  const least = venueMinimumSpend(market, limitPrice);
  const whole = fitVenueMinimum(log, context, {
    spend: floorTo(within, SPEND_STEP),
    ...{ asked, wanted },
    room: minOf(roomLeft(context), depthWithin(context, { asks: depth.asks, limit: limitPrice })),
    least,
  });
  if (log.reason !== null) return denied(log);
  const spend = fitCash(log, context, { wanted: whole, market, least });
  if (log.reason !== null) return denied(log);
  return { verdict: 'accepted', spend, limitPrice, gates: log.results };
}

/** The tightest room under all caps; like the depth, the venue's minimum may not exceed it. */
function roomLeft(context: EntryContext): Money {
  const rooms = capsOf(context).map(({ limit, used }) => Math.max(0, limit - used) as Money);
  return minOf(rooms[0] ?? (0 as Money), ...rooms);
}

function denied(log: GateLog): EntryJudgement {
  invariant(log.reason !== null, 'a denial names its gate');
  return { verdict: 'denied', reason: log.reason, gates: log.results };
}
