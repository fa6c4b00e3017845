import type { Chance } from '../chance.ts';
import { USDCE } from '../exchange/accounts.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { SimClock } from '../wire/clock.ts';
import type { HostSpec } from '../wire/http-host.ts';
import { type KnownWallet, Wallets } from '../wire/trading/wallets.ts';
import { BLOCK_MS } from './blocks.ts';
import { Chain } from './chain.ts';
import { Conditions, type MarketIndex } from './conditions.ts';
import { ChainFaults, type ChainInjection } from './injected.ts';
import { orderLogs } from './order-logs.ts';
import { RELAY_ADDRESS } from './relay-plan.ts';
import { Relayer, type RelayTimes, USUAL_TIMES } from './relayer.ts';
import { relayerHost } from './relayer-host.ts';
import { rpcHost } from './rpc-host.ts';

export interface SimChainOptions {
  readonly exchange: Exchange;
  readonly markets: MarketIndex;
  readonly clock: SimClock;
  readonly chance: Chance;
  readonly seed: string;
  readonly times?: Partial<ChainTimes>;
}

/** How long the chain and the relayer take. */
export interface ChainTimes extends RelayTimes {
  /** Between two blocks. */
  readonly blockMs: number;
}

/** What an account begins with that has set nothing up. In base units: millionths and wei. */
export interface BareFunds {
  readonly pusd?: number;
  readonly usdce?: number;
  readonly polWei?: bigint;
}

/** The chain and the relayer of a simulated venue, over the accounts of its exchange. */
export class SimChain {
  readonly chain: Chain;
  readonly rpc: HostSpec;
  readonly relayer: HostSpec;
  /** What the relayer wants to see with every submission. */
  readonly relayerKey: string;
  /** Which wallets belong to which keys. */
  readonly wallets: Wallets;
  readonly #exchange: Exchange;
  readonly #faults = new ChainFaults();
  readonly #relayer: Relayer;

  constructor(options: SimChainOptions) {
    const { exchange, markets, clock, chance, seed } = options;
    const accounts = exchange.chainAccounts;
    const faults = this.#faults;
    const wallets = new Wallets((wallet) => this.#isThere(wallet));
    this.#exchange = exchange;
    this.wallets = wallets;
    const times = { blockMs: BLOCK_MS, ...USUAL_TIMES, ...options.times };
    this.chain = new Chain({
      accounts,
      conditions: new Conditions(markets),
      proxyOf: (key) => wallets.funderOf(key, 1),
      ...{ clock, seed, faults, blockMs: times.blockMs },
    });
    const { chain } = this;
    this.#relayer = new Relayer({ chain, clock, chance, seed, wallets, times });
    this.relayerKey = this.#relayer.key;
    this.rpc = rpcHost({ chain, clock, faults });
    this.relayer = relayerHost({ relayer: this.#relayer, chain, accounts, wallets, faults });
    exchange.onEvent((event) => {
      if (event.kind !== 'trade' || event.trade.status !== 'MINED') return;
      const { exchange: to, logs } = orderLogs(event.trade);
      chain.witness({ hash: event.trade.transaction, from: RELAY_ADDRESS, to, logs });
    });
  }

  /** Makes something go wrong, so often as it says. */
  inject(injection: ChainInjection): void {
    this.#faults.inject(injection);
  }

  /** Takes back what was injected and has not happened. */
  heal(): void {
    this.#faults.clear();
  }

  /** Faults that have not happened yet. */
  get pending(): number {
    return this.#faults.pending;
  }

  /** Tells of a wallet that is there, and whose key speaks for it. */
  know(wallet: KnownWallet): void {
    this.wallets.register(wallet);
    if (wallet.signatureType !== 0) this.chain.wallets.deploy(wallet.funder);
  }

  /** Gives an address money and no allowance; a wallet does not come into being by it. */
  fundBare(address: string, { pusd = 0, usdce = 0, polWei }: BareFunds): void {
    this.#exchange.fundBare(address, { dollars: pusd });
    this.#exchange.fundBare(address, { usdce });
    if (polWei !== undefined) this.chain.setPol(address, polWei);
  }

  #isThere(wallet: string): boolean {
    const { chainAccounts: accounts } = this.#exchange;
    return (
      accounts.isFunded(wallet) ||
      this.chain.wallets.isDeployed(wallet) ||
      accounts.balance(wallet, null) > 0 ||
      accounts.balance(wallet, USDCE) > 0
    );
  }

  close(): void {
    this.chain.close();
    this.#relayer.close();
  }
}
