import { Interface, Transaction } from 'ethers';
import { HttpDouble, json, type Reply, type Seen } from '../http-double.ts';

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
}

const TOKENS = new Interface([
  'function approve(address spender, uint256 amount)',
  'function setApprovalForAll(address operator, bool approved)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function isApprovedForAll(address account, address operator) view returns (bool)',
  'function balanceOf(address account) view returns (uint256)',
]);
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
const HASH = /^0x[0-9a-f]{64}$/;
const HEX = /^0x(?:[0-9a-f]{2})*$/;
const GAS_MIN = 21_000n;
const GWEI = 1_000_000_000n;

const hex = (value: bigint | number): string => `0x${value.toString(16)}`;

class Violation extends Error {}

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

  give(wallet: string, micros: bigint): void {
    this.#balances.set(wallet.toLowerCase(), micros);
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
      if (!(error instanceof Violation)) throw error;
      this.#violations.push(`${method}: ${error.message}`);
      return json({ jsonrpc: '2.0', id, error: { code: -32602, message: error.message } });
    }
  }

  #answer(method: string, params: readonly unknown[]): unknown {
    switch (method) {
      case 'eth_chainId':
        return hex(this.chainId);
      case 'eth_getTransactionCount': {
        const wallet = matching(params[0], ADDRESS);
        if (params[1] !== 'pending') throw new Violation('the nonce behind what waits');
        return hex(this.#nonces.get(wallet) ?? 0);
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

  #call([call, at]: readonly unknown[]): string {
    const { to, data } = call as { to: unknown; data: unknown };
    const token = matching(to, ADDRESS);
    const parsed = TOKENS.parseTransaction({ data: matching(data, HEX) });
    if (parsed === null || at !== 'latest') throw new Violation('a call of no token');
    const [owner = '', spender = ''] = parsed.args.map((arg) => String(arg));
    const key = keyOf(token, owner, spender);
    const result = {
      allowance: () => this.#dollars.get(key) ?? 0n,
      isApprovedForAll: () => this.#operators.has(key),
      balanceOf: () => this.#balances.get(owner.toLowerCase()) ?? 0n,
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
    this.#mined.set(hash, { block: this.#block, succeeded: !this.reverts });
    if (!this.reverts) this.#apply(transaction, { owner: from, token: to });
  }

  #apply({ data }: Transaction, { owner, token }: { owner: string; token: string }): void {
    const parsed = TOKENS.parseTransaction({ data });
    if (parsed === null) throw new Violation('a call of no token');
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
    };
  }
}

function keyOf(...addresses: readonly string[]): string {
  return addresses.join(' ').toLowerCase();
}

function matching(value: unknown, pattern: RegExp): string {
  if (typeof value === 'string' && pattern.test(value)) return value.toLowerCase();
  throw new Violation(`${String(value)} is not as ${pattern}`);
}
