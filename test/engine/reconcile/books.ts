import type { ExternalTrade } from '../../../src/engine/domain/external-booking.ts';
import type { Fill } from '../../../src/engine/domain/fill.ts';
import type {
  FillId,
  IntentId,
  LedgerId,
  MarketId,
  SignalId,
  TokenId,
} from '../../../src/engine/domain/ids.ts';
import { Ledger } from '../../../src/engine/domain/ledger.ts';
import type { AtMs } from '../../../src/engine/domain/time.ts';
import {
  addQuantity,
  cents,
  cost,
  dollars,
  type Money,
  type Price,
  percent,
  type Quantity,
  ZERO_QUANTITY,
} from '../../../src/engine/domain/values/money.ts';
import type { AccountReading, VenueFill } from '../../../src/engine/domain/venue-answer.ts';
import { fillIdOf } from '../../../src/engine/domain/venue-fill.ts';
import { takerFee } from '../../../src/engine/domain/venue-rules/polymarket.ts';
import { diffAccount } from '../../../src/engine/reconcile/diff-account.ts';
import { CONFIRM_MS } from '../../../src/engine/reconcile/diff-sums.ts';
import type { Finding } from '../../../src/engine/reconcile/finding.ts';
import type {
  OurAccount,
  OurOrder,
  UnsettledFill,
} from '../../../src/engine/reconcile/our-account.ts';

const LEDGER = 'live:polymarket:0xa' as LedgerId;
const MARKET = '0xm' as MarketId;
export const NOW_MS = 1_790_766_966_000;
const DEPOSIT = dollars(10_000);

/** Our books of one account, kept with the real ledger: what reconciliation finds is booked here. */
export class Books {
  readonly ledger = new Ledger(LEDGER);
  readonly orders = new Map<string, OurOrder>();
  readonly ended = new Map<string, AtMs>();
  readonly booked = new Map<FillId, Fill>();
  readonly flows = new Set<string>();
  readonly payouts = new Map<TokenId, Price>();
  /** Tokens of markets that trade no more. */
  readonly over = new Set<TokenId>();
  readonly filledAtMs = new Map<TokenId, AtMs>();
  /** Both sides of open markets. */
  readonly pairs: (readonly [TokenId, TokenId])[] = [];
  readonly merging = new Set<TokenId>();

  constructor() {
    this.ledger.bookFlow({
      id: 'deposit',
      ledger: LEDGER,
      kind: 'deposit',
      amount: DEPOSIT,
      note: '',
      atMs: NOW_MS,
    });
  }

  get ours(): OurAccount {
    const positions = new Map<TokenId, Quantity>();
    for (const { tokenId, quantity } of this.ledger.openPositions) {
      positions.set(tokenId, addQuantity(positions.get(tokenId) ?? ZERO_QUANTITY, quantity));
    }
    const unsettled = [...this.booked].filter(([, { settlement }]) => settlement !== 'confirmed');
    return {
      orders: [...this.orders.values()],
      known: (hash) => {
        if (this.orders.has(hash)) return { endedAtMs: null };
        const endedAtMs = this.ended.get(hash);
        return endedAtMs === undefined ? null : { endedAtMs };
      },
      hasFill: (id) => this.booked.has(id),
      unsettled: new Map<FillId, UnsettledFill>(unsettled),
      hasFlow: (id) => this.flows.has(id),
      positions,
      cash: this.ledger.cash,
      payouts: this.payouts,
      ended: this.over,
      pairs: this.pairs,
      merging: this.merging,
      filledAtMs: this.filledAtMs,
      feeOf,
    };
  }

  book(fill: VenueFill): void {
    const id = fillIdOf(fill);
    const own: Fill = {
      ...fill,
      id,
      intentId: fill.orderHash as unknown as IntentId,
      signalId: 'signal' as SignalId,
      ledger: LEDGER,
      wallet: null,
      transaction: fill.transaction ?? null,
      fee: feeOf(fill),
    };
    this.booked.set(id, own);
    this.ledger.bookFill(own);
  }

  /** Does what a finding means. */
  adopt(finding: Finding, atMs: AtMs): void {
    if (finding.kind === 'fillMissing') this.book(finding.fill);
    else if (finding.kind === 'fillMoved') this.#move(finding.id, finding.event);
    else if (finding.kind === 'externalTrade') {
      this.#flow(this.ledger.bookExternal(foreign(finding.fill)));
    } else if (finding.kind === 'externalFailed') {
      this.#flow(this.ledger.reverseExternal(foreign(finding.fill)));
    } else if (finding.kind === 'orderListed') this.#found(finding.hash);
    else if (finding.kind === 'cashDiffers') this.ledger.adjustCash(finding.by, atMs);
    else if (finding.kind === 'redeemed') {
      const { tokenId, quantity, proceeds } = finding;
      this.ledger.redeem(tokenId, { quantity, proceeds }, atMs);
    } else if (finding.kind === 'merged') {
      const { tokens, quantity } = finding;
      const proceeds = cost(cents(50), quantity, 'floor');
      for (const token of tokens) this.ledger.redeem(token, { quantity, proceeds }, atMs);
    } else if ('tokenId' in finding) {
      const { tokenId, by: change } = finding;
      const found = { marketId: MARKET, tokenId, change, price: cents(50), atMs };
      this.#flow(this.ledger.adjustShares(found));
    } else if (finding.kind === 'orderMissing') {
      // The lookup would say that it is over.
      this.orders.delete(finding.hash);
      this.ended.set(finding.hash, NOW_MS - 1);
    }
    // A person's order is left; one that came back is canceled at the venue.
  }

  #move(id: FillId, event: Fill['settlement']): void {
    const fill = this.booked.get(id);
    if (fill === undefined) return;
    this.booked.set(id, { ...fill, settlement: event });
    if (event === 'failed') this.ledger.reverseFill(fill);
  }

  #found(hash: string): void {
    const order = this.orders.get(hash);
    if (order !== undefined) this.orders.set(hash, { ...order, state: 'open' });
  }

  #flow(booking: { readonly flow: { readonly id: string } } | null): void {
    if (booking !== null) this.flows.add(booking.flow.id);
  }
}

function foreign(fill: VenueFill): ExternalTrade {
  return { ...fill, fee: feeOf(fill) };
}

export function feeOf({ role, price: at, quantity }: VenueFill): Money {
  if (role === 'maker') return dollars(0);
  return takerFee({ ratePpm: percent(4), exponent: 1 }, at, quantity);
}

/** The same reading, asked again when a difference that stayed means something. */
export function diffTwice(books: Books, reading: AccountReading): readonly Finding[] {
  const first = diffAccount(books.ours, { reading, askedAtMs: NOW_MS, before: [] });
  return diffAccount(books.ours, { reading, askedAtMs: NOW_MS + CONFIRM_MS, before: first });
}

/** What a venue has that agrees with a ledger's cash. */
export function agreeing(over: Partial<AccountReading> = {}): AccountReading {
  return { openOrders: [], fills: [], balance: DEPOSIT, holdings: [], ...over };
}
