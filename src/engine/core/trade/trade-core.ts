import type { AccountEvent } from '../../domain/account-event.ts';
import type { Command } from '../../domain/command.ts';
import type { EffectResult, FeedChange, FeedCursor, Start } from '../../domain/input.ts';
import type { Market } from '../../domain/market.ts';
import type { MarketResolved, ResolutionMoved } from '../../domain/market-event.ts';
import type { PairTold } from '../../domain/market-pair.ts';
import type { Signal } from '../../domain/signal.ts';
import { invariant } from '../../domain/values/invariant.ts';
import type { WalletAssessment } from '../../domain/wallet-score.ts';
import type { DepthAnswer, Message } from '../message.ts';
import type { Turn } from '../turn.ts';
import { onAccountEvent, onAccountRead, onAccountTimer } from './account.ts';
import { onPlan, onRunDepth, onRunTimer } from './arbitrage-run.ts';
import { onArbitrageAlarm, onArbitrageSignal } from './arbitrages.ts';
import { AWAY_TIMER, onAwayTimer, onCursor, onFeedChange } from './away.ts';
import { onClaimTimer, onRedeemed, takeUpClaims } from './claims.ts';
import { onCommand } from './commands.ts';
import { onChaseTimer, onCopySignal, onLagSignal } from './entries.ts';
import { onExitDepth, onExitSignal, onExitTimer } from './exits.ts';
import { onFault } from './integrity.ts';
import { onEntryDepth, resumeEntry } from './judging.ts';
import { onSwept } from './kill.ts';
import { onLateFill } from './late-fill.ts';
import { MARK_TIMER, onMarkTimer } from './losses.ts';
import { onMerged, onMergeTimer, takeUpMerges } from './merges.ts';
import { onModelAnswered, onModelTimer } from './model/consult.ts';
import { onSigned } from './orders.ts';
import { checkHolding, onOwnExitTimer, watchQuote } from './own-exits.ts';
import { comparePairs, onPaired } from './pairs.ts';
import { onReport } from './reports.ts';
import { onMarketListed, onResolutionMoved, onResolved } from './resolution.ts';
import { onScored } from './scores.ts';
import { onIntentCommitted, onNotSigned, onResend, onSendDepth } from './sending.ts';
import { onSilenceTimer } from './silence.ts';
import { startTrading } from './start.ts';
import { createTradeState, type TradeState } from './state.ts';
import { onCommitted, takeCommitId } from './writes.ts';

/** Signals, decisions, orders, ledgers: the one writer. Sees the market only as messages. */
export class TradeCore {
  readonly state: TradeState = createTradeState();

  start(start: Start, turn: Turn): void {
    startTrading(this.state, start, turn);
  }

  command(command: Command, turn: Turn): void {
    onCommand(this.state, command, turn);
  }

  marketListed(market: Market, turn: Turn): void {
    onMarketListed(this.state, market, turn);
  }

  resolved({ resolution, venueAtMs }: MarketResolved, turn: Turn): void {
    onResolved(this.state, { resolution, endedAtMs: venueAtMs }, turn);
    comparePairs(this.state, resolution.marketId, turn);
  }

  resolutionMoved(moved: ResolutionMoved, turn: Turn): void {
    onResolutionMoved(this.state, moved, turn);
  }

  cursor(cursor: FeedCursor, turn: Turn): void {
    onCursor(this.state, cursor, turn);
  }

  feed(change: FeedChange, turn: Turn): void {
    onFeedChange(change, turn);
  }

  /** What is believed of wallets now. */
  scored(assessments: readonly WalletAssessment[], turn: Turn): void {
    for (const assessment of assessments) onScored(this.state, assessment, turn);
  }

  /** How pairs of markets compare now. */
  paired(pairs: readonly PairTold[], turn: Turn): void {
    onPaired(this.state, pairs, turn);
  }

