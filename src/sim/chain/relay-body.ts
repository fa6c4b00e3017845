import { isAddress, isHexString } from 'ethers';
import { Refusal } from '../wire/refusal.ts';
import { ZERO_ADDRESS } from './contract-addresses.ts';
import { isFields } from './rpc-params.ts';

/** Characters of the words that a submission carries for people. */
const METADATA_LENGTH_MAX = 500;
/** Calls of one batch. */
const CALLS_MAX = 100;
const DIGITS = /^\d{1,78}$/;
const BAD_REQUEST = 400;

export interface WalletCallBody {
  readonly target: string;
  readonly value: bigint;
  readonly data: string;
}

interface Parties {
  readonly from: string;
  readonly to: string;
}

export interface SafeBody extends Parties {
  readonly kind: 'SAFE';
  readonly wallet: string;
  readonly nonce: bigint;
  readonly data: string;
  readonly value: bigint;
  readonly signature: string;
  readonly operation: 0 | 1;
  readonly safeTxGas: bigint;
  readonly baseGas: bigint;
  readonly gasPrice: bigint;
  readonly gasToken: string;
  readonly refundReceiver: string;
}

export interface ProxyBody extends Parties {
  readonly kind: 'PROXY';
  readonly wallet: string;
  readonly nonce: bigint;
  readonly data: string;
  readonly signature: string;
  readonly relay: string;
  readonly relayHub: string;
  readonly relayerFee: bigint;
  readonly gasPrice: bigint;
  readonly gasLimit: bigint;
}

export interface WalletBody extends Parties {
  readonly kind: 'WALLET';
  readonly wallet: string;
  readonly nonce: bigint;
  /** Unix seconds. */
  readonly deadline: bigint;
  readonly calls: readonly WalletCallBody[];
  readonly signature: string;
}

export interface CreateBody extends Parties {
  readonly kind: 'WALLET-CREATE';
}

export type RelayBody = SafeBody | ProxyBody | WalletBody | CreateBody;

/** Reads a submission as the venue's own client writes it. @throws Refusal */
export function readRelayBody(body: unknown): RelayBody {
  const fields = new Fields(body, 'the body');
  if (fields.optionalText('metadata').length > METADATA_LENGTH_MAX) {
    throw new Refusal(BAD_REQUEST, 'metadata is too long');
  }
  const parties = { from: fields.address('from'), to: fields.address('to') };
  switch (fields.text('type')) {
    case 'SAFE':
      return safeBody(fields, parties);
    case 'PROXY':
      return proxyBody(fields, parties);
    case 'WALLET':
      return walletBody(fields, parties);
    case 'WALLET-CREATE':
      return { kind: 'WALLET-CREATE', ...parties };
    default:
      throw new Refusal(BAD_REQUEST, 'invalid transaction type');
  }
}

function safeBody(fields: Fields, parties: Parties): SafeBody {
  const params = fields.inner('signatureParams');
  const operation = params.number('operation');
  if (operation > 1n) throw new Refusal(BAD_REQUEST, 'invalid operation');
  return {
    kind: 'SAFE',
    ...parties,
    wallet: fields.address('proxyWallet'),
    nonce: fields.number('nonce'),
    data: fields.bytes('data'),
    value: fields.number('value', 0n),
    signature: fields.bytes('signature'),
    operation: operation === 0n ? 0 : 1,
    safeTxGas: params.number('safeTxnGas', 0n),
    baseGas: params.number('baseGas', 0n),
    gasPrice: params.number('gasPrice', 0n),
    gasToken: params.address('gasToken', ZERO_ADDRESS),
    refundReceiver: params.address('refundReceiver', ZERO_ADDRESS),
  };
}

function proxyBody(fields: Fields, parties: Parties): ProxyBody {
  const params = fields.inner('signatureParams');
  return {
    kind: 'PROXY',
    ...parties,
    wallet: fields.address('proxyWallet'),
    nonce: fields.number('nonce'),
    data: fields.bytes('data'),
    signature: fields.bytes('signature'),
    relay: params.address('relay'),
    relayHub: params.address('relayHub'),
    relayerFee: params.number('relayerFee', 0n),
    gasPrice: params.number('gasPrice', 0n),
    gasLimit: params.number('gasLimit'),
  };
}

function walletBody(fields: Fields, parties: Parties): WalletBody {
  const params = fields.inner('depositWalletParams');
  const calls = params.list('calls').map((call) => ({
    target: call.address('target'),
    value: call.number('value'),
    data: call.bytes('data'),
  }));
  if (calls.length === 0 || calls.length > CALLS_MAX) {
    throw new Refusal(BAD_REQUEST, `1 to ${CALLS_MAX} calls are expected`);
  }
  return {
    kind: 'WALLET',
    ...parties,
    wallet: params.address('depositWallet'),
    nonce: fields.number('nonce'),
    deadline: params.number('deadline'),
    calls,
    signature: fields.bytes('signature'),
  };
}

/** Fields of an object that was sent; each reader throws Refusal for what is not as it should be. */
class Fields {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(value: unknown, name: string) {
    if (!isFields(value)) throw new Refusal(BAD_REQUEST, `${name} is not an object`);
    this.#values = value;
  }

  text(name: string): string {
    const value = this.#values[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new Refusal(BAD_REQUEST, `${name} is missing`);
  }

  optionalText(name: string): string {
    return this.#values[name] === undefined ? '' : this.text(name);
  }

  address(name: string, otherwise?: string): string {
    if (otherwise !== undefined && this.#values[name] === undefined) return otherwise;
    const value = this.text(name);
    if (isAddress(value)) return value.toLowerCase();
    throw new Refusal(BAD_REQUEST, `${name} is not an address`);
  }

  number(name: string, otherwise?: bigint): bigint {
    if (otherwise !== undefined && this.#values[name] === undefined) return otherwise;
    const value = this.text(name);
    if (DIGITS.test(value)) return BigInt(value);
    throw new Refusal(BAD_REQUEST, `${name} is not a whole number`);
  }

  bytes(name: string): string {
    const value = this.text(name);
    if (isHexString(value) && value.length % 2 === 0) return value;
    throw new Refusal(BAD_REQUEST, `${name} is not hex`);
  }

  inner(name: string): Fields {
    return new Fields(this.#values[name], name);
  }

  list(name: string): readonly Fields[] {
    const value = this.#values[name];
    if (!Array.isArray(value)) throw new Refusal(BAD_REQUEST, `${name} is not a list`);
    return value.map((each) => new Fields(each, name));
  }
}
