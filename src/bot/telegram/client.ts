import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Api } from 'grammy';

const DEFAULT_ROOT = 'https://api.telegram.org';
const CALL_TIMEOUT_S = 20;
export const POLL_S = 30;
/** How much longer than asked a poll may take. */
const POLL_GRACE_S = 10;
/** A connection that was not used for so long may be dead without a sign; it is not used again. */
const IDLE_MS_MAX = 15_000;

/** The two ways to the Bot API: calls, and the poll that waits for updates. */
export class TelegramClient {
  readonly calls: Api;
  readonly polls: Api;
  readonly #callAgent: HttpAgent | HttpsAgent;
  readonly #pollAgent: HttpAgent | HttpsAgent;

  constructor({ token, apiRoot }: { readonly token: string; readonly apiRoot: string | null }) {
    const root = (apiRoot ?? DEFAULT_ROOT).replace(/\/+$/, '');
    const Agent = root.startsWith('http:') ? HttpAgent : HttpsAgent;
    this.#callAgent = new Agent({ keepAlive: true, timeout: IDLE_MS_MAX });
    this.#pollAgent = new Agent({ keepAlive: true });
    this.calls = new Api(token, {
      apiRoot: root,
      timeoutSeconds: CALL_TIMEOUT_S,
      baseFetchConfig: { agent: this.#callAgent },
    });
    this.polls = new Api(token, {
      apiRoot: root,
      timeoutSeconds: POLL_S + POLL_GRACE_S,
      baseFetchConfig: { agent: this.#pollAgent },
    });
  }

  /** Ends the poll that is under way: it fails. */
  cutPoll(): void {
    this.#pollAgent.destroy();
  }

  /** Closes every connection; what is under way fails. */
  close(): void {
    this.#callAgent.destroy();
    this.#pollAgent.destroy();
  }
}
