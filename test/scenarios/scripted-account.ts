import type { Effect } from '../../src/engine/core/effects.ts';
import type { LedgerId } from '../../src/engine/domain/ids.ts';
import type { EffectResult } from '../../src/engine/domain/input.ts';
import type { Order } from '../../src/engine/domain/order.ts';
import type { Redemption, RedemptionAnswer } from '../../src/engine/domain/redemption.ts';
import type { SettlementStatus } from '../../src/engine/domain/settlement-state.ts';
import {
  addMoney,
  cost,
  dollars,
  type Money,
  money,
  quantity,
  subtractMoney,
} from '../../src/engine/domain/values/money.ts';
import type {
  AccountReading,
  CancelAllAnswer,
  PostAnswer,
  VenueFill,
} from '../../src/engine/domain/venue-answer.ts';

/** The account of a story. */
export const ACCOUNT = 'live:polymarket:0x00000000000000000000000000000000000000aa' as LedgerId;

const NOTHING_OPEN: CancelAllAnswer = {
  proven: true,
  canceled: [],
  stillOpen: [],
  problem: '',
};

/**
 * What the chain does with a redemption: pays it, pays nobody, does nothing and says so or not, pays
 * and its answer is lost, does not know the payout yet, or cannot be reached at all.
 */
export type ChainMood = 'pays' | 'unpaid' | 'fails' | 'silent' | 'lost' | 'early' | 'byHand';

/**
 * A venue with one account that answers at once what the core asks of it. Every order is filled in
 * full at its limit, unless the test says what the next sendings lead to.
 */
export class ScriptedAccount {
  /** What the next sendings are answered with, in order, instead of a fill. */
  readonly answers: PostAnswer[] = [];
  /** What canceling everything leads to, in order; nothing is open when empty. */
  readonly sweeps: CancelAllAnswer[] = [];
  /** How far the chain is with every fill. */
  settlement: SettlementStatus = 'confirmed';
  /** What becomes of redemptions. */
  chain: ChainMood = 'pays';
  /** Redemptions asked for so far. */
  redemptions = 0;
  /** Hashes in the order in which they were sent. */
  readonly sent: string[] = [];
  readonly #fills: VenueFill[] = [];
  /** Shares that left without a trade. */
  readonly #gone = new Map<string, number>();
  #balance: Money;

  constructor(balance: number) {
    this.#balance = dollars(balance);
  }

