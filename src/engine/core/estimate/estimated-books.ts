import type { EntryContext } from '../../brain/entry-context.ts';
import { judgeEntry } from '../../brain/judge-entry.ts';
import { planExit } from '../../brain/judge-exit.ts';
import { venueMinimumSpend } from '../../brain/sizing.ts';
import { wantedSpend } from '../../brain/wanted-size.ts';
import type { DepthView } from '../../domain/book/depth.ts';
import { ARMED } from '../../domain/control.ts';
import type { CopyTrip, TripLeg } from '../../domain/copy-result.ts';
import { CopyTrips } from '../../domain/copy-trips.ts';
import type { Gate, GateResult } from '../../domain/decision.ts';
import type { FillId, IntentId, LedgerId, TokenId } from '../../domain/ids.ts';
import type { Market, Resolution } from '../../domain/market.ts';
import type { OrderIntent } from '../../domain/order.ts';
import type { CopySignal, ExitSignal } from '../../domain/signal.ts';
import { type AtMs, HOUR_MS } from '../../domain/time.ts';
import {
  floorTo,
  type Money,
  type Ppm,
  type Price,
  type Quantity,
  quantityFor,
  ZERO_MONEY,
} from '../../domain/values/money.ts';
import { LOT } from '../../domain/venue-rules/polymarket.ts';
import { judgeMarket, verdictNote } from '../../intelligence/filters/market-filters.ts';
import { DepthTaken } from '../paper/depth-taken.ts';
import { matchOrder } from '../paper/match.ts';
import { countEntry, countSpending, exposureOf } from '../trade/exposure.ts';
import { createTradeState, ledgerOf, type TradeState } from '../trade/state.ts';
import type { EstimateInput } from './estimate.ts';
import { guessedAsks, guessedBids } from './guessed-book.ts';
import type { PrintBook } from './print-book.ts';

/** A ledger of its own: an estimate is nobody's money. */
const ESTIMATE = 'shadow:estimate' as LedgerId;
/** A later print tells nothing of the price at which we would have bought. */
const ENTRY_PRINT_MS_MAX = HOUR_MS;

/** Our side of an estimate: what is held, what it cost, and what the caps leave. */
export class EstimatedBooks {
  readonly #input: EstimateInput;
  readonly #prints: PrintBook;
  readonly #state: TradeState = createTradeState();
  readonly #trips = new CopyTrips();
  #fills = 0;

