import { Reply } from '../reply.ts';

/** What the venue takes: 425, or one of its three answers with 503. */
export type VenueMode = 'restarting' | 'disabled' | 'cancelOnly' | 'postOnly';

/** After a restart only post-only orders are taken for this long. */
export const POST_ONLY_AFTER_RESTART_MS = 120_000;

export const POST_ONLY_TEXT = 'post-only mode: only post-only orders and cancels are allowed';
const TEXTS = {
  restarting: 'matching engine restarting',
  disabled: 'Trading is currently disabled. Check polymarket.com for updates',
  cancelOnly:
    'Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.',
} as const;

interface Window {
  readonly mode: VenueMode;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Times at which the venue does not take everything. */
export class VenueModes {
  #windows: readonly Window[] = [];

  /** The engine restarts now; what follows takes post-only orders alone. */
  restart(at: {
    readonly nowMs: number;
    readonly forMs: number;
    readonly postOnlyMs: number;
  }): void {
    const untilMs = at.nowMs + at.forMs;
    this.#windows = [
      { mode: 'restarting', fromMs: at.nowMs, untilMs },
      { mode: 'postOnly', fromMs: untilMs, untilMs: untilMs + at.postOnlyMs },
    ];
  }

  set(mode: VenueMode, at: { readonly nowMs: number; readonly forMs: number }): void {
    this.#windows = [{ mode, fromMs: at.nowMs, untilMs: at.nowMs + at.forMs }];
  }

  clear(): void {
    this.#windows = [];
  }

  isBusy(nowMs: number): boolean {
    return this.#at(nowMs) !== null;
  }

  isPostOnly(nowMs: number): boolean {
    return this.#at(nowMs)?.mode === 'postOnly';
  }

  /** Why orders are not taken now; `null` when they are. */
  refusesOrder(isPostOnly: boolean, nowMs: number): Reply | null {
    const window = this.#at(nowMs);
    if (window === null) return null;
    if (window.mode !== 'postOnly') return refusal(window.mode);
    if (isPostOnly) return null;
    const seconds = Math.max(1, Math.ceil((window.untilMs - nowMs) / 1_000));
    return new Reply({
      status: 503,
      body: { error: POST_ONLY_TEXT, code: 'post_only_mode', retry_after_seconds: seconds },
      headers: { 'retry-after': String(seconds) },
    });
  }

  refusesCancel(nowMs: number): Reply | null {
    const mode = this.#at(nowMs)?.mode;
    return mode === 'restarting' || mode === 'disabled' ? refusal(mode) : null;
  }

  #at(nowMs: number): Window | null {
    return this.#windows.find(({ fromMs, untilMs }) => nowMs >= fromMs && nowMs < untilMs) ?? null;
  }
}

function refusal(mode: keyof typeof TEXTS): Reply {
  return new Reply({ status: mode === 'restarting' ? 425 : 503, body: { error: TEXTS[mode] } });
}