  /** The answer to an effect; `null` to what is not asked of an account. */
  readonly onEffect = (effect: Effect): EffectResult | null => {
    switch (effect.kind) {
      case 'sign': {
        const { id: intentId } = effect.intent;
        return { kind: 'signed', intentId, hash: `hash of ${intentId}`, body: `order ${intentId}` };
      }
      case 'post':
        return this.#post(effect.order);
      case 'lookUp': {
        const { intentId, hash } = effect;
        const fills = this.#fills.filter((fill) => fill.orderHash === hash);
        const matched = quantity(fills.reduce((sum, fill) => sum + fill.quantity, 0));
        const order = fills.length === 0 ? null : ({ status: 'matched', matched } as const);
        return {
          kind: 'lookedUp',
          intentId,
          lookup: { order, fills, complete: true, problem: '' },
        };
      }
      case 'cancel':
        return {
          kind: 'cancelAnswered',
          intentId: effect.intentId,
          answer: { kind: 'notCanceled', text: 'not found' },
        };
      case 'cancelAll':
        return {
          kind: 'allCanceled',
          ledger: effect.ledger,
          answer: this.sweeps.shift() ?? NOTHING_OPEN,
        };
      case 'readAccount': {
        const { ledger } = effect;
        return { kind: 'accountRead', ledger, reading: this.#reading(effect), problem: '' };
      }
      case 'redeem': {
        const { ledger, redemption } = effect;
        const marketId = redemption.market.id;
        return { kind: 'redeemed', ledger, marketId, answer: this.#redeem(redemption) };
      }
      default:
        return null;
    }
  };

  /** The chain says of every trade so far that it is final, or that it did not happen. */
  settleAll(settlement: 'confirmed' | 'failed'): readonly VenueFill[] {
    const moved = this.#fills.splice(0).map((fill) => ({ ...fill, settlement }));
    for (const fill of moved) {
      this.#fills.push(fill);
      if (settlement !== 'failed') continue;
      const back = fill.side === 'buy' ? fill.notional : -fill.notional;
      this.#balance = money(this.#balance + back);
      this.#take(fill.tokenId, fill.side === 'buy' ? fill.quantity : -fill.quantity);
    }
    return moved;
  }

  /** Shares become dollars, whoever asked for it. */
  payOut(tokenId: string, shares: number, dollarsPaid: number): void {
    this.#take(tokenId, shares * 1_000_000);
    this.#balance = addMoney(this.#balance, dollars(dollarsPaid));
  }

  #take(tokenId: string, micros: number): void {
    this.#gone.set(tokenId, (this.#gone.get(tokenId) ?? 0) + micros);
  }

  #heldOf(tokenId: string): number {
    const traded = this.#fills
      .filter((fill) => fill.tokenId === tokenId)
      .reduce((sum, { side, quantity: of }) => sum + (side === 'buy' ? of : -of), 0);
    return traded - (this.#gone.get(tokenId) ?? 0);
  }

  #redeem(redemption: Redemption): RedemptionAnswer {
    this.redemptions += 1;
    const transaction = `0xredeemed${this.redemptions}`;
    if (this.chain === 'byHand') return { kind: 'byHand', why: 'there is no relayer key' };
    if (this.chain === 'early') return { kind: 'notFinal', why: 'no payout yet' };
    if (this.chain === 'fails') return { kind: 'failed', transaction, why: 'reverted' };
    if (this.chain === 'silent') return { kind: 'unknown', transaction: null, why: 'no answer' };
    let paid = 0;
    if (redemption.kind === 'merge') {
      for (const { tokenId } of redemption.market.outcomes) {
        this.#take(tokenId, redemption.quantity);
      }
      if (this.chain !== 'unpaid') paid += redemption.quantity;
    }
    for (const { tokenId, payout } of redemption.kind === 'redeem' ? redemption.claims : []) {
      const held = this.#heldOf(tokenId);
      this.#take(tokenId, held);
      if (this.chain !== 'unpaid') paid += cost(payout, quantity(held), 'floor');
    }
    this.#balance = money(this.#balance + paid);
    if (this.chain === 'lost') return { kind: 'unknown', transaction: null, why: 'no answer' };
    return { kind: 'done', transaction, paid: money(paid) };
  }

  #post({ intent, externalId: hash }: Order): EffectResult {
    const { id: intentId } = intent;
    this.sent.push(hash);
    const scripted = this.answers.shift();
    if (scripted !== undefined) return { kind: 'posted', intentId, answer: scripted };
    const { marketId, tokenId, side, limitPrice: price, quantity: shares, createdAtMs } = intent;
    const notional = cost(price, shares, side === 'buy' ? 'ceil' : 'floor');
    this.#balance =
      side === 'buy' ? subtractMoney(this.#balance, notional) : addMoney(this.#balance, notional);
    const tradeId = `trade ${this.sent.length}`;
    const of = { tradeId, orderHash: hash, marketId, tokenId, side, price, notional } as const;
    const rest = { role: 'taker', settlement: this.settlement, atMs: createdAtMs } as const;
    this.#fills.push({ ...of, quantity: shares, ...rest });
    const matched = { quantity: shares, notional };
    return { kind: 'posted', intentId, answer: { kind: 'accepted', status: 'matched', matched } };
  }

  #reading({ sinceMs, tokens }: Effect & { readonly kind: 'readAccount' }): AccountReading {
    return {
      openOrders: [],
      fills: this.#fills.filter(({ atMs }) => atMs >= sinceMs),
      balance: this.#balance,
      holdings: tokens.map((tokenId) => ({ tokenId, quantity: quantity(this.#heldOf(tokenId)) })),
    };
  }
}
