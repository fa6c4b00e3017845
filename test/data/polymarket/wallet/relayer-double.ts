import { answer, type Fate, type Taken, WriteDouble } from '../../../servers/write-double.ts';
import { KEY } from './guarded-signer.ts';

export const API_KEY = '01967c03-canary-7000-8f68-8b8eaec6fd3d';
export const RELAY = '0x7db63fe6d62eb73fb01f8009416f4c2bb4fbda6a';
export const ID = '0190b317-a1d3-7bec-9b91-eeb6dcd3a620';
export const HASH = `0x${'c7'.repeat(32)}`;

/** What a relayer says of a transaction that it has taken. */
export interface Stage {
  readonly state: string;
  readonly hash?: string;
  readonly error?: string;
}

const DONE: readonly Stage[] = [
  { state: 'STATE_NEW' },
  { state: 'STATE_EXECUTED', hash: HASH },
  { state: 'STATE_MINED', hash: HASH },
  { state: 'STATE_CONFIRMED', hash: HASH },
];

/** A relayer that answers its four routes to whoever proves its key, and nothing else. */
export class RelayerDouble {
  nonce = 7n;
  deployed = true;
  stages: readonly Stage[] = DONE;
  /** `null` takes it. */
  onSubmit: (nth: number) => Fate | null = () => null;
  /** Instead of the answer to a read, by the last part of its path. */
  readonly instead = new Map<string, Fate | ((nth: number) => Fate | null)>();
  readonly submits: Record<string, unknown>[] = [];
  readonly asked: string[] = [];
  readonly violations: string[] = [];
  #server: WriteDouble | null = null;
  #polls = 0;

  static async start(): Promise<RelayerDouble> {
    const double = new RelayerDouble();
    double.#server = await WriteDouble.start((taken) => double.#decide(taken));
    return double;
  }

  get server(): WriteDouble {
    if (this.#server === null) throw new Error('the double has not started');
    return this.#server;
  }

  count(part: string): number {
    return this.asked.filter((one) => one === part).length;
  }

  /** @throws Error when something was asked that no relayer answers. */
  async stop(): Promise<void> {
    await this.server.stop();
    if (this.violations.length > 0) throw new Error(this.violations.join('\n'));
  }

  #decide(taken: Taken): Fate {
    const part = taken.path.split('/').at(-1) ?? '';
    const nth = this.count(part);
    this.asked.push(part);
    if (!this.#isProven(taken)) return answer({ error: 'invalid authorization' }, 401);
    const instead = this.instead.get(part);
    const fate = typeof instead === 'function' ? instead(nth) : (instead ?? null);
    return fate ?? this.#answer(taken);
  }

  #isProven({ headers }: Taken): boolean {
    return headers['relayer_api_key'] === API_KEY && headers['relayer_api_key_address'] === KEY;
  }

  #answer({ method, path, query, body }: Taken): Fate {
    switch (`${method} ${path}`) {
      case 'GET /v1/account/transactions/params':
        if (query.get('address') === KEY && /^(?:SAFE|PROXY|WALLET)$/.test(query.get('type') ?? ''))
          return answer({ address: RELAY, nonce: String(this.nonce) });
        break;
      case 'GET /deployed':
        if (/^0x[0-9a-fA-F]{40}$/.test(query.get('address') ?? ''))
          return answer({ deployed: this.deployed });
        break;
      case `GET /v1/account/transactions/${ID}`:
        return answer(this.#stage());
      case 'POST /submit':
        return this.#submit(body);
    }
    this.violations.push(`${method} ${path}?${query}`);
    return answer({ error: 'no such route' }, 404);
  }

  #submit(body: string): Fate {
    this.submits.push(JSON.parse(body));
    const fate = this.onSubmit(this.submits.length - 1);
    if (fate !== null) return fate;
    this.nonce += 1n;
    return answer({ transactionID: ID, transactionHash: '', state: 'STATE_NEW' });
  }

  #stage(): object {
    const at = Math.min(this.#polls, this.stages.length - 1);
    this.#polls += 1;
    const { state = '', hash = '', error = '' } = this.stages[at] ?? {};
    return { transaction_id: ID, state, transaction_hash: hash, error_msg: error };
  }
}
