import type { Order } from '../domain/order.ts';
import { MINUTE_MS } from '../domain/time.ts';
import { MICRO, mulDiv } from '../domain/values/micro.ts';
import {
  cents,
  dollars,
  type Money,
  type Ppm,
  type Price,
  percent,
  type Quantity,
  shares,
} from '../domain/values/money.ts';
import type { PostAnswer } from '../domain/venue-answer.ts';
import { type OrderBytes, orderBytes } from './order-bytes.ts';

/** What no order may break, whatever a strategy wants. */
export interface SafetyLimits {
  /** Dollars that one order pays or asks for. */
  readonly orderNotionalMax: Money;
  readonly orderQuantityMax: Quantity;
  /** How much worse than the limit dollars ÷ shares of the bytes may be: what rounding makes of it. */
  readonly priceWorseMax: Ppm;
  /** How much better: the nearest price on the coarsest tick. */
  readonly priceBetterMax: Price;
  /** Orders of one side of one token within a minute. */
  readonly sameOrdersPerMinuteMax: number;
  /** Sendings within a minute, those of exits and repetitions among them. */
  readonly sendsPerMinuteMax: number;
  /** Of them, kept free for exits. */
  readonly exitSendsPerMinute: number;
}

export const SAFETY_LIMITS: SafetyLimits = {
  orderNotionalMax: dollars(1_000),
  orderQuantityMax: shares(100_000),
  priceWorseMax: percent(2),
  priceBetterMax: cents(10),
  sameOrdersPerMinuteMax: 6,
  sendsPerMinuteMax: 60,
  exitSendsPerMinute: 20,
};

export const SAFETY_RULES = [
  'unreadable',
  'otherOrder',
  'stays',
  'notional',
  'quantity',
  'price',
  'band',
  'sameOrders',
  'sends',
] as const;
export type SafetyRule = (typeof SAFETY_RULES)[number];

interface Send {
  readonly hash: string;
  readonly atMs: number;
}

/** The last look at an order before its bytes go: at the bytes themselves, and at how many go. */
export class Safety {
  readonly #limits: SafetyLimits;
  readonly #nowMs: () => number;
  readonly #violations = new Map<SafetyRule, number>();
  /** The last minute, oldest first: all sendings, and orders by token and side. */
  #sends: Send[] = [];
  #ordersOf = new Map<string, Send[]>();

  /** `nowMs` is monotonic. */
  constructor(nowMs: () => number, limits: SafetyLimits = SAFETY_LIMITS) {
    this.#nowMs = nowMs;
    this.#limits = limits;
  }

  /** How often each rule stopped an order. */
  get violations(): ReadonlyMap<SafetyRule, number> {
    return this.#violations;
  }

  /** `null` when it may go, and is counted as sent; otherwise what is answered instead. */
  check(order: Order): PostAnswer | null {
    const broken = brokenBy(order, this.#limits);
    if (broken !== null) return this.#refused(broken);
    const atMs = this.#nowMs();
    this.#forgetBefore(atMs - MINUTE_MS);
    return this.#tooMany(order, atMs) ?? this.#count(order, atMs);
  }

  #tooMany(order: Order, atMs: number): PostAnswer | null {
    const same = this.#ordersOf.get(sameKey(order)) ?? [];
    const isRepetition = same.some(({ hash }) => hash === order.externalId);
    const { sameOrdersPerMinuteMax, sendsPerMinuteMax, exitSendsPerMinute } = this.#limits;
    if (!isRepetition && same.length >= sameOrdersPerMinuteMax) {
      return this.#held(order, { rule: 'sameOrders', oldest: same[0], isRepetition, atMs });
    }
    const isExit = order.intent.leg === 'exit';
    const most = isExit ? sendsPerMinuteMax : sendsPerMinuteMax - exitSendsPerMinute;
    if (this.#sends.length < most) return null;
    return this.#held(order, { rule: 'sends', oldest: this.#sends[0], isRepetition, atMs });
  }

  /** Too many entries are a strategy gone wild. Exits, and what goes again, only wait. */
  #held(
    order: Order,
    of: {
      readonly rule: 'sameOrders' | 'sends';
      readonly oldest: Send | undefined;
      readonly isRepetition: boolean;
      readonly atMs: number;
    },
  ): PostAnswer {
    const { rule, oldest, isRepetition, atMs } = of;
    if (order.intent.leg !== 'exit' && !isRepetition) return this.#refused(rule);
    this.#violated(rule);
    const text = `${WORDS[rule]}; it waits`;
    const retryAfterMs = Math.ceil((oldest?.atMs ?? atMs) + MINUTE_MS - atMs);
    return { kind: 'notAccepted', cause: 'rateLimited', text, retryAfterMs };
  }

