import type { Notice } from '../../engine/domain/notice.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { lookUp, type NoticeContext, namesOf } from './context.ts';
import type { NoticeMessage } from './notice-message.ts';
import type { NoticePolicy } from './policy.ts';
import type { Timing } from './timing.ts';
import { wordNotice } from './word-notice.ts';

/** Notices read at a time. */
export const NOTICES_PER_READ = 50;
/** Looks without being woken, in case a wake was lost. */
export const IDLE_MS = 10_000;
export const RETRY_DELAY_MS_BASE = 500;
export const RETRY_DELAY_MS_MAX = 60_000;

/** The part of the store that the outbox is. */
export interface Outbox {
  /** Notices nobody has delivered yet, oldest first. */
  pendingNotices(limit: number): Promise<readonly Notice[]>;
  markDelivered(noticeId: string, atMs: AtMs): Promise<void>;
}

/** A surface will never take this message: it is reported and left behind. */
export class UndeliverableError extends Error {
  override readonly name = 'UndeliverableError';
}

export interface NotifierOptions {
  readonly outbox: Outbox;
  readonly context: NoticeContext;
  readonly policy: NoticePolicy;
  /** Takes one message; resolves when it is the surface's own. @throws UndeliverableError */
  readonly deliver: (message: NoticeMessage) => Promise<void>;
  readonly timing: Timing;
  /** Takes errors that are retried or left behind. */
  readonly report: (error: unknown) => void;
}

/**
 * Reads the outbox in order and delivers each notice at least once: the next one only when the one
 * before is marked. So after a crash only the oldest can have been delivered already.
 */
export class Notifier {
  readonly #options: NotifierOptions;
  #startedAtMs: AtMs = 0;
  /** Whether anything was marked since the start. */
  #fresh = false;
  /** The notice that was tried and is not marked yet. */
  #tried: { readonly id: string; readonly delivered: boolean } | null = null;
  #failures = 0;
  #woken = false;
  #busy: Promise<void> | null = null;
  #cancelTimer: (() => void) | null = null;
  #open = false;

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  start(): void {
    this.#open = true;
    this.#startedAtMs = this.#options.timing.nowMs();
    this.wake();
  }

  /** Something was written to the outbox. */
  wake(): void {
    this.#woken = true;
    if (!this.#open || this.#busy !== null || this.#failures > 0) return;
    this.#run();
  }

  /** Stops after the message under way. */
  async close(): Promise<void> {
    this.#open = false;
    this.#cancelTimer?.();
    await this.#busy;
  }

  #run(): void {
    this.#cancelTimer?.();
    this.#busy = this.#drain().then((waitMs) => {
      this.#busy = null;
      if (!this.#open) return;
      if (this.#woken && this.#failures === 0) this.#run();
      else this.#cancelTimer = this.#options.timing.after(waitMs, () => this.#run());
    });
  }

  /** Delivers what is pending; returns how long to wait before the next look. Never rejects. */
  async #drain(): Promise<number> {
    try {
      let read = NOTICES_PER_READ;
      while (this.#open && read === NOTICES_PER_READ) {
        this.#woken = false;
        const notices = await this.#options.outbox.pendingNotices(NOTICES_PER_READ);
        read = notices.length;
        for (const notice of notices) {
          if (!this.#open) break;
          await this.#deliver(notice);
        }
      }
      this.#failures = 0;
      return IDLE_MS;
    } catch (error) {
      this.#options.report(error);
      this.#failures += 1;
      return Math.min(RETRY_DELAY_MS_MAX, RETRY_DELAY_MS_BASE * 2 ** (this.#failures - 1));
    }
  }

  async #deliver(notice: Notice): Promise<void> {
    const { outbox, timing } = this.#options;
    const known = this.#tried?.id === notice.id ? this.#tried : null;
    if (known?.delivered !== true) {
      const early = !this.#fresh && notice.atMs < this.#startedAtMs;
      this.#tried = { id: notice.id, delivered: false };
      await this.#send(notice, known !== null || early);
      this.#tried = { id: notice.id, delivered: true };
    }
    await outbox.markDelivered(notice.id, timing.nowMs());
    this.#fresh = true;
    this.#failures = 0;
  }

  async #send(notice: Notice, mayRepeat: boolean): Promise<void> {
    const { deliver, report } = this.#options;
    const delivery = this.#options.policy(notice);
    if (delivery === 'off') return;
    const message = wordNotice(await this.#facts(notice), { delivery, mayRepeat });
    try {
      await deliver(message);
    } catch (error) {
      if (!(error instanceof UndeliverableError)) throw error;
      report(error);
    }
  }

  /** Names may be missing, the message not. */
  async #facts(notice: Notice): ReturnType<typeof lookUp> {
    const { context, report } = this.#options;
    try {
      return await lookUp(notice, context);
    } catch (error) {
      report(error);
      return namesOf(notice, context);
    }
  }
}
