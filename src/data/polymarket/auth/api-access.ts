import { z } from 'zod';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { JsonHttp } from '../../http/json-http.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { VenueError } from '../../http/venue-error.ts';
import type { WriteTransport } from '../../http/write-transport.ts';
import type { ChainId } from '../order/exchange.ts';
import { ApiCredentialError, ApiCredentials } from './api-credentials.ts';
import { clobAuthHeaders } from './clob-auth.ts';
import { signerFailureOf, type TypedDataSigner } from './typed-data-signer.ts';
import type { OnFault, VenueClock } from './venue-clock.ts';

/** Credentials that were refused are derived anew at most this often. */
export const RENEW_SPACING_MS = 60_000;
/** Each nonce has credentials of its own. */
const NONCE = 0;
const DERIVE = 'clob.derive-api-key';
const CREATE = 'clob.create-api-key';
const STATUS_BAD_REQUEST = 400;
const STATUS_UNAUTHORIZED = 401;
const STATUS_ABSENT = 404;

export interface ApiAccessOptions {
  readonly chainId: ChainId;
  /** The address of the key that signs. */
  readonly key: WalletAddress;
  readonly signer: TypedDataSigner;
  readonly http: JsonHttp;
  readonly writes: WriteTransport;
  readonly clock: VenueClock;
  readonly runtime: Pick<HttpRuntime, 'monotonicMs'>;
  readonly onFault: OnFault;
  /** Whether credentials are made where the venue has none; true when left out. */
  readonly mayCreate?: boolean;
}

/** The venue has no credentials for the key, and none were to be made. */
export class NoCredentialsError extends VenueError {
  constructor() {
    super({
      kind: 'rejected',
      endpoint: DERIVE,
      text: 'the venue has no API key for this address',
    });
  }
}

/** The account's credentials of level 2, made from its key, in memory only. */
export class ApiAccess {
  readonly #options: ApiAccessOptions;
  readonly #listeners = new Set<() => void>();
  #known: ApiCredentials | null = null;
  #opening: Promise<ApiCredentials> | null = null;
  /** The newest were made because earlier ones were refused, and have not worked yet. */
  #isUnproven = false;
  #renewedMs = Number.NEGATIVE_INFINITY;

  constructor(options: ApiAccessOptions) {
    this.#options = options;
  }

  /** The newest, `null` before the first. */
  get known(): ApiCredentials | null {
    return this.#known;
  }

  /** Tells of each change after the first. Returns how to stop listening. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Derived, else created, at the first call. @throws VenueError */
  async credentials(): Promise<ApiCredentials> {
    return this.#known ?? (await this.#open());
  }

  /** They worked. */
  accepted(used: ApiCredentials): void {
    if (used === this.#known) this.#isUnproven = false;
  }

  /**
   * The venue refused them (401). They are made anew once, with a fresh look at its clock; when that
   * fails, or the new ones are refused too, it is a fault.
   */
  async refused(used: ApiCredentials, text: string): Promise<void> {
    if (this.#opening !== null) {
      await this.#settled(this.#opening);
      return;
    }
    if (used !== this.#known) return;
    const nowMs = this.#options.runtime.monotonicMs();
    if (this.#isUnproven) {
      this.#options.onFault('unauthorized', `new credentials were refused too: ${text}`);
      if (nowMs - this.#renewedMs < RENEW_SPACING_MS) return;
    }
    this.#renewedMs = nowMs;
    if (await this.#settled(this.#open(0))) this.#isUnproven = true;
  }

  /** Whether there are new ones. */
  async #settled(opening: Promise<ApiCredentials>): Promise<boolean> {
    try {
      await opening;
      return true;
    } catch (error) {
      // The old ones stay in use: the next answer of the venue decides what they are worth.
      if (!(error instanceof VenueError)) throw error;
      if (error.kind === 'rejected') this.#options.onFault('unauthorized', error.message);
      return false;
    }
  }

  #open(clockAgeMsMax?: number): Promise<ApiCredentials> {
    this.#opening ??= this.#made(clockAgeMsMax).finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #made(clockAgeMsMax?: number): Promise<ApiCredentials> {
    await this.#options.clock.refresh(clockAgeMsMax);
    const made = (await this.#derived()) ?? (await this.#createdWhereAllowed());
    const isFirst = this.#known === null;
    this.#known = made;
    if (!isFirst) for (const listener of [...this.#listeners]) listener();
    return made;
  }

  /** `null` when the venue has none for this key yet. */
  async #derived(): Promise<ApiCredentials | null> {
    const headers = await this.#headers(DERIVE);
    const get = { endpoint: DERIVE, groups: ['total', 'auth'], path: '/auth/derive-api-key' };
    try {
      const text = await this.#options.http.getText({
        ...get,
        priority: 'exit',
        attemptsMax: 2,
        headers: () => headers,
      });
      return credentialsIn(DERIVE, text);
    } catch (error) {
      if (!(error instanceof VenueError)) throw error;
      if (error.status === STATUS_BAD_REQUEST || error.status === STATUS_ABSENT) return null;
      throw error;
    }
  }

  async #createdWhereAllowed(): Promise<ApiCredentials> {
    if (this.#options.mayCreate !== false) return await this.#created();
    throw new NoCredentialsError();
  }

  async #created(): Promise<ApiCredentials> {
    const headers = await this.#headers(CREATE);
    const write = { method: 'POST', target: '/auth/api-key', headers, body: null } as const;
    const outcome = await this.#options.writes.send(write);
    if (outcome.kind !== 'answered') {
      throw new VenueError({ kind: 'unreachable', endpoint: CREATE, text: outcome.text });
    }
    const { status, text } = outcome;
    if (status >= 200 && status < 300) return credentialsIn(CREATE, text);
    const kind = status >= 400 && status < 500 ? 'rejected' : 'unavailable';
    const said = status === STATUS_UNAUTHORIZED ? 'the key itself was refused' : 'no key was made';
    throw new VenueError({ kind, endpoint: CREATE, status, text: said });
  }

  async #headers(endpoint: string): Promise<Readonly<Record<string, string>>> {
    const { chainId, key, clock, signer, onFault } = this.#options;
    try {
      const request = { chainId, key, timestampS: clock.nowS(), nonce: NONCE };
      return await clobAuthHeaders(request, signer);
    } catch (error) {
      const failure = signerFailureOf(error);
      if (failure === null) throw error;
      if (failure.isOver) onFault('signer', failure.text);
      throw new VenueError({ kind: 'unreachable', endpoint, text: failure.text });
    }
  }
}

const schema = z.object({ apiKey: z.string(), secret: z.string(), passphrase: z.string() });

/** Nothing of a text that cannot be read is kept: it may hold a part of a secret. */
function credentialsIn(endpoint: string, text: string): ApiCredentials {
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success) {
    throw new VenueError({ kind: 'malformed', endpoint, text: 'an answer without credentials' });
  }
  try {
    return new ApiCredentials(parsed.data);
  } catch (error) {
    if (!(error instanceof ApiCredentialError)) throw error;
    throw new VenueError({ kind: 'malformed', endpoint, text: error.message });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
