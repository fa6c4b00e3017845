import type { AtMs } from '../../../domain/time.ts';
import { hourOf } from '../../price-lag/eastern-time.ts';
import { clockMs, completeDay, dayInSlug, findDay } from '../days.ts';
import type { FoldedText } from '../folded-text.ts';
import type { AssetClass } from './assets.ts';

/** The moment whose price decides. `null` of an instant: the venue says only the day. */
export interface Instant {
  readonly day: string | null;
  readonly atMs: AtMs | null;
  readonly zone: string | null;
}

const CLOCK =
  /\b(\d{1,2})(?::(\d\d))? ?([ap])\.?m\.?(?: \(?(et|est|edt|utc|gmt)\b|(?! ?(?:pt|ct|cet)))?/;
/** Offsets of zones that a title names; "ET" goes with the season. */
const FIXED_BEHIND_H: Readonly<Record<string, number>> = { est: 5, edt: 4, utc: 0, gmt: 0 };
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Polymarket's daily markets about coins take the candle of noon, by their rules. */
const POLYMARKET_COIN_HOUR = 12;
/** A stock exchange closes at four. */
const INDEX_CLOSE_HOUR = 16;

/** When the price is read: by the title's clock, the ticker's, or the venue's standing rule. */
export function findInstant(market: FoldedText, assetClass: AssetClass): Instant {
  const day = dayOf(market);
  if (day === null) return { day: null, atMs: null, zone: null };
  const clock = CLOCK.exec(market.title);
  if (clock !== null) {
    const [, hourText, minuteText, half, zone = 'et'] = clock;
    const hour = hourOf(Number(hourText), `${half}m`);
    const minute = Number(minuteText ?? 0);
    return { day, atMs: hour === null ? null : instant({ day, hour, minute }, zone), zone };
  }
  const { ticker } = market;
  if (ticker?.hour != null) {
    return { day, atMs: clockMs(day, ticker.hour, ticker.minute), zone: 'et' };
  }
  const hour = standingHour(market, assetClass);
  return { day, atMs: hour === null ? null : clockMs(day, hour), zone: 'et' };
}

function dayOf({ title, text, ticker, nearMs }: FoldedText): string | null {
  const named = findDay(title);
  if (named === null) return ticker?.day ?? null;
  if (named.year === null) {
    const inSlug = dayInSlug(text.slug);
    if (inSlug !== null && inSlug.month === named.month && inSlug.day === named.day) {
      return completeDay(inSlug, nearMs);
    }
  }
  return completeDay(named, nearMs);
}

function instant(
  { day, hour, minute }: { readonly day: string; readonly hour: number; readonly minute: number },
  zone: string,
): AtMs | null {
  const behind = FIXED_BEHIND_H[zone];
  if (behind === undefined) return clockMs(day, hour, minute);
  return Date.parse(day) + (hour + behind) * HOUR_MS + minute * MINUTE_MS;
}

function standingHour(market: FoldedText, assetClass: AssetClass): number | null {
  if (assetClass === 'indices' && /\bclose[sd]?\b/.test(market.title)) return INDEX_CLOSE_HOUR;
  const isDailyCoin = assetClass === 'crypto' && market.text.venue === 'polymarket';
  if (!isDailyCoin) return null;
  // Only an older text may say another hour; then the day alone is not enough.
  const isOther = market.rules !== '' && !/\b12:00\b|\bnoon\b|\b12 ?pm\b/.test(market.rules);
  return isOther ? null : POLYMARKET_COIN_HOUR;
}
