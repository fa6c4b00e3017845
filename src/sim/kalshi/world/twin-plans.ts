import { DAY_MS } from '../../../engine/domain/time.ts';
import type { Chance } from '../../chance.ts';
import { dateWords } from '../../venue/phrasing.ts';
import type { VenueMarket } from '../../venue/venue.ts';
import type { WorldTime } from '../../wire/world-time.ts';
import { easternOf, tickerDate } from '../eastern.ts';
import { PRICE_STRUCTURES } from '../price-grid.ts';
import type { KalshiSeries } from './market.ts';
import type { EventPlan, MarketPlan } from './plan.ts';
import { followingOf, TwinBelief, type TwinKind } from './twin-belief.ts';

/** Of the other venue's events: how many have a like here, by kind; the rest have none. */
const KIND_SHARES: readonly (readonly [TwinKind, number])[] = [
  ['same', 0.3],
  ['voidRule', 0.15],
  ['laterDate', 0.1],
  ['higherBar', 0.1],
  ['otherSource', 0.1],
];
const TWIN_PACE = 0.5;
const TWIN_SETTLEMENT_SECONDS = 20;
const TWIN_DISPUTE_PROBABILITY = 0.1;
const LATER_MS = 7 * DAY_MS;
/** A higher bar is so much higher. */
const BAR_FACTOR = 1.05;
const WORDS_IN_TICKER = 3;
const LETTERS_IN_TICKER = 16;
const NUMBER = /\d[\d,]*(?:\.\d+)?/;
const OTHER_SOURCE = 'a panel of the exchange';
const CATEGORIES: Readonly<Record<string, string>> = {
  politics: 'Politics',
  economics: 'Economics',
  geopolitics: 'World',
  crypto: 'Crypto',
  sports: 'Sports',
  culture: 'Entertainment',
  weather: 'Climate and Weather',
  tech: 'Science and Technology',
};
/** Windows exist here by rules of their own. */
const WINDOW_TAG = 'up-or-down';

export interface TwinScene {
  readonly chance: Chance;
  readonly time: WorldTime;
  readonly nowMs: number;
  /** Its place among the twins' events. */
  readonly number: number;
  /** How many markets there were before it: structures take turns. */
  readonly markets: number;
  readonly seriesOf: (plan: KalshiSeries) => KalshiSeries;
}

export interface TwinEvent {
  readonly kind: TwinKind;
  readonly plan: EventPlan;
  /** The other venue's markets, in the order of the plan's. */
  readonly twins: readonly VenueMarket[];
}

/** What this venue makes of an event of the other one; `null` where it has nothing like it. */
export function planTwin(markets: readonly VenueMarket[], scene: TwinScene): TwinEvent | null {
  const [first] = markets;
  if (first === undefined || first.tags.includes(WINDOW_TAG)) return null;
  const { chance, time, number } = scene;
  const kind = kindOf(first, chance);
  if (kind === null) return null;
  const series = scene.seriesOf(seriesOf(first, scene));
  const closeAtMs = time.wallMs(first.closesAtMs) + (kind === 'laterDate' ? LATER_MS : 0);
  const ticker = `${series.ticker}-${tickerDate(easternOf(closeAtMs))}E${number}`;
  const words = wordsOf(kind, first.closesAtMs);
  const plans = markets.map((twin, at): MarketPlan => {
    const question = words(twin.question);
    return {
      ticker: `${ticker}-M${at + 1}`,
      title: question,
      yesSubTitle: markets.length === 1 ? 'Yes' : question.replace(/\?$/, ''),
      noSubTitle: markets.length === 1 ? 'No' : question.replace(/\?$/, ''),
      openAtMs: scene.nowMs,
      closeAtMs,
      strike: { type: 'custom' },
      structure: structureOf(scene.markets + at),
      ...rulesOf(kind, twin, question),
      belief: new TwinBelief(twin, chance.fork(twin.conditionId), (own) => followingOf(kind, own)),
      settlementSeconds: TWIN_SETTLEMENT_SECONDS,
      pace: TWIN_PACE,
      earlyClose: 'This market will close and expire the day after the event occurs.',
      disputeProbability: TWIN_DISPUTE_PROBABILITY,
    };
  });
  const plan: EventPlan = {
    ticker,
    series,
    title: words(first.eventTitle),
    subTitle: `Before ${tickerDate(easternOf(closeAtMs))}`,
    isExclusive: first.negRisk,
    strikeAtMs: closeAtMs,
    createdAtMs: scene.nowMs,
    markets: plans,
  };
  return { kind, plan, twins: markets };
}

