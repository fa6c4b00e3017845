import { randomBytes } from 'node:crypto';
import { SECOND_MS } from '../../../engine/domain/time.ts';
import type { Timing } from '../../notice/timing.ts';
import { LIVE_EVENTS, PING_MS } from '../contract/paths.ts';
import { Backlog } from './backlog.ts';
import { difference, type LiveState, type Pictured, picture } from './differences.ts';
import { eventId, eventText, PING_TEXT, readEventId, retryText } from './event-text.ts';
import type { Listener } from './listener.ts';

/** Between two looks at what is shown: one look serves everybody. */
export const LOOK_MS = 250;
/** Listeners at a time. */
export const LISTENERS_MAX = 100;
/** Listeners that are told in one turn: a write to a socket takes some tenths of a millisecond. */
const TOLD_AT_ONCE = 2;
/** How long somebody waits before he comes back. */
const RETRY_MS = 2 * SECOND_MS;

export interface LiveHubOptions {
  /** What is shown now. May wait for the database, and may fail: then the next look tells. */
  readonly look: () => Promise<LiveState>;
  readonly timing: Timing;
  readonly report: (error: unknown) => void;
}

/** How the streams are doing. */
export interface LiveCounts {
  readonly listeners: number;
  readonly dropped: number;
  readonly deltas: number;
}

interface Listening {
  readonly listener: Listener;
  /** Whether who listens still may. */
  readonly stands: () => boolean;
  /** It was told where it begins: before that it takes no delta. */
  hasBegun: boolean;
}

/**
 * What everybody who watches is told. It looks at the read model at a fixed pace, only while somebody
 * watches, and never in the engine's step: who is slow, or many, costs the engine nothing.
 */
export class LiveHub {
  readonly #options: LiveHubOptions;
  readonly #run = randomBytes(6).toString('base64url');
  readonly #backlog = new Backlog();
  readonly #listening = new Set<Listening>();
  #seq = 0;
  #shown: Pictured | null = null;
  #looking: Promise<void> | null = null;
  #offLook: (() => void) | null = null;
  #offPing: (() => void) | null = null;
  #dropped = 0;
  #deltas = 0;
  #isClosed = false;

  constructor(options: LiveHubOptions) {
    this.#options = options;
  }

  get counts(): LiveCounts {
    return { listeners: this.#listening.size, dropped: this.#dropped, deltas: this.#deltas };
  }

  get isFull(): boolean {
    return this.#listening.size >= LISTENERS_MAX;
  }

  /**
   * Tells a listener everything from now on; from where it was, when that is still kept. Returns how
   * to stop. @throws what the first look throws
   */
  async join(
    listener: Listener,
    {
      stands,
      lastEventId,
    }: { readonly stands: () => boolean; readonly lastEventId: string | null },
  ): Promise<() => void> {
    const one: Listening = { listener, stands, hasBegun: false };
    // It counts from here on: the bound holds while many come at once.
    this.#listening.add(one);
    try {
      // What was seen before nobody watched is compared with now: who was away goes on from there.
      if (this.#offLook === null) await this.#look();
    } catch (error) {
      this.#leave(one);
      throw error;
    }
    if (this.#isClosed) {
      this.#end(one);
      return () => undefined;
    }
    one.hasBegun = true;
    this.#send(one, retryText(RETRY_MS));
    for (const text of this.#firstTexts(lastEventId)) this.#send(one, text);
    this.#wake();
    return () => this.#leave(one);
  }

  /** Ends all streams. */
  close(): void {
    this.#isClosed = true;
    for (const { listener } of this.#listening) listener.end();
    this.#listening.clear();
    this.#sleep();
  }

  #firstTexts(lastEventId: string | null): readonly string[] {
    const seen = lastEventId === null ? null : readEventId(lastEventId, this.#run);
    const missed = seen === null ? null : this.#backlog.after(seen, this.#seq);
    if (missed !== null) return missed;
    if (this.#shown === null) return [];
    const { state } = this.#shown;
    return [
      eventText(LIVE_EVENTS.snapshot, eventId(this.#run, this.#seq), { seq: this.#seq, ...state }),
    ];
  }

  /** One look at a time; whoever wants one while it is made shares it. */
  #look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookOnce(): Promise<void> {
    const next = picture(await this.#options.look());
    const before = this.#shown;
    this.#shown = next;
    const changed = before === null ? null : difference(before, next);
    if (changed === null) return;
    this.#seq += 1;
    this.#deltas += 1;
    const id = eventId(this.#run, this.#seq);
    const text = eventText(LIVE_EVENTS.delta, id, { seq: this.#seq, ...changed });
    this.#backlog.add(this.#seq, text);
    await this.#tell(text);
  }

  /** A few at a time: with many who listen, nothing else of this process waits until all are told. */
  async #tell(text: string): Promise<void> {
    // Who comes meanwhile begins with a snapshot in which this already is.
    const begun = [...this.#listening].filter(({ hasBegun }) => hasBegun);
    for (const [at, one] of begun.entries()) {
      if (at > 0 && at % TOLD_AT_ONCE === 0) await turn();
      this.#send(one, text);
    }
  }

  #send(one: Listening, text: string): void {
    if (!one.hasBegun || !this.#listening.has(one) || one.listener.send(text)) return;
    this.#dropped += 1;
    this.#leave(one);
  }

  #leave(one: Listening): void {
    this.#listening.delete(one);
    if (this.#listening.size === 0) this.#sleep();
  }

  #wake(): void {
    if (this.#offLook !== null || this.#isClosed || this.#listening.size === 0) return;
    this.#lookLater();
    this.#pingLater();
  }

  #sleep(): void {
    this.#offLook?.();
    this.#offPing?.();
    this.#offLook = null;
    this.#offPing = null;
  }

  #lookLater(): void {
    const { timing, report } = this.#options;
    this.#offLook = timing.after(LOOK_MS, () => {
      this.#look()
        .catch(report)
        .finally(() => {
          if (this.#offLook !== null) this.#lookLater();
        });
    });
  }

  #pingLater(): void {
    this.#offPing = this.#options.timing.after(PING_MS, () => {
      for (const one of [...this.#listening]) {
        if (one.stands()) this.#send(one, PING_TEXT);
        else this.#end(one);
      }
      if (this.#offPing !== null) this.#pingLater();
    });
  }

  #end(one: Listening): void {
    one.listener.end();
    this.#leave(one);
  }
}

/** Lets everything else that is ready go first. */
function turn(): Promise<void> {
  return new Promise((done) => {
    setImmediate(done);
  });
}
