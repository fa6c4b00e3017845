import type { Timing } from '../../bot/notice/timing.ts';
import type { ChatStore } from '../../engine/contract/chat-store.ts';
import { contentId } from '../../engine/domain/ids.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import type { PhoneState } from './phones.ts';

/** A platform that is away for so long is told where people still read. */
export const PHONE_DOWN_MS = 2 * MINUTE_MS;
const LOOK_MS = 15 * SECOND_MS;

export interface PhoneWatchOptions {
  readonly states: () => readonly PhoneState[];
  readonly store: Pick<ChatStore, 'notify'>;
  /** A notice was written. */
  readonly wake: () => void;
  readonly timing: Timing;
  readonly report: (error: unknown) => void;
}

interface Away {
  readonly sinceMs: AtMs;
  isTold: boolean;
}

/** Looks whether the bots are reached, and has it told once when one is not. */
export class PhoneWatch {
  readonly #options: PhoneWatchOptions;
  readonly #away = new Map<PhoneState['platform'], Away>();
  #cancel: () => void = () => undefined;

  constructor(options: PhoneWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#look();
  }

  stop(): void {
    this.#cancel();
  }

  #look(): void {
    const nowMs = this.#options.timing.nowMs();
    for (const phone of this.#options.states()) {
      if (phone.state === 'up') this.#away.delete(phone.platform);
      else this.#isAway(phone, nowMs);
    }
    this.#cancel = this.#options.timing.after(LOOK_MS, () => this.#look());
  }

  #isAway(phone: PhoneState, nowMs: AtMs): void {
    const away = this.#away.get(phone.platform) ?? { sinceMs: nowMs, isTold: false };
    this.#away.set(phone.platform, away);
    if (away.isTold || nowMs - away.sinceMs < PHONE_DOWN_MS) return;
    away.isTold = true;
    this.#tell(phone, away, nowMs).catch((error: unknown) => {
      // It is told at the next look instead.
      away.isTold = false;
      this.#options.report(error);
    });
  }

  async #tell({ platform, note }: PhoneState, { sinceMs }: Away, atMs: AtMs): Promise<void> {
    const name = platform === 'telegram' ? 'Telegram' : 'Discord';
    await this.#options.store.notify({
      id: contentId('notice', ['phone', platform, sinceMs]),
      kind: 'fault',
      ledger: null,
      subject: platform,
      data: { what: `${name} is not reached${note === null ? '' : `: ${note}`}`, since: sinceMs },
      atMs,
    });
    this.#options.wake();
  }
}
