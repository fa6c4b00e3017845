import { basketballOf, type League, leagueNamed, leagueOf, soccerOf } from './league.ts';

/** Words of venues for one league: `country: codes`. */
function tableOf(lines: string, league: (region: string) => League): [string, League][] {
  return lines
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [region = '', codes = ''] = line.split(':').map((part) => part.trim());
      return codes.split(' ').map((code): [string, League] => [code, league(region)]);
    });
}

/** `code=league` of {@link LEAGUES}. */
function namedTable(pairs: string): [string, League][] {
  return pairs.split(' ').flatMap((pair) => {
    const [code = '', name = ''] = pair.split('=');
    const league = leagueNamed(name);
    return league === null ? [] : [[code, league] satisfies [string, League]];
  });
}

const soccer = (region: string): League => soccerOf(region);
const women = (region: string): League => soccerOf(region === 'any' ? null : region, 'women');
const cricket = (region: string): League =>
  leagueOf({ sport: 'cricket', region, hasDraws: region === 'tests' });

/** What stands in a Kalshi series between `KX` and the shape of the market. */
const SERIES = new Map<string, League>([
  ...tableOf(
    `england: EPL PREMIERLEAGUE EFLCHAMPIONSHIP EFLCHAMP EFLL1 EFLL2 EFLCUP CARABAOCUP FACUP COMMUNITYSHIELD
spain: LALIGA LALIGA2 COPADELREY SPANISHSUPERCUP
italy: SERIEA SERIEB COPPAITALIA ITASUPERCUP
germany: BUNDESLIGA BUNDESLIGA2 DFBPOKAL
france: LIGUE1 LIGUE2 COUPEDEFRANCE FRASUPERCUP
portugal: LIGAPORTUGAL TACAPORT
netherlands: EREDIVISIE KNVBCUP
scotland: SCOTTISHPREM SCOTTISHCUP
belgium: BELGIANPL
turkey: SUPERLIG
greece: SLGREECE
denmark: DENSUPERLIGA
sweden: ALLSVENSKAN
norway: ELITESERIEN
poland: EKSTRAKLASA
switzerland: SWISSLEAGUE
austria: AUSTRIANBL
croatia: HNL
saudi: SAUDIPL
argentina: ARGPREMDIV
brazil: BRASILEIRO BRASILEIROB COPADOBRASIL
mexico: LIGAMX
colombia: DIMAYOR
chile: CHLLDP
peru: PERLIGA1
bolivia: BOLPDIV
uruguay: URYPD
paraguay: APFDDH
ecuador: ECULP
venezuela: VENFUTVE
china: CHNSL
japan: JLEAGUE
korea: KLEAGUE
australia: ALEAGUE
usa: USL USOPENCUP`,
    soccer,
  ),
  ...tableOf(
    `europe: UCL UEL UECL
nations: AFCON WC COPAAMERICA EURO UEFANL FIFA INTLFRIENDLY WCQ
south america: COPALIBERTADORES COPASUDAMERICANA CONMEBOLLIB CONMEBOLSUD
north america: CONCACAFCCUP LEAGUESCUP
asia: AFCCL
world: CLUBWC FIFACLUB`,
    soccer,
  ),
  ...tableOf('england: WSL\nany: UCLW WUCL WWC\nspain: LIGAF', women),
  ...tableOf(
    `euroleague: EUROLEAGUE
eurocup: EUROCUP
fiba: FIBACHAMPLEAGUE FIBAEUROPECUP
germany: BBL
italy: BBSERIEA
spain: ACB
turkey: BSL
france: LNBELITE
argentina: ARGLNB
japan: JBLEAGUE
korea: KBL
china: CBA
adriatic: ABA
australia: NBL
greece: GBL
vtb: VTB`,
    basketballOf,
  ),
  ...tableOf(
    'tests: CRICKETTEST TEST\nodi: CRICKETODI\nt20i: CRICKETT20I T20\npsl: PSL\nwpl: WPL\nbbl: BIGBASH',
    cricket,
  ),
  ...namedTable(
    'MLB=mlb KBO=kbo NPB=npb NBA=nba WNBA=wnba NFL=nfl NHL=nhl AHL=ahl KHL=khl SHL=shl DEL=del IIHF=iihf MLS=mls NWSL=nwsl ATP=atp ATPCHALLENGER=atp WTA=wta WTACHALLENGER=wta ITF=atp ITFW=wta UFC=ufc PLL=pll AFL=afl CS2=cs2 CSGO=cs2 LOL=lol VALORANT=valorant DOTA2=dota2 COD=cod OW=ow R6=r6 RL=rl IPL=ipl NCAAF=cfb NCAAMB=cbb NCAAB=cbb NCAAWB=cwbb',
  ),
]);

