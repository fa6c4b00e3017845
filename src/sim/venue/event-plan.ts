import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { invariant } from '../../engine/domain/values/invariant.ts';
import type { Chance } from '../chance.ts';
import { type Horizon, type Template, TOPICS, type TopicName } from './catalogue.ts';
import { dateWords, drawWords, fill, slugOf, type Words } from './phrasing.ts';
import { drawRules, type RulesEdit } from './rules-text.ts';
import { type SpotQuestion, truthOf, type WorldCoins } from './spot-question.ts';
import { strikesOf } from './strikes.ts';
import { TEMPLATES } from './templates.ts';
import { drawV1Ids, drawV2Ids } from './token-ids.ts';
import { drawTruths, type Truth } from './truth.ts';
import type { MarketTerms } from './world-market.ts';

/** A market with its secrets, before anybody trades it. */
export interface MarketPlan {
  readonly terms: MarketTerms;
  readonly tick: number;
  readonly volume24h: number;
  readonly truth: Truth;
  /** What it asks of a coin's price, where that decides. */
  readonly spot: SpotQuestion | null;
  /** World time of the close; the terms say it in wall time, rounded down by up to a minute. */
  readonly closeMs: number;
  /** World time at which the outcome is known, at the latest at the close. */
  readonly revealMs: number;
  /** Share of the world's activity, 1 on average. */
  readonly activity: number;
  /** `null` where the rules stay as they are. */
  readonly edit: RulesEdit | null;
  /** It stands beside the markets of the catalogue. */
  readonly isFixture?: boolean;
}

/** Where a plan is made: the names that are taken, and the moment. */
export interface PlanScene {
  readonly chance: Chance;
  /** The how-many-th event of the world, from 0; below it before the world. */
  readonly number: number;
  readonly startsAtMs: number;
  readonly nowMs: number;
  /** Markets at most. */
  readonly room: number;
  /** Slugs of events and markets; the plan adds its own. */
  readonly taken: Set<string>;
  /** What coins cost; left out, nothing follows them. */
  readonly coins?: WorldCoins;
}

export const COARSE_TICK = 10_000;
export const FINE_TICK = 1_000;
/** Shares; the venue's own text. */
export const MIN_ORDER_SIZE = '5';
export const VOID_PROBABILITY = 0.03;

/** Sides that change hands within a demo: their event, when they are decided, how often void. */
const QUICK: ReadonlyMap<number, { readonly revealMs: number; readonly voidProbability: number }> =
  new Map([
    [1, { revealMs: 50 * SECOND_MS, voidProbability: 0 }],
    [3, { revealMs: 95 * SECOND_MS, voidProbability: 0.4 }],
  ]);
const QUICK_JITTER_MS = 20 * SECOND_MS;
/** The event that closes within the hour. */
const SOON_EVENT = 4;
const SOON_MIN_MS = 18 * MINUTE_MS;
const SOON_MAX_MS = 50 * MINUTE_MS;
const TOPIC_ORDER = Object.keys(TOPICS) as readonly TopicName[];
const HORIZON_MS: Readonly<Record<Horizon, readonly [number, number]>> = {
  hours: [3 * HOUR_MS, 30 * HOUR_MS],
  weeks: [2 * DAY_MS, 24 * DAY_MS],
  months: [28 * DAY_MS, 150 * DAY_MS],
};
/** Most outcomes are known long before the close; that keeps prices moving. */
const REVEAL_MIN_MS = 8 * MINUTE_MS;
const REVEAL_MAX_MS = 6 * HOUR_MS;
const GROUP_MIN = 2;
const GROUP_MAX = 4;
const V2_PROBABILITY = 0.25;
const FINE_TICK_PROBABILITY = 0.15;
const LISTED_BEFORE_MAX_MS = 40 * DAY_MS;
const VOLUME_MIN = 4_000;
const VOLUME_MAX = 900_000;
const DRAWS_MAX = 200;
/** From this draw on a question names the minute too, so that it is new. */
const NAMED_MINUTE_DRAW = 5;

interface Draft {
  readonly template: Template;
  readonly closeMs: number;
  /** Wall time, a whole minute. */
  readonly closesAtMs: number;
  readonly title: string;
  readonly questions: readonly string[];
  /** Of the coin that the template follows, in the order of the questions. */
  readonly strikes: readonly number[];
}

/** One event with its markets, all of them new to the world. */
export function planEvent(scene: PlanScene): readonly MarketPlan[] {
  const chance = scene.chance;
  const draft = drawDraft(scene);
  const { template, questions } = draft;
  const quick = QUICK.get(scene.number);
  const isV2 = chance.happens(V2_PROBABILITY);
  const fine = chance.happens(FINE_TICK_PROBABILITY);
  const usualMs = Math.round(drawBetween(chance, REVEAL_MIN_MS, REVEAL_MAX_MS));
  const revealMs = scene.nowMs + (quick?.revealMs ?? usualMs);
  const voids = chance.happens(quick?.voidProbability ?? VOID_PROBABILITY);
  const listedMs = scene.startsAtMs + scene.nowMs - chance.whole(0, LISTED_BEFORE_MAX_MS);
  const truths = drawTruths(chance.fork('truth'), template.kind, questions.length);
  return questions.map((question, index) => {
    const own = chance.fork(`market ${index}`);
    const spot = spotOf(scene, draft, index);
    const truth = spot === null ? truths[index] : truthOf(spot, scene.nowMs);
    invariant(truth !== undefined, 'each market has its truth');
    const { edit, ...rules } = drawRules(own.fork('rules'), {
      ...{ question, nowMs: scene.nowMs, closesAtMs: draft.closesAtMs },
      topic: TOPICS[template.topic],
    });
    const number = scene.number * 10 + index;
    return {
      terms: { ...termsOf(question, { own, draft, isV2, number, listedMs }), ...rules },
      tick: fine || isExtreme(truth.probability) ? FINE_TICK : COARSE_TICK,
      volume24h: Math.round(drawBetween(own, VOLUME_MIN, VOLUME_MAX)),
      truth: voids && template.kind === 'single' ? { ...truth, winner: null } : truth,
      spot,
      closeMs: draft.closeMs,
      revealMs: endOf(draft, spot, revealMs + own.whole(0, QUICK_JITTER_MS)),
      activity: 0.4 + 1.2 * own.next(),
      edit,
    };
  });
}

