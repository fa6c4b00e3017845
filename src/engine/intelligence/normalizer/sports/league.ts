/** What is played. Games of a computer are sports of their own: their teams meet in one only. */
export type Sport = string;

/** Who plays whom, as far as the market's own text tells. */
export interface League {
  readonly sport: Sport;
  /** Table of team names, such as `mlb`; `null` where names are compared as they stand. */
  readonly teams: string | null;
  /** Country of a domestic league; `null` for cups of countries, and where it is not known. */
  readonly region: string | null;
  /** `women`, `college`, `youth`; `null` is the first team of the men. */
  readonly squad: string | null;
  /** Whether a game may end in a draw that is a result of its own, for which a market exists. */
  readonly hasDraws: boolean;
}

type LeagueTerms = Pick<League, 'sport'> & Partial<League>;

/** A league of these terms. */
export function leagueOf(terms: LeagueTerms): League {
  return {
    teams: null,
    region: null,
    squad: null,
    hasDraws: terms.sport === 'soccer',
    ...terms,
  };
}

/** Sport, country and squad as one event, `soccer/spain/women`; what is not known is left empty. */
export function eventOfLeague(league: League): string {
  const parts = [league.sport, league.region ?? '', league.squad ?? ''];
  return parts.join('/').replace(/\/+$/, '');
}

const US_FOOTBALL = 'american football';
const GAMES: readonly (readonly [string, LeagueTerms])[] = [
  ['mlb', { sport: 'baseball', teams: 'mlb', region: 'usa' }],
  ['kbo', { sport: 'baseball', teams: 'kbo', region: 'korea' }],
  ['npb', { sport: 'baseball', region: 'japan' }],
  ['nba', { sport: 'basketball', teams: 'nba', region: 'usa' }],
  ['wnba', { sport: 'basketball', teams: 'wnba', region: 'usa', squad: 'women' }],
  ['nfl', { sport: US_FOOTBALL, teams: 'nfl', region: 'usa' }],
  ['nhl', { sport: 'hockey', teams: 'nhl', region: 'usa' }],
  ['ahl', { sport: 'hockey', region: 'ahl' }],
  ['khl', { sport: 'hockey', region: 'khl' }],
  ['shl', { sport: 'hockey', region: 'sweden' }],
  ['del', { sport: 'hockey', region: 'germany' }],
  ['iihf', { sport: 'hockey', region: 'nations' }],
  ['mls', { sport: 'soccer', teams: 'mls', region: 'usa' }],
  ['nwsl', { sport: 'soccer', teams: 'nwsl', region: 'usa', squad: 'women' }],
  ['atp', { sport: 'tennis' }],
  ['wta', { sport: 'tennis' }],
  ['ufc', { sport: 'mma' }],
  ['pll', { sport: 'lacrosse', region: 'usa' }],
  ['afl', { sport: 'australian football' }],
  ['cs2', { sport: 'counter-strike', teams: 'esports' }],
  ['lol', { sport: 'league of legends', teams: 'esports' }],
  ['valorant', { sport: 'valorant', teams: 'esports' }],
  ['dota2', { sport: 'dota 2', teams: 'esports' }],
  ['cod', { sport: 'call of duty', teams: 'esports' }],
  ['ow', { sport: 'overwatch', teams: 'esports' }],
  ['r6', { sport: 'rainbow six', teams: 'esports' }],
  ['rl', { sport: 'rocket league', teams: 'esports' }],
  ['ipl', { sport: 'cricket', teams: 'ipl', region: 'ipl' }],
  ['cfb', { sport: US_FOOTBALL, squad: 'college', region: 'usa' }],
  ['cbb', { sport: 'basketball', squad: 'college', region: 'usa' }],
  ['cwbb', { sport: 'basketball', squad: 'college women', region: 'usa' }],
];

/** Leagues that both venues name, by the name that is used here. */
export const LEAGUES: ReadonlyMap<string, League> = new Map(
  GAMES.map(([name, terms]) => [name, leagueOf(terms)]),
);

/** One of {@link LEAGUES}; `null` for a name that is not there. */
export function leagueNamed(name: string): League | null {
  return LEAGUES.get(name) ?? null;
}

/** Domestic soccer of a country. */
export function soccerOf(region: string | null, squad: string | null = null): League {
  return leagueOf({ sport: 'soccer', teams: 'soccer', region, squad });
}

/** Domestic basketball of a country, or one of its own name. */
export function basketballOf(region: string | null): League {
  return leagueOf({ sport: 'basketball', region });
}
