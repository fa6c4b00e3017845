import { MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { microFromDecimal } from '../../engine/domain/values/micro.ts';
import { placeOf } from '../venue/guest-orders.ts';
import type { LiveMarket } from '../venue/live-market.ts';
import type { OrderSubmission, SubmitAnswer } from './exchange.ts';
import { isTaking, type OrderTerms, readTerms } from './order-terms.ts';
import { REFUSALS } from './refusals.ts';

type Refused = Extract<SubmitAnswer, { readonly kind: 'refused' }>;

/** A GTD order states an end at least so far away … */
const EXPIRES_IN_S_MIN = 180;
/** … and dies so long before it. */
const DIES_BEFORE_MS = MINUTE_MS;
/** Least dollars of a buy that takes. */
const TAKING_BUY_MIN = 1_000_000;

/** Checks of an order that need no account; its terms when all hold. */
export function admit(order: OrderSubmission, live: LiveMarket | null): OrderTerms | Refused {
  const { hash, side, market, postOnly } = order;
  if (postOnly && isTaking(order)) return REFUSALS.postOnlyKind();
  if (live === null) return REFUSALS.noBook();
  if (!live.isReady) return REFUSALS.notReady();
  const terms = readTerms(order);
  if ('kind' in terms) return terms;
  const sizeMin = microFromDecimal(market.minOrderSize) ?? 0;
  if (!isTaking(order) && terms.size < sizeMin) {
    return REFUSALS.size(hash, terms.size, market.minOrderSize);
  }
  if (!hasSoundExpiration(order)) return REFUSALS.expiration();
  const place = placeOf({ ...order, price: terms.price });
  const crosses = live.market.ladder.crosses(place.side, place.price);
  if (postOnly && crosses) return REFUSALS.postOnlyCrosses();
  const takes = crosses || isTaking(order);
  if (side === 'BUY' && takes && order.makerAmount < TAKING_BUY_MIN) {
    return REFUSALS.dollars(order.makerAmount);
  }
  return terms;
}

/** When a GTD order leaves the book; `null` for one without an end. */
export function diesAtMs({ kind, expirationS }: OrderSubmission): number | null {
  return kind === 'GTD' ? expirationS * SECOND_MS - DIES_BEFORE_MS : null;
}

function hasSoundExpiration({ kind, expirationS, atMs }: OrderSubmission): boolean {
  if (kind !== 'GTD') return expirationS === 0;
  return (
    Number.isSafeInteger(expirationS) &&
    expirationS >= Math.floor(atMs / SECOND_MS) + EXPIRES_IN_S_MIN
  );
}