/** Whether a price is where the venue uses the fine grid (facts 3.1). */
export function isExtreme(probability: number): boolean {
  return probability > 0.96 || probability < 0.04;
}

/** Evenly over the logarithm. */
export function drawBetween(chance: Chance, least: number, most: number): number {
  return least * (most / least) ** chance.next();
}

function drawDraft(scene: PlanScene): Draft {
  for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
    const draft = tryDraft(scene, draw);
    const slugs = [slugOf(draft.title), ...draft.questions.map(slugOf)];
    if (slugs.some((slug) => scene.taken.has(slug))) continue;
    for (const slug of slugs) scene.taken.add(slug);
    return draft;
  }
  throw new RangeError('the catalogue has no new question');
}

function tryDraft(scene: PlanScene, draw: number): Draft {
  const { chance, startsAtMs, nowMs } = scene;
  const template = drawTemplate(scene);
  const wallMs = startsAtMs + nowMs;
  const closeMs = nowMs + drawLifeMs(scene, template);
  const closesAtMs = Math.floor((startsAtMs + closeMs) / MINUTE_MS) * MINUTE_MS;
  const dates = dateWords(closesAtMs, wallMs);
  const words = { ...dates, ...drawWords(chance, template.slots ?? {}) };
  const minute = draw < NAMED_MINUTE_DRAW ? '' : ` (${dates['date']}, ${dates['time']} UTC)`;
  const drawn = drawChoices(scene, template);
  const { choices, strikes } = strikesOf(scene, template, drawn);
  const name = (text: string, more: Words = {}) => fill(text, { ...words, ...more }) + minute;
  return {
    template,
    closeMs,
    closesAtMs,
    title: name(template.title ?? template.question),
    questions: choices.map((choice) => name(template.question, { choice })),
    strikes,
  };
}

/** Topics take turns. What must fit a demo is a single question, and a match when it ends soon. */
function drawTemplate({ chance, number }: PlanScene): Template {
  const topic = TOPIC_ORDER.at(number % TOPIC_ORDER.length);
  const fits = TEMPLATES.filter(
    (template) =>
      template.topic === topic &&
      (!QUICK.has(number) || template.kind === 'single') &&
      (number !== SOON_EVENT || (template.kind === 'single' && template.horizon === 'hours')),
  );
  return chance.pick(fits);
}

/** What a market of the draft asks of a coin's price. */
function spotOf(
  { coins }: PlanScene,
  { template, strikes, closeMs }: Draft,
  index: number,
): SpotQuestion | null {
  const strike = strikes[index];
  if (coins === undefined || template.follows === undefined || strike === undefined) return null;
  return coins.above({ symbol: template.follows.symbol, strike, closesMs: closeMs });
}

/** A price decides at the close and not before; anything else may be known earlier. */
function endOf({ closeMs }: Draft, spot: SpotQuestion | null, revealMs: number): number {
  return spot === null ? Math.min(closeMs, revealMs) : closeMs;
}

function drawLifeMs({ chance, number }: PlanScene, template: Template): number {
  if (number === SOON_EVENT) return chance.whole(SOON_MIN_MS, SOON_MAX_MS);
  const [least, most] = HORIZON_MS[template.horizon];
  return chance.whole(least, most);
}

/** The choices of neighbouring markets, in their order; one empty choice for a single question. */
function drawChoices({ chance, room }: PlanScene, template: Template): readonly string[] {
  const { choices } = template;
  if (choices === undefined) return [''];
  const count = Math.min(chance.whole(GROUP_MIN, GROUP_MAX), choices.length);
  const from = chance.whole(0, choices.length - count);
  return choices.slice(from, from + Math.min(count, room));
}

function termsOf(
  question: string,
  from: {
    readonly own: Chance;
    readonly draft: Draft;
    readonly isV2: boolean;
    readonly number: number;
    readonly listedMs: number;
  },
): Omit<MarketTerms, 'description'> {
  const { template, closesAtMs, title } = from.draft;
  const topic = TOPICS[template.topic];
  const negRisk = template.kind === 'exclusive';
  return {
    id: String(FIRST_ID + from.number),
    version: from.isV2 ? 'v2' : 'v1',
    ...(from.isV2 ? drawV2Ids(from.own, negRisk) : drawV1Ids(from.own)),
    outcomes: ['Yes', 'No'],
    question,
    slug: slugOf(question),
    eventSlug: slugOf(title),
    eventTitle: title,
    tags: [template.topic, template.tag],
    negRisk,
    minOrderSize: MIN_ORDER_SIZE,
    feeRate: topic.feeRate,
    startsAtMs: from.listedMs,
    closesAtMs,
  };
}

/** The venue counts its markets; ours start here. */
const FIRST_ID = 700_000;
