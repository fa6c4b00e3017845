import type { ChatStore } from '../../engine/contract/chat-store.ts';
import { UnavailableError } from '../../engine/contract/queries.ts';
import { contentId, PAPER } from '../../engine/domain/ids.ts';
import type { Notice } from '../../engine/domain/notice.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { cents, dollars, shares } from '../../engine/domain/values/money.ts';
import {
  CONSOLE_PREFERENCES,
  PHONE_PREFERENCES,
  type Preferences,
  parsePreferences,
} from './preferences.ts';
import type { PreferencesDesk } from './preferences-desk.ts';

/** The target that sits at the host. */
export const CONSOLE_TARGET = 'console';

export interface PreferenceBookOptions {
  readonly store: Pick<ChatStore, 'preferences' | 'putPreferences' | 'notify'>;
  readonly nowMs: () => AtMs;
  /** Notices were written. */
  readonly wake: () => void;
  /** Takes what could not be read; defaults hold then. */
  readonly report: (error: unknown) => void;
}

/** How every target wants to be told: read once, then answered from memory. */
export class PreferenceBook {
  readonly #options: PreferenceBookOptions;
  #known: Map<string, Preferences> | null = null;

  constructor(options: PreferenceBookOptions) {
    this.#options = options;
  }

  /** Reads what is stored, once. @throws StoreError */
  async ready(): Promise<void> {
    if (this.#known !== null) return;
    const stored = await this.#options.store.preferences();
    if (this.#known !== null) return;
    const known = new Map<string, Preferences>();
    for (const [target, value] of stored) {
      const parsed = parsePreferences(value);
      if (parsed.ok) known.set(target, parsed.preferences);
      else this.#options.report(new Error(`preferences of ${target}: ${parsed.problem}`));
    }
    this.#known = known;
  }

  of(target: string): Preferences {
    const own = this.#known?.get(target);
    if (own !== undefined) return own;
    return target === CONSOLE_TARGET ? CONSOLE_PREFERENCES : PHONE_PREFERENCES;
  }

  desk(target: string): PreferencesDesk {
    return {
      read: () => this.of(target),
      hasDigest: target !== CONSOLE_TARGET,
      write: (preferences) => this.#write(target, preferences),
      sendSample: () => this.#sendSample(target),
    };
  }

  async #write(target: string, preferences: Preferences): Promise<void> {
    const { store, nowMs } = this.#options;
    await kept(async () => {
      await this.ready();
      await store.putPreferences(target, preferences, nowMs());
    });
    this.#known?.set(target, preferences);
  }

  async #sendSample(target: string): Promise<void> {
    const { store, nowMs, wake } = this.#options;
    await kept(() => store.notify(sampleFor(target, nowMs())));
    wake();
  }
}

async function kept(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw new UnavailableError('the database did not keep it', { cause: error });
  }
}

/** A fill that never was, for one reader. */
export function sampleFor(target: string, atMs: AtMs): Notice {
  return {
    id: contentId('notice', ['sample', target, atMs]),
    kind: 'fill',
    ledger: PAPER,
    subject: 'sample',
    data: {
      sample: 1,
      onlyFor: target,
      side: 'buy',
      quantity: shares(8.06),
      price: cents(62),
      notional: dollars(5),
      fee: 0,
      whole: 1,
      leaderPrice: cents(61.7),
      behindMs: 1_900,
    },
    atMs,
  };
}
