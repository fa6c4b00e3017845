import { invariant } from '../../engine/domain/values/invariant.ts';
import { ALLOWED_TOKENS, Allowances, type AllowedToken } from './allowances.ts';
import { UNLIMITED } from './exchange.ts';

/** Money that the exchange takes has no token; bridged USDC is {@link USDCE}. */
export type Asset = string | null;

/** Dollars that pUSD is made of. The exchange does not take them. */
export const USDCE = 'usdce';

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
  readonly allowances = new Allowances();
  readonly #balances = new Map<string, number>();
  /** What came in lately, by address and asset, oldest first. */
  readonly #credits = new Map<string, Credit[]>();
  readonly #lagMs: number;

  constructor(lagMs: number) {
    this.#lagMs = lagMs;
  }

  /** Gives an address something, and nobody is allowed to move it. */
  fund(address: string, asset: Asset, amount: number): void {
    invariant(Number.isSafeInteger(amount) && amount >= 0, 'an account is funded with micro-units');
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

  /** {@link UNLIMITED} for one that a number cannot hold. */
  allowance(address: string, spender: string, token: AllowedToken): number {
    const amount = this.allowances.of({ owner: address, token, spender });
    return amount < BigInt(UNLIMITED) ? Number(amount) : UNLIMITED;
  }

  /** Of every token. */
  setAllowance(address: string, spender: string, amount: number): void {
    for (const token of ALLOWED_TOKENS) {
      this.allowances.set({ owner: address, token, spender }, BigInt(amount));
    }
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
