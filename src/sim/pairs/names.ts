import type { Chance } from '../chance.ts';

const WOMEN =
  'Bruna Delphine Fiora Henrike Jolanda Liora Nerida Petra Rosalva Tamsin Verena Ysolde';
const MEN = 'Alaric Casimir Edvard Gustave Ivo Kasper Matyas Osric Quentin Stellan Ulric Wendel';
const LAST =
  'Almqvist Bergamo Castelbrun Dragomir Eskildsen Farnholt Grundvik Halvorsen Iversund Jankovar Kestrel Lindhagen Montclair Nordahl Ostrander Pellerin Quistgaard Ravensby Sandoval Thornquist Ullmark Valdane Westerby Zelenko';
/** Of places: each begins with a letter of its own, so that codes of a pair differ. */
const BEGINNINGS =
  'Ash Bram Calder Dun East Fair Glen Har Iron Kings Lark Mill North Oak Pine Red Silver Thorn Up West';
const ENDINGS =
  'ford haven rock wick vale mere spur brook gate hurst crest cliff ton bury land mark dale field stead worth';
const ANIMALS = 'Herons Miners Foxes Pilots Badgers Comets Lancers Otters Rangers Wolves';
const SQUADS =
  'Ashfall Blackwater Cinder Driftwood Emberline Frostbyte Gallowglass Hexbound Ironclad Juniper Kodiak Lodestar Maelstrom Nightjar Obsidian Parallax';

export interface Person {
  readonly first: string;
  readonly last: string;
  readonly name: string;
  /** `ALM`, as tickers name one of a pair. */
  readonly code: string;
  /** `AALM`, as tickers name one of many. */
  readonly initials: string;
}

export interface Team {
  readonly place: string;
  readonly name: string;
  readonly code: string;
}

/** People without a like among them; men and women unless told. */
export function drawPeople(
  chance: Chance,
  count: number,
  who: 'men' | 'women' | 'all' = 'all',
): readonly Person[] {
  const firsts = who === 'all' ? `${WOMEN} ${MEN}` : who === 'men' ? MEN : WOMEN;
  return drawSome(chance, words(LAST), count).map((last) => {
    const first = chance.pick(words(firsts));
    const code = codeOf(last);
    return { first, last, name: `${first} ${last}`, code, initials: `${first[0]}${code}` };
  });
}

/** Clubs of a place and an animal: one venue names them by both, the other by the place. */
export function drawClubs(chance: Chance, count: number): readonly Team[] {
  return drawPlaces(chance, count).map((place) => ({
    place,
    name: `${place} ${chance.pick(words(ANIMALS))}`,
    code: codeOf(place),
  }));
}

/** Football clubs, named `… FC` where there is room for it. */
export function drawFootballClubs(chance: Chance, count: number): readonly Team[] {
  return drawPlaces(chance, count).map((place) => ({
    place,
    name: `${place} FC`,
    code: codeOf(place),
  }));
}

/** Teams of computer games, named alike on both venues. */
export function drawSquads(chance: Chance, count: number): readonly Team[] {
  return drawSome(chance, words(SQUADS), count).map((place) => ({
    place,
    name: `${place} Esports`,
    code: codeOf(place),
  }));
}

export function drawPlace(chance: Chance): string {
  return `${chance.pick(words(BEGINNINGS))}${chance.pick(words(ENDINGS))}`;
}

function drawPlaces(chance: Chance, count: number): readonly string[] {
  return drawSome(chance, words(BEGINNINGS), count).map(
    (beginning) => `${beginning}${chance.pick(words(ENDINGS))}`,
  );
}

/** The two of a match. @throws RangeError for fewer */
export function twoOf<Item>([one, two]: readonly Item[]): readonly [Item, Item] {
  if (one === undefined || two === undefined) throw new RangeError('a match has two sides');
  return [one, two];
}

function drawSome(chance: Chance, from: readonly string[], count: number): readonly string[] {
  const left = [...from];
  return Array.from({ length: count }, () => {
    const [word] = left.splice(chance.whole(0, left.length - 1), 1);
    return word ?? '';
  });
}

function codeOf(word: string): string {
  return word.slice(0, 3).toUpperCase();
}

function words(list: string): readonly string[] {
  return list.split(' ');
}
