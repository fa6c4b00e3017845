import { MemoryStore } from '../../src/data/store/memory.ts';
import type { Change } from '../../src/engine/domain/change.ts';
import type { Decision, GateResult } from '../../src/engine/domain/decision.ts';
import { isShadow, type LedgerId } from '../../src/engine/domain/ids.ts';
import type { Order } from '../../src/engine/domain/order.ts';
import { isTerminal } from '../../src/engine/domain/order-state.ts';
import { plain } from './venue-frames.ts';

/** How a token is called in a story. */
export type NameOf = (tokenId: string) => string;

/** One sentence about a row that was written; a story expects it by its words. */
export interface Entry {
  readonly text: string;
  expected: boolean;
}

/** The memory store that also tells, row by row, what was written, in the words of a story. */
export class EventLog extends MemoryStore {
  readonly entries: Entry[] = [];
  /** The newest arbitrage that was found. */
  opportunity = '';
  readonly #nameOf: NameOf;

  constructor(nameOf: NameOf) {
    super();
    this.#nameOf = nameOf;
  }

  override async commit(changes: readonly Change[]): Promise<void> {
    await super.commit(changes);
    for (const change of changes) {
      if (change.kind === 'signal' && change.signal.kind === 'arbitrage') {
        this.opportunity = change.signal.id;
      }
      const text = this.#textOf(change);
      if (text !== null) this.entries.push({ text, expected: false });
    }
  }

  #textOf(change: Change): string | null {
    switch (change.kind) {
      case 'decision':
        return `${shadowOf(change.decision)}${this.#decision(change.decision)}`;
      case 'order':
        return isTerminal(change.order.status)
          ? `${shadowOf(change.order.intent)}${this.#order(change.order)}`
          : null;
      case 'fill': {
        const { side, tokenId, quantity, price, fee } = change.fill;
        const name = this.#nameOf(tokenId);
        return `${shadowOf(change.fill)}fill ${side} ${name} ${plain(quantity)} @${plain(price)} fee $${plain(fee)}`;
      }
      case 'signal': {
        const { signal } = change;
        if (signal.kind !== 'exit') return null;
        return `signal ${signal.cause} ${this.#nameOf(signal.tokenId)}`;
      }
      case 'notice': {
        const { kind, data } = change.notice;
        const words = Object.entries(data).map(([key, value]) => `${key}=${String(value)}`);
        return `notice ${kind} ${words.join(' ')}`;
      }
      case 'audit':
        return `command ${change.entry.action} ${change.entry.outcome}`;
      default:
        return null;
    }
  }

  #decision(decision: Decision): string {
    const { signalKind, tokenId, verdict, reason, gates, spend, quantity, limitPrice } = decision;
    const words = [signalKind, this.#nameOf(tokenId), verdict];
    if (reason !== null) {
      const gate = gates.findLast((one) => one.gate === reason && one.verdict !== 'pass');
      words.push(reason);
      if (gate !== undefined) words.push(gateNumbers(gate));
    }
    if (spend !== null) words.push(`$${plain(spend)}`);
    if (quantity !== null) words.push(plain(quantity));
    if (limitPrice !== null) words.push(`@${plain(limitPrice)}`);
    return words.join(' ');
  }

  #order(order: Order): string {
    const { intent, status, filledQuantity, filledNotional, fees, reason } = order;
    const asked =
      intent.side === 'buy'
        ? `$${plain(intent.spend)} @${plain(intent.limitPrice)} x${plain(intent.quantity)}`
        : `${plain(intent.quantity)} @${plain(intent.limitPrice)}`;
    const got = `${plain(filledQuantity)} for $${plain(filledNotional)} fee $${plain(fees)}`;
    const name = this.#nameOf(intent.tokenId);
    return `order ${intent.side} ${name} ${asked} ${status} ${got} ${reason ?? ''}`.trim();
  }
}

/** `shadow:naive ` where it is one. */
function shadowOf({ ledger }: { readonly ledger: LedgerId }): string {
  return isShadow(ledger) ? `${ledger} ` : '';
}

/** The two numbers of a gate, `actual of limit`. */
function gateNumbers({ actual, limit, unit, note }: GateResult): string {
  const text = (value: number | null): string => {
    if (value === null) return '-';
    if (unit === 'money') return `$${plain(value)}`;
    if (unit === 'price' || unit === 'quantity') return plain(value);
    return unit === 'ms' ? `${value}ms` : String(value);
  };
  const numbers = `${text(actual)} of ${text(limit)}`;
  return note === null ? numbers : `${numbers} (${note})`;
}

/** Whether `text` has all `words` in this order, the first two at its beginning. */
export function tells(text: string, words: readonly string[]): boolean {
  const parts = text.split(' ');
  let at = 0;
  for (const [index, word] of words.entries()) {
    const found = parts.indexOf(word, at);
    if (found < 0 || (index < 2 && found !== index)) return false;
    at = found + 1;
  }
  return true;
}
