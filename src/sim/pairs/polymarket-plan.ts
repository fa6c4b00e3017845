import { DAY_MS, HOUR_MS } from '../../engine/domain/time.ts';
import type { Chance } from '../chance.ts';
import { TOPICS } from '../venue/catalogue.ts';
import { COARSE_TICK, drawBetween, type MarketPlan, MIN_ORDER_SIZE } from '../venue/event-plan.ts';
import { drawV1Ids } from '../venue/token-ids.ts';
import type { PairedEvent } from './paired-event.ts';

/** Numbers of these markets go on from here; the catalogue's and the windows' are elsewhere. */
const FIRST_ID = 800_000_000;
const VOLUME_MIN = 3_000;
const VOLUME_MAX = 240_000;
/** What was there before the world was listed so long ago at most. */
const SPORTS_LISTED_MS = 6 * HOUR_MS;
const OTHERS_LISTED_MS = 20 * DAY_MS;

/** What Polymarket lists of an event that both venues know. */
export function polymarketPlans(
  event: PairedEvent,
  at: {
    readonly chance: Chance;
    readonly startsAtMs: number;
    readonly nowMs: number;
    /** How many of these markets there were before. */
    readonly number: number;
  },
): readonly MarketPlan[] {
  const { chance, startsAtMs, nowMs } = at;
  const topic = TOPICS[event.topic];
  const agesMs = event.topic === 'sports' ? SPORTS_LISTED_MS : OTHERS_LISTED_MS;
  const listedMs = startsAtMs + nowMs - (nowMs > 0 ? 0 : chance.whole(0, agesMs));
  return event.questions.map(({ question, slug, outcomes, rules, truth, spot }, index) => {
    const own = chance.fork(`market ${index}`);
    return {
      terms: {
        id: String(FIRST_ID + at.number + index),
        version: 'v1',
        ...drawV1Ids(own),
        ...{ outcomes, question, slug },
        description: rules,
        resolutionSource: event.source,
        eventSlug: event.slug,
        eventTitle: event.title,
        tags: [event.topic, ...event.tags],
        negRisk: event.negRisk,
        minOrderSize: MIN_ORDER_SIZE,
        feeRate: topic.feeRate,
        startsAtMs: listedMs,
        closesAtMs: startsAtMs + event.closeMs,
      },
      tick: COARSE_TICK,
      volume24h: Math.round(drawBetween(own, VOLUME_MIN, VOLUME_MAX)),
      truth,
      spot: spot ?? null,
      closeMs: event.closeMs,
      revealMs: event.revealMs,
      activity: 0.4 + 1.2 * own.next(),
      edit: null,
      isFixture: true,
    };
  });
}
