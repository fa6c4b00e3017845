import type { AtMs } from '../../../engine/domain/time.ts';
import { OrderError } from './order-error.ts';

/** The venue's `orderType`. FOK and FAK take at once; GTC and GTD rest in the book. */
export type OrderKind = 'GTC' | 'GTD' | 'FOK' | 'FAK';

/** How an order behaves at the venue. None of it is signed. */
export interface OrderTerms {
  readonly kind: OrderKind;
  /** Refused rather than matched when it crosses the book. */
  readonly postOnly: boolean;
  /** When a GTD order is to leave the book; `null` for every other kind. */
  readonly restsUntilMs: AtMs | null;
}

/** The venue takes a GTD order out of the book this long before its stated expiration. */
export const GTD_EARLY_S = 60;
/** The stated expiration lies at least this far ahead when the order arrives. */
export const GTD_AHEAD_S_MIN = 180;

export function rests(kind: OrderKind): boolean {
  return kind === 'GTC' || kind === 'GTD';
}

/**
 * The `expiration` of the order in seconds, 0 for what does not expire. `sendByMs` is the last moment
 * at which the order may be sent: even then the venue must take its expiration.
 * @throws OrderError `kind`, `expiry`
 */
export function expirationOf(terms: OrderTerms, sendByMs: AtMs): number {
  const { kind, postOnly, restsUntilMs } = terms;
  if (postOnly && !rests(kind)) {
    throw new OrderError('kind', `a post-only order rests; ${kind} never does`);
  }
  if (kind !== 'GTD') {
    if (restsUntilMs === null) return 0;
    throw new OrderError('kind', `only GTD orders expire, this is ${kind}`);
  }
  if (restsUntilMs === null) throw new OrderError('kind', 'a GTD order says when it ends');
  const expiration = Math.floor(restsUntilMs / 1_000) + GTD_EARLY_S;
  const least = Math.ceil(sendByMs / 1_000) + GTD_AHEAD_S_MIN;
  if (!Number.isSafeInteger(expiration) || expiration < least) {
    const rest = GTD_AHEAD_S_MIN - GTD_EARLY_S;
    throw new OrderError(
      'expiry',
      `a GTD order sent until ${sendByMs} rests until ${restsUntilMs}, less than ${rest} s after`,
    );
  }
  return expiration;
}
