import type { AccountEvent } from '../domain/account-event.ts';
import type { WalletAddress } from '../domain/ids.ts';
import type { EffectResult, LoopInput, Start } from '../domain/input.ts';
import type { Market } from '../domain/market.ts';
import type { MarketEvent } from '../domain/market-event.ts';
import type { Settings } from '../domain/settings.ts';
import type { AtMs } from '../domain/time.ts';
import { invariant } from '../domain/values/invariant.ts';
import type { Money } from '../domain/values/money.ts';
import { STREAMED_AGE_MS_MAX } from '../intelligence/arbitrage/ask-book.ts';
import { DEFAULT_ARBITRAGE_OPTIONS } from '../intelligence/arbitrage/options.ts';
import type { LagOptions } from '../intelligence/price-lag/lag-watch.ts';
import type { Effect } from './effects.ts';
import { LiveVenue } from './live/live-venue.ts';
import type { ArbitrageRules } from './market/arbitrages.ts';
import { MarketCore } from './market/market-core.ts';
import type { Message } from './message.ts';
import { PaperVenue } from './paper/venue.ts';
import { Timers } from './timers.ts';
import { feeScheduleOf, type TradeState } from './trade/state.ts';
import { TradeCore } from './trade/trade-core.ts';
import { Turn } from './turn.ts';

/** Messages between the cores that one input may cause; more is a loop in our own rules. */
const MESSAGES_PER_TURN_MAX = 10_000;

const NOTHING: readonly Effect[] = [];

/**
 * The deterministic core: the same inputs in the same order give the same effects, byte for byte.
 * It knows no clock, no chance and no waiting; whatever it wants of the world is an effect, and
 * whatever the world answers is an input.
 */
export class Engine {
  readonly trade = new TradeCore();
  readonly market: MarketCore;
  readonly live: LiveVenue;
  readonly #paper = new PaperVenue();
  readonly #timers = new Timers();
  #lastSeq = 0;
  #lastAtMs: AtMs = 0;

  constructor() {
    const { state } = this.trade;
    this.live = new LiveVenue({
      isKilled: () => state.control.killed !== null,
      feeOf: (marketId) => feeScheduleOf(state, marketId),
    });
    const follows = {
      minimumClip: (wallet: WalletAddress): Money | null => {
        const rules = state.wallets.get(wallet);
        if (rules === undefined) return null;
        return rules.minLeaderClip ?? state.settings['entry.minLeaderClip'];
      },
      clipWindowMs: () => state.settings['entry.clipWindowSeconds'],
    };
    this.market = new MarketCore(
      follows,
      () => lagOptions(state.settings),
      () => arbitrageRules(state),
    );
  }

  /** The timer that the loop has to fire next, or `null`. */
  get nextTimer(): { readonly id: string; readonly atMs: AtMs } | null {
    return this.#timers.next();
  }

  /** When the newest input was stepped. */
  get lastAtMs(): AtMs {
    return this.#lastAtMs;
  }

  /** @throws InvariantError when inputs are out of order, or an invariant of ours is broken. */
  step(input: LoopInput): readonly Effect[] {
    invariant(input.seq === this.#lastSeq + 1, `inputs come in order: ${input.seq}`);
    invariant(input.atMs >= this.#lastAtMs, 'time does not go back');
    this.#lastSeq = input.seq;
    this.#lastAtMs = input.atMs;
    const turn = new Turn(input.atMs, this.#timers);
    this.#take(input, turn);
    this.#settle(turn);
    if (turn.changes.length > 0) {
      const commitId = this.trade.takeCommitId(turn);
      return [{ kind: 'commit', commitId, changes: turn.changes }, ...turn.effects];
    }
    return turn.effects.length === 0 ? NOTHING : turn.effects;
  }

  #take({ body }: LoopInput, turn: Turn): void {
    switch (body.kind) {
      case 'market':
        this.#onMarketEvent(body.event, turn);
        return;
      case 'timer':
        this.#onTimer(body.timerId, turn);
        return;
      case 'effect':
        this.#onResult(body.result, turn);
        return;
      case 'account':
        this.#onAccountEvent(body.event, turn);
        return;
      case 'command':
        this.trade.command(body.command, turn);
        return;
      case 'gap':
        this.market.onGap(body.marketId, turn);
        return;
      case 'cursor':
        this.trade.cursor(body.cursor, turn);
        return;
      case 'feed':
        this.trade.feed(body.change, turn);
        return;
      case 'scored':
        this.trade.scored(body.assessments, turn);
        return;
      case 'paired':
        this.trade.paired(body.pairs, turn);
        for (const group of body.groups ?? []) this.market.arbitrages.onGroup(group, turn);
        return;
      case 'start':
        this.#start(body.start, turn);
    }
  }

  #start(start: Start, turn: Turn): void {
    this.trade.start(start, turn);
    const { orders } = this.trade.state;
    this.live.restore({ orders: [...orders.values()], fills: start.snapshot?.fills ?? [] }, turn);
    if (start.snapshot === null) return;
    this.#paper.restore(start.snapshot);
    this.market.restore(start.snapshot, turn);
  }

  #onResult(result: EffectResult, turn: Turn): void {
    switch (result.kind) {
      case 'posted':
      case 'lookedUp':
      case 'cancelAnswered':
        this.live.onResult(result, turn);
        return;
      case 'allCanceled':
        this.live.onAllCanceled(result, turn);
        return;
      default:
        this.trade.effectResult(result, turn);
    }
  }

