import type { ChatStore } from '../../engine/contract/chat-store.ts';
import { type AtMs, HOUR_MS, MINUTE_MS } from '../../engine/domain/time.ts';
import { FloodError, RefusedError, UnreachableError } from '../chat/chat-port.ts';
import type { NoticeContext } from './context.ts';
import { Courier } from './courier.ts';
import { DeliveryLog } from './delivery-log.ts';
import type { NoticeSink } from './notice-sink.ts';
import type { NoticePolicy } from './policy.ts';
import { sorted } from './sorting.ts';
import type { Timing } from './timing.ts';
import { SAFETY_KINDS } from './topics.ts';

/** Notices read at a time. */
export const NOTICES_PER_READ = 200;
/** Looks without being woken, in case a wake was lost. */
export const IDLE_MS = 10_000;
export const RETRY_DELAY_MS_BASE = 500;
export const RETRY_DELAY_MS_MAX = 60_000;
/** A chat that takes nothing is tried again by itself. */
export const UNREACHABLE_MS = 10 * MINUTE_MS;
/** What was told longer ago is not looked through again; longer than anything waits to be told. */
export const LOOK_BACK_MS = 48 * HOUR_MS;

export interface NotifierOptions {
  readonly target: string;
  readonly store: Pick<ChatStore, 'pending' | 'markDelivery' | 'position' | 'putPosition'>;
  /** Makes preferences available. @throws StoreError */
  readonly ready: () => Promise<void>;
  readonly policy: Pick<NoticePolicy, 'delivery' | 'maySound' | 'sounded'>;
  readonly context: NoticeContext;
  readonly sink: NoticeSink;
  readonly timing: Timing;
  /** From when on a target is told that was never told anything. */
  readonly firstMs: AtMs;
  /** Takes errors that are retried or left behind. */
  readonly report: (error: unknown) => void;
}

/** Why nothing happens now. `failing` is not hurried by new notices, `unreachable` by speech alone. */
type Rest = 'idle' | 'failing' | 'unreachable';

