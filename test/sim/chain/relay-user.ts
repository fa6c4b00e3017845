import {
  concat,
  getBytes,
  Interface,
  keccak256,
  solidityPacked,
  TypedDataEncoder,
  Wallet,
} from 'ethers';
import type { SimAccount } from '../../../src/sim/accounts.ts';
import { until } from '../wire/clients.ts';
import type { ChainCall } from './calls.ts';
import type { ChainFixture } from './chain-fixture.ts';

const PROXY_FACTORY = '0xaB45c5A4B0c941a2F231C04C3f49182e1A254052';
const DEPOSIT_FACTORY = '0x00000000000Fb5C9ADea0298D729A0CB3823Cc07';
const MULTI_SEND = '0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761';
const RELAY_HUB = '0xD216153c06E857cD7f72665E0aF1d7D82172F494';
const NOBODY = `0x${'0'.repeat(40)}`;
const ABI = new Interface([
  'function multiSend(bytes transactions)',
  'function proxy((uint8 typeCode, address to, uint256 value, bytes data)[] calls)',
]);
const fields = (text: string) =>
  text.split(',').map((field) => {
    const [type = '', name = ''] = field.trim().split(' ');
    return { name, type };
  });
const SAFE_TX = fields(
  'address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce',
);
const BATCH = {
  Batch: fields('address wallet,uint256 nonce,uint256 deadline,Call[] calls'),
  Call: fields('address target,uint256 value,bytes data'),
};

export type Body = Readonly<Record<string, unknown>>;

export interface RelayAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Somebody who writes to the relayer by hand. */
export class RelayUser {
  readonly #fixture: ChainFixture;
  readonly #account: SimAccount;
  readonly #key: Wallet;

  constructor(fixture: ChainFixture, account: SimAccount) {
    this.#fixture = fixture;
    this.#account = account;
    this.#key = new Wallet(account.privateKey);
  }

  async params(): Promise<{ readonly address: string; readonly nonce: string }> {
    const type = ['', 'PROXY', 'SAFE', 'WALLET'][this.#account.signatureType] ?? '';
    const path = `/v1/account/transactions/params?address=${this.#account.address}&type=${type}`;
    return (await fetch(`${this.#fixture.sim.urls.relayerUrl}${path}`)).json() as never;
  }

  /** A submission with the wallet's own nonce, or with the one that is told. */
  async body(
    calls: readonly ChainCall[],
    of: { readonly nonce?: string; readonly deadline?: number } = {},
  ): Promise<Body> {
    const { address, nonce: next } = await this.params();
    const nonce = of.nonce ?? next;
    const { signatureType } = this.#account;
    if (signatureType === 1) return this.#proxy(calls, { nonce, relay: address });
    if (signatureType === 2) return this.#safe(calls, nonce);
    return this.#wallet(calls, nonce, of.deadline ?? Math.floor(Date.now() / 1_000) + 600);
  }

  async submit(body: Body, headers: Readonly<Record<string, string>> = {}): Promise<RelayAnswer> {
    const response = await fetch(`${this.#fixture.sim.urls.relayerUrl}/submit`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        RELAYER_API_KEY: this.#fixture.chain.relayerKey,
        RELAYER_API_KEY_ADDRESS: this.#account.address,
        ...headers,
      },
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  /** Status and words of a refusal. */
  async refusal(body: Body, headers?: Readonly<Record<string, string>>): Promise<string> {
    const { status, text } = await this.submit(body, headers);
    return `${status} ${(JSON.parse(text) as { readonly error?: string }).error ?? 'taken'}`;
  }

  async read(id: string): Promise<Body> {
    const path = `/v1/account/transactions/${id}`;
    return (await fetch(`${this.#fixture.sim.urls.relayerUrl}${path}`)).json() as never;
  }

  /** Every state that is seen until the last one. */
  async states(answer: RelayAnswer): Promise<readonly string[]> {
    const { transactionID, state } = JSON.parse(answer.text) as Readonly<Record<string, string>>;
    const seen = [String(state)];
    const isOver = () => /CONFIRMED|FAILED|INVALID/.test(seen.at(-1) ?? '');
    let reading = false;
    await until(() => {
      if (!(reading || isOver())) {
        reading = true;
        void this.read(String(transactionID)).then((read) => {
          if (read['state'] !== seen.at(-1)) seen.push(String(read['state']));
          reading = false;
        });
      }
      return isOver();
    }, 'the relayer was done with it');
    return seen;
  }

  async #safe(calls: readonly ChainCall[], nonce: string): Promise<Body> {
    const [only] = calls;
    const packed = concat(
      calls.map(({ to, data }) =>
        solidityPacked(
          ['uint8', 'address', 'uint256', 'uint256', 'bytes'],
          [0, to, 0, (data.length - 2) / 2, data],
        ),
      ),
    );
    const isOne = calls.length === 1;
    const to = isOne ? (only?.to ?? '') : MULTI_SEND;
    const data = isOne ? (only?.data ?? '') : ABI.encodeFunctionData('multiSend', [packed]);
    const operation = isOne ? '0' : '1';
    const none = { safeTxGas: 0, baseGas: 0, gasPrice: 0, gasToken: NOBODY };
    const message = { to, value: 0, data, operation, ...none, refundReceiver: NOBODY, nonce };
    const domain = { chainId: 137, verifyingContract: this.#account.funder };
    const hash = TypedDataEncoder.hash(domain, { SafeTx: SAFE_TX }, message);
    const signature = await this.#key.signMessage(getBytes(hash));
    const v = Number.parseInt(signature.slice(-2), 16) + 4;
    return {
      ...{ type: 'SAFE', from: this.#account.address, to, data, nonce },
      proxyWallet: this.#account.funder,
      signature: `${signature.slice(0, -2)}${v.toString(16)}`,
      signatureParams: { operation, safeTxnGas: '0', baseGas: '0', gasPrice: '0' },
    };
  }

  async #proxy(
    calls: readonly ChainCall[],
    { nonce, relay }: { readonly nonce: string; readonly relay: string },
  ): Promise<Body> {
    const packed = calls.map(({ to, data }) => ({ typeCode: 1, to, value: 0, data }));
    const data = ABI.encodeFunctionData('proxy', [packed]);
    const gasLimit = '500000';
    const hash = keccak256(
      concat([
        '0x726c783a',
        this.#account.address,
        PROXY_FACTORY,
        data,
        solidityPacked(['uint256', 'uint256', 'uint256', 'uint256'], [0, 0, gasLimit, nonce]),
        RELAY_HUB,
        relay,
      ]),
    );
    return {
      ...{ type: 'PROXY', from: this.#account.address, to: PROXY_FACTORY, data, nonce },
      proxyWallet: this.#account.funder,
      signature: await this.#key.signMessage(getBytes(hash)),
      signatureParams: { gasLimit, gasPrice: '0', relayerFee: '0', relay, relayHub: RELAY_HUB },
    };
  }

  async #wallet(calls: readonly ChainCall[], nonce: string, deadline: number): Promise<Body> {
    const wallet = this.#account.funder;
    const inner = calls.map(({ to, data }) => ({ target: to, value: '0', data }));
    const domain = { name: 'DepositWallet', version: '1', chainId: 137, verifyingContract: wallet };
    const value = { wallet, nonce, deadline, calls: inner };
    return {
      ...{ type: 'WALLET', from: this.#account.address, to: DEPOSIT_FACTORY, nonce },
      depositWalletParams: { depositWallet: wallet, deadline: String(deadline), calls: inner },
      signature: await this.#key.signTypedData(domain, BATCH, value),
    };
  }
}
