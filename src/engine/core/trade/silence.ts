import { isShadow } from '../../domain/ids.ts';
import type { OrderIntent } from '../../domain/order.ts';
import { SILENCE_CURSOR } from '../../domain/snapshot.ts';
import { type AtMs, HOUR_MS, MINUTE_MS } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import type { TradeState } from './state.ts';

/** So long nothing was copied: then somebody is told why. */
export const SILENCE_MS = 24 * HOUR_MS;
/** What a start catches up with may end a silence whose time came while nothing ran. */
const START_MS = MINUTE_MS;

export const SILENCE_TIMER = 'silence';
/** A time in which nothing was copied: told once. */
export interface Silence {
  readonly sinceMs: AtMs;
  readonly told: boolean;
}

/** Shares of a leader's trade were bought, by paper or real money. */
export function endSilence(
  state: TradeState,
  { ledger, leg, wallet }: Pick<OrderIntent, 'ledger' | 'leg' | 'wallet'>,
  turn: Turn,
): void {
  if (leg === 'entry' && wallet !== null && !isShadow(ledger)) beginSilence(state, turn);
}

/** From here on it counts: behind a copy, a person who lets entries go on, or the first who is followed. */
export function beginSilence(state: TradeState, turn: Turn): void {
  save(state, { sinceMs: turn.atMs, told: false }, turn);
  turn.timers.arm(SILENCE_TIMER, turn.atMs + SILENCE_MS);
}

/** Goes on with the silence of an earlier run. */
export function resumeSilence(state: TradeState, stored: string | null, turn: Turn): void {
  const silence = stored === null ? null : read(stored);
  if (silence === null) {
    beginSilence(state, turn);
    return;
  }
  state.silence = silence;
  if (silence.told) return;
  const atMs = Math.max(silence.sinceMs + SILENCE_MS, turn.atMs + START_MS);
  turn.timers.arm(SILENCE_TIMER, atMs);
}

/** Whether the timer was the end of a day without a copy; it is told where anybody is followed. */
export function onSilenceTimer(state: TradeState, timerId: string, turn: Turn): boolean {
  if (timerId !== SILENCE_TIMER) return false;
  const { silence } = state;
  const followed = enabledCount(state);
  // Whoever is followed next begins anew.
  if (silence === null || silence.told || followed === 0) return true;
  save(state, { ...silence, told: true }, turn);
  const { sinceMs } = silence;
  const subject = `${sinceMs}`;
  turn.notice('noCopy', { ledger: null, subject }, { sinceMs, followed, ...stopOf(state) });
  return true;
}

/** What a person stopped, which is why nothing was copied. */
function stopOf({ control: { killed, paused } }: TradeState) {
  if (killed !== null) return { stop: 'killed', stoppedAtMs: killed.atMs, reason: killed.reason };
  if (paused === null) return { stop: null };
  const { cause, atMs, reason } = paused;
  return { stop: cause, stoppedAtMs: atMs, reason };
}

/** Wallets that may be copied. */
export function enabledCount(state: TradeState): number {
  return [...state.wallets.values()].filter((one) => one.enabled).length;
}

function save(state: TradeState, silence: Silence, turn: Turn): void {
  state.silence = silence;
  const value = `${silence.sinceMs}${silence.told ? ' told' : ''}`;
  turn.record({ kind: 'cursor', name: SILENCE_CURSOR, value });
}

function read(text: string): Silence | null {
  const [since = '', ...words] = text.split(' ');
  const sinceMs = Number(since);
  return Number.isSafeInteger(sinceMs) ? { sinceMs, told: words[0] === 'told' } : null;
}
