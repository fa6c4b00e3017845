import type { WalletAddress } from '../../../engine/domain/ids.ts';
import { parseJson } from '../../http/fetch-text.ts';
import type { Get, JsonHttp } from '../../http/json-http.ts';
import type { WriteOutcome } from '../../http/single-write.ts';
import { VenueError } from '../../http/venue-error.ts';
import type { WriteTransport } from '../../http/write-transport.ts';
import type { ApiAccess } from '../auth/api-access.ts';
import type { ApiCredentials } from '../auth/api-credentials.ts';
import { type RequestToSign, signRequest } from '../auth/sign-request.ts';
import type { VenueClock } from '../auth/venue-clock.ts';

/** Attempts of one read; the caller asks again where it needs more. */
const READ_ATTEMPTS_MAX = 2;
const STATUS_UNAUTHORIZED = 401;

/** Writes have a connection pool of their own, so that nothing waits behind orders. */
export type Lane = 'orders' | 'cancels';

export interface AccountHttpOptions {
  readonly http: JsonHttp;
  readonly lanes: Readonly<Record<Lane, WriteTransport>>;
  readonly access: ApiAccess;
  readonly clock: VenueClock;
  /** The address of the key that the credentials belong to. */
  readonly key: WalletAddress;
}

export type SignedGet = Pick<Get, 'endpoint' | 'groups' | 'path' | 'query'>;

export interface SignedWrite extends RequestToSign {
  readonly endpoint: string;
  readonly lane: Lane;
  readonly stop?: () => string | null;
}

/** Requests in the name of the account, signed for level 2. */
export class AccountHttp {
  readonly #options: AccountHttpOptions;

  constructor(options: AccountHttpOptions) {
    this.#options = options;
  }

  get metrics(): JsonHttp['metrics'] {
    return this.#options.http.metrics;
  }

  /** Asks once more with new credentials when the first are refused. @throws VenueError */
  async readText(get: SignedGet): Promise<string> {
    const { access } = this.#options;
    const credentials = await access.credentials();
    try {
      return await this.#read(get, credentials);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      await access.refused(credentials, error.text);
    }
    const renewed = await access.credentials();
    try {
      return await this.#read(get, renewed);
    } catch (error) {
      if (isUnauthorized(error)) await access.refused(renewed, error.text);
      throw error;
    }
  }

  /** @throws VenueError */
  async readJson(get: SignedGet): Promise<unknown> {
    return parseJson(get.endpoint, await this.readText(get));
  }

  /**
   * Sends once; nothing is thrown. Credentials that the venue refuses are made anew, for whatever
   * comes next.
   */
  async write(write: SignedWrite): Promise<WriteOutcome> {
    const { access, clock, key, lanes } = this.#options;
    let credentials: ApiCredentials;
    try {
      credentials = await access.credentials();
    } catch (error) {
      if (!(error instanceof VenueError)) throw error;
      return { kind: 'notSent', text: `no credentials: ${error.message}` };
    }
    const signed = signRequest(write, { credentials, key, timestampS: clock.nowS() });
    this.metrics.sent(write.endpoint);
    const outcome = await lanes[write.lane].send(signed, write.stop);
    await this.#learn(write.endpoint, outcome, credentials);
    return outcome;
  }

  async #learn(
    endpoint: string,
    outcome: WriteOutcome,
    credentials: ApiCredentials,
  ): Promise<void> {
    if (outcome.kind !== 'answered') {
      if (outcome.kind !== 'stopped') this.metrics.failed(endpoint, 'unreachable');
      return;
    }
    const { status } = outcome;
    if (status >= 200 && status < 300) {
      this.#options.access.accepted(credentials);
      return;
    }
    this.metrics.failed(endpoint, status >= 500 ? 'unavailable' : 'rejected');
    if (status === STATUS_UNAUTHORIZED) {
      await this.#options.access.refused(credentials, `${endpoint} answered 401`);
    }
  }

  async #read(get: SignedGet, credentials: ApiCredentials): Promise<string> {
    const { http, access, clock, key } = this.#options;
    const text = await http.getText({
      ...get,
      priority: 'exit',
      attemptsMax: READ_ATTEMPTS_MAX,
      headers: (target) => {
        const request = { method: 'GET', target, body: null } as const;
        return signRequest(request, { credentials, key, timestampS: clock.nowS() }).headers;
      },
    });
    access.accepted(credentials);
    return text;
  }
}

function isUnauthorized(error: unknown): error is VenueError {
  return error instanceof VenueError && error.status === STATUS_UNAUTHORIZED;
}
