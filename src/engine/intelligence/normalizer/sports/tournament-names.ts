import { foldName } from '../fold.ts';

/** Words of any tournament's name. */
const PLAIN_WORDS = new Set(
  'the open championship championships classic tournament cup masters invitational players tour of at in'.split(
    ' ',
  ),
);
const YEAR = / (20\d{2})$/;

/**
 * Tournaments and titles that venues call by different names: words that tell one, its sport, the
 * table of its teams, the name used here. Kalshi does not write the names of some leagues.
 */
const TITLES: readonly (readonly [RegExp, string, string | null, string])[] = [
  [
    /^(?:super bowl(?: [lxvi]+)?|pro football championship)$/,
    'american football',
    'nfl',
    'super bowl',
  ],
  [
    /^(?:nfc championship|nfc|nfc champion|pro football nfc championship|nfc championship game)$/,
    'american football',
    'nfl',
    'nfc championship',
  ],
  [
    /^(?:afc championship|afc|afc champion|pro football afc championship|afc championship game)$/,
    'american football',
    'nfl',
    'afc championship',
  ],
  [
    /^(?:nba finals|nba championship|pro basketball finals|pro basketball championship)$/,
    'basketball',
    'nba',
    'nba finals',
  ],
  [
    /^(?:wnba finals|wnba championship|women s pro basketball finals|pro women s basketball finals)$/,
    'basketball',
    'wnba',
    'wnba finals',
  ],
  [
    /^(?:nba eastern conference finals|nba eastern conference|pro basketball eastern conference)$/,
    'basketball',
    'nba',
    'nba eastern conference',
  ],
  [
    /^(?:nba western conference finals|nba western conference|pro basketball western conference)$/,
    'basketball',
    'nba',
    'nba western conference',
  ],
  [
    /^(?:world series|mlb world series|pro baseball championship)$/,
    'baseball',
    'mlb',
    'world series',
  ],
  [
    /^(?:stanley cup|nhl stanley cup|stanley cup finals|nhl stanley cup finals|pro hockey championship)$/,
    'hockey',
    'nhl',
    'stanley cup',
  ],
  [
    /^(?:college football playoff national championship|college football national championship|college football playoff|cfp national championship|cfp)$/,
    'american football',
    null,
    'college football championship',
  ],
  [
    /^(?:men s )?australian open(?: men s singles)?(?: tennis)?$/,
    'tennis',
    null,
    'australian open',
  ],
  [
    /^(?:women s australian open|australian open women s singles|women s australian open tennis)$/,
    'tennis',
    null,
    'australian open',
  ],
  [
    /^(?:men s |women s )?(?:french open|roland garros)(?: (?:wo)?men s singles)?$/,
    'tennis',
    null,
    'french open',
  ],
  [/^(?:men s |women s )?wimbledon(?: (?:wo)?men s singles)?$/, 'tennis', null, 'wimbledon'],
  [
    /^(?:men s |women s )us open(?: (?:tennis|singles))?$|^us open (?:wo)?men s singles$/,
    'tennis',
    null,
    'us open tennis',
  ],
  [/^(?:premier league|english premier league|epl)$/, 'soccer', 'soccer', 'premier league'],
  [/^(?:spanish )?la liga$/, 'soccer', 'soccer', 'la liga'],
  [/^(?:italian )?serie a$/, 'soccer', 'soccer', 'serie a'],
  [/^(?:german )?bundesliga$/, 'soccer', 'soccer', 'bundesliga'],
  [/^(?:french )?ligue 1$/, 'soccer', 'soccer', 'ligue 1'],
  [/^(?:uefa )?champions league$/, 'soccer', 'soccer', 'champions league'],
  [/^(?:uefa )?europa league$/, 'soccer', 'soccer', 'europa league'],
  [
    /^(?:caf )?(?:africa cup of nations|afcon)(?: \w+)?$/,
    'soccer',
    'soccer',
    'africa cup of nations',
  ],
  [/^(?:fifa |men s |fifa men s |men s fifa )?world cup$/, 'soccer', 'soccer', 'world cup'],
  [/^(?:fa cup|emirates fa cup)$/, 'soccer', 'soccer', 'fa cup'],
  [/^(?:mls cup|major league soccer cup)$/, 'soccer', 'mls', 'mls cup'],
  [/^(?:indian premier league|ipl)$/, 'cricket', 'ipl', 'indian premier league'],
  [/^(?:masters|masters tournament|the masters)$/, 'golf', null, 'masters'],
  [/^(?:pga championship)$/, 'golf', null, 'pga championship'],
  [/^(?:us open golf|us open golf championship)$/, 'golf', null, 'us open golf'],
  [/^(?:open championship|the open championship|british open)$/, 'golf', null, 'open championship'],
  [
    /^(?:players championship|the players championship|players)$/,
    'golf',
    null,
    'players championship',
  ],
];

/** A title that is listed: its sport, the table its teams stand in, and its name here. */
export interface Title {
  readonly sport: string;
  readonly teams: string | null;
  readonly name: string;
}

/** The listed title that these words name without a year; `null` when none is. */
export function titleNamed(words: string): Title | null {
  const folded = foldName(words.replace(/['’]s\b/g, ' s')).replace(/^the /, '');
  for (const [pattern, sport, teams, name] of TITLES) {
    if (pattern.test(folded)) return { sport, teams, name };
  }
  return null;
}

/** A tournament as an event: `golf: truist championship 2026`. Without a year it stays open. */
export function tournamentEvent(sport: string, name: string, year: number | null): string {
  return `${sport}: ${name}${year === null ? '' : ` ${year}`}`;
}

/**
 * Whether two events of {@link tournamentEvent} are one. A sponsor in front is left out by one venue
 * ("ONEflight Myrtle Beach Classic"), so a name may be the end of the other when it tells something
 * of its own. `null` when only one says the year.
 */
export function isSameTournament(a: string, b: string): boolean | null {
  const [sport, name, year] = partsOf(a);
  const [otherSport, otherName, otherYear] = partsOf(b);
  if (sport !== otherSport) return false;
  if (year !== null && otherYear !== null && year !== otherYear) return false;
  if (name !== otherName && !isEndOf(name, otherName) && !isEndOf(otherName, name)) return false;
  return (year === null) === (otherYear === null) ? true : null;
}

function partsOf(event: string): [string, string, string | null] {
  const [sport = '', rest = ''] = event.split(': ');
  const year = YEAR.exec(rest)?.[1] ?? null;
  return [sport, year === null ? rest : rest.slice(0, -5), year];
}

function isEndOf(short: string, long: string): boolean {
  if (!` ${long}`.endsWith(` ${short}`)) return false;
  return short.split(' ').some((word) => word.length >= 4 && !PLAIN_WORDS.has(word));
}
