import type { Contract, MarketText } from '../contract.ts';
import { foldText } from '../fold.ts';
import { competitorName, isSameName } from './competitor.ts';
import { agreedDay, isoDayIn, scheduledDayIn, startIn } from './event-day.ts';
import { type League, leagueNamed, soccerOf } from './league.ts';
import { leagueOfSlug, leagueOfWords } from './league-codes.ts';
import { readTail, type Shape } from './polymarket-tail.ts';
import { draw, exactScore, type Game, headToHead, otherQuestion, threeWayWin } from './shapes.ts';
import { leagueOfNicknames } from './teams/known-teams.ts';

const VERSUS = /^(.+?) (?:vs\.?|v\.) (.+)$/i;
const WINS_ON = /^will (?:the )?(.+) win on (20\d{2}-\d{2}-\d{2})\?$/i;
const WINS = /^will (?:the )?(.+) win\?$/i;
const DRAW = /^(?:[^:]+: )?will (.+?) (?:vs\.?|v\.) (.+?) end in a draw\?$/i;
const EXACT_SCORE = /^exact score: (.+?) (\d+) - (\d+) (.+?)\?$/i;
const BETWEEN = /\bmatch between (?:the )?(.+?) and (?:the )?(.+?)(?:,| scheduled| in the)/i;
const GAME_SLUG = /^([a-z0-9]+)-.*?(20\d{2}-\d{2}-\d{2})(.*)$/;
const YES_NO = new Set(['yes', 'no', 'over', 'under']);

/** The parts of a slug `mlb-ari-tex-2026-05-11-nrfi`; `null` when it is not about one game. */
export interface GameSlug {
  readonly league: League | null;
  /** What follows the day, `-nrfi`; empty for the winner of the whole game. */
  readonly rest: string;
}

/** The contract of a Polymarket market about one game; `null` when it is about none. */
export function readPolymarketGame(text: MarketText): Contract | null {
  const slug = slugOf(text.slug);
  return (
    readDraw(text, slug) ??
    readWin(text, slug) ??
    readScore(text, slug) ??
    readVersus(text, slug) ??
    readLine(text, slug)
  );
}

function readDraw(text: MarketText, slug: GameSlug | null): Contract | null {
  const match = DRAW.exec(text.title);
  if (match === null) return null;
  const names = pairFrom(match[1], match[2]);
  const game = gameOf(text, { slug, names, league: soccerOf(null) });
  return game.league?.hasDraws === true ? draw(game) : otherQuestion(game);
}

/** "Will Getafe CF win on 2026-01-09?": the template of games that may end in a draw. */
function readWin(text: MarketText, slug: GameSlug | null): Contract | null {
  const dated = WINS_ON.exec(text.title);
  if (dated !== null) {
    const game = gameOf(text, { slug, names: null, league: soccerOf(null) });
    return game.league?.hasDraws === true
      ? threeWayWin(game, dated[1] ?? null)
      : otherQuestion(game);
  }
  const plain = WINS.exec(text.title);
  const between = plain === null ? null : BETWEEN.exec(text.rules ?? '');
  if (plain === null || between === null) return null;
  const game = gameOf(text, { slug, names: pairFrom(between[1], between[2]), league: null });
  return game.league?.hasDraws === true ? threeWayWin(game, plain[1] ?? null) : otherQuestion(game);
}

function readVersus(text: MarketText, slug: GameSlug | null): Contract | null {
  const segments = text.title.split(/: /);
  const at = segments.findIndex((segment) => VERSUS.test(segment));
  const segment = segments[at] ?? '';
  const match = VERSUS.exec(segment);
  if (match === null) return null;
  const { name, after } = splitAfter(match[2] ?? '');
  const game = gameOf(text, { slug, names: pairFrom(match[1], name), league: null });
  // A sentence around the names asks something of its own.
  if (/^will |\?$/i.test(segment)) return otherQuestion(game);
  const said = {
    head: foldText(segments.slice(0, at).join(': ')),
    tail: foldText([...after, ...segments.slice(at + 1)].join(' ')),
    slugRest: slug?.rest ?? null,
  };
  const shape = readTail(said, game);
  return contractFor(shape, game);
}

/** "Exact Score: Getafe CF 3 - 1 Elche CF?" */
function readScore(text: MarketText, slug: GameSlug | null): Contract | null {
  const match = EXACT_SCORE.exec(text.title);
  if (match === null) return null;
  const game = gameOf(text, { slug, names: pairFrom(match[1], match[4]), league: soccerOf(null) });
  return exactScore(game, [Number(match[2]), Number(match[3])]);
}

