import type { Update, UserFromGetMe } from 'grammy/types';
import { Backoff, DELAY_MS_MAX } from '../chat/backoff.ts';
import type { SurfaceState } from '../chat/surface-state.ts';
import type { Timing } from '../notice/timing.ts';
import { POLL_S, type TelegramClient } from './client.ts';
import { failureOf } from './failure.ts';
import { Pauses } from './pauses.ts';
import type { ReadPosition } from './read-position.ts';

const ALLOWED: ('message' | 'callback_query' | 'my_chat_member')[] = [
  'message',
  'callback_query',
  'my_chat_member',
];
/** So long the next poll waits for what the last one brought to be handled. */
const SETTLE_MS_MAX = 100;
/** Polls after which a connection counts as one that holds. */
const STEADY_POLLS = 2;

export interface PollingOptions {
  readonly client: TelegramClient;
  readonly timing: Timing;
  readonly position: ReadPosition;
  /** Takes an update without waiting for anything; ends it at the position when it is handled. */
  readonly take: (update: Update, me: UserFromGetMe) => void;
  readonly onState: (state: SurfaceState) => void;
}

/**
 * Long polling that goes on whatever happens. It is grammY's own loop in what Telegram sees: one
 * poll at a time, all kinds of updates in order. But every failure is told and waited out with a
 * growing pause that can be ended, and what is still being handled is not confirmed.
 */
export class Polling {
  readonly #options: PollingOptions;
  readonly #pauses: Pauses;
  readonly #backoff = new Backoff();
  #state: SurfaceState = { state: 'connecting', note: null, name: null };
  #running: Promise<void> | null = null;
  #conflicted = false;

  constructor(options: PollingOptions) {
    this.#options = options;
    this.#pauses = new Pauses(options.timing);
  }

  get state(): SurfaceState {
    return this.#state;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Hears nothing more; what was handled is confirmed to Telegram if it can be. */
  async stop(): Promise<void> {
    const wasUp = this.#state.state === 'up';
    this.#pauses.end();
    this.#options.client.cutPoll();
    await this.#running;
    this.#running = null;
    if (wasUp) await this.#confirm();
  }

  async #confirm(): Promise<void> {
    const offset = this.#options.position.offset();
    if (offset === null) return;
    try {
      await this.#options.client.calls.getUpdates({ offset, limit: 1, timeout: 0 });
    } catch {
      // They come again after the next start, and are known.
    }
  }

  async #run(): Promise<void> {
    while (!this.#pauses.isOver) {
      try {
        await this.#poll(await this.#connect());
      } catch (error) {
        if (this.#pauses.isOver) return;
        await this.#pauses.wait(this.#failed(error));
      }
    }
  }

  /** Tells what failed; returns how long to wait. */
  #failed(error: unknown): number {
    const failure = failureOf(error);
    this.#conflicted = failure.kind === 'conflict';
    this.#tell({ state: 'down', note: failure.words, name: this.#state.name });
    if (failure.kind === 'token') return DELAY_MS_MAX;
    return failure.kind === 'flood' ? failure.retryAfterMs : this.#backoff.next();
  }

  async #connect(): Promise<UserFromGetMe> {
    const { client, position } = this.#options;
    const me = await client.polls.getMe();
    // A webhook that somebody set would keep every update from here.
    await client.polls.deleteWebhook();
    await position.load(me.id);
    return me;
  }

  async #poll(me: UserFromGetMe): Promise<void> {
    const { position, take } = this.#options;
    for (let polls = 1; !this.#pauses.isOver; polls += 1) {
      const isShort = polls === 1 || position.isHolding();
      const updates = await this.#updates(isShort ? 0 : POLL_S);
      if (polls >= STEADY_POLLS) this.#steady();
      // Two programs with one token end each other's polls: a first one says little.
      if (!this.#conflicted) this.#tell({ state: 'up', note: null, name: `@${me.username}` });
      for (const update of updates) {
        if (!position.isKnown(update.update_id)) take(update, me);
      }
      await this.#pauses.wait(SETTLE_MS_MAX, position.settled());
    }
  }

  #updates(timeout: number): Promise<Update[]> {
    const offset = this.#options.position.offset();
    return this.#options.client.polls.getUpdates({
      ...(offset === null ? {} : { offset }),
      timeout,
      allowed_updates: ALLOWED,
    });
  }

  #steady(): void {
    this.#backoff.reset();
    this.#conflicted = false;
  }

  #tell(state: SurfaceState): void {
    const { state: was, note, name } = this.#state;
    if (state.state === was && state.note === note && state.name === name) return;
    this.#state = state;
    this.#options.onState(state);
  }
}
