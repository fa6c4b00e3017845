/** A prize or show that is held once a year: its number plus this is the year. */
interface Yearly {
  readonly name: string;
  readonly pattern: RegExp;
  /** Year of edition zero; `null` where editions are not counted. */
  readonly zero: number | null;
}

const AWARDS: readonly Yearly[] = [
  { name: 'academy awards', pattern: /\bacademy awards?\b|\boscars?\b/, zero: 1928 },
  { name: 'golden globes', pattern: /\bgolden globes?\b/, zero: 1943 },
  { name: 'grammys', pattern: /(?<!\blatin )\bgrammys?\b/, zero: 1958 },
  { name: 'emmys', pattern: /(?<!\b(?:daytime|sports|international) )\bemmys?\b/, zero: 1948 },
  { name: 'baftas', pattern: /\bbaftas?\b/, zero: 1947 },
  { name: 'tonys', pattern: /\btony awards?\b|\btonys\b/, zero: 1947 },
  { name: 'critics choice', pattern: /\bcritics'? choice\b/, zero: 1995 },
  {
    name: 'sag awards',
    pattern: /\bsag awards?\b|\bscreen actors guild\b|\bactor awards\b/,
    zero: 1994,
  },
  { name: 'game awards', pattern: /\bgame awards\b|\bgame of the year\b/, zero: null },
  { name: 'vmas', pattern: /\bvmas?\b|\bvideo music awards\b/, zero: null },
  { name: 'nobel', pattern: /\bnobel\b/, zero: null },
  { name: 'eurovision', pattern: /\beurovision\b/, zero: null },
  { name: "ballon d'or", pattern: /\bballon d'or\b/, zero: null },
  { name: 'time person of the year', pattern: /\btime(?:'s)? person of the year\b/, zero: null },
];

/** Shows with one season a year; a season's number plus this is the year of its finale. */
const SHOWS: readonly Yearly[] = [
  { name: 'american idol', pattern: /\bamerican idol\b/, zero: 2002 },
  { name: 'dancing with the stars', pattern: /\bdancing with the stars\b/, zero: 1991 },
  {
    name: 'big brother',
    pattern: /\bbig brother\b(?! (?:uk|brasil|canada|naija|australia))/,
    zero: 1998,
  },
  { name: 'love island usa', pattern: /\blove island usa\b/, zero: 2018 },
  { name: 'survivor', pattern: /\bsurvivor\b/, zero: null },
  { name: 'the voice', pattern: /\bthe voice\b/, zero: null },
  { name: 'top chef', pattern: /\btop chef\b/, zero: null },
  { name: "rupaul's drag race", pattern: /\bdrag race\b(?! (?:all stars|uk))/, zero: null },
];

const SHOW_FILLING =
  /\b(?:who|will|wins?|winner|the|of|season \d{1,3}|20\d\d|this|season|finale|be)\b/g;
const ORDINAL = /\b(\d{1,3})(?:st|nd|rd|th)\b/;
const SEASON = /\bseason (\d{1,3})\b/;
const YEAR = /\b(20\d\d)\b/;

export interface Edition {
  readonly name: string;
  /** `2026`, or `season 50` of a show that has no fixed season a year; `null` when it is not said. */
  readonly edition: string | null;
}

/** The prize that a folded text names, and which year's. `year` is what else is known of it. */
export function findAward(text: string, year: number | null): Edition | null {
  return editionIn(AWARDS, text, { count: ORDINAL, year });
}

/** What is left of a title when its show, the season and the asking are taken away: nothing, if it asks who wins. */
export function besideShow(text: string): string {
  const bare = SHOWS.reduce((left, { pattern }) => left.replace(pattern, ' '), text);
  return bare
    .replace(SHOW_FILLING, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** The show that a folded text names, and which season of it. */
export function findShow(text: string, year: number | null): Edition | null {
  return editionIn(SHOWS, text, { count: SEASON, year });
}

function editionIn(
  list: readonly Yearly[],
  text: string,
  { count, year }: { readonly count: RegExp; readonly year: number | null },
): Edition | null {
  const found = list.find(({ pattern }) => pattern.test(text));
  if (found === undefined) return null;
  const counted = count.exec(text)?.[1];
  if (counted !== undefined) {
    const edition = found.zero === null ? `no ${counted}` : String(found.zero + Number(counted));
    return { name: found.name, edition };
  }
  const said = YEAR.exec(text)?.[1];
  if (said !== undefined) return { name: found.name, edition: said };
  return { name: found.name, edition: year === null ? null : String(year) };
}