  constructor(input: EstimateInput, prints: PrintBook) {
    this.#input = input;
    this.#prints = prints;
    this.#state.settings = input.settings;
    for (const market of input.markets.values())
      this.#state.markets.set(market.id, atItsTime(market));
    ledgerOf(this.#state, ESTIMATE).bookFlow({
      id: 'deposit',
      ledger: ESTIMATE,
      kind: 'deposit',
      amount: input.settings.bankroll,
      note: 'bankroll',
      atMs: input.fromMs,
    });
  }

  trips(): readonly CopyTrip[] {
    return this.#trips.trips();
  }

  /** Judges a copy at a moment and buys it; the gate that stopped it, or `null`. */
  enter(signal: CopySignal, atMs: AtMs): Gate | null {
    const market = this.#state.markets.get(signal.marketId) ?? null;
    const context = this.#contextOf(signal, market, atMs);
    const judged = judgeEntry(context);
    if (judged.verdict === 'denied') return reasonOf(judged);
    if (market === null || context.depth === null) return 'bookMissing';
    const { spend, limitPrice, gates } = judged;
    const intent = intentOf(signal, atMs, {
      side: 'buy',
      limitPrice,
      quantity: floorTo(quantityFor(spend, limitPrice), LOT),
      spend,
    });
    const bought = this.#fill(intent, market, context.depth);
    if (bought === null) return 'slippage';
    countEntry(this.#state, intent, atMs);
    countSpending(
      this.#state,
      { ledger: ESTIMATE, wallet: signal.wallet, amount: bought.dollars },
      atMs,
    );
    const told = {
      signalId: signal.id,
      ledger: ESTIMATE,
      wallet: signal.wallet,
      marketId: signal.marketId,
      tokenId: signal.tokenId,
      leaderPrice: signal.leaderPrice,
      leaderQuantity: signal.leaderQuantity,
      tradedAtMs: signal.tradedAtMs,
      askWhenJudged: context.depth.asks[0]?.price ?? null,
      wanted: wantedOf(gates),
      budget: spend,
    };
    this.#trips.bought(told, bought, told);
    return null;
  }

  /** Sells what the rules sell when the leader leaves, at the first print after it, however late. */
  leave(signal: ExitSignal, atMs: AtMs): void {
    const market = this.#state.markets.get(signal.marketId) ?? null;
    const free = this.#heldOf(signal.tokenId);
    const { settings, wallet } = this.#input;
    const plan = planExit({ signal, settings, wallet, market, free });
    if (plan.verdict === 'ended' || market === null) return;
    const { tokenId } = signal;
    const print = this.#prints.firstFrom(market, tokenId, atMs);
    if (print === null || print.atMs > this.#endOf(market)) return;
    const { assumptions } = this.#input;
    const guess = { market, tokenId, middle: print.price, atMs, assumptions };
    const depth = guessedBids(guess, plan.quantity);
    const intent = intentOf(signal, atMs, {
      side: 'sell',
      limitPrice: market.rules.tick,
      quantity: plan.quantity,
      spend: ZERO_MONEY,
    });
    const sold = this.#fill(intent, market, depth);
    if (sold !== null) this.#trips.sold(this.#positionOf(tokenId), sold);
  }

  leaderLeft(exit: {
    readonly tokenId: TokenId;
    readonly fraction: Ppm;
    readonly price: Price;
    readonly atMs: AtMs;
  }): void {
    this.#trips.leaderLeft(this.#positionOf(exit.tokenId), exit);
  }

  payOut(resolution: Resolution, atMs: AtMs): void {
    const ledger = ledgerOf(this.#state, ESTIMATE);
    for (const { tokenId, payout } of resolution.payouts) ledger.settle(tokenId, payout, atMs);
    this.#trips.paid(resolution, atMs);
  }

  #contextOf(signal: CopySignal, market: Market | null, atMs: AtMs): EntryContext {
    const { wallet, settings, filters } = this.#input;
    const judged = market === null ? null : judgeMarket(filters, market);
    const context: EntryContext = {
      signal,
      atMs,
      settings,
      // What copying it would have made is asked before anybody decides whether to copy it.
      wallet: { ...wallet, enabled: true, minConfidence: 0 },
      score: null,
      market,
      depth: null,
      control: ARMED,
      live: null,
      writes: { count: 0, oldestMs: 0 },
      filter: {
        allowed: judged?.allowed ?? false,
        rule: judged === null ? null : verdictNote(judged, filters),
      },
      exposure: exposureOf(this.#state, { ...signal, ledger: ESTIMATE }, atMs),
      held: { leader: [], ours: [] },
      budgetLeft: null,
    };
    return market === null ? context : { ...context, depth: this.#depthOf(context, market) };
  }

  #depthOf(context: EntryContext, market: Market): DepthView | null {
    const { signal, atMs } = context;
    const { tokenId } = signal;
    const print = this.#prints.firstFrom(market, tokenId, atMs);
    if (print === null || print.atMs > atMs + ENTRY_PRINT_MS_MAX) return null;
    if (print.atMs > this.#endOf(market)) return null;
    const { assumptions } = this.#input;
    const least = venueMinimumSpend(market, print.price);
    const wanted = Math.max(wantedSpend(context), least) as Money;
    return guessedAsks({ market, tokenId, middle: print.price, atMs, assumptions }, wanted);
  }

  /** Nothing trades any more when the market is paid out, or when what is known ends. */
  #endOf({ id }: Market): AtMs {
    const { resolutions, untilMs } = this.#input;
    return Math.min(resolutions.get(id)?.atMs ?? untilMs, untilMs);
  }

  #heldOf(tokenId: TokenId): Quantity {
    return this.#trips.held(this.#positionOf(tokenId));
  }

  #positionOf(tokenId: TokenId) {
    return { ledger: ESTIMATE, wallet: this.#input.wallet.address, tokenId };
  }

  /** Matches like paper, books what was matched, and adds it up; `null` for nothing. */
  #fill(intent: OrderIntent, market: Market, view: DepthView): TripLeg | null {
    const matches = matchOrder(intent, { market, view, taken: new DepthTaken() });
    const ledger = ledgerOf(this.#state, ESTIMATE);
    let leg: { quantity: number; dollars: number; fees: number } | null = null;
    for (const { level, quantity, notional, fee } of matches) {
      this.#fills += 1;
      ledger.bookFill({
        ...intent,
        id: `${this.#fills}` as FillId,
        intentId: intent.id,
        price: level.price,
        quantity,
        notional,
        fee,
        tradeId: null,
        transaction: null,
        settlement: 'confirmed',
        atMs: intent.createdAtMs,
      });
      leg ??= { quantity: 0, dollars: 0, fees: 0 };
      leg.quantity += quantity;
      leg.dollars += notional;
      leg.fees += fee;
    }
    return leg === null ? null : ({ ...leg, atMs: intent.createdAtMs } as TripLeg);
  }
}

/** A market that is over today took orders before; when it closes is a gate's business. */
function atItsTime(market: Market): Market {
  return { ...market, status: 'open', acceptingOrders: true };
}

/** The first gate that stopped it; that nobody traded afterwards counts only when no rule did. */
function reasonOf({
  reason,
  gates,
}: {
  readonly reason: Gate;
  readonly gates: readonly GateResult[];
}): Gate {
  const rule = gates.find(({ gate, verdict }) => verdict === 'stop' && gate !== 'bookMissing');
  return rule?.gate ?? reason;
}

/** The first cap is met with all that was wanted. */
function wantedOf(gates: readonly GateResult[]): Money | null {
  return (gates.find(({ gate }) => gate === 'orderCap')?.actual ?? null) as Money | null;
}

function intentOf(
  { id, wallet, marketId, tokenId }: CopySignal | ExitSignal,
  atMs: AtMs,
  terms: Pick<OrderIntent, 'side' | 'limitPrice' | 'quantity' | 'spend'>,
): OrderIntent {
  return {
    id: id as string as IntentId,
    signalId: id,
    leg: terms.side === 'buy' ? 'entry' : 'exit',
    attempt: 1,
    ledger: ESTIMATE,
    wallet,
    marketId,
    tokenId,
    timeInForce: 'FAK',
    ...terms,
    createdAtMs: atMs,
    expiresAtMs: atMs,
    restsUntilMs: null,
    settingsVersion: 0,
  };
}
