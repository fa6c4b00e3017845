import type { TokenId } from '../../domain/ids.ts';
import type { LeaderEvent } from '../../domain/leader.ts';
import { type Market, outcomeIndex } from '../../domain/market.ts';
import type { ExitCause } from '../../domain/signal.ts';
import { MICRO, mulDiv } from '../../domain/values/micro.ts';
import {
  complement,
  cost,
  type Money,
  type Ppm,
  type Price,
  type Quantity,
  quantity,
  WHOLE,
  ZERO_QUANTITY,
} from '../../domain/values/money.ts';

/** A leader's net exposure to a token began or grew. */
export interface OpenedExposure {
  readonly kind: 'opened';
  readonly tokenId: TokenId;
  readonly quantity: Quantity;
  /** What one share effectively cost: selling the hedge of a binary market at p buys at 1 − p. */
  readonly price: Price;
  /** `price × quantity`, rounded down. */
  readonly notional: Money;
}

/** A leader's net exposure to a token shrank or ended. */
export interface ClosedExposure {
  readonly kind: 'closed';
  readonly tokenId: TokenId;
  /** Of the net exposure before, rounded up; 1,000,000 when nothing is left. */
  readonly fraction: Ppm;
  readonly cause: ExitCause;
  /** What one share effectively brought, `null` where the event has no price. */
  readonly price: Price | null;
}

export type ExposureChange = OpenedExposure | ClosedExposure;

/** Gross shares of one wallet in one market. */
export type Held = ReadonlyMap<TokenId, Quantity>;

/**
 * Net exposure per token: what is held beyond complete sets, `h_i − min_j(h_j)` over all outcomes,
 * because a complete set pays the same whatever happens. A token that the market does not list
 * stands for itself.
 */
export function netExposures(held: Held, market: Market): Map<TokenId, Quantity> {
  const outcomes = market.outcomes.map((outcome) => outcome.tokenId);
  const amounts = outcomes.map((token) => held.get(token) ?? 0);
  const sets = outcomes.length < 2 ? 0 : Math.min(...amounts);
  const net = new Map<TokenId, Quantity>();
  for (const token of [...outcomes, ...held.keys()]) {
    const inSets = outcomes.includes(token) ? sets : 0;
    net.set(token, quantity((held.get(token) ?? 0) - inSets));
  }
  return net;
}

/** The two sides of one event's effect, and whether more left than we knew of. */
export interface Step {
  readonly before: Held;
  readonly after: Held;
  readonly oversold: boolean;
}

/** What `event` changed in the leader's net exposures; endings come before beginnings. */
export function exposureChanges(event: LeaderEvent, market: Market, step: Step): ExposureChange[] {
  const tokens = new Set([...step.before.keys(), ...step.after.keys()]);
  if (event.tokenId !== null) tokens.add(event.tokenId);
  const closed: ClosedExposure[] = [];
  const opened: OpenedExposure[] = [];
  for (const tokenId of tokens) {
    const price = effectivePrice(event, market, tokenId);
    const fraction = fractionClosed(tokenId, event, step);
    if (fraction > 0) {
      const cause = event.kind === 'buy' ? 'opposite' : event.kind;
      closed.push({ kind: 'closed', tokenId, fraction, cause, price });
    }
    const grown = growth(tokenId, step);
    if (grown > 0 && price !== null && !step.oversold) {
      const notional = cost(price, grown, 'floor');
      opened.push({ kind: 'opened', tokenId, quantity: grown, price, notional });
    }
  }
  return [...closed, ...opened];
}

function growth(token: TokenId, { before, after }: Step): Quantity {
  const grown = (after.get(token) ?? 0) - (before.get(token) ?? 0);
  return grown > 0 ? quantity(grown) : ZERO_QUANTITY;
}

function fractionClosed(token: TokenId, event: LeaderEvent, step: Step): Ppm {
  if (step.oversold && token === event.tokenId) return WHOLE;
  const before = step.before.get(token) ?? 0;
  const after = step.after.get(token) ?? 0;
  if (after >= before) return 0 as Ppm;
  return mulDiv(before - after, MICRO, { by: before, rounding: 'ceil' }) as Ppm;
}

/** The event's price seen from `token`; with three outcomes or more the others have none. */
function effectivePrice(event: LeaderEvent, market: Market, token: TokenId): Price | null {
  if (event.price === null || event.tokenId === null) return null;
  if (token === event.tokenId) return event.price;
  const binary = market.outcomes.length === 2 && outcomeIndex(market, event.tokenId) >= 0;
  return binary ? complement(event.price) : null;
}
