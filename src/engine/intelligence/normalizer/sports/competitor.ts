import { foldName } from '../fold.ts';
import type { League } from './league.ts';
import { isKnownTeam, knownTeam } from './teams/known-teams.ts';

/** Sports in which a name is a person's. */
const PERSONAL = new Set([
  'tennis',
  'mma',
  'boxing',
  'golf',
  'darts',
  'snooker',
  'chess',
  'table tennis',
  'formula 1',
  'nascar',
  'tournament',
]);
const ESPORTS = new Set([
  'counter-strike',
  'league of legends',
  'valorant',
  'dota 2',
  'call of duty',
  'overwatch',
  'rainbow six',
  'rocket league',
]);

/** Words that clubs of any city carry: they tell nobody apart. */
const CLUB_WORDS = new Set(
  'fc cf afc sc ac cd ud rcd ca cr ec se ss ssc acf ssv sv vfl vfb tsg fsv bsc fk nk sk hnk kv krc rsc ogc rc cs adc cp sl gd bc bk kk cb ce jk saudi calcio futbol football balompie club 1'.split(
    ' ',
  ),
);
const ESPORTS_WORDS = new Set('team esports esport gaming clan club gg'.split(' '));
/** Words of a squad that is not a club's first: with one of them a name is another team's. */
const SQUAD_WORDS = new Set(
  'academy women womens w ladies feminino femenino ii iii b c reserves reserve youth junior juniors jr u17 u18 u19 u20 u21 u22 u23 nxt next challengers nord gc prospects jong castilla atletic promesas primavera amateure 2'.split(
    ' ',
  ),
);
/** Words that tell clubs of one city apart: a name with one of them is not the name without. */
const TELLING_WORDS = new Set(
  'united city town rovers athletic wanderers county albion rangers real atletico sporting racing inter internacional dynamo dinamo lokomotiv spartak olympic olimpia central state tech union a and m north south east west northern southern eastern western college poly'.split(
    ' ',
  ),
);
const YEAR = /^(?:1[89]|20)\d{2}$/;
const WINS = / (?:wins?|to win)$/;
const ONE_EDIT_LETTERS_MIN = 8;

/** The name of a team or player as it is used here, from any spelling of a venue. */
export function competitorName(raw: string, league: League | null): string {
  const folded = foldName(raw).replace(WINS, '');
  const table = league?.teams ?? null;
  const known = knownTeam(table, folded);
  if (known !== null || league === null || PERSONAL.has(league.sport)) return known ?? folded;
  const words = ESPORTS.has(league.sport) ? ESPORTS_WORDS : CLUB_WORDS;
  const told = folded
    .split(' ')
    .filter((word) => !words.has(word) && !YEAR.test(word))
    .filter((word) => league.squad !== 'women' || !/^(?:w|women|womens|ladies)$/.test(word))
    .join(' ');
  return knownTeam(table, told) ?? (told === '' ? folded : told);
}

/**
 * Whether two names as {@link competitorName} gives them are one team or player of a sport; `null`
 * when they share a word that tells something and that is all.
 */
export function isSameName(a: string, b: string, sport: string): boolean | null {
  if (a === b) return true;
  const [first, second] = [wordsOf(a), wordsOf(b)];
  const [short, long] = first.length <= second.length ? [first, second] : [second, first];
  if (PERSONAL.has(sport)) return isSamePerson(short, long);
  if (isKnownTeam(a) && isKnownTeam(b)) return false;
  return ESPORTS.has(sport) ? isSameRoster(short, long) : isSameTeam(short, long);
}

/**
 * As {@link isSameName}, where the opponents are compared as well: a player with two surnames goes by
 * either, so that another given name leaves it open.
 */
export function isSameBeside(a: string, b: string, sport: string): boolean | null {
  const same = isSameName(a, b, sport);
  if (same !== false || !PERSONAL.has(sport)) return same;
  return a.split(' ').at(-1) === b.split(' ').at(-1) ? null : false;
}

/** Whether a name of a sport is a person's. */
export function isPersonal(sport: string): boolean {
  return PERSONAL.has(sport);
}

/** Whether a sport is played on computers, in matches of maps. */
export function isEsports(sport: string): boolean {
  return ESPORTS.has(sport);
}

/** Whether competitors of a sport meet at most once a day, so that one of them names the game. */
export function meetsOnceADay(sport: string): boolean {
  return !ESPORTS.has(sport);
}

/** One organisation has several rosters: a word more is another one, or nobody can tell. */
function isSameRoster(short: readonly string[], long: readonly string[]): boolean | null {
  if (isOneSpelling(short, long)) return true;
  if (squadOf(short) !== squadOf(long)) return false;
  return isWithin(short, long) ? null : false;
}

function isSameTeam(short: readonly string[], long: readonly string[]): boolean | null {
  if (isOneSpelling(short, long)) return true;
  if (squadOf(short) !== squadOf(long)) return false;
  if (isWithin(short, long)) return isSafelyLonger(short, long) ? true : null;
  const shared = short.filter((word) => word.length >= 3 && long.includes(word));
  return shared.some((word) => !TELLING_WORDS.has(word)) ? null : false;
}

function isSafelyLonger(short: readonly string[], long: readonly string[]): boolean {
  if (!short.some((word) => word.length >= 3 && !TELLING_WORDS.has(word))) return false;
  return long.every((word) => short.includes(word) || !TELLING_WORDS.has(word));
}

/** The same words in any order, or written apart and together. */
function isOneSpelling(short: readonly string[], long: readonly string[]): boolean {
  if (short.join('') === long.join('')) return true;
  return short.length === long.length && isWithin(short, long);
}

function isWithin(short: readonly string[], long: readonly string[]): boolean {
  return short.every((word) => long.includes(word));
}

/** Surname first looked at: brothers share it, and one venue writes it alone. */
function isSamePerson(short: readonly string[], long: readonly string[]): boolean | null {
  if (isOneSpelling(short, long) || isOneEdit(short.join(' '), long.join(' '))) return true;
  const [surname = '', otherSurname = ''] = [short.at(-1), long.at(-1)];
  if (isWithin(short, long)) {
    return short.includes(otherSurname) || short.length > 1 || surname.length >= 4 ? true : null;
  }
  if (surname !== otherSurname) {
    return short.some((word) => word.length >= 5 && long.includes(word)) ? null : false;
  }
  return isSameGivenName(short[0] ?? '', long[0] ?? '');
}

function isSameGivenName(a: string, b: string): boolean | null {
  if (isBeginning(a, b)) return true;
  return a[0] === b[0] && Math.min(a.length, b.length) <= 2 ? null : false;
}

/** "Matt" of "Matthew"; two letters are initials and say less. */
function isBeginning(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length >= 3 && long.startsWith(short);
}

/** German umlauts are written with and without their `e`. */
function wordsOf(name: string): string[] {
  return name.replace(/([aou])e(?=[^aeiou ])/g, '$1').split(' ');
}

function squadOf(words: readonly string[]): string {
  return words.filter((word, at) => (at > 0 || word.length > 1) && SQUAD_WORDS.has(word)).join(' ');
}

/** Whether one letter more, less or other makes one long spelling the other. */
function isOneEdit(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < ONE_EDIT_LETTERS_MIN) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const skip = long.length === short.length ? 1 : 0;
  return short.slice(start + skip) === long.slice(start + 1);
}