  #count(order: Order, atMs: number): null {
    const send = { hash: order.externalId, atMs };
    this.#sends.push(send);
    const key = sameKey(order);
    const same = this.#ordersOf.get(key) ?? [];
    if (!same.some(({ hash }) => hash === send.hash)) this.#ordersOf.set(key, [...same, send]);
    return null;
  }

  #forgetBefore(atMs: number): void {
    this.#sends = this.#sends.filter((send) => send.atMs > atMs);
    const kept = new Map<string, Send[]>();
    for (const [key, sends] of this.#ordersOf) {
      const recent = sends.filter((send) => send.atMs > atMs);
      if (recent.length > 0) kept.set(key, recent);
    }
    this.#ordersOf = kept;
  }

  #refused(rule: SafetyRule): PostAnswer {
    this.#violated(rule);
    return { kind: 'refused', cause: 'safety', text: WORDS[rule] };
  }

  #violated(rule: SafetyRule): void {
    this.#violations.set(rule, (this.#violations.get(rule) ?? 0) + 1);
  }
}

const WORDS: Record<SafetyRule, string> = {
  unreadable: 'its bytes are not an order',
  otherOrder: 'its bytes are of another token or side than was decided',
  stays: 'its bytes would stay in the book otherwise than was decided',
  notional: 'its bytes move more dollars than one order may',
  quantity: 'its bytes move more shares than one order may',
  price: 'its bytes have no price between 0 and 1',
  band: 'the price of its bytes is too far from the limit that was decided',
  sameOrders: 'too many orders of this side of this token within a minute',
  sends: 'too many orders within a minute',
};

function brokenBy({ intent, body }: Order, limits: SafetyLimits): SafetyRule | null {
  const bytes = body === null ? null : orderBytes(body);
  if (bytes === null) return 'unreadable';
  if (bytes.tokenId !== intent.tokenId || bytes.side !== intent.side) return 'otherOrder';
  if (bytes.stays !== (intent.timeInForce === 'GTD' ? 'untilItEnds' : 'never')) return 'stays';
  if (bytes.dollars > limits.orderNotionalMax) return 'notional';
  if (bytes.shares > limits.orderQuantityMax) return 'quantity';
  return brokenPrice(bytes, intent.limitPrice, limits);
}

function brokenPrice(
  { side, dollars: paid, shares: got }: OrderBytes,
  limitPrice: Price,
  { priceWorseMax, priceBetterMax }: SafetyLimits,
): SafetyRule | null {
  if (paid >= got) return 'price';
  const isBuy = side === 'buy';
  const rounding = isBuy ? 'ceil' : 'floor';
  const price = mulDiv(paid, MICRO, { by: got, rounding });
  const worse = isBuy ? price - limitPrice : limitPrice - price;
  const worseMax = mulDiv(limitPrice, priceWorseMax, { by: MICRO, rounding: 'floor' });
  return worse > worseMax || -worse > priceBetterMax ? 'band' : null;
}

function sameKey({ intent }: Order): string {
  return `${intent.side} ${intent.tokenId}`;
}
