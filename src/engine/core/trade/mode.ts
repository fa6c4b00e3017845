import { SECOND_MS } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import type { TradeState } from './state.ts';

/** Between confirming live and its first entry: time to take it back. */
export const LIVE_DELAY_MS = 30 * SECOND_MS;

/** Goes live or back to paper; `false` when there is no account to go live with. */
export function setMode(
  state: TradeState,
  { mode, by }: { readonly mode: 'paper' | 'live'; readonly by: string },
  turn: Turn,
): boolean {
  if (mode === 'live' && state.accounts.size === 0) return false;
  const was = state.control.live === null ? 'paper' : 'live';
  if (was === mode) return true;
  const entriesFromMs = turn.atMs + LIVE_DELAY_MS;
  const live = mode === 'live' ? { atMs: turn.atMs, entriesFromMs } : null;
  state.control = { ...state.control, live };
  turn.record({ kind: 'control', control: state.control });
  turn.notice(
    'mode',
    { ledger: null, subject: 'mode' },
    { from: was, to: mode, by, entriesFromMs: live?.entriesFromMs ?? null },
  );
  return true;
}
