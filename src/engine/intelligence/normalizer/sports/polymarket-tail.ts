import type { Contract } from '../contract.ts';
import { competitorName, isEsports, isSameName } from './competitor.ts';
import { draw, type Game, spread, total, yesNo } from './shapes.ts';
import { unitIn, unitOfSport } from './units.ts';

/** What stands around the names of a Polymarket title, folded, and behind the day of its slug. */
export interface Said {
  readonly head: string;
  readonly tail: string;
  /** `null` without a slug. */
  readonly slugRest: string | null;
}

/** `winner` of the whole or the game's part; `other` where no template fits. */
export type Shape = { readonly winnerOf: string | null } | Contract | 'other';

const MAP_WINNER = /^(?:map|game) (\d) winner$/;
const SET_WINNER = /^set (\d) winner$/;
const BEST_OF = /^\(bo\d\)(?: - (.*))?$/;
const WEIGHT_CLASS = /^\([^)]*\b(?:\w*weight|card|prelims|main event)\b[^)]*\)$/;
const PART_TOTAL = /^(?:(1h|2h|1q|2q|3q|4q|set \d|map \d|game \d) )?(.*?)o\/u (\d+(?:\.\d+)?)$/;
const AT_LEAST = /^(\d+)\+ (goals|points|runs) scored\?$/;
const RUN_IN_FIRST = /^will there be a run scored in the first inning\?$/;
const LINE_HEAD =
  /^(?:(1h|2h|1q|2q|3q|4q|map \d|set \d) )?(?:(map|game|set) )?(?:spread|handicap)$/;
const LINE = /\(([+-])(\d+(?:\.\d+)?)\)/;
/** With one of these words around the names a market is not about who wins. */
const ASKS_ELSE =
  /\b(?:completed|first|most|totals?|handicap|spread|winner|score[ds]?|over|under|exact|both|half|halftime|quarter|inning|period|overtime|corners?|cards?|goals?|points?|runs?|kills?|blood|aces?|method|decision|distance|advance|qualify|margin|odd|even|pole|fastest|lap|leading|lead|series|toss|wicket|sixes|sets?|maps?|rounds?|1h|2h|1q|2q|3q|4q|more|top|draw|constructors?|draft|race|grand prix)\b|o\/u|\?/;
const PARTS: ReadonlyMap<string, string> = new Map([
  ['1h', 'half 1'],
  ['2h', 'half 2'],
  ['1q', 'quarter 1'],
  ['2q', 'quarter 2'],
  ['3q', 'quarter 3'],
  ['4q', 'quarter 4'],
]);

/** What a title asks of its game. */
export function readTail(said: Said, game: Game): Shape {
  return (
    winnerShape(said, game) ??
    scoreShape(said, game) ??
    totalShape(said, game) ??
    lineShape(said, game) ??
    'other'
  );
}

function winnerShape({ head, tail, slugRest }: Said, game: Game): Shape | null {
  const sport = game.league?.sport ?? '';
  const map = MAP_WINNER.exec(tail)?.[1];
  if (map !== undefined && isEsports(sport)) {
    return isRest(slugRest, `-game${map}`) ? { winnerOf: `map ${map}` } : 'other';
  }
  const set = SET_WINNER.exec(head)?.[1];
  if (set !== undefined && tail === '') return { winnerOf: `set ${set}` };
  if (ASKS_ELSE.test(head) || !isPlainTail(tail)) return null;
  return isRest(slugRest, '') ? { winnerOf: null } : 'other';
}

/** A tail that names the stage or the class, and asks nothing. */
function isPlainTail(tail: string): boolean {
  if (tail === '') return true;
  const stage = BEST_OF.exec(tail);
  if (stage !== null) return !/\b(?:map|game) \d|winner|o\/u|handicap|total/.test(stage[1] ?? '');
  return WEIGHT_CLASS.test(tail);
}

function scoreShape({ head, tail }: Said, game: Game): Shape | null {
  if (tail === 'both teams to score' && head === '') return yesNo(game, 'bothScore', yesSide(game));
  if (tail === 'draw at halftime?' && head === '' && game.league?.hasDraws === true) {
    return draw({ ...game, part: 'half 1' });
  }
  if (RUN_IN_FIRST.test(head) && tail === '') {
    return yesNo({ ...game, part: 'inning 1' }, 'runInFirstInning', yesSide(game));
  }
  return null;
}

