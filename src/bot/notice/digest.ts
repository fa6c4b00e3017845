import { z } from 'zod';
import type { ChatStore } from '../../engine/contract/chat-store.ts';
import type { Queries } from '../../engine/contract/queries.ts';
import { type AtMs, DAY_MS, localDay, MINUTE_MS } from '../../engine/domain/time.ts';
import { bareReply } from '../chat/bare-outgoing.ts';
import { FloodError, isUnsent, RefusedError, UnreachableError } from '../chat/chat-port.ts';
import { minuteOfDay } from '../format/moments.ts';
import type { Reply } from '../reply.ts';
import { isoWeek } from './calendar.ts';
import { digestReply } from './digest-words.ts';
import { markedRepeat } from './mark-repeat.ts';
import type { Timing } from './timing.ts';
import { weekDigest } from './week-digest.ts';

/** 08:00 in the time zone of the settings. */
export const DIGEST_MINUTE = 8 * 60;
/** Between two looks at the clock. */
export const LOOK_MS = MINUTE_MS;
export const DIGEST_RETRY_MS_MAX = 60 * MINUTE_MS;

export interface DigestOptions {
  readonly target: string;
  readonly queries: Queries;
  readonly store: Pick<ChatStore, 'position' | 'putPosition' | 'digestCounts'>;
  /** Sends one message, with one try. @throws as ChatPort.send */
  readonly send: (reply: Reply) => Promise<void>;
  readonly timing: Timing;
  readonly report: (error: unknown) => void;
}

/** How far a series of digests came. */
const STORED = z.strictObject({
  /** The day or week of the newest. */
  key: z.string(),
  state: z.enum(['trying', 'sent']),
  /** When the one before was made: the next tells what came after. */
  sinceMs: z.int(),
});
type Stored = z.infer<typeof STORED>;

interface Series {
  readonly name: string;
  /** What is due at a moment. */
  keyOf(nowMs: AtMs, zone: string): string;
  write(sinceMs: AtMs, nowMs: AtMs): Promise<Reply>;
}

/** The daily digest of one target at 08:00, and on Mondays the one of the week; each once. */
export class Digest {
  readonly #options: DigestOptions;
  readonly #series: readonly Series[];
  /** What the database has, as this process wrote it. */
  readonly #known = new Map<string, Stored>();
  /** Tried in this run, and known not to have arrived. */
  readonly #unsent = new Set<string>();
  /** Told in this run, and not yet kept as such. */
  readonly #told = new Set<string>();
  #failures = 0;
  #busy: Promise<void> | null = null;
  #cancelTimer: (() => void) | null = null;
  #open = false;

  constructor(options: DigestOptions) {
    this.#options = options;
    const { queries, store, target } = options;
    this.#series = [
      {
        name: 'week',
        keyOf: (nowMs, zone) => {
          const { year, week } = isoWeek(nowMs - 7 * DAY_MS, zone);
          return `${year}-W${week}`;
        },
        write: (_sinceMs, nowMs) => weekDigest(queries, nowMs),
      },
      {
        name: 'digest',
        keyOf: (nowMs, zone) => localDay(nowMs, zone),
        write: async (sinceMs, nowMs) =>
          digestReply({ queries, nowMs, left: await store.digestCounts(target, sinceMs) }),
      },
    ];
  }

  start(): void {
    this.#open = true;
    this.#look();
  }

  /** Stops after the message under way. */
  async close(): Promise<void> {
    this.#open = false;
    this.#cancelTimer?.();
    await this.#busy;
  }

  #look(): void {
    this.#busy = this.#tellAll().then((waitMs) => {
      this.#busy = null;
      if (this.#open) this.#cancelTimer = this.#options.timing.after(waitMs, () => this.#look());
    });
  }

  /** How long to wait before the next look. Never rejects. */
  async #tellAll(): Promise<number> {
    try {
      for (const series of this.#series) if (this.#open) await this.#tell(series);
      this.#failures = 0;
      return LOOK_MS;
    } catch (error) {
      // A chat that takes nothing is a state, told once.
      const isKnown = error instanceof UnreachableError && this.#failures > 0;
      if (!isKnown) this.#options.report(error);
      if (error instanceof FloodError) return Math.max(LOOK_MS, error.retryAfterMs);
      this.#failures += 1;
      return Math.min(DIGEST_RETRY_MS_MAX, LOOK_MS * 2 ** (this.#failures - 1));
    }
  }

  async #tell(series: Series): Promise<void> {
    const { queries, timing } = this.#options;
    const nowMs = timing.nowMs();
    const zone = queries.timeZone();
    const isTime = minuteOfDay(nowMs, zone) >= DIGEST_MINUTE;
    const before = await this.#stored(series);
    if (before === null) {
      // What was due before a target was there is not for it.
      const key = series.keyOf(isTime ? nowMs : nowMs - DAY_MS, zone);
      await this.#keep(series, { key, state: 'sent', sinceMs: nowMs });
      return;
    }
    if (!isTime) return;
    const key = series.keyOf(nowMs, zone);
    if (before.key === key && before.state === 'sent') return;
    const wasTried = before.key === key && before.state === 'trying';
    const mark = `${series.name} ${key}`;
    if (this.#told.has(mark)) {
      await this.#finish(series, { mark, key, nowMs });
      return;
    }
    const mayRepeat = wasTried && !this.#unsent.has(mark);
    const written = await series.write(before.sinceMs, nowMs);
    if (!mayRepeat) this.#unsent.add(mark);
    await this.#keep(series, { key, state: 'trying', sinceMs: before.sinceMs });
    await this.#send(mark, mayRepeat ? markedRepeat(written) : written);
    this.#told.add(mark);
    await this.#finish(series, { mark, key, nowMs });
  }

  async #finish(
    series: Series,
    { mark, key, nowMs }: { readonly mark: string; readonly key: string; readonly nowMs: AtMs },
  ): Promise<void> {
    await this.#keep(series, { key, state: 'sent', sinceMs: nowMs });
    this.#told.delete(mark);
    this.#unsent.delete(mark);
  }

  async #send(mark: string, written: Reply): Promise<void> {
    const { send, report } = this.#options;
    try {
      await send(written).catch(async (error: unknown) => {
        if (!(error instanceof RefusedError)) throw error;
        report(error);
        await send(bareReply(written));
      });
    } catch (error) {
      if (error instanceof RefusedError) {
        // What is not taken today is not taken in a minute either.
        report(error);
        return;
      }
      if (!isUnsent(error)) this.#unsent.delete(mark);
      throw error;
    }
  }

  async #stored(series: Series): Promise<Stored | null> {
    const known = this.#known.get(series.name);
    if (known !== undefined) return known;
    const text = await this.#options.store.position(this.#positionName(series));
    if (text === null) return null;
    const parsed = STORED.safeParse(jsonOf(text));
    if (parsed.success) {
      this.#known.set(series.name, parsed.data);
      return parsed.data;
    }
    this.#options.report(new Error(`the position of ${series.name} cannot be read: ${text}`));
    return null;
  }

  async #keep(series: Series, stored: Stored): Promise<void> {
    await this.#options.store.putPosition(this.#positionName(series), JSON.stringify(stored));
    this.#known.set(series.name, stored);
  }

  #positionName({ name }: Series): string {
    return `${name}:${this.#options.target}`;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
