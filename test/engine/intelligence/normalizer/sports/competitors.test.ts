import { describe, expect, test } from 'vitest';
import { contractOf } from '../../../../../src/engine/intelligence/normalizer/blank-contract.ts';
import { foldName } from '../../../../../src/engine/intelligence/normalizer/fold.ts';
import { compareSports } from '../../../../../src/engine/intelligence/normalizer/sports/compare-sports.ts';
import {
  competitorName,
  isSameName,
} from '../../../../../src/engine/intelligence/normalizer/sports/competitor.ts';
import {
  eventOfLeague,
  leagueNamed,
} from '../../../../../src/engine/intelligence/normalizer/sports/league.ts';
import { ESPORTS_TEAMS } from '../../../../../src/engine/intelligence/normalizer/sports/teams/esports-teams.ts';
import {
  isKnownTeam,
  knownTeam,
  leagueOfNicknames,
} from '../../../../../src/engine/intelligence/normalizer/sports/teams/known-teams.ts';
import { SOCCER_TEAMS } from '../../../../../src/engine/intelligence/normalizer/sports/teams/soccer-teams.ts';

describe('tables of teams', () => {
  test.each([
    ['mlb', 30],
    ['nba', 30],
    ['nfl', 32],
    ['nhl', 32],
    ['wnba', 15],
    ['mls', 30],
  ])('%s is complete, and every alias of a team leads to it', (league, teams) => {
    const names = new Set<string>();
    for (const word of ALIASES[league] ?? []) {
      const name = knownTeam(league, word);
      expect(name, word).not.toBeNull();
      if (name !== null) names.add(name);
    }
    expect(names.size).toBe(teams);
  });

  test.each([
    ['soccer', SOCCER_TEAMS],
    ['esports', ESPORTS_TEAMS],
  ])('%s says each name once, folded', (_, lines) => {
    const said = lines.split('\n').flatMap((line) =>
      line
        .split(/[:,]/)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    );
    expect(said.filter((word) => foldName(word) !== word)).toEqual([]);
    expect(said.filter((word, at) => said.indexOf(word) !== at)).toEqual([]);
  });

  test('a city of two teams names neither', () => {
    expect(knownTeam('mlb', 'new york')).toBeNull();
    expect(knownTeam('nfl', 'los angeles')).toBeNull();
    expect(knownTeam('mlb', 'chicago')).toBeNull();
    expect(knownTeam('mls', 'new york')).toBeNull();
    expect(knownTeam('mlb', 'texas')).toBe('texas rangers');
    expect(knownTeam(null, 'texas')).toBeNull();
    expect(isKnownTeam('texas rangers')).toBe(true);
    expect(isKnownTeam('texas')).toBe(false);
  });

  test('nicknames tell the league where one league alone has both', () => {
    expect(leagueOfNicknames('pirates', 'brewers')).toBe('mlb');
    expect(leagueOfNicknames('giants', 'cardinals')).toBeNull();
    expect(leagueOfNicknames('utah', 'indiana')).toBeNull();
    expect(leagueOfNicknames('pirates', 'pirates')).toBeNull();
  });
});

describe('two names', () => {
  const same = (a: string, b: string, sport: string): boolean | null =>
    isSameName(competitorName(a, null), competitorName(b, null), sport);

  test.each([
    ['Chiba Jets', 'Chiba Jets Funabashi', 'basketball', true],
    ['Nanterre', 'Nanterre 92', 'basketball', true],
    ['Chalon/Saone', 'Elan Chalon', 'basketball', null],
    ['Michigan', 'Michigan State', 'basketball', null],
    ['Texas', 'Texas A&M', 'american football', null],
    ['Zhejiang Lions', 'Zhejiang Golden Bulls', 'basketball', null],
    ['Partizan', 'Real Madrid', 'basketball', false],
    ['Real', 'Real Madrid', 'soccer', null],
    ['Al-Kholood', 'Al Kholood', 'soccer', true],
    ['Fluxo', 'Fluxo W7M', 'league of legends', null],
    ['MOUZ', 'MOUZ NXT', 'counter-strike', false],
    ['Omega', 'HAVU', 'counter-strike', false],
    ['Rising Stars', 'Stars Rising', 'counter-strike', true],
    ['Soon-Woo Kwon', 'Soonwoo Kwon', 'tennis', true],
    ['Wang Xinyu', 'Xinyu Wang', 'tennis', true],
    ['Bu', 'Yunchaokete Bu', 'tennis', true],
    ['Li', 'Li Na', 'tennis', null],
    ['Sarah Rakotomanga', 'Rakotomanga Rajaonah', 'tennis', null],
    ['Alexander Zverev', 'Mischa Zverev', 'tennis', false],
    ['Coco Gauff', 'Iva Jovic', 'tennis', false],
  ] as const)('%s, %s (%s): %s', (...[a, b, sport, expected]) => {
    expect(same(a, b, sport)).toBe(expected);
    expect(same(b, a, sport)).toBe(expected);
  });
});

