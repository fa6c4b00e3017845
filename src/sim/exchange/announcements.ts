import { invariant } from '../../engine/domain/values/invariant.ts';
import type { VenueHappening } from '../venue/venue.ts';
import type { ExchangeEvent } from './exchange.ts';

/** What happened to accounts and is told when all of it has happened. */
export class Announcements {
  readonly #listeners: ((event: ExchangeEvent) => void)[] = [];
  readonly #worldListeners: ((happenings: readonly VenueHappening[]) => void)[] = [];
  #events: ExchangeEvent[] = [];
  #isTelling = false;

  onEvent(listener: (event: ExchangeEvent) => void): void {
    this.#listeners.push(listener);
  }

  onHappenings(listener: (happenings: readonly VenueHappening[]) => void): void {
    this.#worldListeners.push(listener);
  }

  add(event: ExchangeEvent): void {
    this.#events.push(event);
  }

  /** @throws InvariantError while somebody is told: what is told is then not over. */
  check(): void {
    invariant(!this.#isTelling, 'who hears of the exchange asks nothing of it at that moment');
  }

  tell(happened: readonly VenueHappening[]): void {
    const events = this.#events;
    this.#events = [];
    this.#isTelling = true;
    try {
      for (const event of events) for (const listener of this.#listeners) listener(event);
      if (happened.length === 0) return;
      for (const listener of this.#worldListeners) listener(happened);
    } finally {
      this.#isTelling = false;
    }
  }
}