function kindOf({ question, closesAtMs }: VenueMarket, chance: Chance): TwinKind | null {
  let luck = chance.next();
  for (const [kind, share] of KIND_SHARES) {
    luck -= share;
    if (luck >= 0) continue;
    // A look-alike that cannot differ in its own way differs in its source.
    const differs = !isTold(kind) || wordsOf(kind, closesAtMs)(question) !== question;
    return differs ? kind : 'otherSource';
  }
  return null;
}

/** Whether the question itself tells the difference. */
function isTold(kind: TwinKind): boolean {
  return kind === 'laterDate' || kind === 'higherBar';
}

/** How a look-alike words what the other venue asks. */
function wordsOf(kind: TwinKind, closesAtMs: number): (text: string) => string {
  if (kind === 'laterDate') {
    const [now, later] = [closesAtMs, closesAtMs + LATER_MS].map((atMs) =>
      dateWords(atMs, closesAtMs),
    );
    return (text) => text.replace(now?.['date'] ?? '', later?.['date'] ?? '');
  }
  if (kind === 'higherBar') return (text) => (isBar(text) ? text.replace(NUMBER, higher) : text);
  return (text) => text;
}

function isBar(text: string): boolean {
  return / (?:above|reach) /.test(text);
}

function higher(number: string): string {
  const digits = /\.(\d+)/.exec(number)?.[1]?.length ?? 0;
  const raised = Number(number.replaceAll(',', '')) * BAR_FACTOR;
  const rounded = digits === 0 ? Math.ceil(raised) : raised;
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return rounded.toLocaleString('en-US', format);
}

function rulesOf(
  kind: TwinKind,
  twin: VenueMarket,
  question: string,
): Pick<MarketPlan, 'rulesPrimary' | 'rulesSecondary'> {
  const [, until = '', source = ''] =
    /by (.{16} UTC), .* according to (.*), and/.exec(twin.description) ?? [];
  const laterMs = twin.closesAtMs + (kind === 'laterDate' ? LATER_MS : 0);
  const day = new Date(laterMs).toISOString().slice(0, 16).replace('T', ' ');
  const when = kind === 'laterDate' || until === '' ? `${day} UTC` : until;
  const word = kind === 'otherSource' ? OTHER_SOURCE : source;
  const isHalf = kind !== 'voidRule';
  return {
    rulesPrimary: `If, by ${when}, the answer to "${question}" is yes according to ${word}, then the market resolves to Yes.`,
    rulesSecondary: isHalf
      ? 'It may resolve before that date. If the answer cannot be established, it resolves 50-50.'
      : 'It may resolve before that date. If the answer cannot be established, it resolves to the last fair price.',
  };
}

function seriesOf(first: VenueMarket, { nowMs }: TwinScene): KalshiSeries {
  const words = first.eventSlug
    .split('-')
    .filter((word) => /^[a-z]+$/.test(word) && word !== 'will');
  const letters = words
    .slice(0, WORDS_IN_TICKER)
    .join('')
    .slice(0, LETTERS_IN_TICKER)
    .toUpperCase();
  return {
    ticker: `KX${letters}`,
    title: first.eventTitle,
    category: CATEGORIES[first.tags[0] ?? ''] ?? 'World',
    tags: first.tags.slice(1),
    frequency: 'one_off',
    sources: [{ name: 'The exchange', url: 'https://kalshi.example/rules' }],
    feeType: 'quadratic',
    feeMultiplier: 1,
    shard: 0,
    isCombo: false,
    updatedAtMs: nowMs,
  };
}

/** Structures take turns, so that a world has all of them. */
function structureOf(number: number): string {
  const names = Object.keys(PRICE_STRUCTURES);
  return names[number % names.length] ?? 'linear_cent';
}
