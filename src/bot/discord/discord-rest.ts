import { type RawFile, REST, RESTEvents, type RESTOptions, type RequestMethod } from 'discord.js';
import { OfflineError } from '../chat/chat-port.ts';
import type { Timing } from '../notice/timing.ts';
import type { ReplyFile } from '../reply.ts';
import { DiscordError, failureOf } from './failure.ts';

const DEFAULT_ROOT = 'https://discord.com/api';
const API_VERSION = '10';
/** From the request to the last byte of its answer. */
export const CALL_TIMEOUT_MS = 10_000;
/** Discord bans an address after 10,000 requests in ten minutes that it had to refuse. */
export const INVALID_REQUESTS_MAX = 2_000;
const INVALID_REQUESTS_STEP = 500;
/** A refused token is not tried more often. */
export const TOKEN_RETRY_MS = 60_000;

/** A request to the REST API. */
export interface DiscordCall {
  readonly method: RequestMethod;
  /** Without the version: one of discord.js' `Routes`. */
  readonly route: `/${string}`;
  readonly body?: unknown;
  /** Files that go with the body, numbered from 0 as it names them. */
  readonly files?: readonly ReplyFile[];
}

export interface DiscordRestOptions {
  readonly token: string;
  readonly apiRoot: string | null;
  readonly timing: Timing;
  readonly report: (error: unknown) => void;
}

/** What every instance of the library is made with: it tries once, never waits, never hangs. */
export function restOptions(apiRoot: string | null): Partial<RESTOptions> {
  return {
    api: (apiRoot ?? DEFAULT_ROOT).replace(/\/+$/, ''),
    version: API_VERSION,
    retries: 0,
    timeout: CALL_TIMEOUT_MS,
    rejectOnRateLimit: () => true,
    invalidRequestWarningInterval: INVALID_REQUESTS_STEP,
  };
}

/**
 * The two ways to the REST API: as the bot, and with the token of an interaction, which Discord
 * limits apart. A limit on the bot therefore never holds back the answer to a person.
 */
export class DiscordRest {
  readonly #options: DiscordRestOptions;
  readonly #bot: REST;
  readonly #interactions: REST;
  readonly #calls = new Map<AbortController, Promise<unknown>>();
  #isClosed = false;
  /** Monotonic. */
  #pausedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: DiscordRestOptions) {
    this.#options = options;
    this.#bot = new REST(restOptions(options.apiRoot));
    this.#interactions = new REST(restOptions(options.apiRoot));
    this.#bot.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) => {
      if (count >= INVALID_REQUESTS_MAX) this.#pause(remainingTime);
      options.report(new DiscordError(`${count} requests were refused in ten minutes`));
    });
  }

  /** Calls as the bot. @throws what `failureOf` reads */
  async bot<Result = unknown>(call: DiscordCall): Promise<Result> {
    if (this.#options.timing.monotonicMs() < this.#pausedUntilMs) {
      throw new OfflineError('too many requests were refused');
    }
    // The library forgets a token that was refused once.
    this.#bot.setToken(this.#options.token);
    try {
      return await this.#request<Result>(this.#bot, call, true);
    } catch (error) {
      if (failureOf(error).kind === 'token') this.#pause(TOKEN_RETRY_MS);
      throw error;
    }
  }

  /** Answers an interaction, whose token stands in the route. @throws what `failureOf` reads */
  async interaction<Result = unknown>(call: DiscordCall): Promise<Result> {
    return this.#request<Result>(this.#interactions, call, false);
  }

  /** The token is known to be good again. */
  resume(): void {
    this.#pausedUntilMs = Number.NEGATIVE_INFINITY;
  }

  /** Ends what is under way; resolves when nothing is. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const controller of this.#calls.keys()) controller.abort();
    for (const rest of [this.#bot, this.#interactions]) {
      rest.clearHandlerSweeper();
      rest.clearHashSweeper();
    }
    await Promise.allSettled(this.#calls.values());
  }

  #pause(durationMs: number): void {
    this.#pausedUntilMs = this.#options.timing.monotonicMs() + durationMs;
  }

  async #request<Result>(rest: REST, call: DiscordCall, auth: boolean): Promise<Result> {
    if (this.#isClosed) throw new OfflineError('the surface has been stopped');
    const { method, route, body, files = [] } = call;
    const controller = new AbortController();
    const cancel = this.#options.timing.after(CALL_TIMEOUT_MS, () => controller.abort());
    const asked = rest.request({
      method,
      fullRoute: route,
      auth,
      signal: controller.signal,
      ...(body === undefined ? {} : { body }),
      ...(files.length === 0 ? {} : { files: files.map(rawFile) }),
    });
    this.#calls.set(controller, asked);
    try {
      return (await asked) as Result;
    } finally {
      cancel();
      this.#calls.delete(controller);
    }
  }
}

function rawFile({ name, bytes, type }: ReplyFile): RawFile {
  return { name, data: Buffer.from(bytes), contentType: type };
}
