import { ESPORTS_TEAMS } from './esports-teams.ts';
import { SOCCER_TEAMS } from './soccer-teams.ts';
import { US_LEAGUES } from './us-leagues.ts';

/** Folded names of a league's teams to the one name that is used here. */
type TeamTable = ReadonlyMap<string, string>;

/** Leagues whose teams are told by their nicknames alone, for markets that name no league. */
const NICKNAMED = ['mlb', 'nba', 'nfl', 'nhl', 'wnba'] as const;

const TABLES: ReadonlyMap<string, TeamTable> = new Map<string, TeamTable>([
  ...Object.entries(US_LEAGUES).map(([league, lines]): [string, TeamTable] => [
    league,
    cityTable(lines),
  ]),
  ['soccer', aliasTable(SOCCER_TEAMS)],
  ['esports', aliasTable(ESPORTS_TEAMS)],
]);

/** Names that a team is used by here; two of them in one table are never one team. */
const NAMES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...TABLES].map(([league, table]) => [league, new Set(table.values())]),
);
const EVERY_NAME: ReadonlySet<string> = new Set([...NAMES.values()].flatMap((names) => [...names]));

/** The name here of a folded name in the table of a league; `null` when it is not listed. */
export function knownTeam(table: string | null, folded: string): string | null {
  return table === null ? null : (TABLES.get(table)?.get(folded) ?? null);
}

/** Whether a name is one that {@link knownTeam} gives. */
export function isKnownTeam(name: string): boolean {
  return EVERY_NAME.has(name);
}

/**
 * The one league whose teams both folded names are, one of them by its nickname; `null` when there
 * is none or several. "Pirates" and "Brewers" are baseball, "Utah" and "Indiana" could be anything.
 */
export function leagueOfNicknames(first: string, second: string): string | null {
  const found = NICKNAMED.filter((league) => {
    const [one, two] = [knownTeam(league, first), knownTeam(league, second)];
    if (one === null || two === null || one === two) return false;
    return endsWithNickname(one, first) || endsWithNickname(two, second);
  });
  const [only] = found;
  return found.length === 1 && only !== undefined ? only : null;
}

function endsWithNickname(name: string, said: string): boolean {
  return said.split(' ').at(-1) === name.split(' ').at(-1);
}

function aliasTable(lines: string): TeamTable {
  const table = new Map<string, string>();
  for (const line of lines.split('\n')) {
    const [name = '', others = ''] = line.split(':').map((part) => part.trim());
    table.set(name, name);
    for (const other of listOf(others)) table.set(other, name);
  }
  return table;
}

/** A city that two teams share names neither of them. */
function cityTable(lines: string): TeamTable {
  const table = new Map<string, string>();
  const shared = new Set<string>();
  for (const line of lines.split('\n')) {
    const [city = '', cities = '', nicknames = ''] = line.split('|').map((part) => part.trim());
    const nicks = listOf(nicknames);
    const name = nicks[0] === undefined ? city : `${city} ${nicks[0]}`;
    const said = [city, name, ...listOf(cities), ...nicks.flatMap((nick) => [`${city} ${nick}`])];
    const own = nicks.filter((nick) => nick.length > 2 && nick !== 'united' && nick !== 'city');
    for (const alias of [...said, ...own]) {
      const before = table.get(alias);
      if (before !== undefined && before !== name) shared.add(alias);
      table.set(alias, name);
    }
  }
  for (const alias of shared) table.delete(alias);
  return table;
}

function listOf(text: string): string[] {
  return text === '' ? [] : text.split(',').map((item) => item.trim());
}
