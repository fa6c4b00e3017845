import { Interface, Transaction } from 'ethers';
import { HttpDouble, json, type Reply, type Seen } from '../http-double.ts';
import {
  ADDRESS,
  type Asked,
  askedIn,
  HASH,
  HEX,
  hex,
  keyOf,
  matching,
  Reverted,
  Violation,
} from './rpc-words.ts';

/** What the node does with a transaction that it is sent. */
export type OnSend =
  | { readonly kind: 'take' }
  /** Has it, and the answer is lost. */
  | { readonly kind: 'takeSilently' }
  /** The connection breaks before anything is done. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'answer'; readonly reply: Reply }
  | { readonly kind: 'error'; readonly code: number; readonly message: string };

interface Mined {
  readonly block: number;
  readonly succeeded: boolean;
  readonly logs: readonly object[];
}

const TOKENS = new Interface([
  'function approve(address spender, uint256 amount)',
  'function setApprovalForAll(address operator, bool approved)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function isApprovedForAll(address account, address operator) view returns (bool)',
  'function balanceOf(address account) view returns (uint256)',
]);
const PUSD = '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB';
const GAS_MIN = 21_000n;
const GWEI = 1_000_000_000n;

/**
 * A node of a chain of its own with the tokens' allowances. It takes what JSON-RPC and the chain
 * allow and nothing else; what no node would take is a violation, and stopping fails on it.
 */
export class RpcNode {
  chainId = 137;
  baseFee = 50n * GWEI;
  tip = 31n * GWEI;
  /** Receipts are there from this many questions on. */
  pollsUntilMined = 1;
  /** Mined, and it changed nothing. */
  reverts = false;
  onSend: (nth: number) => OnSend = () => ({ kind: 'take' });
  /** Logs of what is mined next. */
  logsOf: (transaction: Transaction) => readonly object[] = () => [];
  /** Gas of a call; a text is the reason of a contract that refuses it. */
  gasOf: (asked: Asked) => bigint | string = () => 55_000n;
  /** What other contracts than the tokens answer, in hex; a text with a blank is a refusal. */
  contract: (asked: Asked) => string | null = () => null;
  /** Seconds of the newest block. */
  blockTimeS = 1_795_000_000;
  /** Nonces of mined transactions, where they are behind those that wait. */
  readonly minedNonces = new Map<string, number>();
  /** A reply instead of the answer to a question, by method. */
  readonly instead = new Map<string, Reply>();
  /** The same, for the next question of that method alone. */
  readonly insteadOnce = new Map<string, Reply>();
  /** Every transaction that arrived whole, in order. */
  readonly arrived: Transaction[] = [];
  /** Methods that were asked, in order. */
  readonly asked: string[] = [];
  readonly #double: HttpDouble;
  readonly #path: string;
  readonly #dollars = new Map<string, bigint>();
  readonly #operators = new Set<string>();
  readonly #balances = new Map<string, bigint>();
  readonly #mined = new Map<string, Mined>();
  readonly #polls = new Map<string, number>();
  readonly #violations: string[] = [];
  readonly #nonces = new Map<string, number>();
  readonly #coins = new Map<string, bigint>();
  readonly #codes = new Map<string, string>();
  #block = 1_000;
  #sent = 0;

