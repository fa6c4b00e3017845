import type { Command, CommandBody } from '../../domain/command.ts';
import { contentId, isShadow, type SignalId, type WalletAddress } from '../../domain/ids.ts';
import { filterKey } from '../../domain/market-filter.ts';
import { resolveSettings } from '../../domain/settings.ts';
import type { ExitSignal } from '../../domain/signal.ts';
import { WHOLE } from '../../domain/values/money.ts';
import type { WalletRules } from '../../domain/wallet.ts';
import type { Turn } from '../turn.ts';
import { takeAsked } from './arbitrages.ts';
import { claimAgain } from './claims.ts';
import { exitPosition, resumeExits } from './exits.ts';
import { kill } from './kill.ts';
import { checkDayLoss, restartPeak } from './losses.ts';
import { setMode } from './mode.ts';
import { cancelResting } from './orders.ts';
import { wordOn } from './pairs.ts';
import { acceptChange, forgetScores } from './scores.ts';
import { beginSilence, enabledCount } from './silence.ts';
import { ledgerOf, type TradeState } from './state.ts';

type Answer = { readonly outcome: 'done' | 'refused'; readonly message: string };

const DONE: Answer = { outcome: 'done', message: '' };
const NO_ACCOUNT: Answer = {
  outcome: 'refused',
  message: 'live trading needs an account, and there is none',
};

function refused(message: string): Answer {
  return { outcome: 'refused', message };
}

/** Carries out what a person asked, once: a repeated delivery of the same id is only answered. */
export function onCommand(state: TradeState, command: Command, turn: Turn): void {
  const { id: commandId, actor, body } = command;
  if (!state.commandIds.add(commandId)) {
    turn.emit({ kind: 'answer', commandId, outcome: 'done', message: 'this was done already' });
    return;
  }
  const answer = act(state, command, turn);
  const { kind: action, ...detail } = body;
  turn.record({
    kind: 'audit',
    entry: { commandId, actor, action, detail, outcome: answer.outcome, atMs: turn.atMs },
  });
  turn.emit({ kind: 'answer', commandId, ...answer });
}

function act(state: TradeState, command: Command, turn: Turn): Answer {
  const { body } = command;
  switch (body.kind) {
    case 'follow':
    case 'changeWallet':
    case 'unfollow':
      return changeWallets(state, body, turn);
    case 'changeSetting':
      return changeSetting(state, { ...body, actor: command.actor }, turn);
    case 'addFilter':
    case 'removeFilter':
      return changeFilters(state, body, turn);
    case 'kill':
      kill(state, body.reason, turn);
      return DONE;
    case 'arm':
      return arm(state, turn);
    case 'setMode':
      return changeMode(state, { mode: body.mode, by: command.actor }, turn);
    case 'acknowledgeLive':
      state.control = { ...state.control, warningReadAtMs: turn.atMs };
      turn.record({ kind: 'control', control: state.control });
      return DONE;
    case 'pause':
      return setPause(state, body.reason, turn);
    case 'resume':
      return resume(state, turn);
    case 'close':
      return close(state, { ...body, commandId: command.id }, turn);
    case 'takeArbitrage':
      return takeAsked(state, body.id, turn);
    case 'judgePair':
      return wordOn(state, { ...body, by: command.actor }, turn);
    case 'deposit':
      return deposit(state, { ...body, commandId: command.id }, turn);
  }
}

function changeMode(
  state: TradeState,
  of: { readonly mode: 'paper' | 'live'; readonly by: string },
  turn: Turn,
): Answer {
  const lacks = setMode(state, of, turn);
  return lacks === null ? DONE : refused(lacks);
}

function changeWallets(
  state: TradeState,
  body: CommandBody & { kind: 'follow' | 'changeWallet' | 'unfollow' },
  turn: Turn,
): Answer {
  if (body.kind === 'unfollow') {
    const { address } = body;
    if (!state.wallets.has(address)) return refused(`${address} is not followed`);
    if (holdsCopies(state, address)) {
      return refused('copies of it are open and would lose their exits; disable it, or close them');
    }
    state.wallets.delete(address);
    forgetScores(state, address);
    turn.record({ kind: 'walletRemoved', address });
    return DONE;
  }
  const address = body.kind === 'follow' ? body.rules.address : body.address;
  const known = state.wallets.get(address);
  let wallet: WalletRules;
  if (body.kind === 'follow') {
    // Followed again: what is known of it stays known.
    const confidence = state.scores.get(address)?.confidence.value ?? body.rules.confidence;
    wallet = { ...body.rules, confidence };
  } else {
    if (known === undefined) return refused(`${address} is not followed`);
    wallet = { ...known, ...body.change };
  }
  if (wallet.mode === 'live' && state.accounts.size === 0) return NO_ACCOUNT;
  keepWallet(state, wallet, turn);
  if (known !== undefined) acceptChange(state, { from: known, to: wallet }, turn);
  return DONE;
}

function keepWallet(state: TradeState, wallet: WalletRules, turn: Turn): void {
  if (wallet.enabled && enabledCount(state) === 0) beginSilence(state, turn);
  state.wallets.set(wallet.address, wallet);
  turn.record({ kind: 'wallet', wallet });
}

/** Whether anything is held or on its way for a leader, in any ledger. */
function holdsCopies(state: TradeState, address: WalletAddress): boolean {
  for (const id of state.open) {
    const intent = state.orders.get(id)?.intent;
    if (intent?.wallet === address && !isShadow(intent.ledger)) return true;
  }
  for (const ledger of state.ledgers.values()) {
    if (isShadow(ledger.id)) continue;
    if (ledger.openPositions.some((position) => position.wallet === address)) return true;
  }
  return false;
}

