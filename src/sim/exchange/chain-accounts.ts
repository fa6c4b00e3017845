import { invariant } from '../../engine/domain/values/invariant.ts';
import type { VenueRow } from '../venue/venue.ts';
import type { Asset, Movement } from './accounts.ts';
import type { Allowing } from './allowances.ts';
import type { Funds } from './funds.ts';
import type { OrderRecord } from './order-record.ts';

/** What a mined transaction did to accounts. */
export interface ChainSettlement {
  readonly movements: readonly Movement[];
  readonly allowances: readonly (readonly [allowing: Allowing, amount: bigint])[];
  /** As the venue's books tell of it. */
  readonly rows: readonly VenueRow[];
  readonly atMs: number;
}

/** The accounts of the exchange as contracts of the chain see and change them. */
export interface ChainAccounts {
  /** Base units. */
  balance(address: string, asset: Asset): number;
  /** Base units, up to {@link WITHOUT_LIMIT}. */
  allowance(allowing: Allowing): bigint;
  /** Was given all that an account needs, allowances included. */
  isFunded(address: string): boolean;
  /** Open orders that are not covered any more end, the newest first. */
  settle(settlement: ChainSettlement): void;
}

interface ChainAccountsOptions {
  readonly funds: Funds;
  /** Lets the time until then pass and does something. */
  readonly at: (atMs: number, act: () => void) => void;
  readonly tell: (rows: readonly VenueRow[]) => void;
  readonly end: (record: OrderRecord) => void;
}

export class WorldChainAccounts implements ChainAccounts {
  readonly #options: ChainAccountsOptions;

  constructor(options: ChainAccountsOptions) {
    this.#options = options;
  }

  balance(address: string, asset: Asset): number {
    return this.#options.funds.accounts.balance(address, asset);
  }

  allowance(allowing: Allowing): bigint {
    return this.#options.funds.accounts.allowances.of(allowing);
  }

  isFunded(address: string): boolean {
    return this.#options.funds.accounts.allowances.allowsAll(address);
  }

  settle({ movements, allowances, rows, atMs }: ChainSettlement): void {
    const { funds, at, tell } = this.#options;
    invariant(
      movements.every(({ amount }) => Number.isSafeInteger(amount)),
      'a transaction moves whole base units',
    );
    at(atMs, () => {
      funds.accounts.move(movements, atMs);
      for (const [allowing, amount] of allowances) funds.accounts.allowances.set(allowing, amount);
      for (const movement of movements) if (movement.amount < 0) this.#endUncovered(movement);
      if (rows.length > 0) tell(rows);
    });
  }

  #endUncovered({ address, asset }: Movement): void {
    const { funds, end } = this.#options;
    const owner = address.toLowerCase();
    for (const record of funds.orders.openOf(owner, asset)) {
      if (funds.accounts.balance(owner, asset) >= funds.orders.reserved(owner, asset)) return;
      // One that waits for its match is looked at again when its time comes.
      if (record.status === 'LIVE') end(record);
    }
  }
}
