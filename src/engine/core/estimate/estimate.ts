import type { LeaderTrade } from '../../domain/change.ts';
import type { Copyability, CopyTrip } from '../../domain/copy-result.ts';
import type { Gate } from '../../domain/decision.ts';
import type { MarketId, TokenId } from '../../domain/ids.ts';
import type { Market, Resolution } from '../../domain/market.ts';
import type { MarketFilter } from '../../domain/market-filter.ts';
import type { Settings } from '../../domain/settings.ts';
import type { CopySignal } from '../../domain/signal.ts';
import type { AtMs } from '../../domain/time.ts';
import type { Price } from '../../domain/values/money.ts';
import type { WalletRules } from '../../domain/wallet.ts';
import { copyabilityOf } from '../../intelligence/copying/copyability.ts';
import { Clips } from '../../intelligence/wallet/clips.ts';
import { exitSignal } from '../../intelligence/wallet/exit-signal.ts';
import type { ClosedExposure, OpenedExposure } from '../../intelligence/wallet/exposure.ts';
import { LeaderHoldings } from '../../intelligence/wallet/leader-holdings.ts';
import { EstimatedBooks } from './estimated-books.ts';
import { type CopyAssumptions, guessedMark } from './guessed-book.ts';
import { PrintBook, type PublicPrice } from './print-book.ts';

/** Everything that an estimate is made of; nothing else decides it. */
export interface EstimateInput {
  readonly wallet: WalletRules;
  readonly settings: Settings;
  readonly filters: readonly MarketFilter[];
  /** Of this wallet, counted once each, in any order. */
  readonly trades: readonly LeaderTrade[];
  /** As they are now: at the time they are taken for open until they close. */
  readonly markets: ReadonlyMap<MarketId, Market>;
  readonly resolutions: ReadonlyMap<
    MarketId,
    { readonly resolution: Resolution; readonly atMs: AtMs }
  >;
  /** Each list oldest first. */
  readonly prints: ReadonlyMap<TokenId, readonly PublicPrice[]>;
  readonly assumptions: CopyAssumptions;
  readonly fromMs: AtMs;
  readonly untilMs: AtMs;
}

export interface CopyEstimate {
  readonly copyability: Copyability;
  readonly trips: readonly CopyTrip[];
  /** Leader trades that were not copied, most frequent reason first. */
  readonly skips: readonly { readonly gate: Gate; readonly count: number }[];
}

/**
 * ESTIMATE of what copying a wallet would have made where no books were recorded. The leader's trades
 * become signals, the signals meet the gates, caps and sizes of real entries, and exits are planned
 * like real ones; only the book is guessed, from the first public print after our delay. The house
 * is taken for in order: nothing killed or paused, no score or kind asked for, nothing else held.
 */
export function estimateCopying(input: EstimateInput): CopyEstimate {
  return new Estimating(input).run();
}

/** One walk through the past, in the order in which we would have heard of it. */
class Estimating {
  readonly #input: EstimateInput;
  readonly #prints: PrintBook;
  readonly #books: EstimatedBooks;
  readonly #holdings = new LeaderHoldings();
  readonly #clips = new Clips();
  readonly #skips = new Map<Gate, number>();
  /** Ends of clips, in their order: each is the same time after its receipt. */
  readonly #deadlines: { readonly key: string; readonly atMs: AtMs }[] = [];
  readonly #resolutions: { readonly resolution: Resolution; readonly atMs: AtMs }[];

  constructor(input: EstimateInput) {
    this.#input = input;
    this.#prints = new PrintBook(input.prints);
    this.#books = new EstimatedBooks(input, this.#prints);
    this.#resolutions = [...input.resolutions.values()].sort((a, b) => a.atMs - b.atMs);
  }

