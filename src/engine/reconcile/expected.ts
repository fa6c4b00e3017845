import type { TokenId } from '../domain/ids.ts';
import type { Side } from '../domain/order.ts';
import type { SettlementStatus } from '../domain/settlement-state.ts';
import type { Money, Quantity } from '../domain/values/money.ts';
import type { VenueFill } from '../domain/venue-answer.ts';
import { fillIdOf } from '../domain/venue-fill.ts';
import type { Finding } from './finding.ts';
import type { OurAccount } from './our-account.ts';

/** Micro-units between which the venue may be right: what is not settled may or may not count. */
export interface Range {
  least: number;
  most: number;
}

/** What the venue should have, once all that was found was adopted. */
export interface Expected {
  readonly cash: Range;
  readonly shares: ReadonlyMap<TokenId, Range>;
}

interface Execution {
  readonly tokenId: TokenId;
  readonly side: Side;
  readonly quantity: Quantity;
  readonly notional: Money;
  readonly fee: Money;
}

/** Our books with the findings about `fills` adopted, in their order. */
export function expectedOf(
  ours: OurAccount,
  fills: readonly VenueFill[],
  findings: readonly Finding[],
): Expected {
  const sum = new Sum(ours);
  for (const finding of findings) {
    if (finding.kind === 'fillMissing') sum.book(executionOf(ours, finding.fill));
    else if (finding.kind === 'externalTrade') sum.book(executionOf(ours, finding.fill));
    else if (finding.kind === 'externalFailed') sum.book(reversed(executionOf(ours, finding.fill)));
    else if (finding.kind === 'fillMoved' && finding.event === 'failed') {
      const booked = ours.unsettled.get(finding.id);
      if (booked !== undefined) sum.book(reversed(booked));
    }
  }
  for (const execution of unsettledOf(ours, fills)) sum.loosen(execution);
  return sum;
}

class Sum implements Expected {
  readonly cash: Range;
  readonly shares = new Map<TokenId, Range>();

  constructor(ours: OurAccount) {
    this.cash = { least: ours.cash, most: ours.cash };
    for (const [token, held] of ours.positions) this.shares.set(token, { least: held, most: held });
  }

  book({ tokenId, side, quantity, notional, fee }: Execution): void {
    const range = this.#of(tokenId);
    const change = side === 'buy' ? quantity : -quantity;
    // The owner may sell shares that our books never had.
    range.least = Math.max(0, range.least + change);
    range.most = range.least;
    const paid = side === 'buy' ? -notional - fee : notional - fee;
    this.cash.least += paid;
    this.cash.most += paid;
  }

  loosen({ tokenId, side, quantity, notional, fee }: Execution): void {
    const range = this.#of(tokenId);
    if (side === 'buy') {
      range.least -= quantity;
      this.cash.most += notional + fee;
    } else {
      range.most += quantity;
      this.cash.least -= notional - fee;
    }
  }

  #of(token: TokenId): Range {
    const range = this.shares.get(token) ?? { least: 0, most: 0 };
    this.shares.set(token, range);
    return range;
  }
}

/** Executions that stand, and that the chain has not confirmed. */
function unsettledOf(ours: OurAccount, fills: readonly VenueFill[]): Iterable<Execution> {
  const open = new Map<string, Execution>();
  for (const [id, fill] of ours.unsettled) if (!isFinal(fill.settlement)) open.set(id, fill);
  for (const fill of fills) {
    const id = fillIdOf(fill);
    if (isFinal(fill.settlement)) open.delete(id);
    // A booked one that is settled with us stands in a list that lags.
    else if (!ours.hasFill(id)) open.set(id, executionOf(ours, fill));
  }
  return open.values();
}

function isFinal(status: SettlementStatus): boolean {
  return status === 'confirmed' || status === 'failed';
}

function executionOf(ours: OurAccount, fill: VenueFill): Execution {
  return { ...fill, fee: ours.feeOf(fill) };
}

function reversed(execution: Execution): Execution {
  return {
    ...execution,
    side: execution.side === 'buy' ? 'sell' : 'buy',
    fee: -execution.fee as Money,
  };
}
