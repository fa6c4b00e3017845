import { isHexString } from 'ethers';
import type { ChainAccounts } from '../exchange/chain-accounts.ts';
import type { Condition, Conditions } from './conditions.ts';
import type { Call, Contract, Frame } from './contract.ts';
import { type ContractName, contractAt, ZERO_WORD } from './contract-addresses.ts';
import { Draft } from './draft.ts';
import { Revert } from './revert.ts';
import { collateralAdapter, ROUTER } from './shares-contracts.ts';
import { CONDITIONAL_TOKENS, money, NEG_RISK_ADAPTER, POSITION_SHARES } from './tokens.ts';
import { answerOfDepositFactory, COLLATERAL_ONRAMP, PROXY_FACTORY } from './wallet-contracts.ts';

const SERVED: ReadonlyMap<ContractName, Contract> = new Map(
  [
    money('pusd', 'pUSD'),
    money('usdce', 'USDC.e'),
    CONDITIONAL_TOKENS,
    POSITION_SHARES,
    NEG_RISK_ADAPTER,
    COLLATERAL_ONRAMP,
    collateralAdapter('collateralAdapter'),
    collateralAdapter('negRiskCollateralAdapter'),
    ROUTER,
    PROXY_FACTORY,
  ].map((contract) => [contract.name, contract]),
);

/** Calls within calls; a proxy of a proxy is deeper than anything needs. */
const DEPTH_MAX = 3;
const BASE_GAS = 21_000;
const GAS_PER_BYTE = 16;
const GAS_PER_LOG = 45_000;
const GAS_PER_CALL = 30_000;

export interface MachineOptions {
  readonly accounts: ChainAccounts;
  readonly conditions: Conditions;
  readonly proxyOf: (key: string) => string;
}

/** What calls did, before it is booked. */
export interface Execution {
  readonly draft: Draft;
  /** What the last call returned. */
  readonly output: string;
  readonly gas: number;
}

type PayeeOf = (caller: string, condition: Condition) => string;

/** The contracts, as functions of the accounts. */
export class Machine {
  readonly #options: MachineOptions;

  /** What a transaction without a call costs. */
  readonly plainGas = BASE_GAS;

  constructor(options: MachineOptions) {
    this.#options = options;
  }

  /** Makes calls in one transaction. @throws Revert: nothing of it happened */
  execute(
    calls: readonly Call[],
    of: { readonly transaction: string; readonly payeeOf?: PayeeOf },
  ): Execution {
    const draft = new Draft(this.#options.accounts, of.transaction);
    const payeeOf: PayeeOf = of.payeeOf ?? ((caller) => caller);
    let output = '0x';
    for (const call of calls) output = this.#run(call, { draft, payeeOf, depth: 0 });
    return { draft, output, gas: gasOf(calls, draft) };
  }

  /** What the contract would answer. @throws Revert */
  call(call: Call): Execution {
    return this.execute([call], { transaction: ZERO_WORD });
  }

  #run(
    call: Call,
    within: { readonly draft: Draft; readonly payeeOf: PayeeOf; readonly depth: number },
  ): string {
    if (within.depth > DEPTH_MAX) throw new Revert();
    const name = contractAt(call.to);
    // Whoever has no code takes any call and answers nothing.
    if (name === null) return '0x';
    if (name === 'depositWalletFactory') return answerOfDepositFactory(call.data);
    const contract = SERVED.get(name);
    if (contract === undefined) throw new Revert();
    const frame: Frame = {
      draft: within.draft,
      payeeOf: within.payeeOf,
      conditions: this.#options.conditions,
      proxyOf: this.#options.proxyOf,
      caller: call.from.toLowerCase(),
      run: (inner) => this.#run(inner, { ...within, depth: within.depth + 1 }),
    };
    return perform(contract, frame, call.data);
  }
}

function perform({ abi, acts }: Contract, frame: Frame, data: string): string {
  const parsed = parse(abi, data);
  const act = parsed === null ? undefined : acts[parsed.name];
  if (parsed === null || act === undefined) throw new Revert();
  return abi.encodeFunctionResult(parsed.fragment, act(frame, parsed.args));
}

function parse(abi: Contract['abi'], data: string) {
  if (!isHexString(data)) return null;
  try {
    return abi.parseTransaction({ data });
  } catch {
    // Arguments that are cut off.
    return null;
  }
}

function gasOf(calls: readonly Call[], { logs }: Draft): number {
  const bytes = calls.reduce((sum, { data }) => sum + (data.length - 2) / 2, 0);
  const work = GAS_PER_CALL * calls.length + GAS_PER_LOG * logs.length;
  return BASE_GAS + GAS_PER_BYTE * bytes + work;
}
