import { VENUE_CHANGED } from '../../bot/notice/alarms.ts';
import type { ChatStore } from '../../engine/contract/chat-store.ts';
import { contentId } from '../../engine/domain/ids.ts';
import { type AtMs, DAY_MS } from '../../engine/domain/time.ts';
import type { Check } from '../doctor/check.ts';
import { UPDATE } from '../doctor/failure-words.ts';
import type { DriftRow } from './drift-count.ts';

/** Findings that one notice names; the others are counted. */
const NAMED_MAX = 2;
/** Checks of the doctor that tell whether a venue still speaks as this version knows it. */
export const VENUE_CHECKS: readonly string[] = [
  'protocol',
  'markets',
  'market-rules',
  'wallet-data',
  'book-stream',
  'trade-stream',
  'binance',
  'kalshi',
];

export interface CanaryOptions {
  /** Asks the venues as the doctor does. */
  readonly check: () => Promise<readonly Check[]>;
  readonly drift: () => readonly DriftRow[];
  readonly store: Pick<ChatStore, 'notify'>;
  /** A notice was written. */
  readonly wake: () => void;
  readonly nowMs: () => AtMs;
  readonly report: (error: unknown) => void;
}

/**
 * Looks whether a venue changed what it sends or takes, and has it told, each change once. Venues that
 * are merely down are none of its business: feeds and doctor tell of those.
 */
export class VenueCanary {
  readonly #options: CanaryOptions;
  readonly #counted = new Map<string, number>();
  #told: ReadonlySet<string> = new Set();

  constructor(options: CanaryOptions) {
    this.#options = options;
  }

  /** One look. Never rejects. */
  async look(): Promise<void> {
    const { report, store, wake, nowMs } = this.#options;
    try {
      const found = [...(await this.#changedAnswers()), ...this.#newDrift()];
      const news = found.filter((text) => !this.#told.has(text));
      if (news.length > 0) {
        const atMs = nowMs();
        await store.notify({
          id: contentId('notice', [VENUE_CHANGED, Math.floor(atMs / DAY_MS), ...news]),
          ...{ kind: 'fault', ledger: null, subject: VENUE_CHANGED, atMs },
          data: { what: `A venue changed: ${wordsOf(news)}` },
        });
        wake();
      }
      // What is gone and comes back is news again.
      this.#told = new Set(found);
    } catch (error) {
      report(error);
    }
  }

  async #changedAnswers(): Promise<readonly string[]> {
    const checks = await this.#options.check();
    return checks
      .filter(({ ok, todo }) => ok === 'wrong' && todo?.startsWith(UPDATE) === true)
      .map(({ name, found }) => `${name}: ${found}`);
  }

  /** What could not be read since the look before. */
  #newDrift(): readonly string[] {
    return this.#options.drift().flatMap(({ source, reason, field, expected, count }) => {
      if (reason === 'ignored') return [];
      const key = JSON.stringify([source, reason, field]);
      const before = this.#counted.get(key) ?? 0;
      this.#counted.set(key, count);
      return count > before ? [`${source} ${field} (${expected})`] : [];
    });
  }
}

function wordsOf(found: readonly string[]): string {
  const more = found.length - NAMED_MAX;
  return `${found.slice(0, NAMED_MAX).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
