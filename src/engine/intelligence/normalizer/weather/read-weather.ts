import { contractOf } from '../blank-contract.ts';
import { type Bound, boundOf, findBound, microOf, ofIntegers } from '../bounds.ts';
import type { Contract } from '../contract.ts';
import { completeDay, dayInSlug, findDay } from '../days.ts';
import type { FoldedText } from '../folded-text.ts';
import { structuredBound } from '../prices/strike.ts';
import { findCity, stationOf } from './stations.ts';

const TEMPERATURE = /\b(highest|lowest|high|low) temp(?:erature)?\b/;
const CITY = /\btemp(?:erature)? in (?:the )?([a-z .']+?)(?: be\b| on\b|\?)/;
const EXACT = /\bbe (-?\d+) ?°/;
const WUNDERGROUND = /\bwunderground\b/;
const NWS = /\bnational weather service\b|\bnws\b|\bclimatological report\b/;

/** The highest or lowest temperature of a day at a station. */
export function readWeather(market: FoldedText): Contract | null {
  const { title, rules, text } = market;
  const kind = TEMPERATURE.exec(title)?.[1];
  if (kind === undefined) return null;
  const city = findCity(title) ?? CITY.exec(title)?.[1] ?? null;
  const station = city === null ? null : stationOf(city, text.venue, rules);
  const bound = temperatureBound(market);
  const day = dayOf(market);
  const report = reportOf(market);
  return contractOf({
    family: 'weather.temperature',
    kind: bound?.comparator === 'between' ? 'range' : 'threshold',
    entities: city === null ? [] : [city],
    predicate: kind.startsWith('high') ? 'highest' : 'lowest',
    event: station,
    comparator: bound?.comparator ?? null,
    floor: bound?.floor ?? null,
    cap: bound?.cap ?? null,
    unit: /°c\b|celsius/.test(title) ? 'celsius' : 'fahrenheit',
    isInteger: true,
    day,
    side: 'yes',
    source: report,
    unknown: [
      ...(city === null ? ['entities'] : []),
      ...(station === null ? ['event'] : []),
      ...(bound === null ? ['threshold'] : []),
      ...(day === null ? ['day'] : []),
      // Two reports of one station differ in when their day ends.
      ...(report === null ? ['source'] : []),
    ],
    hasRules: text.rules !== null,
  });
}

function reportOf({ rules }: FoldedText): string | null {
  if (WUNDERGROUND.test(rules)) return 'weather underground';
  return NWS.test(rules) ? 'national weather service' : null;
}

function temperatureBound(market: FoldedText): Bound | null {
  const said =
    findBound(market.subTitle) ?? findBound(market.title) ?? structuredBound(market) ?? null;
  if (said !== null) return ofIntegers(said);
  const exact = microOf(EXACT.exec(market.title)?.[1] ?? '');
  return exact === null ? null : boundOf('eq', exact);
}

function dayOf({ title, text, ticker, nearMs }: FoldedText): string | null {
  if (ticker?.day != null) return ticker.day;
  const named = dayInSlug(text.slug) ?? findDay(title);
  return named === null ? null : completeDay(named, nearMs);
}
