import type { Chance } from '../chance.ts';
import type { KalshiSeries } from '../kalshi/world/market.ts';
import type { PairedMarket, PairedPlan } from '../kalshi/world/pairs.ts';
import type { MarketPlan } from '../kalshi/world/plan.ts';
import { TwinBelief } from '../kalshi/world/twin-belief.ts';
import type { VenueMarket } from '../venue/venue.ts';
import type { WorldTime } from '../wire/world-time.ts';
import type { Counterpart, KalshiWording, PairedEvent } from './paired-event.ts';
import { SpotPairBelief } from './spot-pair-belief.ts';

/** Requotes in a second. */
const PACE = 0.4;
const SETTLEMENT_SECONDS = 20;
const DISPUTE_PROBABILITY = 0.05;

export interface KalshiPlanScene {
  readonly chance: Chance;
  readonly time: WorldTime;
  readonly nowMs: number;
  /** The wall time of world time 0. */
  readonly startsAtMs: number;
  readonly template: string;
  /** Polymarket's markets in the order of the questions; `null` where one is not open any more. */
  readonly there: readonly (VenueMarket | null)[];
}

/** What Kalshi lists beside an event of Polymarket, each event in its own words. */
export function kalshiPlans(event: PairedEvent, scene: KalshiPlanScene): readonly PairedPlan[] {
  return event.kalshi.map((wording): PairedPlan => {
    const made = wording.markets.flatMap((counterpart) => marketOf(wording, counterpart, scene));
    return {
      plan: {
        ticker: wording.ticker,
        series: seriesOf(wording, scene.nowMs),
        title: wording.title,
        subTitle: wording.subTitle,
        isExclusive: wording.isExclusive,
        strikeAtMs: closeAtMs(wording, scene),
        createdAtMs: scene.nowMs,
        markets: made.map(({ plan }) => plan),
      },
      markets: made.map(({ paired }) => paired),
    };
  });
}

interface Made {
  readonly plan: MarketPlan;
  readonly paired: PairedMarket;
}

/** Nothing where it would follow a market that is over. */
function marketOf(
  wording: KalshiWording,
  counterpart: Counterpart,
  scene: KalshiPlanScene,
): readonly Made[] {
  const { ending, suffix, strike } = counterpart;
  const { chance, time, nowMs } = scene;
  const ticker = `${wording.ticker}-${suffix}`;
  const market = ending.kind === 'follows' ? scene.there[ending.of] : null;
  if (market === undefined || (ending.kind === 'follows' && market === null)) return [];
  const follows =
    ending.kind === 'follows' && market !== null
      ? new TwinBelief(market, chance.fork(ticker), () => ({ ...ending.following, isPrompt: true }))
      : null;
  const belief =
    follows ??
    (ending.kind === 'spot' ? new SpotPairBelief(ending.question, ending.closeMs, time) : null);
  if (belief === null) return [];
  const plan: MarketPlan = {
    ticker,
    title: counterpart.title,
    yesSubTitle: counterpart.yesSubTitle,
    noSubTitle: counterpart.yesSubTitle,
    openAtMs: nowMs,
    closeAtMs: closeAtMs(wording, scene),
    strike: strike ?? { type: 'custom' },
    structure: 'linear_cent',
    rulesPrimary: counterpart.rulesPrimary,
    rulesSecondary: counterpart.rulesSecondary,
    belief,
    settlementSeconds: SETTLEMENT_SECONDS,
    pace: PACE,
    disputeProbability: DISPUTE_PROBABILITY,
    ...(wording.earlyClose === null ? {} : { earlyClose: wording.earlyClose }),
  };
  return [{ plan, paired: pairedOf(counterpart, scene, follows) }];
}

function pairedOf(
  { relations, ending }: Counterpart,
  { there, template }: KalshiPlanScene,
  belief: TwinBelief | null,
): PairedMarket {
  const isTwin = relations.some(({ differs }) => differs === null);
  const followed = ending.kind === 'follows' ? (there[ending.of] ?? null) : null;
  const isEqual = ending.kind === 'follows' && ending.following.voidPays === 'half';
  return {
    relations: relations.flatMap(({ of, relation, differs }) => {
      const conditionId = there[of]?.conditionId;
      return conditionId === undefined ? [] : [{ conditionId, relation, differs, template }];
    }),
    twin:
      isTwin && followed !== null && belief !== null ? { there: followed, belief, isEqual } : null,
  };
}

function closeAtMs({ closeMs }: KalshiWording, { time, startsAtMs }: KalshiPlanScene): number {
  return time.wallMs(startsAtMs + closeMs);
}

function seriesOf({ series }: KalshiWording, atMs: number): KalshiSeries {
  return {
    ...series,
    frequency: 'custom',
    feeType: 'quadratic',
    feeMultiplier: 1,
    shard: 0,
    isCombo: false,
    updatedAtMs: atMs,
  };
}
