import { MICRO } from '../../engine/domain/values/micro.ts';
import { LOT } from '../venue/ladder.ts';
import type { OrderSubmission, SubmitAnswer } from './exchange.ts';
import { REFUSALS } from './refusals.ts';

type Refused = Extract<SubmitAnswer, { readonly kind: 'refused' }>;

/** What an order asks for, read from its amounts. */
export interface OrderTerms {
  /** Worst price of its outcome that it accepts, on the grid. */
  readonly price: number;
  readonly size: number;
  /** Dollars of a buy that spends these whatever it gets for them; `null` when shares are asked. */
  readonly budget: number | null;
}

/** Decimals of an order's dollars, and of the shares that a market buy asks for, by tick. */
const AMOUNT_DECIMALS: ReadonlyMap<number, number> = new Map([
  [100_000, 3],
  [10_000, 4],
  [5_000, 5],
  [2_500, 6],
  [1_000, 5],
  [100, 6],
]);
const SIZE_DECIMALS = 2;
const MICRO_DECIMALS = 6;

/** A FOK or FAK order never rests. */
export function isTaking({ kind }: Pick<OrderSubmission, 'kind'>): boolean {
  return kind === 'FOK' || kind === 'FAK';
}

/**
 * Price and size, checked against decimals and grid. Amounts of an order that may rest make a price
 * of the grid without a remainder; the shares of a market buy were rounded, down by some clients and
 * up by others, so that its price lies up to one such step beside the grid.
 */
export function readTerms(order: OrderSubmission): OrderTerms | Refused {
  const { side, makerAmount, takerAmount, market, hash } = order;
  const isBuy = side === 'BUY';
  const [dollars, shares] = isBuy ? [makerAmount, takerAmount] : [takerAmount, makerAmount];
  const amounts = [dollars, shares];
  if (!amounts.every((amount) => Number.isSafeInteger(amount) && amount > 0)) {
    return REFUSALS.payload();
  }
  const inexact = checkDecimals(order, { dollars, shares });
  if (inexact !== null) return inexact;
  const spends = isBuy && isTaking(order);
  const step = spends ? stepOf(amountDecimals(market.tick)) : 0;
  const price = gridPrice({ dollars, shares, step, tick: market.tick });
  if (price === null) return REFUSALS.tick(hash, roughPrice(dollars, shares), market.tick);
  return { price, size: shares, budget: spends ? dollars : null };
}

function checkDecimals(
  order: OrderSubmission,
  { dollars, shares }: { readonly dollars: number; readonly shares: number },
): Refused | null {
  const { side, market } = order;
  const decimals = amountDecimals(market.tick);
  if (side === 'BUY' && isTaking(order)) {
    const isExact = dollars % stepOf(SIZE_DECIMALS) === 0 && shares % stepOf(decimals) === 0;
    return isExact ? null : REFUSALS.accuracy('market buy', SIZE_DECIMALS, decimals);
  }
  if (shares % LOT === 0 && dollars % stepOf(decimals) === 0) return null;
  return side === 'BUY'
    ? REFUSALS.accuracy('buy', decimals, SIZE_DECIMALS)
    : REFUSALS.accuracy('sell', SIZE_DECIMALS, decimals);
}

/** What amounts say of a price. */
interface Priced {
  readonly dollars: number;
  readonly shares: number;
  /** How far the shares may have been rounded; zero when they are exact. */
  readonly step: number;
  readonly tick: number;
}

/** The price of the grid that the amounts stand for; `null` when there is none between the ends. */
function gridPrice(of: Priced): number | null {
  const below = Math.floor(roughPrice(of.dollars, of.shares) / of.tick) * of.tick;
  return [below, below + of.tick].find((price) => standsFor(price, of)) ?? null;
}

function standsFor(price: number, { dollars, shares, step, tick }: Priced): boolean {
  if (price < tick || price > MICRO - tick) return false;
  // Products of two amounts are beyond what a number holds exactly.
  const [paid, unit] = [BigInt(dollars) * BigInt(MICRO), BigInt(price)];
  if (step === 0) return paid === unit * BigInt(shares);
  return paid < unit * BigInt(shares + step) && paid > unit * BigInt(shares - step);
}

function roughPrice(dollars: number, shares: number): number {
  return Number((BigInt(dollars) * BigInt(MICRO)) / BigInt(shares));
}

function amountDecimals(tick: number): number {
  return AMOUNT_DECIMALS.get(tick) ?? MICRO_DECIMALS;
}

function stepOf(decimals: number): number {
  return 10 ** (MICRO_DECIMALS - decimals);
}
