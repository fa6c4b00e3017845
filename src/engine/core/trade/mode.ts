import { type LedgerId, PAPER, type WalletAddress } from '../../domain/ids.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import { missingOf } from './live-account.ts';
import type { TradeState } from './state.ts';

/** Between confirming live and its first entry: time to take it back. */
export const LIVE_DELAY_MS = 30 * SECOND_MS;

/** Goes live or back to paper; a text says what live still lacks. */
export function setMode(
  state: TradeState,
  { mode, by }: { readonly mode: 'paper' | 'live'; readonly by: string },
  turn: Turn,
): string | null {
  const lacks = mode === 'live' ? lacksForLive(state) : null;
  if (lacks !== null) return lacks;
  const was = state.control.live === null ? 'paper' : 'live';
  if (was === mode) return null;
  const entriesFromMs = turn.atMs + LIVE_DELAY_MS;
  const live = mode === 'live' ? { atMs: turn.atMs, entriesFromMs } : null;
  state.control = { ...state.control, live };
  turn.record({ kind: 'control', control: state.control });
  turn.notice(
    'mode',
    { ledger: null, subject: 'mode' },
    { from: was, to: mode, by, entriesFromMs: live?.entriesFromMs ?? null },
  );
  return null;
}

/** The first thing that live still lacks; `null` for nothing. */
function lacksForLive(state: TradeState): string | null {
  const [account] = state.accounts.values();
  if (account === undefined) return 'live trading needs an account, and there is none';
  if (state.control.warningReadAtMs === null) {
    return 'the warning about real money was not acknowledged yet';
  }
  const [first] = missingOf(account);
  return first === undefined ? null : `live is not ready: ${first}`;
}

/** Where an entry that is judged now belongs: live takes account and wallet both (law 5). */
export function entryLedger(
  state: TradeState,
  { wallet, atMs }: { readonly wallet: WalletAddress | null; readonly atMs: AtMs },
): LedgerId {
  const { live } = state.control;
  if (live === null || atMs < live.entriesFromMs) return PAPER;
  // What no wallet stands for is only ever tried on paper.
  if (wallet === null || state.wallets.get(wallet)?.mode !== 'live') return PAPER;
  const [account] = state.accounts.keys();
  return account ?? PAPER;
}