  effectResult(result: EffectResult, turn: Turn): void {
    switch (result.kind) {
      case 'committed':
        for (const intentId of onCommitted(this.state, result.commitId)) {
          onIntentCommitted(this.state, intentId, turn);
        }
        return;
      case 'signed':
        onSigned(this.state, result, turn);
        return;
      case 'notSigned':
        onNotSigned(this.state, result, turn);
        return;
      case 'accountRead':
        onAccountRead(this.state, result, turn);
        return;
      case 'redeemed':
        if (!onMerged(this.state, result, turn)) onRedeemed(this.state, result, turn);
        return;
      case 'modelAnswered':
        onModelAnswered(this.state, result, this.#resuming(turn));
        return;
      case 'posted':
      case 'lookedUp':
      case 'cancelAnswered':
      case 'allCanceled':
        invariant(false, `the order manager takes this: ${result.kind}`);
    }
  }

  /** What the account's channel or the surroundings of live trading tell, beyond orders of ours. */
  account(event: AccountEvent, turn: Turn): void {
    onAccountEvent(this.state, event, turn);
  }

  /** Whether the timer was one of the trade core's. */
  timer(timerId: string, turn: Turn): boolean {
    if (timerId === MARK_TIMER) {
      onMarkTimer(this.state, turn);
      checkHolding(this.state, turn);
      takeUpClaims(this.state, turn);
      takeUpMerges(this.state, turn);
      return true;
    }
    if (timerId === AWAY_TIMER) {
      onAwayTimer(this.state, turn);
      return true;
    }
    return (
      onExitTimer(this.state, timerId, turn) ||
      onOwnExitTimer(this.state, timerId, turn) ||
      onChaseTimer(this.state, timerId, turn) ||
      onAccountTimer(this.state, timerId, turn) ||
      onModelTimer(this.state, timerId, this.#resuming(turn)) ||
      onClaimTimer(this.state, timerId, turn) ||
      onMergeTimer(this.state, timerId, turn) ||
      onRunTimer(this.state, timerId, turn) ||
      onSilenceTimer(this.state, timerId, turn)
    );
  }

  #resuming(turn: Turn) {
    return { turn, resume: (waiter: string) => resumeEntry(this.state, waiter, turn) };
  }

  #onSignal(signal: Signal, turn: Turn): void {
    if (signal.kind === 'copy') onCopySignal(this.state, signal, turn);
    else if (signal.kind === 'arbitrage') onArbitrageSignal(this.state, signal, turn);
    else if (signal.kind === 'price_lag') onLagSignal(this.state, signal, turn);
    else onExitSignal(this.state, signal, turn);
  }

  /** Takes what the other cores tell; depth asked by the paper venue is not its own. */
  receive(message: Message, turn: Turn): void {
    switch (message.kind) {
      case 'signal':
        this.#onSignal(message.signal, turn);
        return;
      case 'quote':
        this.state.quotes.set(message.quote.tokenId, message.quote);
        watchQuote(this.state, message.quote, turn);
        return;
      case 'depth':
        this.#onDepth(message, turn);
        return;
      case 'report':
        onReport(this.state, message.report, turn);
        return;
      case 'resend':
        onResend(this.state, message.intentId, turn);
        return;
      case 'lateFill':
        onLateFill(this.state, message, turn);
        return;
      case 'plan':
        onPlan(this.state, message, turn);
        return;
      case 'arbitrageAlarm':
        onArbitrageAlarm(this.state, message.alarm, turn);
        return;
      case 'fault':
        onFault(this.state, message, turn);
        return;
      case 'swept':
        onSwept(message, turn);
        return;
      case 'askDepth':
      case 'pair':
      case 'askPlan':
      case 'paperOrder':
      case 'liveOrder':
      case 'giveUp':
      case 'accountFill':
      case 'lookAt':
      case 'sweep':
      case 'cancelOrder':
        invariant(false, `the trade core asks this and is not asked: ${message.kind}`);
    }
  }

  /** The id of the transaction that this turn's changes become. */
  takeCommitId(turn: Turn): number {
    this.state.results.remember(turn.changes);
    return takeCommitId(this.state, turn.atMs);
  }

  #onDepth({ purpose, view: depth, leader }: DepthAnswer, turn: Turn): void {
    switch (purpose.kind) {
      case 'entry':
        onEntryDepth(this.state, { ...purpose, depth, leader }, turn);
        return;
      case 'send':
        onSendDepth(this.state, { intentId: purpose.intentId, depth }, turn);
        return;
      case 'exit':
        onExitDepth(this.state, { key: purpose.exitKey, depth }, turn);
        return;
      case 'run':
        onRunDepth(this.state, { ...purpose, depth }, turn);
        return;
      case 'paper':
        invariant(false, 'the paper venue takes its own depth');
    }
  }
}
