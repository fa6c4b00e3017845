import type { Button } from '../reply.ts';

/** Buttons that can still be typed. */
export const OFFERS_MAX = 50;

interface Offer {
  readonly button: Button;
  /** Its place in its answer, from 1. */
  readonly number: number;
  readonly expiresAtMs: number;
}

/** The buttons of recent answers: typed by their label, those of the newest also by number. */
export class Offers {
  #offers: readonly Offer[] = [];
  #newest: readonly Offer[] = [];

  /** Offers the buttons of an answer; `nowMs` is monotonic. */
  add(buttons: readonly Button[], nowMs: number): void {
    if (buttons.length === 0) return;
    this.#newest = buttons.map((button, index) => ({
      button,
      number: index + 1,
      expiresAtMs: nowMs + button.validMs,
    }));
    this.#offers = [...this.#newest, ...this.#offers].slice(0, OFFERS_MAX);
  }

  /** The button that a line means: its label, with or without brackets, or its number. */
  find(line: string, nowMs: number): Button | null {
    const said = line
      .trim()
      .replace(/^\[(.*)\]$/, '$1')
      .toLowerCase();
    const alive = (offer: Offer): boolean => nowMs < offer.expiresAtMs;
    const byNumber = this.#newest.find((offer) => String(offer.number) === said);
    if (byNumber !== undefined && alive(byNumber)) return byNumber.button;
    const named = this.#offers.find(
      (offer) => alive(offer) && offer.button.label.toLowerCase() === said,
    );
    return named?.button ?? null;
  }
}
