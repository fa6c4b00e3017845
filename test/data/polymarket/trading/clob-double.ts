import { createHmac } from 'node:crypto';
import { verifyTypedData } from 'ethers';
import { PolymarketExecutor } from '../../../../src/data/polymarket/trading/polymarket-executor.ts';
import type { IntegrityFault } from '../../../../src/engine/domain/account-event.ts';
import { answer, type Fate, type Taken, WriteDouble } from '../../../servers/write-double.ts';
import { socketRuntime } from '../../http/virtual-runtime.ts';
import { account, KEY, WALLET } from '../order/setting.ts';

export const SECRETS = {
  apiKey: '11111111-2222-3333-4444-555555555555',
  secret: 'yM_W3eTr8vkABw4VHCMqMTg_Rk1UW2JpcHd-hYyTmqE=',
  passphrase: 'canary-of-a-passphrase',
};

/** Answers by `METHOD /path`; `nth` counts its requests from 0. */
export type Routes = Readonly<Record<string, (taken: Taken, nth: number) => Fate>>;

const ATTESTATION = 'This message attests that I control the given wallet';
const CLOB_AUTH = [
  { name: 'address', type: 'address' },
  { name: 'timestamp', type: 'string' },
  { name: 'nonce', type: 'uint256' },
  { name: 'message', type: 'string' },
];

/** The trading side of the venue: it checks every signature, and answers what a test declared. */
export class ClobDouble {
  /** Secrets that it takes now. */
  credentials = SECRETS;
  /** Status of every answer to a key that asks for credentials. */
  deriveStatus = 200;
  /** How far its clock is ahead of ours, in seconds. */
  aheadS = 0;
  /** Requests by `METHOD /path`, whatever was answered. */
  readonly counts = new Map<string, number>();
  readonly #routes: Routes;
  #server: WriteDouble | null = null;

  private constructor(routes: Routes) {
    this.#routes = routes;
  }

  static async start(routes: Routes): Promise<ClobDouble> {
    const double = new ClobDouble(routes);
    double.#server = await WriteDouble.start((taken) => double.#decide(taken));
    return double;
  }

  get server(): WriteDouble {
    if (this.#server === null) throw new Error('the double has not started');
    return this.#server;
  }

  count(route: string): number {
    return this.counts.get(route) ?? 0;
  }

  #decide(taken: Taken): Fate {
    const route = `${taken.method} ${taken.path}`;
    const nth = this.count(route);
    this.counts.set(route, nth + 1);
    if (route === 'GET /time') return answer(Math.floor(Date.now() / 1_000) + this.aheadS);
    if (route === 'GET /auth/derive-api-key') return this.#derive(taken);
    if (route === 'POST /auth/api-key') return answer(this.credentials);
    if (!this.#isSigned(taken)) return answer({ error: 'Unauthorized/Invalid api key' }, 401);
    const decide = this.#routes[route];
    return decide === undefined ? answer({ error: `no ${route}` }, 501) : decide(taken, nth);
  }

  #derive({ headers }: Taken): Fate {
    const value = {
      address: headers['poly_address'],
      timestamp: headers['poly_timestamp'],
      nonce: headers['poly_nonce'],
      message: ATTESTATION,
    };
    const domain = { name: 'ClobAuthDomain', version: '1', chainId: 137 };
    const signature = String(headers['poly_signature']);
    const signer = verifyTypedData(domain, { ClobAuth: CLOB_AUTH }, value, signature);
    if (signer !== WALLET.address) return answer({ error: 'Invalid L1 Request headers' }, 401);
    if (this.deriveStatus === 200) return answer(this.credentials);
    return answer({ error: 'Could not derive api key!' }, this.deriveStatus);
  }

  #isSigned({ method, path, body, headers }: Taken): boolean {
    const { apiKey, secret, passphrase } = this.credentials;
    const signature = createHmac('sha256', Buffer.from(secret, 'base64url'))
      .update(`${headers['poly_timestamp']}${method}${path}${body}`)
      .digest('base64')
      .replaceAll('+', '-')
      .replaceAll('/', '_');
    return (
      headers['poly_signature'] === signature &&
      headers['poly_api_key'] === apiKey &&
      headers['poly_passphrase'] === passphrase &&
      headers['poly_address'] === WALLET.address
    );
  }
}

/** An executor of the test account on a double. */
export async function trading(routes: Routes, over: object = {}) {
  const double = await ClobDouble.start(routes);
  const runtime = socketRuntime();
  const faults: [IntegrityFault, string][] = [];
  const executor = new PolymarketExecutor(
    {
      clobUrl: double.server.url,
      account: account(),
      signer: WALLET,
      onFault: (fault, detail) => faults.push([fault, detail]),
      ...over,
    },
    runtime,
  );
  return { double, runtime, executor, faults };
}

export const MARKET = `0x${'ab'.repeat(32)}`;
export const hashOf = (at: number): string => `0x${at.toString(16).padStart(64, '0')}`;

/** A row of `/data/orders`. */
export function orderRow(id: string, over: object = {}): object {
  return {
    ...{ id, status: 'LIVE', owner: SECRETS.apiKey, maker_address: KEY, market: MARKET },
    ...{ asset_id: '71', side: 'BUY', original_size: '10', size_matched: '0', price: '0.5' },
    ...{ outcome: 'Yes', expiration: '0', order_type: 'GTC', associate_trades: [] },
    created_at: 1_795_000_000,
    ...over,
  };
}

/** A row of `/data/trades` in which our order took all of one other. */
export function tradeRow(id: string, taker: string, over: object = {}): object {
  return {
    ...{ id, taker_order_id: taker, market: MARKET, asset_id: '71', side: 'BUY', size: '10' },
    ...{ price: '0.5', status: 'CONFIRMED', match_time: '1795000000', owner: SECRETS.apiKey },
    ...{ maker_address: KEY, trader_side: 'TAKER', transaction_hash: '0x' },
    maker_orders: [
      {
        ...{ order_id: hashOf(99), owner: 'x', maker_address: `0x${'99'.repeat(20)}` },
        ...{ matched_amount: '10', price: '0.5', asset_id: '71', side: 'SELL' },
      },
    ],
    ...over,
  };
}

export function page(rows: readonly object[] | null, cursor = 'LTE='): Fate {
  return answer({ limit: 100, count: rows?.length ?? 0, next_cursor: cursor, data: rows });
}
