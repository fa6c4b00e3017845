import type { KalshiView } from '../../src/engine/contract/kalshi-view.ts';
import { UnavailableError } from '../../src/engine/contract/queries.ts';
import type { MarketId } from '../../src/engine/domain/ids.ts';
import type { KalshiTerms } from '../../src/engine/domain/kalshi-terms.ts';
import { DAY_MS, HOUR_MS } from '../../src/engine/domain/time.ts';
import { cents, dollars, percent, shares } from '../../src/engine/domain/values/money.ts';
import { FED, NOW } from './chat-facts.ts';

const TICKER = 'KXFEDDECISION-26DEC-C25' as MarketId;

/** Whether the Fed cuts, as Kalshi lists it. */
export const FED_TERMS: KalshiTerms = {
  marketId: TICKER,
  eventTicker: 'KXFEDDECISION-26DEC',
  seriesTicker: 'KXFEDDECISION',
  kind: 'binary',
  status: 'active',
  title: 'Fed decision in December?',
  eventTitle: 'Fed decision in December?',
  eventSubTitle: '9 December',
  yesSubTitle: 'Cut of 25 bps',
  noSubTitle: 'Cut of 25 bps',
  category: 'Economics',
  isMutuallyExclusive: true,
  strike: { type: 'custom', floor: null, cap: null, functional: null, custom: {} },
  rulesPrimary:
    'If the Federal Reserve cuts the upper bound of its target rate by 25 basis points at its December 2026 meeting, then the market resolves to Yes.',
  rulesSecondary: '',
  settlementSources: [{ name: 'Federal Reserve', url: 'https://www.federalreserve.gov' }],
  canCloseEarly: true,
  earlyCloseCondition: 'This market closes once the decision is told.',
  opensAtMs: NOW - 60 * DAY_MS,
  closesAtMs: NOW + 17 * DAY_MS,
  occursAtMs: null,
  expectedExpirationAtMs: NOW + 17 * DAY_MS + HOUR_MS,
  latestExpirationAtMs: null,
  settlementTimerMs: HOUR_MS,
  exchangeIndex: 0,
  priceRanges: [],
  notional: dollars(1),
  fee: { type: 'quadratic', multiplier: percent(100) },
  feeWaivedUntilMs: null,
  result: null,
  settlementValue: null,
  expirationValue: null,
  isCombo: false,
  isProvisional: false,
};

/** A market of Kalshi as people look at it, with what a test changes. */
export function kalshiView(
  terms: Partial<KalshiTerms> = {},
  more: Partial<KalshiView> = {},
): KalshiView {
  const all = { ...FED_TERMS, ...terms };
  const { marketId, title, yesSubTitle, eventTicker, closesAtMs } = all;
  const market = {
    ...FED,
    ...({ id: marketId, venue: 'kalshi', eventGroupId: eventTicker, closesAtMs } as const),
    question: yesSubTitle === '' ? title : `${title} · ${yesSubTitle}`,
    categories: ['economics', 'fed'],
    volume24h: dollars(12_400),
  };
  return {
    market,
    terms: all,
    url: `https://kalshi.com/markets/${all.seriesTicker?.toLowerCase()}/x/${eventTicker.toLowerCase()}`,
    fit: 'words',
    top: {
      ...{ bid: cents(61), bidQuantity: shares(1_200), ask: cents(62), askQuantity: shares(300.5) },
    },
    readAtMs: NOW - 300,
    ...more,
  };
}

/** What Kalshi tells, as plain values that may be changed. */
export class ChatKalshi {
  /** `null` where Kalshi is not read. */
  all: readonly KalshiView[] | null = [kalshiView()];
  /** Why it does not answer. */
  trouble: string | null = null;
  readonly asked: string[] = [];

  find(text: string, limit: number): Promise<readonly KalshiView[] | null> {
    this.asked.push(text);
    if (this.trouble !== null) return Promise.reject(new UnavailableError(this.trouble));
    if (this.all === null) return Promise.resolve(null);
    const ticker = (/[^/]+$/.exec(text)?.[0] ?? '').toUpperCase();
    const one = this.all.filter(({ terms }) => terms.marketId === ticker);
    const event = this.all.filter(
      ({ terms }) => terms.eventTicker === ticker || terms.seriesTicker === ticker,
    );
    if (one.length > 0) return Promise.resolve(one.map((view) => ({ ...view, fit: 'this' })));
    if (event.length > 0) {
      const fit = event.length === 1 ? 'this' : 'event';
      return Promise.resolve(event.slice(0, limit).map((view) => ({ ...view, fit })));
    }
    const words = text.toLowerCase().split(/\s+/);
    const fits = this.all.filter(({ market }) =>
      words.every((word) => market.question.toLowerCase().includes(word)),
    );
    return Promise.resolve(fits.slice(0, limit));
  }
}
