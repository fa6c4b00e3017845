import type { Chance } from '../chance.ts';
import type { VenueRow } from '../venue/venue.ts';
import type { Movement } from './accounts.ts';
import type { ExchangeTrade, TradeStatus } from './exchange.ts';
import type { ExchangeRules } from './exchange-rules.ts';

/** Trades kept of one owner; older ones are forgotten. */
export const TRADES_KEPT_MAX = 20_000;

/** A trade before its first status. */
export type TradeDraft = Omit<ExchangeTrade, 'status' | 'transaction' | 'updatedAtMs'>;

export interface Booking {
  readonly trade: TradeDraft;
  readonly transaction: string;
  /** What it moved between accounts. */
  readonly movements: readonly Movement[];
  readonly rows: readonly VenueRow[];
  /** API keys that took part. */
  readonly owners: readonly string[];
}

export interface SettlementOptions {
  readonly chance: Chance;
  readonly rules: ExchangeRules;
  readonly nowMs: () => number;
  readonly after: (delayMs: number, run: () => void) => void;
  /** The next status of a trade, the first one included. */
  readonly onStatus: (trade: ExchangeTrade) => void;
  /** Gives back what a trade moved; `false` when it is not there any more. */
  readonly reverse: (movements: readonly Movement[]) => boolean;
  /** Rows that were held back after all. */
  readonly onRows: (rows: readonly VenueRow[]) => void;
}

interface Settling extends Booking {
  readonly fate: 'plain' | 'retried' | 'failed';
  view: ExchangeTrade;
}

/**
 * How trades of accounts reach the chain. Whether one fails is decided when it is matched: feeds
 * that tell what is on the chain never tell its rows.
 */
export class Settlement {
  readonly #options: SettlementOptions;
  /** Oldest first. */
  readonly #byOwner = new Map<string, Settling[]>();

  constructor(options: SettlementOptions) {
    this.#options = options;
  }

  /** Newest first. */
  ofOwner(owner: string): readonly ExchangeTrade[] {
    return (this.#byOwner.get(owner) ?? []).map(({ view }) => view).toReversed();
  }

  /** Of the newest trade of an owner in which its order took; empty before there is one. */
  transactionOf(owner: string, takerHash: string): string {
    const own = this.#byOwner.get(owner) ?? [];
    return own.findLast(({ trade }) => trade.takerHash === takerHash)?.view.transaction ?? '';
  }

  /** Takes a trade in; `false` when it will fail. */
  open(booking: Booking): boolean {
    const { chance, rules, nowMs } = this.#options;
    const luck = chance.next();
    const failed = luck < rules.failedProbability;
    const retried = luck < rules.failedProbability + rules.retryingProbability;
    const fate = failed ? 'failed' : retried ? 'retried' : 'plain';
    const isHeldBack = chance.happens(rules.notBroadcastedProbability);
    const first = isHeldBack
      ? ({ status: 'MATCHED_NOT_BROADCASTED', transaction: '' } as const)
      : ({ status: 'MATCHED', transaction: booking.transaction } as const);
    const view = { ...booking.trade, ...first, updatedAtMs: nowMs() };
    const settling: Settling = { ...booking, fate, view };
    for (const owner of new Set(booking.owners)) this.#keep(owner, settling);
    this.#options.onStatus(view);
    if (!isHeldBack) this.#mineLater(settling);
    else {
      this.#after(rules.broadcastedMs, () => {
        this.#become(settling, 'MATCHED');
        this.#mineLater(settling);
      });
    }
    return !failed;
  }

  #mineLater(settling: Settling): void {
    const { rules } = this.#options;
    this.#after(rules.minedMs, () => {
      if (settling.fate === 'plain') {
        this.#mine(settling);
        return;
      }
      this.#become(settling, 'RETRYING');
      this.#after(rules.retriedMs, () => this.#endRetry(settling));
    });
  }

  /** What was used in the meantime cannot go back: then the trade is mined after all. */
  #endRetry(settling: Settling): void {
    const { reverse, onRows } = this.#options;
    if (settling.fate === 'failed') {
      if (reverse(settling.movements)) {
        this.#become(settling, 'FAILED');
        return;
      }
      onRows(settling.rows);
    }
    this.#mine(settling);
  }

  #mine(settling: Settling): void {
    this.#become(settling, 'MINED');
    this.#after(this.#options.rules.confirmedMs, () => this.#become(settling, 'CONFIRMED'));
  }

  #become(settling: Settling, status: TradeStatus): void {
    const { transaction, view } = settling;
    settling.view = { ...view, status, transaction, updatedAtMs: this.#options.nowMs() };
    this.#options.onStatus(settling.view);
  }

  #after([least, most]: readonly [number, number], run: () => void): void {
    this.#options.after(this.#options.chance.whole(least, most), run);
  }

  #keep(owner: string, settling: Settling): void {
    const own = this.#byOwner.get(owner) ?? [];
    own.push(settling);
    if (own.length >= 2 * TRADES_KEPT_MAX) own.splice(0, TRADES_KEPT_MAX);
    this.#byOwner.set(owner, own);
  }
}
