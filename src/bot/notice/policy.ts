import type { Notice } from '../../engine/domain/notice.ts';
import { type AtMs, HOUR_MS } from '../../engine/domain/time.ts';
import { numberOf, textOf } from './context.ts';
import type { Delivery } from './notice-message.ts';
import { type Preferences, preferred } from './preferences.ts';
import { isQuiet } from './quiet-hours.ts';
import { breaksQuiet, isSafety } from './topics.ts';

/** Sounds in any hour; what comes beyond is shown without one. */
export const SOUNDS_PER_HOUR_MAX = 12;

export interface PolicyOptions {
  readonly target: string;
  readonly preferences: () => Preferences;
  readonly isAdmin: () => boolean;
  readonly timeZone: () => string;
  readonly nowMs: () => AtMs;
  /** What this target did itself was answered there for certain: it is not told again. */
  readonly skipsOwn?: boolean;
}

/** Whose doing it was: `by`, or a reason such as `by console`. */
function doerOf(notice: Notice): string | null {
  return textOf(notice, 'by') ?? /^by (\S+)$/.exec(textOf(notice, 'reason') ?? '')?.[1] ?? null;
}

/** How one target is told of each notice: its preferences, the hour of its day, and its sounds. */
export class NoticePolicy {
  readonly #options: PolicyOptions;
  #soundsAtMs: readonly AtMs[] = [];

  constructor(options: PolicyOptions) {
    this.#options = options;
  }

  /** By preference alone. A notice that names its one reader is for nobody else. */
  delivery(notice: Notice): Delivery {
    const { target, preferences, isAdmin, nowMs } = this.#options;
    const reader = textOf(notice, 'onlyFor');
    if (reader !== null && reader !== target) return 'off';
    if (this.#options.skipsOwn === true && doerOf(notice) === target) return 'off';
    const wanted = preferred(preferences(), notice, { isAdmin: isAdmin(), nowMs: nowMs() });
    // What was told often enough of late waits for the digest.
    const isLeft = numberOf(notice, 'digest') === 1 && wanted !== 'off';
    const level = isLeft ? 'digest' : wanted;
    // A sample was asked for: it comes in any case.
    const isSample = numberOf(notice, 'sample') === 1;
    return isSample && (level === 'off' || level === 'digest') ? 'silent' : level;
  }

  /** Whether it may sound now. */
  maySound(notice: Notice): boolean {
    if (this.delivery(notice) !== 'on') return false;
    const { preferences, timeZone } = this.#options;
    const nowMs = this.#options.nowMs();
    const quiet = isQuiet(preferences().quiet, nowMs, timeZone());
    if (quiet && !breaksQuiet(notice)) return false;
    return isSafety(notice) || this.#lately(nowMs).length < SOUNDS_PER_HOUR_MAX;
  }

  /** It did sound. */
  sounded(): void {
    const nowMs = this.#options.nowMs();
    this.#soundsAtMs = [...this.#lately(nowMs), nowMs].slice(-SOUNDS_PER_HOUR_MAX);
  }

  #lately(nowMs: AtMs): readonly AtMs[] {
    return this.#soundsAtMs.filter((atMs) => atMs <= nowMs && nowMs - atMs < HOUR_MS);
  }
}