  run(): CopyEstimate {
    const { untilMs } = this.#input;
    const heard = this.#heard();
    for (const trade of heard) {
      this.#advance(trade.receivedAtMs);
      this.#onTrade(trade);
    }
    this.#advance(untilMs);
    const trips = this.#books.trips();
    const skips = [...this.#skips]
      .map(([gate, count]) => ({ gate, count }))
      .sort((a, b) => b.count - a.count || (a.gate < b.gate ? -1 : 1));
    return { copyability: this.#copyability(trips, heard), trips, skips };
  }

  /** The leader's trades as they would have reached us. */
  #heard(): readonly LeaderTrade[] {
    const { trades, assumptions, fromMs, untilMs } = this.#input;
    return trades
      .filter(({ event }) => event.tradedAtMs >= fromMs)
      .map((trade) => ({
        ...trade,
        receivedAtMs: trade.event.tradedAtMs + assumptions.delayMs,
      }))
      .filter(({ receivedAtMs }) => receivedAtMs <= untilMs)
      .sort(byReceipt);
  }

  #copyability(trips: readonly CopyTrip[], heard: readonly LeaderTrade[]): Copyability {
    const { wallet, fromMs, untilMs } = this.#input;
    const trades = heard.filter(({ event }) => event.kind === 'buy' || event.kind === 'sell');
    return copyabilityOf(trips, {
      wallet: wallet.address,
      fromMs,
      untilMs,
      isEstimate: true,
      leaderTrades: trades.length,
      marks: this.#marksOf(trips),
    });
  }

  #marksOf(trips: readonly CopyTrip[]): ReadonlyMap<TokenId, Price> {
    const { untilMs, assumptions } = this.#input;
    const marks = new Map<TokenId, Price>();
    for (const { isOver, marketId, tokenId } of trips) {
      const market = this.#input.markets.get(marketId);
      if (isOver || market === undefined) continue;
      const print = this.#prints.lastUntil(market, tokenId, untilMs);
      if (print !== null) marks.set(tokenId, guessedMark(print.price, assumptions));
    }
    return marks;
  }

  /** Ends clips and pays out markets until then, in the order of their times. */
  #advance(untilMs: AtMs): void {
    for (;;) {
      const clip = this.#deadlines[0];
      const end = this.#resolutions[0];
      const nextMs = Math.min(clip?.atMs ?? Infinity, end?.atMs ?? Infinity);
      if (nextMs > untilMs) return;
      if (clip !== undefined && clip.atMs === nextMs) {
        this.#deadlines.shift();
        this.#onCopy(this.#clips.close(clip.key, clip.atMs), clip.atMs);
      } else if (end !== undefined) {
        this.#resolutions.shift();
        this.#books.payOut(end.resolution, end.atMs);
      }
    }
  }

  #onTrade(trade: LeaderTrade): void {
    const { event, receivedAtMs } = trade;
    const market = this.#input.markets.get(event.marketId);
    if (market === undefined) {
      if (event.kind === 'buy') this.#skip('marketUnknown');
      return;
    }
    for (const change of this.#holdings.apply(trade, market)) {
      if (change.kind === 'opened') {
        this.#onOpened(trade, change);
      } else {
        this.#onCopy(this.#clips.interrupt(event.wallet, change.tokenId), receivedAtMs);
        this.#onClosed(trade, market, change);
      }
    }
  }

  #onOpened(trade: LeaderTrade, opened: OpenedExposure): void {
    const { wallet, settings } = this.#input;
    const step = this.#clips.add({
      trade,
      opened,
      minimum: wallet.minLeaderClip ?? settings['entry.minLeaderClip'],
      windowMs: settings['entry.clipWindowSeconds'],
    });
    for (const signal of step.signals) this.#onCopy(signal, trade.receivedAtMs);
    const newest = this.#deadlines.at(-1);
    const isKnown = newest?.key === step.clipKey && newest.atMs === step.deadlineAtMs;
    if (!isKnown) this.#deadlines.push({ key: step.clipKey, atMs: step.deadlineAtMs });
  }

  #onCopy(signal: CopySignal | null, atMs: AtMs): void {
    if (signal === null) return;
    const reason = this.#books.enter(signal, atMs);
    if (reason !== null) this.#skip(reason);
  }

  #onClosed(trade: LeaderTrade, market: Market, closed: ClosedExposure): void {
    const { tradedAtMs } = trade.event;
    // What a redemption pays is known from the resolution.
    if (closed.cause !== 'redeem') {
      const print = this.#prints.firstFrom(market, closed.tokenId, tradedAtMs);
      const price = closed.price ?? print?.price ?? null;
      if (price !== null) {
        const { tokenId, fraction } = closed;
        this.#books.leaderLeft({ tokenId, fraction, price, atMs: tradedAtMs });
      }
    }
    this.#books.leave(exitSignal(trade, closed), trade.receivedAtMs);
  }

  #skip(gate: Gate): void {
    this.#skips.set(gate, (this.#skips.get(gate) ?? 0) + 1);
  }
}

/** Oldest first; what a feed told in one second stays in the order of its rows. */
function byReceipt(a: LeaderTrade, b: LeaderTrade): number {
  return a.receivedAtMs - b.receivedAtMs;
}
