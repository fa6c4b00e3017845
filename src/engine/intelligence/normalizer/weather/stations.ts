/** Where each venue reads the temperature of a city, by its rules; `null` where we have not read it. */
interface Stations {
  readonly pattern: RegExp;
  readonly city: string;
  readonly polymarket: string | null;
  readonly kalshi: string | null;
}

const CITIES: readonly Stations[] = [
  {
    pattern: /\bnew york(?: city)?\b|\bnyc\b/,
    city: 'new york',
    polymarket: 'KLGA',
    kalshi: 'KNYC',
  },
  { pattern: /\bchicago\b/, city: 'chicago', polymarket: 'KORD', kalshi: 'KMDW' },
  { pattern: /\bdallas\b/, city: 'dallas', polymarket: 'KDAL', kalshi: 'KDFW' },
  { pattern: /\bdenver\b/, city: 'denver', polymarket: 'KBKF', kalshi: 'KDEN' },
  { pattern: /\bhouston\b/, city: 'houston', polymarket: 'KHOU', kalshi: 'KIAH' },
  { pattern: /\bmiami\b/, city: 'miami', polymarket: 'KMIA', kalshi: 'KMIA' },
  { pattern: /\batlanta\b/, city: 'atlanta', polymarket: 'KATL', kalshi: 'KATL' },
  { pattern: /\bseattle\b/, city: 'seattle', polymarket: 'KSEA', kalshi: 'KSEA' },
  { pattern: /\bsan francisco\b/, city: 'san francisco', polymarket: 'KSFO', kalshi: 'KSFO' },
  { pattern: /\blos angeles\b|\bla\b/, city: 'los angeles', polymarket: 'KLAX', kalshi: 'KLAX' },
  { pattern: /\baustin\b/, city: 'austin', polymarket: 'KAUS', kalshi: 'KAUS' },
  { pattern: /\bphiladelphia\b/, city: 'philadelphia', polymarket: null, kalshi: 'KPHL' },
  { pattern: /\blondon\b/, city: 'london', polymarket: 'EGLC', kalshi: null },
];

const NAMED: readonly (readonly [RegExp, string])[] = [
  [/\blaguardia\b/, 'KLGA'],
  [/\bcentral park\b/, 'KNYC'],
  [/\bo'?hare\b/, 'KORD'],
  [/\bmidway\b/, 'KMDW'],
  [/\blove field\b/, 'KDAL'],
  [/\bfort worth\b|\bdfw\b/, 'KDFW'],
  [/\bbuckley\b/, 'KBKF'],
  [/\bdenver international\b/, 'KDEN'],
  [/\bhobby\b/, 'KHOU'],
  [/\bbush intercontinental\b|\bgeorge bush\b/, 'KIAH'],
  [/\bmiami (?:intl|international)\b/, 'KMIA'],
  [/\bhartsfield\b|\batlanta (?:intl|international)\b/, 'KATL'],
  [/\bsea-?tac\b|\bseattle-tacoma\b/, 'KSEA'],
  [/\bsan francisco international\b/, 'KSFO'],
  [/\blos angeles (?:intl|international)\b/, 'KLAX'],
  [/\bbergstrom\b/, 'KAUS'],
  [/\bphiladelphia (?:intl|international)\b/, 'KPHL'],
  [/\blondon city\b/, 'EGLC'],
];

/** The city that a folded title names. */
export function findCity(title: string): string | null {
  return CITIES.find(({ pattern }) => pattern.test(title))?.city ?? null;
}

/** ICAO code of the station that the rules name, else the venue's usual one for that city. */
export function stationOf(
  city: string,
  venue: 'polymarket' | 'kalshi',
  rules: string,
): string | null {
  const named = NAMED.find(([pattern]) => pattern.test(rules))?.[1];
  return named ?? CITIES.find((row) => row.city === city)?.[venue] ?? null;
}
