import type { Contract, MarketText } from './contract.ts';

/** Reads the markets of one template. */
export interface FamilyReader {
  /** Such as `crypto.priceAt`: domain, then shape. */
  readonly name: string;
  /** `null` when the market is not of this template; terms it lacks go into `unknown`. */
  read(text: MarketText): Contract | null;
}
