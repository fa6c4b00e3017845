import type { Contract, MarketText } from '../contract.ts';
import { competitorName, isEsports, isSameName } from './competitor.ts';
import { agreedDay, dayOfTicker, scheduledDayIn, startOfTicker } from './event-day.ts';
import type { League } from './league.ts';
import { beginsWithLeague, leagueOfSeries, leagueOfWords } from './league-codes.ts';
import {
  draw,
  type Game,
  headToHead,
  otherQuestion,
  spread,
  threeWayWin,
  total,
  yesNo,
} from './shapes.ts';
import { unitIn } from './units.ts';

const SERIES = /^KX([A-Z0-9]+?)-/;
/** Shapes at the end of a series, longer ones first; what stands before is the league. */
const SHAPE =
  /^(.+?)(1H|2H|1Q|2Q|3Q|4Q|F5)?(EXACTMATCH|SETWINNER|TOTALMAPS|GTOTAL|STOTAL|GSPREAD|SSPREAD|GAME|MATCH|FIGHT|MAP|BTTS|TOTAL|SPREAD|RFI)$/;
const WHOLE_GAME = new Set(['GAME', 'MATCH', 'FIGHT', 'MAP', 'BTTS']);
const LEGS = /^MVE|PREPACK|MULTIGAME|SINGLEGAME|SGP|PARLAY/;
const VERSUS = /^(.+?) (?:vs\.?|at|@) (.+)$/i;
const ASKED_WIN = /^will (.+?) win the (.+?) (?:vs\.?|at) (.+?)(?: ?: .+)? (?:match|game)\?$/i;
/** What a title of esports puts behind the second name. */
const GAME_PLAYED =
  / (?:dota 2|cs2|counter-strike(?: 2)?|league of legends|lol|valorant|call of duty|overwatch(?: 2)?|rainbow six(?: siege)?|rocket league)$/i;
const RULE_SIDE = /^If (.+?) wins? the /;
const MAP_PART = /\bmap (\d)\b/i;
const SET_PART = /\bset (\d)\b/i;
const OVER = /^over (\d+(?:\.\d+)?)\b/i;
const WINS_BY = /^(?:will )?(.+?) wins? by (?:over|more than) (\d+(?:\.\d+)?)/i;
const TIE = /^(?:tie|draw)\b/i;
const PARTS: Readonly<Record<string, string>> = {
  '1H': 'half 1',
  '2H': 'half 2',
  '1Q': 'quarter 1',
  '2Q': 'quarter 2',
  '3Q': 'quarter 3',
  '4Q': 'quarter 4',
  F5: 'innings 1-5',
};

/** The contract of a Kalshi market about one game; `null` when its series is of none. */
export function readKalshiGame(text: MarketText): Contract | null {
  const code = SERIES.exec(text.id)?.[1] ?? '';
  if (LEGS.test(code)) return otherQuestion(gameOf(text, null));
  const match = SHAPE.exec(code);
  if (match === null) return null;
  const [, leagueCode = '', period, shape = ''] = match;
  const listed = leagueOfSeries(leagueCode);
  const league = listed ?? leagueOfWords(`${text.title} ${text.rules ?? ''}`);
  if (league === null && !VERSUS.test(text.title)) return null;
  const part = period === undefined ? null : (PARTS[period] ?? null);
  const game = { ...gameOf(text, league), part };
  // More words behind a league, or a count of a league that is not listed, may ask of one team only.
  const isClear = listed !== null || (!beginsWithLeague(leagueCode) && WHOLE_GAME.has(shape));
  return (isClear ? readShape(shape, game) : null) ?? otherQuestion(game);
}

function gameOf(text: MarketText, league: League | null): Game {
  const ticker = text.eventTicker ?? text.id;
  return {
    text,
    league,
    day: agreedDay([dayOfTicker(ticker), scheduledDayIn(text.rules ?? '', text.closesAtMs)]),
    startsAtMs: startOfTicker(ticker),
    part: null,
    names: namesOf(text),
  };
}

function readShape(shape: string, game: Game): Contract | null {
  switch (shape) {
    case 'GAME':
    case 'MATCH':
    case 'FIGHT':
      return game.part === null && doubleHeader(game) === null ? winner(game) : null;
    case 'MAP':
      return partWinner(game, MAP_PART, 'map');
    case 'SETWINNER':
      return partWinner(game, SET_PART, 'set');
    case 'BTTS':
      return yesNo(game, 'bothScore', yesSide(game));
    case 'RFI':
      return yesNo({ ...game, part: 'inning 1' }, 'runInFirstInning', yesSide(game));
    case 'TOTAL':
    case 'GTOTAL':
    case 'STOTAL':
    case 'TOTALMAPS':
      return totalOf(game);
    case 'SPREAD':
    case 'GSPREAD':
    case 'SSPREAD':
      return spreadOf(game);
    default:
      return null;
  }
}