  #onAccountEvent(event: AccountEvent, turn: Turn): void {
    const isOrder = event.kind === 'order' || event.kind === 'fill';
    if (isOrder && this.live.onAccountEvent(event, turn)) return;
    this.trade.account(event, turn);
  }

  #onMarketEvent(event: MarketEvent, turn: Turn): void {
    this.market.onEvent(event, turn);
    if (event.kind === 'marketListed') {
      this.#onRules(event.market, turn);
    } else if (event.kind === 'tickChange') {
      const market = this.trade.state.markets.get(event.marketId);
      if (market === undefined) return;
      this.#onRules({ ...market, rules: { ...market.rules, tick: event.tick } }, turn);
    } else if (event.kind === 'marketResolved') {
      this.#paper.onResolved(event.resolution.marketId, turn);
      this.#settle(turn); // Orders end before their positions are paid out.
      this.trade.resolved(event, turn);
    } else if (event.kind === 'resolutionMoved') {
      this.trade.resolutionMoved(event, turn);
    }
  }

  #onRules(market: Market, turn: Turn): void {
    this.trade.marketListed(market, turn);
    this.#paper.onMarket(market);
  }

  #onTimer(timerId: string, turn: Turn): void {
    if (!this.#timers.fire(timerId, turn.atMs)) return;
    const known =
      this.#paper.onTimer(timerId, turn) ||
      this.live.onTimer(timerId, turn) ||
      this.market.timer(timerId, turn) ||
      this.trade.timer(timerId, turn);
    invariant(known, `every timer has an owner: ${timerId}`);
  }

  /** Passes messages on until nobody has one. */
  #settle(turn: Turn): void {
    for (let count = 0; ; count += 1) {
      const message = turn.nextMessage();
      if (message === null) return;
      invariant(count < MESSAGES_PER_TURN_MAX, 'a turn comes to an end');
      this.#pass(message, turn);
    }
  }

  #pass(message: Message, turn: Turn): void {
    switch (message.kind) {
      case 'askDepth':
        this.market.answer(message, turn);
        return;
      case 'paperOrder':
        this.#paper.receive(message.approved, message.market, turn);
        return;
      case 'liveOrder':
        this.live.receive(message.order, turn);
        return;
      case 'giveUp':
        this.live.giveUp(message.intentId, message.reason, turn);
        return;
      case 'accountFill':
        this.#onAccountEvent({ kind: 'fill', fill: message.fill }, turn);
        return;
      case 'lookAt':
        this.live.lookAt(message.intentIds, turn);
        return;
      case 'sweep':
        this.live.sweep(message.ledger, turn);
        return;
      case 'cancelOrder':
        this.#paper.cancel(message.intentId, turn);
        this.live.cancel(message.intentId, turn);
        return;
      case 'askPlan':
        this.market.arbitrages.plan(message, turn);
        return;
      case 'pair':
        this.market.arbitrages.onPair(message.pair, turn);
        return;
      case 'depth':
        if (message.purpose.kind === 'paper') {
          this.#paper.onDepth(message.purpose.intentId, message.view, turn);
          return;
        }
        this.trade.receive(message, turn);
        return;
      default:
        this.trade.receive(message, turn);
    }
  }
}

/** How price lags are looked for; `null` when they are not. */
function lagOptions(settings: Settings): LagOptions | null {
  if (settings['lag.mode'] === 'off') return null;
  return { reactionMs: settings['lag.reactionSeconds'], edgeMin: settings['lag.edgeCents'] };
}

/** How arbitrage is looked for; `null` when it is not. Both legs are bought on paper. */
function arbitrageRules(state: TradeState): ReturnType<ArbitrageRules> {
  const { settings } = state;
  if (settings['arbitrage.mode'] === 'off') return null;
  return {
    options: {
      ...DEFAULT_ARBITRAGE_OPTIONS,
      edgePpm: settings['arbitrage.edgePercent'],
      profitMin: settings['arbitrage.minProfit'],
      yearlyPpm: settings['arbitrage.yearlyPercent'],
      sizeMax: settings.bankroll,
      ageMsMax: STREAMED_AGE_MS_MAX,
    },
    cash: settings.bankroll,
  };
}
