import type { AtMs } from '../../domain/time.ts';
import { type Money, type Price, shares } from '../../domain/values/money.ts';
import { type TakerCharge, takerFeeAt } from '../../domain/venue-rules/taker-fee.ts';

const ONE_SHARE = shares(1);

/** The taker's fee of one share by price: asked at every event, and worked out once. */
export class UnitFees {
  readonly charge: TakerCharge;
  readonly #known = new Map<Price, Money>();
  #waived: boolean | null = null;

  constructor(charge: TakerCharge) {
    this.charge = charge;
  }

  /** Rounded up as the venue does, so never less than a share of a larger fill. */
  at(price: Price, atMs: AtMs): Money {
    this.#forgetWaiver(atMs);
    const known = this.#known.get(price);
    if (known !== undefined) return known;
    const fee = takerFeeAt(this.charge, { price, quantity: ONE_SHARE }, atMs);
    this.#known.set(price, fee);
    return fee;
  }

  #forgetWaiver(atMs: AtMs): void {
    if (!('venue' in this.charge) || this.charge.waivedUntilMs === null) return;
    const waived = atMs < this.charge.waivedUntilMs;
    if (waived !== this.#waived) this.#known.clear();
    this.#waived = waived;
  }
}
