import { DAY_MS, MINUTE_MS } from '../../engine/domain/time.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Chance } from '../chance.ts';
import type { VenuePrice } from './venue.ts';

/** Prices before the world are kept once in so long. */
const STEP_MS = 30 * MINUTE_MS;
const STEPS_PER_DAY = DAY_MS / STEP_MS;
/** A day more than the week that the venue tells changes over. */
const STEPS_MAX = 8 * STEPS_PER_DAY;
/** The venue's last prices are middles of ticks, too. */
const GRAIN = 500;
/** Log-odds that a price usually moves in a day, at a half some 1 to 4 cents. */
const CALM_MIN = 0.04;
const CALM_MAX = 0.16;
/** The same of the few wild ones: at a half some 17 to 30 cents. */
const WILD_MIN = 0.7;
const WILD_MAX = 1.2;
const WILD_PROBABILITY = 0.12;
/** Prices stay within about 0.5 % and 99.5 %. */
const LOG_ODDS_MAX = 5.3;

/**
 * What outcome 0 traded at before the world began, a price each half hour, oldest first: a walk that
 * arrives at `probability` when the world begins. The same chance gives the same walk.
 */
export function earlierPrices(
  chance: Chance,
  { probability, listedMs }: { readonly probability: number; readonly listedMs: number },
): readonly VenuePrice[] {
  const isWild = chance.happens(WILD_PROBABILITY);
  const [least, most] = isWild ? [WILD_MIN, WILD_MAX] : [CALM_MIN, CALM_MAX];
  const perStep = (least + (most - least) * chance.next()) / Math.sqrt(STEPS_PER_DAY);
  const steps = Math.min(STEPS_MAX, Math.floor(-listedMs / STEP_MS));
  const prices: VenuePrice[] = [];
  let logOdds = Math.log(probability / (1 - probability));
  for (let step = 1; step <= steps; step += 1) {
    const moved = logOdds + perStep * chance.bell();
    logOdds = Math.min(LOG_ODDS_MAX, Math.max(-LOG_ODDS_MAX, moved));
    const price = Math.round(MICRO / (1 + Math.exp(-logOdds)) / GRAIN) * GRAIN;
    prices.push({ worldAtMs: -step * STEP_MS, price });
  }
  return prices.reverse();
}
