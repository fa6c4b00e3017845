import type { Asset, Movement } from '../exchange/accounts.ts';
import type { Allowing } from '../exchange/allowances.ts';
import type { ChainAccounts } from '../exchange/chain-accounts.ts';
import type { VenueRow } from '../venue/venue.ts';
import { Revert } from './revert.ts';

type RowType = Exclude<VenueRow['type'], 'TRADE'>;

/** What a contract tells of what it did. */
export interface EventLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

/** Accounts in the middle of a transaction: nothing is real before it is booked. */
export class Draft {
  readonly logs: EventLog[] = [];
  readonly rows: VenueRow[] = [];
  /** Hash of the transaction. */
  readonly transaction: string;
  readonly #accounts: ChainAccounts;
  readonly #changes = new Map<string, { readonly movement: Movement; amount: bigint }>();
  readonly #allowances = new Map<string, readonly [Allowing, bigint]>();

  constructor(accounts: ChainAccounts, transaction: string) {
    this.#accounts = accounts;
    this.transaction = transaction;
  }

  balance(address: string, asset: Asset): bigint {
    const change = this.#changes.get(keyOf(address, asset))?.amount ?? 0n;
    return BigInt(this.#accounts.balance(address, asset)) + change;
  }

  /** @throws Revert when it is not there */
  take(address: string, asset: Asset, amount: bigint): void {
    if (this.balance(address, asset) < amount) {
      throw new Revert(
        asset === null ? 'insufficient balance' : 'insufficient balance for transfer',
      );
    }
    this.#add(address, asset, -amount);
  }

  give(address: string, asset: Asset, amount: bigint): void {
    this.#add(address, asset, amount);
  }

  allowance(allowing: Allowing): bigint {
    const drafted = this.#allowances.get(allowingKey(allowing));
    return drafted === undefined ? this.#accounts.allowance(allowing) : drafted[1];
  }

  allow(allowing: Allowing, amount: bigint): void {
    this.#allowances.set(allowingKey(allowing), [allowing, amount]);
  }

  /** What the venue's books will tell of a wallet. */
  note(of: Pick<VenueRow, 'wallet' | 'market' | 'size'> & { readonly type: RowType }): void {
    if (of.size === 0) return;
    const { transaction } = this;
    const none = { side: '', outcome: 0, price: 0, fee: 0, isTaker: true } as const;
    this.rows.push({ ...none, ...of, name: of.wallet, transaction });
  }

  /** Makes it real. */
  book(atMs: number): void {
    const movements = [...this.#changes.values()]
      .filter(({ amount }) => amount !== 0n)
      .map(({ movement, amount }) => ({ ...movement, amount: Number(amount) }));
    const allowances = [...this.#allowances.values()];
    this.#accounts.settle({ movements, allowances, rows: this.rows, atMs });
  }

  #add(address: string, asset: Asset, amount: bigint): void {
    const key = keyOf(address, asset);
    const known = this.#changes.get(key);
    if (known === undefined) {
      this.#changes.set(key, { movement: { address, asset, amount: 0 }, amount });
    } else known.amount += amount;
  }
}

function keyOf(address: string, asset: Asset): string {
  return `${address} ${asset ?? ''}`;
}

function allowingKey({ owner, token, spender }: Allowing): string {
  return `${owner} ${token} ${spender}`;
}