function totalShape({ head, tail }: Said, game: Game): Shape | null {
  if (head !== '' && ASKS_ELSE.test(head)) return null;
  const atLeast = AT_LEAST.exec(tail);
  if (atLeast !== null) {
    const side = yesSide(game);
    const count = { line: Number(atLeast[1]) - 0.5, unit: atLeast[2] ?? null };
    return total(game, count, side === null ? null : side === 'yes' ? 'over' : 'under');
  }
  const match = PART_TOTAL.exec(tail);
  if (match === null) return null;
  const [, part, words = '', line] = match;
  const unit = unitOfTotal(words.trim(), part ?? null, game);
  const isBare = words.trim() === '' && game.league === null;
  if (unit === null && !isBare) return 'other';
  return total({ ...game, part: partNamed(part) }, { line: Number(line), unit }, overSide(game));
}

/** The unit of "Total Sets O/U", "Match O/U", a bare "O/U"; `null` where the words ask something else. */
function unitOfTotal(words: string, part: string | null, game: Game): string | null {
  const sport = game.league?.sport ?? '';
  if (sport === 'tennis') {
    if (/^(?:match|games|total games|match games)$/.test(words)) return 'games';
    if (/^(?:total )?sets$/.test(words)) return 'sets';
    return part?.startsWith('set') && /^(?:games|total games)?$/.test(words) ? 'games' : null;
  }
  if (isEsports(sport))
    return /^(?:games|maps) total|^total (?:games|maps)$/.test(words) ? 'maps' : null;
  if (words === '') return unitOfSport(sport);
  return /^total (?:goals|points|runs)$/.test(words) ? unitIn(words) : null;
}

function lineShape({ head, tail }: Said, game: Game): Shape | null {
  const match = LINE_HEAD.exec(head);
  const giver = giverOf(game, tail);
  if (match === null || giver === null) return null;
  const [, part, counted] = match;
  const unit = unitOfLine(counted ?? null, game);
  const [first] = game.text.outcomes;
  const sport = game.league?.sport ?? '';
  const names = game.names?.map((name) => competitorName(bareName(name), game.league)) ?? [];
  const team = competitorName(giver.team, game.league);
  const said = first === undefined ? '' : competitorName(bareName(first), game.league);
  const isGiver = isSameName(said, team, sport);
  const other = names.find((name) => name !== team);
  const isOther = other !== undefined && isSameName(said, other, sport);
  const side =
    isGiver === true && isOther !== true
      ? 'yes'
      : isOther === true && isGiver === false
        ? 'no'
        : null;
  return spread(
    { ...game, part: partNamed(part) },
    { team: giver.team, line: giver.line, unit },
    side,
  );
}

/** Who gives the line, "Patriots (-3.5)": of two names the one with the minus. */
function giverOf(
  game: Game,
  tail: string,
): { readonly team: string; readonly line: number } | null {
  for (const said of [...(game.names ?? []), tail]) {
    const match = LINE.exec(said);
    if (match?.[1] === '-') return { team: bareName(said), line: Number(match[2]) };
  }
  return null;
}

function unitOfLine(counted: string | null, game: Game): string | null {
  const sport = game.league?.sport;
  if (isEsports(sport ?? '')) return counted === null ? null : 'maps';
  if (counted !== null) return `${counted}s`;
  return sport === 'tennis' ? null : unitOfSport(sport);
}

function bareName(said: string): string {
  return said.replace(LINE, '').trim();
}

function partNamed(part: string | undefined): string | null {
  return part === undefined ? null : (PARTS.get(part) ?? part.replace('game', 'map'));
}

/** Which side the first outcome of a question of yes and no is; its own words where none are given. */
function yesSide(game: Game): 'yes' | 'no' | null {
  const first = game.text.outcomes[0]?.toLowerCase();
  if (first === undefined || /^yes\b/.test(first)) return 'yes';
  return /^no\b/.test(first) ? 'no' : null;
}

function overSide(game: Game): 'over' | 'under' | null {
  const first = game.text.outcomes[0]?.toLowerCase();
  if (first === undefined || /^over\b/.test(first)) return 'over';
  return /^under\b/.test(first) ? 'under' : null;
}

/** Whether the slug says the same as the title; without one the title is all there is. */
function isRest(slugRest: string | null, wanted: string): boolean {
  return slugRest === null || slugRest === wanted;
}