function contractFor(shape: Shape, game: Game): Contract {
  if (shape === 'other') return otherQuestion(game);
  if (!('winnerOf' in shape)) return shape;
  const part = { ...game, part: shape.winnerOf };
  // Who wins a game of soccer in two ways ("draw no bet") is asked in words that are not read here.
  return game.league?.hasDraws === true ? otherQuestion(part) : headToHead(part, firstSide(part));
}

/** Lines that name one team, "Spread: Patriots (-3.5)"; the other stands in the outcomes alone. */
function readLine(text: MarketText, slug: GameSlug | null): Contract | null {
  const match = /^(.*\b(?:spread|handicap)\b.*): (.+)$/i.exec(text.title);
  if (match === null) return slug === null || slug.league === null ? null : fallback(text, slug);
  const [one, two] = text.outcomes;
  const isNamed = one !== undefined && !YES_NO.has(one.toLowerCase());
  const names = isNamed ? pairFrom(one, two) : null;
  const game = gameOf(text, { slug, names, league: null });
  const said = {
    head: foldText(match[1] ?? ''),
    tail: match[2] ?? '',
    slugRest: slug?.rest ?? null,
  };
  return contractFor(readTail(said, game), game);
}

function fallback(text: MarketText, slug: GameSlug): Contract {
  return otherQuestion(gameOf(text, { slug, names: null, league: null }));
}

/** Where a second name ends: at brackets, at " - Map 2 Winner", at a question mark. */
function splitAfter(second: string): { readonly name: string; readonly after: string[] } {
  const cut = /^(.*?)(?: (\((?!w\b)[^)]*\).*)| - (.+))$/i.exec(second);
  const name = (cut?.[1] ?? second).replace(/\?$/, '');
  const after = cut === null ? [] : [cut[2] ?? cut[3] ?? ''];
  return { name, after };
}

interface Found {
  readonly slug: GameSlug | null;
  readonly names: readonly [string, string] | null;
  /** What the template is of when nothing else tells. */
  readonly league: League | null;
}

function gameOf(text: MarketText, found: Found): Game {
  const rules = text.rules ?? '';
  return {
    text,
    league: leagueFor(text, found),
    // A slug may count days by another clock than the rules: then nobody knows which game it is.
    day: agreedDay([
      isoDayIn(text.slug ?? ''),
      isoDayIn(text.title),
      scheduledDayIn(rules, text.closesAtMs),
    ]),
    startsAtMs: startIn(rules, text.closesAtMs),
    part: null,
    names: found.names,
  };
}

function leagueFor(text: MarketText, found: Found): League | null {
  const bySlug = found.slug?.league ?? null;
  if (bySlug !== null) return bySlug;
  const said = leagueOfWords(text.title) ?? leagueOfWords(text.rules ?? '');
  if (said !== null) return said;
  if (found.slug !== null && isSoccerRest(found.slug.rest)) return soccerOf(null);
  if (found.names !== null) {
    const [first, second] = found.names.map((name) => competitorName(name, null));
    const league = leagueOfNicknames(first ?? '', second ?? '');
    if (league !== null) return leagueNamed(league);
  }
  return found.slug === null ? found.league : null;
}

/** Slugs of markets that only soccer has. */
function isSoccerRest(rest: string): boolean {
  return /^-(?:draw|btts|halftime-result|exact-score)/.test(rest);
}

function slugOf(slug: string | null): GameSlug | null {
  const match = GAME_SLUG.exec(slug ?? '');
  if (match === null) return null;
  return { league: leagueOfSlug(match[1] ?? ''), rest: match[3] ?? '' };
}

/** Names of outcomes tell the side; without any, Polymarket's order of the title is theirs. */
function firstSide(game: Game): string | null {
  const [first] = game.text.outcomes;
  if (first === undefined) return game.names?.[0] ?? null;
  if (YES_NO.has(first.toLowerCase()) || game.names === null) return null;
  const [one, two] = game.names;
  const sport = game.league?.sport ?? '';
  const name = competitorName(first, game.league);
  const isOne = isSameName(name, competitorName(one, game.league), sport);
  const isTwo = isSameName(name, competitorName(two, game.league), sport);
  if (isOne === true && isTwo !== true) return one;
  return isTwo === true && isOne !== true ? two : null;
}

function pairFrom(first: string | undefined, second: string | undefined): [string, string] | null {
  return first === undefined || second === undefined ? null : [first.trim(), second.trim()];
}
