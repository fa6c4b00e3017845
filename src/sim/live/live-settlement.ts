import type { Chance } from '../chance.ts';
import type { Agenda } from '../venue/agenda.ts';
import type { LiveExchange } from './live-exchange.ts';
import type { LiveFaults } from './live-faults.ts';
import type { TruthTrade } from './live-truth.ts';

const STEP_MS = [500, 5_000] as const;

/** The chain's side of each trade: mined, then confirmed; now and then tried again, or undone. */
export class LiveSettlement {
  readonly #chance: Chance;
  readonly #faults: LiveFaults;
  readonly #exchange: LiveExchange;
  readonly #agenda: Agenda;
  readonly #onMoved: (trade: TruthTrade, atMs: number) => void;

  constructor(
    chance: Chance,
    of: {
      readonly faults: LiveFaults;
      readonly exchange: LiveExchange;
      readonly agenda: Agenda;
      readonly onMoved: (trade: TruthTrade, atMs: number) => void;
    },
  ) {
    this.#chance = chance;
    this.#faults = of.faults;
    this.#exchange = of.exchange;
    this.#agenda = of.agenda;
    this.#onMoved = of.onMoved;
  }

  begin(trade: TruthTrade): void {
    const retried = this.#faults.strikes('settlementRetried');
    this.#next(trade, trade.atMs, retried ? 'retrying' : 'mined');
  }

  #next(trade: TruthTrade, atMs: number, to: 'retrying' | 'mined' | 'confirmed' | 'failed'): void {
    const dueAtMs = atMs + this.#chance.whole(...STEP_MS);
    this.#agenda.at(dueAtMs, () => {
      if (to === 'failed') {
        if (!this.#exchange.mayFail(trade)) {
          this.#next(trade, dueAtMs, 'mined');
          return;
        }
        this.#exchange.fail(trade);
      } else trade.settlement = to;
      if (to === 'retrying') {
        const failed = this.#faults.strikes('settlementFailed');
        this.#next(trade, dueAtMs, failed ? 'failed' : 'mined');
      } else if (to === 'mined') this.#next(trade, dueAtMs, 'confirmed');
      this.#onMoved(trade, dueAtMs);
    });
  }
}
