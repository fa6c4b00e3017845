import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { TradingKey } from '../../src/app/running/live/trading-key.ts';
import { SYSTEM_RUNTIME } from '../../src/data/http/runtime.ts';
import { WriteTransport } from '../../src/data/http/write-transport.ts';
import type { ApiCredentials } from '../../src/data/polymarket/auth/api-credentials.ts';
import { signRequest } from '../../src/data/polymarket/auth/sign-request.ts';
import { postOrderBody } from '../../src/data/polymarket/order/order-body.ts';
import { planOrder } from '../../src/data/polymarket/order/plan-order.ts';
import { signOrder } from '../../src/data/polymarket/order/sign-order.ts';
import type { IntentId, LedgerId, SignalId, TokenId } from '../../src/engine/domain/ids.ts';
import type { OrderIntent } from '../../src/engine/domain/order.ts';
import { cents, dollars, shares } from '../../src/engine/domain/values/money.ts';
import type { WorldMarket } from '../corpus.ts';
import { listed } from '../pipeline.ts';
import { random } from '../random.ts';
import { LEADER } from './script.ts';

const GAP_MS_MIN = 80;
const GAP_MS_SPREAD = 40;
const LIFE_MS = 15_000;
const TERMS = { kind: 'FAK', postOnly: false, restsUntilMs: null } as const;
const SEED = 7;

export interface BareOptions {
  readonly pool: Pool;
  readonly key: TradingKey;
  readonly ledger: LedgerId;
  readonly credentials: ApiCredentials;
  readonly url: string;
  readonly market: WorldMarket;
}

export interface BareSample {
  /** From the beginning to the bytes. */
  readonly ms: number;
  /** Of it, until one row is durable. */
  readonly commitMs: number;
}

/**
 * The least that a durable order costs: sign it, commit one row with its bytes, HMAC, dispatch. No
 * feed, no decision, nothing else in the process; the order itself is planned before.
 */
export class Bare {
  readonly hashes: string[] = [];
  readonly #options: BareOptions;
  readonly #transport: WriteTransport;
  readonly #draw = random(SEED);

  constructor(options: BareOptions) {
    this.#options = options;
    this.#transport = new WriteTransport({ baseUrl: options.url }, SYSTEM_RUNTIME);
  }

  async prepare(): Promise<void> {
    await this.#options.pool.query(
      'create table bench_orders (id text primary key, status text not null, order_row text not null)',
    );
  }

  async run(count: number): Promise<readonly BareSample[]> {
    const samples: BareSample[] = [];
    for (let done = 0; done < count; done += 1) {
      await wait(GAP_MS_MIN + this.#draw() * GAP_MS_SPREAD);
      samples.push(await this.#one());
    }
    return samples;
  }

  close(): void {
    this.#transport.close();
  }

  async #one(): Promise<BareSample> {
    const { pool, key, credentials, market } = this.#options;
    const { account, signer } = key;
    const intent = this.#intent();
    const planned = planOrder(intent, { market: listed(market), account, terms: TERMS });
    this.hashes.push(planned.hash);
    const timestampS = Math.floor(Date.now() / 1_000);
    const beganMs = performance.now();
    const body = postOrderBody(await signOrder(planned, signer), credentials.apiKey);
    const row = JSON.stringify({ ...intent, body });
    const signedMs = performance.now();
    await pool.query('insert into bench_orders values ($1, $2, $3)', [intent.id, 'new', row]);
    const commitMs = performance.now() - signedMs;
    const request = { method: 'POST', target: '/order', body } as const;
    let bytesMs = 0;
    const outcome = await this.#transport.send(
      signRequest(request, { credentials, key: account.key, timestampS }),
      () => {
        bytesMs = performance.now();
        return null;
      },
    );
    if (outcome.kind !== 'answered' || outcome.status !== 200) {
      throw new Error(`a bare order ended with ${JSON.stringify(outcome)}`);
    }
    return { ms: bytesMs - beganMs, commitMs };
  }

  #intent(): OrderIntent {
    const { ledger, market } = this.#options;
    const nowMs = Date.now();
    return {
      id: `bare-order-${String(this.hashes.length).padStart(15, '0')}` as IntentId,
      signalId: `bare-signal-${String(this.hashes.length).padStart(14, '0')}` as SignalId,
      leg: 'entry',
      attempt: 1,
      ledger,
      wallet: LEADER,
      marketId: listed(market).id,
      tokenId: market.tokens[0] as TokenId,
      side: 'buy',
      timeInForce: 'FAK',
      limitPrice: cents(50),
      quantity: shares(10),
      spend: dollars(5),
      createdAtMs: nowMs,
      expiresAtMs: nowMs + LIFE_MS,
      restsUntilMs: null,
      settingsVersion: 0,
    };
  }
}
