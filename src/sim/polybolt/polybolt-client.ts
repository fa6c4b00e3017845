import type { WebSocket } from 'ws';
import { SlidingCount } from '../binance/limits.ts';
import type { SpotPath } from '../spot/spot-path.ts';
import type { SimClock } from '../wire/clock.ts';
import {
  CRYPTO,
  CRYPTO_TWAP,
  liveRow,
  rowOf,
  snapshotRows,
  type Wish,
  wishOf,
} from './polybolt-prices.ts';

/** As documented. */
export const SUBSCRIPTIONS_MAX = 64;
export const SUBSCRIBE_FRAMES_PER_SECOND_MAX = 20;
export const AUTH_FRAMES_MAX = 8;
const POLICY = 4_008;
const SLOW = 4_002;
const PING_EVERY_MS = 25_000;
const MISSED_PONGS_MAX = 2;
const SECOND_MS = 1_000;

export interface PolyboltAccount {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
}

/** What a client shows, whatever it may be. */
export type PolyboltAuth = Readonly<Partial<Record<keyof PolyboltAccount, unknown>>>;

export interface PolyboltClientOptions {
  readonly clock: SimClock;
  readonly path: SpotPath;
  readonly accounts: readonly PolyboltAccount[];
  readonly isAccount: (auth: PolyboltAuth) => boolean;
}

/** One connection to the settlement prices. */
export class PolyboltClient {
  readonly #socket: WebSocket;
  readonly #options: PolyboltClientOptions;
  readonly #wishes = new Map<string, Wish>();
  /** By channel; the first message is 1. */
  readonly #seqs = new Map<string, number>();
  readonly #subscribing = new SlidingCount(SECOND_MS);
  #authFrames = 0;
  #isAuthed = false;
  #stalledUntilMs = 0;
  #left = 0;
  #dropped = 0;
  #pingedMs: number;
  #missedPongs = 0;

  constructor(socket: WebSocket, options: PolyboltClientOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#pingedMs = options.clock.nowMs();
    socket.on('message', (data, isBinary) => this.#heard(isBinary ? '' : data.toString()));
    socket.on('pong', () => {
      this.#missedPongs = 0;
    });
  }

  /** Nothing comes for so long. */
  stall(ms: number): void {
    this.#stalledUntilMs = this.#options.clock.nowMs() + ms;
  }

  /** Leaves out so many messages; the next one says so where `isTold`. */
  lose(messages: number, isTold: boolean): void {
    this.#left = messages;
    this.#dropped = isTold ? messages : 0;
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** Once a second. */
  tick(nowMs: number): void {
    for (const wish of this.#wishes.values()) {
      this.#push(wish, { payload: liveRow(this.#options.path, wish, nowMs) });
    }
    if (nowMs - this.#pingedMs < PING_EVERY_MS) return;
    this.#pingedMs = nowMs;
    if (this.#missedPongs >= MISSED_PONGS_MAX) {
      this.#socket.close(SLOW, 'pong timeout');
      return;
    }
    this.#missedPongs += 1;
    this.#socket.ping();
  }

  #push(wish: Wish, more: { readonly payload: object; readonly snapshot?: true }): void {
    const nowMs = this.#options.clock.nowMs();
    const seq = (this.#seqs.get(wish.channel) ?? 0) + 1;
    this.#seqs.set(wish.channel, seq);
    if (nowMs < this.#stalledUntilMs) return;
    if (this.#left > 0) {
      this.#left -= 1;
      return;
    }
    const dropped = this.#dropped > 0 ? { dropped: this.#dropped } : {};
    this.#dropped = 0;
    this.#send({ v: 1, channel: wish.channel, seq, ts: nowMs, ...dropped, ...more });
  }

  #heard(text: string): void {
    const message = messageOf(text);
    const { op, rid } = message;
    const id = typeof rid === 'string' ? { rid } : {};
    if (op === 'auth') this.#auth(message['auth'], id);
    else if (op === 'ping') this.#send({ op: 'pong', ...id });
    else if (op === 'subscribe' || op === 'unsubscribe') this.#subscribe(message, id);
    else this.#send({ op: 'error', code: 'bad_request', ...id });
  }

  #auth(auth: unknown, id: object): void {
    this.#authFrames += 1;
    if (this.#authFrames > AUTH_FRAMES_MAX) {
      this.#socket.close(POLICY, 'too many auth frames');
      return;
    }
    const shown: PolyboltAuth = rowOf(auth);
    const { accounts, isAccount } = this.#options;
    const isListed = accounts.some(
      ({ apiKey, secret, passphrase }) =>
        shown.apiKey === apiKey && shown.secret === secret && shown.passphrase === passphrase,
    );
    this.#isAuthed = isListed || isAccount(shown);
    this.#send(
      this.#isAuthed ? { op: 'authed', ...id } : { op: 'error', code: 'auth_failed', ...id },
    );
  }

  #subscribe(message: Readonly<Record<string, unknown>>, id: object): void {
    const count = this.#subscribing.add(this.#options.clock.nowMs());
    if (count > SUBSCRIBE_FRAMES_PER_SECOND_MAX) {
      this.#socket.close(POLICY, 'too many subscribe frames');
      return;
    }
    const { subscriptions } = message;
    const list: readonly unknown[] = Array.isArray(subscriptions) ? subscriptions : [message];
    for (const each of list) {
      if (message['op'] === 'subscribe') this.#add(each, id);
      else this.#remove(each, id);
    }
  }

  #add(raw: unknown, id: object): void {
    const wish = wishOf(raw);
    const { channel } = rowOf(raw);
    const isGated = channel === CRYPTO || channel === CRYPTO_TWAP;
    if (isGated && !this.#isAuthed) {
      this.#send({ op: 'error', code: 'auth_required', channel, ...id });
      return;
    }
    if (typeof wish === 'string') {
      this.#send({ op: 'error', code: wish, channel, ...id });
      return;
    }
    const key = `${wish.channel} ${wish.symbol}`;
    const isNew = !this.#wishes.has(key);
    if (isNew && this.#wishes.size >= SUBSCRIPTIONS_MAX) {
      this.#socket.close(POLICY, 'too many subscriptions');
      return;
    }
    this.#wishes.set(key, wish);
    this.#send({ op: 'subscribed', channel: wish.channel, ...id });
    if (!isNew) return;
    const nowMs = this.#options.clock.nowMs();
    this.#push(wish, { snapshot: true, payload: snapshotRows(this.#options.path, wish, nowMs) });
  }

  #remove(raw: unknown, id: object): void {
    const wish = wishOf(raw);
    if (typeof wish === 'string') {
      this.#send({ op: 'error', code: wish, ...id });
      return;
    }
    this.#wishes.delete(`${wish.channel} ${wish.symbol}`);
    this.#send({ op: 'unsubscribed', channel: wish.channel, ...id });
  }

  #send(message: object): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}

function messageOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return rowOf(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
