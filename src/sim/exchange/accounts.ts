import { invariant } from '../../engine/domain/values/invariant.ts';
import { UNLIMITED } from './exchange.ts';

/** Money is what has no token. */
export type Asset = string | null;

/** What an address gets of one thing; below zero is what it gives. */
export interface Movement {
  readonly address: string;
  readonly asset: Asset;
  readonly amount: number;
}

interface Credit {
  readonly atMs: number;
  readonly amount: number;
}

const MONEY = 'money';

/** What addresses have, and what of it the exchange may take. In micro-units. */
export class Accounts {
  readonly #balances = new Map<string, number>();
  readonly #allowances = new Map<string, number>();
  readonly #funded = new Set<string>();
  /** What came in lately, by address and asset, oldest first. */
  readonly #credits = new Map<string, Credit[]>();
  readonly #lagMs: number;

  constructor(lagMs: number) {
    this.#lagMs = lagMs;
  }

  fund(address: string, asset: Asset, amount: number): void {
    invariant(Number.isSafeInteger(amount) && amount >= 0, 'an account is funded with micro-units');
    this.#funded.add(address.toLowerCase());
    this.#add({ address, asset, amount });
  }

  balance(address: string, asset: Asset): number {
    return this.#balances.get(keyOf(address, asset)) ?? 0;
  }

  /** The balance without what came in too lately to be used. */
  usable(address: string, asset: Asset, nowMs: number): number {
    const credits = this.#credits.get(keyOf(address, asset)) ?? [];
    const fresh = credits.filter(({ atMs }) => atMs + this.#lagMs > nowMs);
    const late = fresh.reduce((sum, { amount }) => sum + amount, 0);
    return Math.max(0, this.balance(address, asset) - late);
  }

  /** Books a match or its reversal. @throws InvariantError when somebody gives what it does not have. */
  move(movements: readonly Movement[], nowMs: number): void {
    for (const movement of movements) {
      this.#add(movement);
      if (movement.amount > 0 && this.#lagMs > 0) this.#credit(movement, nowMs);
    }
    for (const { address, asset } of movements) {
      invariant(this.balance(address, asset) >= 0, 'an account gives only what it has');
    }
  }

  allowance(address: string, spender: string): number {
    const own = this.#allowances.get(keyOf(address, spender.toLowerCase()));
    return own ?? (this.#funded.has(address.toLowerCase()) ? UNLIMITED : 0);
  }

  setAllowance(address: string, spender: string, amount: number): void {
    this.#allowances.set(keyOf(address, spender.toLowerCase()), amount);
  }

  #add({ address, asset, amount }: Movement): void {
    this.#balances.set(keyOf(address, asset), this.balance(address, asset) + amount);
  }

  #credit({ address, asset, amount }: Movement, nowMs: number): void {
    const key = keyOf(address, asset);
    const kept = (this.#credits.get(key) ?? []).filter(({ atMs }) => atMs + this.#lagMs > nowMs);
    this.#credits.set(key, [...kept, { atMs: nowMs, amount }]);
  }
}

function keyOf(address: string, what: string | null): string {
  return `${address.toLowerCase()} ${what ?? MONEY}`;
}
