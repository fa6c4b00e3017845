import type { AccountEvent } from '../../engine/domain/account-event.ts';
import type { Quantity } from '../../engine/domain/values/money.ts';
import type { Chance } from '../chance.ts';
import type { Agenda } from '../venue/agenda.ts';
import type { LiveFaults } from './live-faults.ts';
import type { LiveSpells } from './live-spells.ts';
import { fillOf } from './live-told.ts';
import type { TruthOrder, TruthTrade } from './live-truth.ts';

const DELAY_MS = [20, 600] as const;
const LATE_MS = [500, 8_000] as const;
const REPEATED_MS = [10, 5_000] as const;

/** The account's own channel as the service hears it: late, twice, out of order, or not at all. */
export class LiveChannel {
  readonly #chance: Chance;
  readonly #faults: LiveFaults;
  readonly #spells: LiveSpells;
  readonly #agenda: Agenda;
  #listener: ((event: AccountEvent) => void) | null = null;

  constructor(
    chance: Chance,
    of: { readonly faults: LiveFaults; readonly spells: LiveSpells; readonly agenda: Agenda },
  ) {
    this.#chance = chance;
    this.#faults = of.faults;
    this.#spells = of.spells;
    this.#agenda = of.agenda;
  }

  /** Who hears it from now on; `null` for nobody. */
  listen(listener: ((event: AccountEvent) => void) | null): void {
    this.#listener = listener;
  }

  order({ hash, status, matched }: TruthOrder, atMs: number): void {
    // Now and then a frame leaves out how much was matched.
    const said = this.#chance.happens(0.1) ? null : (matched as Quantity);
    this.#send({ kind: 'order', hash, status, matched: said }, atMs);
  }

  trade(trade: TruthTrade, atMs: number): void {
    this.#send({ kind: 'fill', fill: fillOf(trade) }, atMs);
  }

  /** Straight to the service: it knows by itself that its channel opened. */
  tell(event: AccountEvent): void {
    this.#listener?.(event);
  }

  #send(event: AccountEvent, atMs: number): void {
    if (this.#faults.strikes('eventDropped')) return;
    const late = this.#faults.strikes('eventLate') ? this.#chance.whole(...LATE_MS) : 0;
    const dueAtMs = atMs + this.#chance.whole(...DELAY_MS) + late;
    this.#deliver(event, dueAtMs);
    if (!this.#faults.strikes('eventRepeated')) return;
    this.#deliver(event, dueAtMs + this.#chance.whole(...REPEATED_MS));
  }

  #deliver(event: AccountEvent, dueAtMs: number): void {
    this.#agenda.at(dueAtMs, () => {
      if (!this.#spells.isIn('disconnected', dueAtMs)) this.tell(event);
    });
  }
}