  private constructor(double: HttpDouble, path: string) {
    this.#double = double;
    this.#path = path;
    double.route({ method: 'POST', path, reply: (seen) => this.#reply(seen) });
  }

  /** `path` as that of a hosted node, with its key. */
  static async start(path = '/'): Promise<RpcNode> {
    return new RpcNode(await HttpDouble.start(), path);
  }

  get url(): string {
    return `${this.#double.url}${this.#path}`;
  }

  /** @throws Error when something was asked that no node answers. */
  async stop(): Promise<void> {
    await this.#double.stop();
    if (this.#violations.length > 0) throw new Error(this.#violations.join('\n'));
  }

  takeViolations(): readonly string[] {
    return this.#violations.splice(0);
  }

  /** Of pUSD when no other token is named. */
  give(wallet: string, micros: bigint, token: string = PUSD): void {
    this.#balances.set(keyOf(token, wallet), micros);
  }

  /** Wei of POL. */
  giveCoins(wallet: string, wei: bigint): void {
    this.#coins.set(wallet.toLowerCase(), wei);
  }

  setCode(address: string, code: string): void {
    this.#codes.set(address.toLowerCase(), code);
  }

  setNonce(wallet: string, nonce: number): void {
    this.#nonces.set(wallet.toLowerCase(), nonce);
  }

  allow(of: { token: string; owner: string; spender: string; amount: bigint | boolean }): void {
    const key = keyOf(of.token, of.owner, of.spender);
    if (typeof of.amount === 'bigint') this.#dollars.set(key, of.amount);
    else if (of.amount) this.#operators.add(key);
    else this.#operators.delete(key);
  }

  allowance(token: string, owner: string, spender: string): bigint | boolean {
    const key = keyOf(token, owner, spender);
    return this.#dollars.get(key) ?? this.#operators.has(key);
  }

  #reply({ body }: Seen): Reply {
    const { id, method, params } = body as { id: unknown; method: string; params: unknown[] };
    this.asked.push(method);
    const instead = this.insteadOnce.get(method) ?? this.instead.get(method);
    this.insteadOnce.delete(method);
    if (instead !== undefined) return instead;
    try {
      if (!Number.isSafeInteger(id) || !Array.isArray(params)) throw new Violation('no request');
      if (method === 'eth_sendRawTransaction') return this.#send(Number(id), params);
      return json({ jsonrpc: '2.0', id, result: this.#answer(method, params) });
    } catch (error) {
      if (error instanceof Reverted) {
        const message = `execution reverted: ${error.message}`;
        return json({ jsonrpc: '2.0', id, error: { code: 3, message, data: '0x' } });
      }
      if (!(error instanceof Violation)) throw error;
      this.#violations.push(`${method}: ${error.message}`);
      return json({ jsonrpc: '2.0', id, error: { code: -32602, message: error.message } });
    }
  }

  #answer(method: string, params: readonly unknown[]): unknown {
    switch (method) {
      case 'eth_chainId':
        return hex(this.chainId);
      case 'eth_getTransactionCount':
      case 'eth_getBalance':
      case 'eth_getCode':
        return this.#ofAccount(method, matching(params[0], ADDRESS), params[1]);
      case 'eth_getBlockByNumber':
        if (JSON.stringify(params) !== '["latest",false]') throw new Violation('another block');
        return { number: hex(this.#block), timestamp: hex(this.blockTimeS) };
      case 'eth_estimateGas': {
        const gas = this.gasOf(askedIn(params[0]));
        if (typeof gas === 'string') throw new Reverted(gas);
        return hex(gas);
      }
      case 'eth_maxPriorityFeePerGas':
        return hex(this.tip);
      case 'eth_feeHistory':
        if (JSON.stringify(params) !== '["0x1","latest",[]]') throw new Violation('of one block');
        return { oldestBlock: hex(this.#block), baseFeePerGas: [hex(1), hex(this.baseFee)] };
      case 'eth_call':
        return this.#call(params);
      case 'eth_getTransactionReceipt':
        return this.#receipt(matching(params[0], HASH));
      default:
        throw new Violation('no such method here');
    }
  }

  #ofAccount(method: string, account: string, at: unknown): string {
    const next = this.#nonces.get(account) ?? 0;
    if (method === 'eth_getTransactionCount' && at === 'pending') return hex(next);
    if (at !== 'latest') throw new Violation('of another time');
    if (method === 'eth_getTransactionCount') return hex(this.minedNonces.get(account) ?? next);
    if (method === 'eth_getBalance') return hex(this.#coins.get(account) ?? 0n);
    return this.#codes.get(account) ?? '0x';
  }

  #call([call, at]: readonly unknown[]): string {
    const asked = askedIn(call);
    const other = this.contract(asked);
    if (other?.includes(' ') === true) throw new Reverted(other.trim());
    if (other !== null) return other;
    const token = asked.to;
    const parsed = TOKENS.parseTransaction({ data: asked.data });
    if (parsed === null || at !== 'latest') throw new Violation('a call of no token');
    const [owner = '', spender = ''] = parsed.args.map((arg) => String(arg));
    const key = keyOf(token, owner, spender);
    const result = {
      allowance: () => this.#dollars.get(key) ?? 0n,
      isApprovedForAll: () => this.#operators.has(key),
      balanceOf: () => this.#balances.get(keyOf(token, owner)) ?? 0n,
    }[parsed.name];
    if (result === undefined) throw new Violation(`${parsed.name} is no question`);
    return TOKENS.encodeFunctionResult(parsed.name, [result()]);
  }

  #send(id: number, [raw]: readonly unknown[]): Reply {
    const transaction = Transaction.from(matching(raw, HEX));
    const what = this.onSend(this.#sent);
    this.#sent += 1;
    if (what.kind === 'drop') return { kind: 'drop' };
    this.arrived.push(transaction);
    if (what.kind === 'answer') return what.reply;
    if (what.kind === 'error') {
      const { code, message } = what;
      return json({ jsonrpc: '2.0', id, error: { code, message } });
    }
    this.#take(transaction);
    if (what.kind === 'takeSilently') return { kind: 'drop' };
    return json({ jsonrpc: '2.0', id, result: transaction.hash });
  }

  /** As the chain: a right signature, this chain, the next nonce, gas and fees that pay the block. */
  #take(transaction: Transaction): void {
    const { from, to, hash, type, chainId, nonce, value, gasLimit } = transaction;
    const wrong = [
      type === 2 ? '' : 'a transaction of another type',
      chainId === BigInt(this.chainId) ? '' : 'of another chain',
      value === 0n ? '' : 'with coins',
      gasLimit >= GAS_MIN ? '' : 'with too little gas',
      (transaction.maxFeePerGas ?? 0n) >= this.baseFee ? '' : 'below the base fee',
      nonce === (this.#nonces.get(from?.toLowerCase() ?? '') ?? 0) ? '' : 'of another nonce',
    ].filter((one) => one !== '');
    if (from === null || to === null || hash === null || wrong.length > 0) {
      throw new Violation(wrong.join(', ') || 'unsigned');
    }
    this.#nonces.set(from.toLowerCase(), nonce + 1);
    this.#block += 1;
    const logs = this.reverts ? [] : this.logsOf(transaction);
    this.#mined.set(hash, { block: this.#block, succeeded: !this.reverts, logs });
    if (!this.reverts) this.#apply(transaction, { owner: from, token: to });
  }

  #apply({ data }: Transaction, { owner, token }: { owner: string; token: string }): void {
    const parsed = TOKENS.parseTransaction({ data });
    // Of other contracts only the logs tell.
    if (parsed === null) return;
    const [spender, amount] = parsed.args;
    this.allow({ token, owner, spender: String(spender), amount });
  }

  #receipt(hash: string): object | null {
    const polls = (this.#polls.get(hash) ?? 0) + 1;
    this.#polls.set(hash, polls);
    const mined = this.#mined.get(hash);
    if (mined === undefined || polls < this.pollsUntilMined) return null;
    return {
      transactionHash: hash,
      blockNumber: hex(mined.block),
      status: mined.succeeded ? '0x1' : '0x0',
      gasUsed: hex(55_000),
      logs: mined.logs,
    };
  }
}