/**
 * Tells one target what it was not told yet, safety first, one delivery at a time, each at least
 * once: marked durably before it is handed over, so that after a crash a possible repeat says so.
 */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #log: DeliveryLog;
  readonly #courier: Courier;
  #sinceMs: AtMs | null = null;
  #failures = 0;
  /** Nothing has arrived since the chat was first found to take nothing. */
  #isUnreachable = false;
  #woken = false;
  /** The person spoke since the look under way began. */
  #spoke = false;
  #rest: Rest = 'idle';
  #busy: Promise<void> | null = null;
  #cancelTimer: (() => void) | null = null;
  #open = false;

  constructor(options: NotifierOptions) {
    this.#options = options;
    this.#log = new DeliveryLog(options);
    this.#courier = new Courier({ ...options, log: this.#log });
  }

  start(): void {
    this.#open = true;
    this.wake();
  }

  /** Notices were written. */
  wake(): void {
    this.#woken = true;
    if (this.#open && this.#busy === null && this.#rest === 'idle') this.#run();
  }

  /** The person spoke: the chat takes messages again. */
  speaks(): void {
    this.#spoke = true;
    if (this.#rest !== 'unreachable') return;
    this.#rest = 'idle';
    this.wake();
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
      if (this.#woken && this.#rest === 'idle') this.#run();
      else this.#cancelTimer = this.#options.timing.after(waitMs, () => this.#run());
    });
  }

  /** Tells what is pending; returns how long to wait before the next look. Never rejects. */
  async #drain(): Promise<number> {
    try {
      let waitMs: number | null = null;
      while (this.#open && waitMs === null) {
        this.#woken = false;
        waitMs = await this.#look();
      }
      this.#rest = 'idle';
      return waitMs ?? IDLE_MS;
    } catch (error) {
      this.#report(error);
      return this.#restAfter(error);
    }
  }

  /** That a chat takes nothing is a state, told once; that it wants a pause is none at all. */
  #report(error: unknown): void {
    if (error instanceof FloodError) return;
    const isKnown = error instanceof UnreachableError && this.#isUnreachable;
    this.#isUnreachable = error instanceof UnreachableError || this.#isUnreachable;
    if (!isKnown) this.#options.report(error);
  }

  #arrived(): void {
    this.#failures = 0;
    this.#isUnreachable = false;
  }

  /** How long to rest after an error. */
  #restAfter(error: unknown): number {
    this.#rest = error instanceof UnreachableError ? 'unreachable' : 'failing';
    if (error instanceof UnreachableError) return this.#spoke ? 0 : UNREACHABLE_MS;
    if (error instanceof FloodError) return error.retryAfterMs;
    // A card that cannot be changed any more: the next one is new.
    if (error instanceof RefusedError) return 0;
    this.#failures += 1;
    return Math.min(RETRY_DELAY_MS_MAX, RETRY_DELAY_MS_BASE * 2 ** (this.#failures - 1));
  }

  /** One look at what waits; `null` when there may be more to do at once. */
  async #look(): Promise<number | null> {
    const { store, target, policy, timing } = this.#options;
    this.#spoke = false;
    await this.#options.ready();
    const sinceMs = await this.#since();
    const read = await store.pending(target, {
      sinceMs,
      limit: NOTICES_PER_READ,
      first: SAFETY_KINDS,
    });
    const pending = await this.#log.finishTold(read);
    const nowMs = timing.nowMs();
    const { off, digest, expired, safety, others } = sorted(pending, { policy, nowMs });
    await this.#log.end(off, 'off');
    await this.#log.end(digest, 'digest');
    await this.#log.end(expired, 'expired');
    this.#courier.skip(expired.length);
    for (const one of safety) {
      if (!this.#open) return IDLE_MS;
      await this.#courier.single(one);
      this.#arrived();
    }
    await this.#courier.tellSkipped();
    const waitMs = await this.#tell(others);
    if (waitMs !== IDLE_MS) return waitMs;
    if (read.length === 0) await this.#moveOn(nowMs);
    return read.length < NOTICES_PER_READ ? IDLE_MS : null;
  }

  /** One by one, or those together that come too fast for that. */
  async #tell(others: Awaited<ReturnType<ChatStore['pending']>>): Promise<number | null> {
    const joined: (typeof others)[number][] = [];
    for (const one of others) {
      if (!this.#open) return IDLE_MS;
      if (!this.#courier.isSingle(one.notice)) {
        joined.push(one);
        continue;
      }
      await this.#courier.single(one);
      this.#arrived();
      // What was written meanwhile may be more urgent than the rest.
      if (this.#woken) return null;
    }
    if (joined.length === 0) return IDLE_MS;
    const waitMs = this.#courier.burstWaitMs;
    if (waitMs > 0) return waitMs;
    await this.#courier.together(joined);
    this.#arrived();
    return null;
  }

  /** From when on notices concern this target, which a restart does not change. */
  async #since(): Promise<AtMs> {
    if (this.#sinceMs !== null) return this.#sinceMs;
    const { store, firstMs } = this.#options;
    const stored = await store.position(this.#positionName);
    const known = stored === null ? Number.NaN : Number(stored);
    if (Number.isSafeInteger(known)) this.#sinceMs = known;
    else await this.#keepSince(firstMs);
    return this.#sinceMs ?? firstMs;
  }

  /** Everything is told: what is long over need not be looked through again. */
  async #moveOn(nowMs: AtMs): Promise<void> {
    const sinceMs = nowMs - LOOK_BACK_MS;
    if (this.#sinceMs !== null && sinceMs - this.#sinceMs > HOUR_MS) await this.#keepSince(sinceMs);
  }

  async #keepSince(sinceMs: AtMs): Promise<void> {
    await this.#options.store.putPosition(this.#positionName, String(sinceMs));
    this.#sinceMs = sinceMs;
  }

  get #positionName(): string {
    return `notices:${this.#options.target}`;
  }
}
