import type {
  IntentId,
  LedgerId,
  MarketId,
  SignalId,
  TokenId,
} from '../../../src/engine/domain/ids.ts';
import type { OrderIntent } from '../../../src/engine/domain/order.ts';
import { dollars, type Price, type Quantity } from '../../../src/engine/domain/values/money.ts';
import { Chance } from '../../../src/sim/chance.ts';
import type { TruthListener } from '../../../src/sim/live/live-exchange.ts';
import {
  drawLiveRates,
  type LiveFaultCounts,
  type LiveFaultRates,
  noLiveFaults,
} from '../../../src/sim/live/live-faults.ts';
import { LiveVenue } from '../../../src/sim/live/live-venue.ts';
import { World } from '../../../src/sim/world.ts';

export const START_MS = 1_772_582_400_000;
export const LEDGER = 'live:polymarket:0xa' as LedgerId;
export const CASH = dollars(2_000);
export const DEAF: TruthListener = {
  onLanded: () => undefined,
  onOrder: () => undefined,
  onTrade: () => undefined,
};
/** Nothing goes wrong, and the owner rests. */
export const CALM: LiveFaultRates = noLiveFaults();

export function world(seed = 'live'): World {
  return new World({ seed, startAtMs: START_MS, durationMs: 100_000, markets: 6 });
}

export function venue(
  seed: string,
  {
    rates = CALM,
    counts = noLiveFaults(),
  }: { rates?: LiveFaultRates; counts?: LiveFaultCounts } = {},
): LiveVenue {
  const account = { ledger: LEDGER, startAtMs: START_MS, cash: CASH, listener: DEAF };
  return new LiveVenue(new Chance(seed), { ...account, world: world(seed), rates, counts });
}

export function faulty(seed: string): LiveFaultRates {
  return drawLiveRates(new Chance(`rates ${seed}`));
}

let intents = 0;

/** A buy of an outcome, at any price unless told. */
export function intent(
  of: { readonly marketId: string; readonly tokenId: string },
  over: Partial<OrderIntent> = {},
): OrderIntent {
  intents += 1;
  return {
    id: `intent-${intents}` as IntentId,
    signalId: 'signal' as SignalId,
    leg: 'entry',
    attempt: 1,
    ledger: LEDGER,
    wallet: null,
    marketId: of.marketId as MarketId,
    tokenId: of.tokenId as TokenId,
    side: 'buy',
    timeInForce: 'FAK',
    limitPrice: 990_000 as Price,
    quantity: 10_000_000 as Quantity,
    spend: dollars(10),
    createdAtMs: START_MS,
    expiresAtMs: START_MS + 60_000,
    restsUntilMs: null,
    settingsVersion: 0,
    ...over,
  };
}
