import { Conditions } from '../../../src/sim/chain/conditions.ts';
import { Machine } from '../../../src/sim/chain/machine.ts';
import { Revert } from '../../../src/sim/chain/revert.ts';
import {
  type ChainAccounts,
  WorldChainAccounts,
} from '../../../src/sim/exchange/chain-accounts.ts';
import { USUAL_RULES } from '../../../src/sim/exchange/exchange-rules.ts';
import { Funds } from '../../../src/sim/exchange/funds.ts';
import type { VenueRow } from '../../../src/sim/venue/venue.ts';
import { Board } from '../../../src/sim/wire/board.ts';
import { walletAddressOf } from '../../../src/sim/wire/trading/wallet-addresses.ts';
import { ScriptedMarket } from '../wire/scripted-venue.ts';
import { type ChainCall, VIEWS } from './calls.ts';

/** The accounts of an exchange without an exchange, and the contracts over them. */
export class StillChain {
  /** A market of each contract: standard, neg-risk, Protocol V2. */
  readonly markets = [
    new ScriptedMarket(0),
    new ScriptedMarket(1, { negRisk: true }),
    new ScriptedMarket(2, { version: 'v2' }),
  ] as const;
  readonly funds = new Funds(USUAL_RULES);
  readonly rows: VenueRow[] = [];
  readonly accounts: ChainAccounts = new WorldChainAccounts({
    funds: this.funds,
    at: (_, act) => act(),
    tell: (rows) => this.rows.push(...rows),
    end: () => undefined,
  });
  readonly machine: Machine;

  constructor() {
    const board = new Board();
    for (const market of this.markets) board.list(market, 0);
    this.machine = new Machine({
      accounts: this.accounts,
      conditions: new Conditions(board),
      proxyOf: (key) => walletAddressOf(key, 1).toLowerCase(),
    });
  }

  /** Sends calls in one transaction; answers why it was reverted, or `done`. */
  send(from: string, ...calls: readonly ChainCall[]): string {
    try {
      const transaction = `0x${'1'.repeat(64)}`;
      const named = calls.map((call) => ({ from, ...call }));
      this.machine.execute(named, { transaction }).draft.book(0);
      return 'done';
    } catch (error) {
      if (!(error instanceof Revert)) throw error;
      return error.message;
    }
  }

  /** The only value that a view answers. */
  ask(call: ChainCall): unknown {
    const { output } = this.machine.call({ from: `0x${'0'.repeat(40)}`, ...call });
    const name = VIEWS.parseTransaction({ data: call.data })?.name ?? '';
    return VIEWS.decodeFunctionResult(name, output)[0];
  }
}