describe('two pairs', () => {
  const pair = (
    event: string,
    entities: readonly string[],
    side: string | null,
  ): ReturnType<typeof contractOf> =>
    contractOf({
      family: 'sports.headToHead',
      kind: 'binary',
      predicate: 'wins',
      event,
      entities,
      side,
    });

  test('that agree both ways round tell no side', () => {
    const a = pair('tennis', ['cerundolo', 'cerundolo'], 'cerundolo');
    const b = pair('tennis', ['francisco cerundolo', 'juan cerundolo'], 'juan cerundolo');
    expect(compareSports(a, b)).toEqual({ competitors: null, event: true, side: null });
  });

  test('lean on the opponent where a sport is played once a day', () => {
    const a = pair(
      'basketball/germany',
      ['gladiators trier', 'mitteldeutscher'],
      'gladiators trier',
    );
    const b = pair('basketball/germany', ['mitteldeutscher', 'tbb trier'], 'tbb trier');
    expect(compareSports(a, b)).toEqual({ competitors: true, event: true, side: 'same' });
    expect(compareSports(b, { ...a, side: 'mitteldeutscher' }).side).toBe('opposite');
  });

  test('know a player of two surnames by either beside an equal opponent', () => {
    const a = pair('tennis', ['facundo acosta', 'gustavo heide'], 'gustavo heide');
    const b = pair('tennis', ['diaz acosta', 'heide'], 'heide');
    expect(compareSports(a, b)).toEqual({ competitors: true, event: true, side: 'same' });
    const c = pair('tennis', ['diaz acosta', 'nava'], 'nava');
    expect(compareSports(a, c).competitors).toBe(false);
  });

  test('do not in esports, where teams play several times a day', () => {
    const a = pair('dota 2', ['fluxo', 'mouz'], 'fluxo');
    const b = pair('dota 2', ['fluxo w7m', 'mouz'], 'fluxo w7m');
    expect(compareSports(a, b)).toEqual({ competitors: null, event: true, side: null });
  });

  test('with one name that is not known, or one name less, are not the same', () => {
    const a = pair('tennis', ['bu', 'kwon'], 'bu');
    expect(compareSports(a, pair('tennis', [], null)).competitors).toBeNull();
    expect(compareSports(a, pair('tennis', ['bu'], 'bu')).competitors).toBe(false);
    expect(compareSports(a, { ...a, family: 'sports.total', side: 'over' }).side).toBe('different');
    expect(compareSports(a, { ...a, side: 'nobody' }).side).toBeNull();
  });

  test('belong to one event where what is told of it agrees', () => {
    const event = (a: string, b: string): boolean | null => {
      const names = ['arsenal', 'chelsea'];
      return compareSports(pair(a, names, null), pair(b, names, null)).event;
    };
    expect(event('soccer', 'soccer/spain')).toBe(true);
    expect(event('soccer/italy', 'soccer/spain')).toBe(false);
    expect(event('soccer/spain/women', 'soccer/spain')).toBe(false);
    expect(event('soccer//women', 'soccer/spain/women')).toBe(true);
    expect(event('basketball', 'soccer')).toBe(false);
    expect(event('soccer', 'soccer: la liga 2026')).toBe(false);
  });

  test('of a score that sorts otherwise are left open', () => {
    const score = (entities: readonly string[]): ReturnType<typeof contractOf> => ({
      ...pair('soccer/france', entities, 'yes'),
      family: 'sports.exactScore',
      predicate: 'scores 3-1',
    });
    const a = score(['chalon', 'portel']);
    expect(compareSports(a, score(['chalon', 'portel'])).side).toBe('same');
    expect(compareSports(a, score(['elan portel', 'stade chalon'])).competitors).toBeNull();
  });
});

test('a league is an event of sport, country and squad', () => {
  const nba = leagueNamed('nba');
  expect(nba === null ? '' : eventOfLeague(nba)).toBe('basketball/usa');
  expect(leagueNamed('curling')).toBeNull();
});

/** Names as the venues write them, one for each team. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  mlb: 'arizona;athletics;atlanta;baltimore;boston;chicago c;chicago ws;cincinnati;cleveland;colorado;detroit;houston;kansas city;los angeles a;los angeles d;miami;milwaukee;minnesota;new york m;new york y;philadelphia;pittsburgh;san diego;san francisco;seattle;st louis;tampa bay;texas;toronto;washington;chicago white sox;diamondbacks'.split(
    ';',
  ),
  nba: 'hawks;celtics;nets;hornets;bulls;cavaliers;mavericks;nuggets;pistons;warriors;rockets;pacers;los angeles clippers;los angeles lakers;grizzlies;heat;bucks;timberwolves;pelicans;knicks;thunder;magic;76ers;suns;trail blazers;kings;spurs;raptors;jazz;wizards;golden state;los angeles l'.split(
    ';',
  ),
  nfl: 'cardinals;falcons;ravens;bills;panthers;bears;bengals;browns;cowboys;broncos;lions;packers;texans;colts;jaguars;chiefs;raiders;los angeles c;los angeles r;dolphins;vikings;patriots;saints;new york g;new york j;eagles;steelers;49ers;seahawks;buccaneers;titans;commanders'.split(
    ';',
  ),
  nhl: 'ducks;bruins;sabres;flames;hurricanes;blackhawks;avalanche;blue jackets;stars;red wings;oilers;panthers;kings;wild;canadiens;predators;devils;islanders;rangers;senators;flyers;penguins;sharks;kraken;blues;lightning;maple leafs;mammoth;canucks;golden knights;capitals;jets'.split(
    ';',
  ),
  wnba: 'dream;sky;sun;wings;valkyries;fever;aces;sparks;lynx;liberty;mercury;fire;storm;tempo;mystics'.split(
    ';',
  ),
  mls: 'atlanta;austin;charlotte;chicago fire fc;fc cincinnati;colorado;columbus crew;dc united;fc dallas;houston dynamo;inter miami cf;la galaxy;los angeles f;minnesota;cf montreal;nashville;new england;new york city;new york rb;orlando;philadelphia;portland;salt lake;san diego fc;san jose;seattle;kansas city;st louis;toronto;vancouver whitecaps fc'.split(
    ';',
  ),
};