function changeSetting(
  state: TradeState,
  { key, value, actor }: { readonly key: string; readonly value: string; readonly actor: string },
  turn: Turn,
): Answer {
  const texts = { ...state.settingTexts, [key]: value };
  const resolved = resolveSettings(texts);
  if (!resolved.ok) return refused(resolved.problem);
  noticeRaised(state, { key, value, actor }, turn);
  state.settings = resolved.settings;
  state.settingTexts = texts;
  state.settingsVersion += 1;
  const setting = { version: state.settingsVersion, key, value, actor, atMs: turn.atMs };
  turn.record({ kind: 'setting', setting });
  if (key === 'exit.tries') resumeExits(state, turn);
  return DONE;
}

/** A raised limit is told to everybody who may set limits. */
function noticeRaised(
  state: TradeState,
  { key, value, actor }: { readonly key: string; readonly value: string; readonly actor: string },
  turn: Turn,
): void {
  if (key !== 'bankroll' && !key.startsWith('limits.')) return;
  const settings: Readonly<Record<string, unknown>> = { ...state.settings };
  const after = resolveSettings({ ...state.settingTexts, [key]: value });
  if (!after.ok) return;
  const raised: Readonly<Record<string, unknown>> = { ...after.settings };
  if (Number(raised[key]) <= Number(settings[key])) return;
  const from = state.settingTexts[key] ?? null;
  turn.notice('raised', { ledger: null, subject: key }, { what: key, from, to: value, by: actor });
}

function changeFilters(
  state: TradeState,
  body: CommandBody & { kind: 'addFilter' | 'removeFilter' },
  turn: Turn,
): Answer {
  if (body.kind === 'removeFilter') {
    const { type, value } = body;
    if (!state.filters.delete(filterKey(body)))
      return refused(`there is no ${type} rule "${value}"`);
    turn.record({ kind: 'filterRemoved', type, value });
    return DONE;
  }
  const { filter } = body;
  const known = state.filters.get(filterKey(filter));
  if (known !== undefined && known.action !== filter.action) {
    return refused(
      `${filter.type} "${filter.value}" is on the ${known.action} list; remove it first`,
    );
  }
  state.filters.set(filterKey(filter), filter);
  turn.record({ kind: 'filter', filter });
  return DONE;
}

function arm(state: TradeState, turn: Turn): Answer {
  if (state.control.killed === null) return refused('nothing is killed');
  state.control = { ...state.control, killed: null };
  turn.record({ kind: 'control', control: state.control });
  turn.notice('armed', { ledger: null, subject: 'arm' }, {});
  beginSilence(state, turn);
  resumeExits(state, turn);
  return DONE;
}

function setPause(state: TradeState, reason: string, turn: Turn): Answer {
  const paused = { cause: 'person', reason, atMs: turn.atMs, day: null } as const;
  state.control = { ...state.control, paused };
  turn.record({ kind: 'control', control: state.control });
  cancelResting(state, turn);
  turn.notice('paused', { ledger: null, subject: 'person' }, { reason });
  return DONE;
}

function resume(state: TradeState, turn: Turn): Answer {
  const { paused } = state.control;
  if (paused === null) return refused('entries are on already');
  state.control = { ...state.control, paused: null };
  turn.record({ kind: 'control', control: state.control });
  if (paused.cause !== 'person') restartPeak(state, turn);
  turn.notice('resumed', { ledger: null, subject: paused.cause }, {});
  beginSilence(state, turn);
  // Exits went on during a person's pause, and may have lost the day's limit.
  for (const id of state.ledgers.keys()) checkDayLoss(state, id, turn);
  return DONE;
}

function close(
  state: TradeState,
  of: CommandBody & { kind: 'close' } & { readonly commandId: string },
  turn: Turn,
): Answer {
  const positions = ledgerOf(state, of.ledger).openPositions.filter(
    (position) => position.tokenId === of.tokenId,
  );
  const first = positions[0];
  if (first === undefined) return refused('nothing is held of it');
  // A resolved market takes no orders: what closes it is its payout.
  if (claimAgain(state, { ledger: of.ledger, marketId: first.marketId }, turn)) return DONE;
  for (const { wallet, marketId, tokenId } of positions) {
    const signal: ExitSignal = {
      kind: 'exit',
      id: contentId('exit', [of.commandId, of.ledger, wallet ?? '', tokenId]) as SignalId,
      wallet,
      marketId,
      tokenId,
      fraction: WHOLE,
      cause: 'manual',
      leaderPrice: null,
      tradedAtMs: turn.atMs,
      receivedAtMs: turn.atMs,
    };
    exitPosition(state, { signal, ledger: of.ledger }, turn);
  }
  return DONE;
}

function deposit(
  state: TradeState,
  of: CommandBody & { kind: 'deposit' } & { readonly commandId: string },
  turn: Turn,
): Answer {
  if (of.amount <= 0) return refused('a deposit is more than nothing');
  if (of.ledger.startsWith('live:')) return refused('live money is deposited at the venue');
  const id = contentId('flow', ['deposit', of.commandId]);
  const { ledger, amount } = of;
  const flow = { id, ledger, kind: 'deposit', amount, note: 'deposit', atMs: turn.atMs } as const;
  ledgerOf(state, ledger).bookFlow(flow);
  turn.record({ kind: 'flow', flow });
  return DONE;
}
