import { createHmac } from 'node:crypto';
import { concat, TypedDataEncoder, toBeHex, toUtf8Bytes, Wallet } from 'ethers';
import type { SimAccount } from '../../../../src/sim/accounts.ts';
import type { VenueMarket } from '../../../../src/sim/venue/venue.ts';
import type { PolymarketSim } from '../../../../src/sim/wire/polymarket-sim.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface Credentials {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed text; `undefined` where it is no JSON. */
  readonly body: Json;
}

const ORDER_FIELDS = [
  ...['uint256 salt', 'address maker', 'address signer', 'uint256 tokenId'],
  ...['uint256 makerAmount', 'uint256 takerAmount', 'uint8 side', 'uint8 signatureType'],
  ...['uint256 timestamp', 'bytes32 metadata', 'bytes32 builder'],
].map((field) => {
  const [type = '', name = ''] = field.split(' ');
  return { name, type };
});
const WRAPPED_FIELDS = [
  { name: 'contents', type: 'Order' },
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
];
const ZERO = `0x${'00'.repeat(32)}`;

/** The domains of the venue's three contracts, as its documents list them. */
export const DOMAINS = {
  standard: domain('2', '0xE111180000d2663C0091e4f400237545B87B996B'),
  negRisk: domain('2', '0xe2222d279d744050d28e00520010520000310F59'),
  positions: domain('3', '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa'),
};

function domain(version: string, verifyingContract: string) {
  return { name: 'Polymarket CTF Exchange', version, chainId: 137, verifyingContract };
}

export interface OrderWish {
  readonly market: VenueMarket;
  readonly outcome?: 0 | 1;
  readonly side?: 'BUY' | 'SELL';
  readonly makerAmount?: number;
  readonly takerAmount?: number;
  readonly orderType?: 'GTC' | 'GTD' | 'FOK' | 'FAK';
  readonly postOnly?: boolean;
  readonly expiration?: string;
  readonly salt?: number;
  readonly domain?: ReturnType<typeof domain>;
}

/** The hash of an order and the body that posts it. */
export interface PostBody {
  readonly hash: string;
  readonly body: { readonly order: Json; readonly owner: string; readonly [name: string]: unknown };
}

/** A client that signs everything itself, with nothing of the product. */
export class TradingClient {
  readonly wallet: Wallet;
  readonly account: SimAccount;
  credentials: Credentials = { apiKey: '', secret: '', passphrase: '' };
  readonly #sim: PolymarketSim;
  readonly #nowMs: () => number;
  #salt = 1_000;

  constructor(sim: PolymarketSim, account: SimAccount, nowMs: () => number) {
    this.#sim = sim;
    this.account = account;
    this.#nowMs = nowMs;
    this.wallet = new Wallet(account.privateKey);
  }

  /** Makes credentials and keeps them. */
  async login(): Promise<void> {
    const { body } = await this.proveKey('POST', '/auth/api-key');
    this.credentials = body as unknown as Credentials;
  }