function winner(game: Game): Contract | null {
  const side = sideSaid(game);
  if (game.league?.hasDraws === true) {
    if (side === null) return null;
    return TIE.test(side) ? draw(game) : threeWayWin(game, side);
  }
  return headToHead(game, side === null ? null : nameAmong(game, side));
}

/** The part stands in the title and, as `-2-`, in the ticker. */
function partWinner(game: Game, pattern: RegExp, word: string): Contract | null {
  const number = pattern.exec(game.text.title)?.[1];
  if (number === undefined || !new RegExp(`-${number}(?:-|$)`).test(game.text.id)) return null;
  if (word === 'map' && !isEsports(game.league?.sport ?? '')) return null;
  const side = sideSaid(game);
  const part = { ...game, part: `${word} ${number}` };
  return headToHead(part, side === null ? null : nameAmong(game, side));
}

function totalOf(game: Game): Contract | null {
  const said = game.text.subTitle ?? '';
  const line = OVER.exec(said)?.[1];
  if (line === undefined) return null;
  const unit = unitIn(said) ?? unitIn(game.text.title);
  return total(
    game,
    { line: Number(line), unit: isEsports(game.league?.sport ?? '') ? 'maps' : unit },
    'over',
  );
}

function spreadOf(game: Game): Contract | null {
  const match = WINS_BY.exec(game.text.subTitle ?? '') ?? WINS_BY.exec(game.text.title);
  if (match === null) return null;
  const [said, team = '', line] = match;
  const unit = unitIn(game.text.subTitle ?? '') ?? unitIn(game.text.title.slice(said.length));
  return spread(game, { team, line: Number(line), unit }, 'yes');
}

/** What pays with yes, in the venue's words; never from the order of a ticker or title. */
function sideSaid(game: Game): string | null {
  const { subTitle, title, rules } = game.text;
  if (subTitle !== null && subTitle.trim() !== '') return subTitle.trim();
  return ASKED_WIN.exec(title)?.[1] ?? RULE_SIDE.exec(rules ?? '')?.[1] ?? null;
}

/** The one of both names that is said; `null` when neither or either could be. */
function nameAmong(game: Game, said: string): string | null {
  if (game.names === null) return null;
  const sport = game.league?.sport ?? '';
  const name = competitorName(said, game.league);
  const [one, two] = game.names;
  const isOne = isSameName(name, competitorName(one, game.league), sport);
  const isTwo = isSameName(name, competitorName(two, game.league), sport);
  if (isOne === true && isTwo !== true) return one;
  if (isTwo === true && isOne !== true) return two;
  // Written in another spelling than the title: then it is the one that it could be at all.
  if (isOne === null && isTwo === false) return one;
  return isTwo === null && isOne === false ? two : null;
}

function namesOf(text: MarketText): [string, string] | null {
  const asked = ASKED_WIN.exec(text.title);
  const [first, second] =
    asked === null ? pairIn(text.title) : [asked[2], asked[3]?.replace(GAME_PLAYED, '')];
  if (first === undefined || second === undefined) return null;
  return [fullerName(first, text.subTitle), fullerName(second, text.subTitle)];
}

function pairIn(title: string): readonly (string | undefined)[] {
  const segments = title.split(/ ?: /);
  const named = segments.map((segment) => VERSUS.exec(segment)).find((match) => match !== null);
  if (named === undefined || named === null) return [];
  return [named[1], (named[2] ?? '').replace(/(?: winner)?\??$/i, '')];
}

/** Titles of tennis write surnames; the side has the whole name of one of them. */
function fullerName(name: string, subTitle: string | null): string {
  const said = subTitle?.replace(/ wins$/i, '') ?? '';
  return said.endsWith(` ${name}`) ? said : name;
}

function yesSide(game: Game): 'yes' | 'no' | null {
  const said = game.text.subTitle?.toLowerCase() ?? '';
  return /^no\b/.test(said) ? null : 'yes';
}

/** The second game of a day has its number behind the teams of the ticker. */
function doubleHeader(game: Game): string | null {
  return /^KXMLB/.test(game.text.id) ? (/G([12])(?:-|$)/.exec(game.text.id)?.[1] ?? null) : null;
}