/** What a Polymarket slug begins with. */
const SLUGS = new Map<string, League>([
  ...tableOf(
    `england: epl efl elc el1 el2 fac efa
spain: lal lal2 cdr es2
italy: sea seb itc it2
germany: bun bu2 dfb
france: fl1 fl2 cde
portugal: por
netherlands: ere
scotland: scop sco
belgium: bel be1
turkey: tur
greece: gre
denmark: den
sweden: swe
norway: nor
poland: pol
switzerland: sui
austria: aut
croatia: hr1
saudi: spl
argentina: arg
brazil: bra br2
mexico: mex lig
colombia: col col1
chile: cl1 chl
peru: per1
bolivia: bol1
uruguay: ury1 uru
paraguay: par1
ecuador: ecu
venezuela: ven
china: chi
japan: jap j1
korea: kor
australia: aus
usa: usl`,
    soccer,
  ),
  ...tableOf(
    `europe: ucl uel ucol
nations: afcon acn fifwc wc fif uef
south america: lib sud
north america: con
world: cwc`,
    soccer,
  ),
  ...tableOf('england: wsl\nany: uwcl ucw', women),
  ...tableOf(
    `euroleague: euroleague bkel
fiba: bkcl
germany: bkbbl
italy: bkseriea
spain: bkligend bkacb
turkey: bkbsl
france: bkfr1
argentina: bkarg
japan: bkjpn
korea: bkkbl
china: bkcba
adriatic: bkaba
australia: bknbl
greece: bkgr1
vtb: bkvtb`,
    basketballOf,
  ),
  ...tableOf('tests: crictest\nodi: cricodi\nt20i: crict20i\npsl: cricpsl\nwpl: cricwpl', cricket),
  ...namedTable(
    'mlb=mlb kbo=kbo npb=npb nba=nba wnba=wnba nfl=nfl nhl=nhl ahl=ahl khl=khl shl=shl mls=mls nwsl=nwsl atp=atp wta=wta ufc=ufc pll=pll afl=afl cs2=cs2 csgo=cs2 lol=lol val=valorant dota2=dota2 codmw=cod cod=cod ow=ow r6siege=r6 rl=rl cricipl=ipl ipl=ipl cfb=cfb cbb=cbb cwbb=cwbb',
  ),
]);

/** Sports of teams that men and women of one club play apart. */
const MIXED = new Set(['soccer', 'basketball', 'cricket', 'hockey']);
const WOMEN = /\bwomen(?:['’]?s)?\b/i;
/** Words that tell the sport in a title or in rules, the first that is found. */
const WORDS: readonly (readonly [RegExp, League | null])[] = [
  [/\bcounter-strike\b|\bcs2\b/i, leagueNamed('cs2')],
  [/\bleague of legends\b|\blol:/i, leagueNamed('lol')],
  [/\bvalorant\b/i, leagueNamed('valorant')],
  [/\bdota 2\b/i, leagueNamed('dota2')],
  [/\bcall of duty\b/i, leagueNamed('cod')],
  [/\boverwatch\b/i, leagueNamed('ow')],
  [/\brainbow six\b/i, leagueNamed('r6')],
  [/\bcfb game\b|\bcollege football\b/i, leagueNamed('cfb')],
  [/\bcbb game\b|\bcollege basketball\b/i, leagueNamed('cbb')],
  [/\bnfl game\b|\bprofessional football game\b/i, leagueNamed('nfl')],
  [/\bwnba game\b/i, leagueNamed('wnba')],
  [/\bnba game\b/i, leagueNamed('nba')],
  [/\bmlb game\b|\bprofessional baseball game\b/i, leagueNamed('mlb')],
  [/\bnhl game\b/i, leagueNamed('nhl')],
  [/\bkbo:/i, leagueNamed('kbo')],
  [/\bindian premier league\b/i, leagueNamed('ipl')],
  [/\bwta\b.{0,80}\btennis\b|\btennis\b.{0,120}\bwta\b/i, leagueNamed('wta')],
  [/\btennis match\b/i, leagueNamed('atp')],
  [/\bufc \d+\b/i, leagueNamed('ufc')],
  [/world test championship|\btest (?:international )?(?:cricket )?match\b/i, cricket('tests')],
  [/\bcricket match\b/i, leagueOf({ sport: 'cricket' })],
  [/\bbasketball game\b/i, basketballOf(null)],
  [/\bhockey game\b/i, leagueOf({ sport: 'hockey' })],
  [/\bsoccer game\b|first 90 minutes of regular play/i, soccerOf(null)],
];

/** The league of a Kalshi series without its `KX` and shape; `null` when it is not known. */
export function leagueOfSeries(code: string): League | null {
  return SERIES.get(code) ?? null;
}

/** Whether a code is a listed league with something behind it, `NFLTEAM`. */
export function beginsWithLeague(code: string): boolean {
  for (let length = 3; length < code.length; length += 1) {
    if (SERIES.has(code.slice(0, length))) return true;
  }
  return false;
}

/** The league of the first word of a Polymarket slug; `null` when it is not known. */
export function leagueOfSlug(word: string): League | null {
  // Every slug of basketball beyond the large leagues begins so.
  return SLUGS.get(word) ?? (word.startsWith('bk') ? basketballOf(null) : null);
}

/** The league that a text names; `null` when it names none. */
export function leagueOfWords(text: string): League | null {
  for (const [pattern, league] of WORDS) {
    if (league === null || !pattern.test(text)) continue;
    return MIXED.has(league.sport) && WOMEN.test(text) ? { ...league, squad: 'women' } : league;
  }
  return null;
}