  async l1Headers(over: { readonly nonce?: number; readonly timestampS?: number } = {}) {
    const { nonce = 0, timestampS = Math.floor(this.#nowMs() / 1_000) } = over;
    const { address } = this.wallet;
    const message = 'This message attests that I control the given wallet';
    const fields = ['address address', 'string timestamp', 'uint256 nonce', 'string message'];
    const types = {
      ClobAuth: fields.map((field) => {
        const [type = '', name = ''] = field.split(' ');
        return { name, type };
      }),
    };
    const signature = await this.wallet.signTypedData(
      { name: 'ClobAuthDomain', version: '1', chainId: 137 },
      types,
      { address, timestamp: String(timestampS), nonce, message },
    );
    return {
      POLY_ADDRESS: address,
      POLY_SIGNATURE: signature,
      POLY_TIMESTAMP: String(timestampS),
      POLY_NONCE: String(nonce),
    };
  }

  async proveKey(method: 'GET' | 'POST', path: string, headers?: Json): Promise<Answer> {
    const sent = { ...(await this.l1Headers()), ...headers };
    return answerOf(`${this.#sim.urls.clobUrl}${path}`, { method, headers: sent });
  }

  l2Headers(method: string, path: string, body: string): Record<string, string> {
    const timestamp = String(Math.floor(this.#nowMs() / 1_000));
    const { apiKey, secret, passphrase } = this.credentials;
    const hmac = createHmac('sha256', Buffer.from(secret, 'base64'));
    const digest = hmac.update(`${timestamp}${method}${path}${body}`).digest('base64');
    return {
      POLY_ADDRESS: this.wallet.address,
      POLY_SIGNATURE: digest.replaceAll('+', '-').replaceAll('/', '_'),
      POLY_TIMESTAMP: timestamp,
      POLY_API_KEY: apiKey,
      POLY_PASSPHRASE: passphrase,
    };
  }

  /** A signed request; `path` may have a query, which is not signed. */
  async ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    sent: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Answer> {
    const { body, headers: over = {} } = sent;
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = { ...this.l2Headers(method, path.replace(/\?.*$/, ''), text), ...over };
    const init = { method, headers: { ...headers, 'content-type': 'application/json' } };
    return answerOf(
      `${this.#sim.urls.clobUrl}${path}`,
      body === undefined ? init : { ...init, body: text },
    );
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path);
  }

  post(order: PostBody): Promise<Answer> {
    return this.ask('POST', '/order', { body: order.body });
  }

  cancel(path: string, body?: unknown): Promise<Answer> {
    return this.ask('DELETE', path, { body });
  }

  /** Buys ten shares at 0.52 unless told. */
  async order(wish: OrderWish): Promise<PostBody> {
    const { market, outcome = 0, side = 'BUY', orderType = 'GTC' } = wish;
    const { makerAmount = 5_200_000, takerAmount = 10_000_000 } = wish;
    const { address, funder, signatureType } = this.account;
    this.#salt += 1;
    const struct = {
      salt: wish.salt ?? this.#salt,
      maker: funder,
      signer: signatureType === 3 ? funder : address,
      tokenId: market.tokenIds[outcome],
      makerAmount: String(makerAmount),
      takerAmount: String(takerAmount),
      side: side === 'BUY' ? 0 : 1,
      signatureType,
      timestamp: String(this.#nowMs()),
      metadata: ZERO,
      builder: ZERO,
    };
    const used = wish.domain ?? domainOf(market);
    const signature = await this.#sign(struct, used);
    const order = { ...struct, side, expiration: wish.expiration ?? '0', signature };
    const owner = this.credentials.apiKey;
    const { postOnly = false } = wish;
    return {
      hash: TypedDataEncoder.hash(used, { Order: ORDER_FIELDS }, struct),
      body: { deferExec: false, postOnly, order, owner, orderType },
    };
  }

  async #sign(struct: Json, used: typeof DOMAINS.standard): Promise<string> {
    if (struct['signatureType'] !== 3) {
      return this.wallet.signTypedData(used, { Order: ORDER_FIELDS }, { ...struct });
    }
    const types = { TypedDataSign: WRAPPED_FIELDS, Order: ORDER_FIELDS };
    const inner = await this.wallet.signTypedData(used, types, {
      contents: struct,
      name: 'DepositWallet',
      version: '1',
      chainId: used.chainId,
      verifyingContract: struct['signer'],
      salt: ZERO,
    });
    const encoder = TypedDataEncoder.from({ Order: ORDER_FIELDS });
    const type = toUtf8Bytes(encoder.encodeType('Order'));
    const parts = [inner, TypedDataEncoder.hashDomain(used), encoder.hash(struct), type];
    return concat([...parts, toBeHex(type.length, 2)]);
  }
}

export function domainOf({ version, negRisk }: VenueMarket) {
  if (version === 'v2') return DOMAINS.positions;
  return negRisk ? DOMAINS.negRisk : DOMAINS.standard;
}

async function answerOf(url: string, init: object): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: jsonOf(text) as Json };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
