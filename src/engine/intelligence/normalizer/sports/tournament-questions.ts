import { contractOf } from '../blank-contract.ts';
import type { Contract, MarketText } from '../contract.ts';
import { foldName } from '../fold.ts';
import { competitorName } from './competitor.ts';
import { leagueOf } from './league.ts';
import { withoutYears, yearIn, yearOfTicker } from './season-year.ts';
import { settlementTerms } from './settlement-terms.ts';
import { type Title, titleNamed, tournamentEvent } from './tournament-names.ts';

/** What is asked of one player or team in a tournament. */
interface Asked {
  readonly predicate: 'wins' | 'finishesTop' | 'makesCut' | 'leads';
  readonly rank: number | null;
  readonly part: string | null;
  readonly competitor: string | null;
  readonly tournament: string;
}

const TOP = /^will (.+?) finish (?:in )?(?:the )?top (\d+) (?:at|in) (?:the )?(.+?)\?$/i;
const CUT = /^will (.+?) make the cut (?:at|in) (?:the )?(.+?)\?$/i;
const LEADS = /^will (.+?) lead after round (\d) (?:at|of|in) (?:the )?(.+?)\?$/i;
const WIN = /^will (?:the )?(.+?) win (?:the )?(.+?)\?$/i;
const KALSHI_TOP = /^(.+?):? top (\d+) finishers?\??$/i;
const KALSHI_CUT = /^(.+?):? (?:to )?make the cut\??$/i;
const KALSHI_LEADS = /^(.+?):? (?:end of )?round (\d) leader\??$/i;
const KALSHI_WINNER = /^(.+?):? (?:winner|champion)\??$/i;
const TOURNAMENT =
  /\b(?:open|championships?|classic|invitational|masters|grand prix|tournament|pro-am|tour)\b/i;
/** Contests that are won as well, and are no sport. */
const ELSEWHERE =
  /\b(?:election|primary|senate|mayor|governor|president|presidency|seat|seats|oscar|oscars|grammy|emmy|award|awards|idol|song|album|eurovision|season \d+|prize|nomination|vote|chair|match|game|round|by the end)\b/i;
const YES_FIRST = /^yes$/i;

/** The contract of a market about a whole tournament or title; `null` when it is about none. */
export function readTournament(text: MarketText): Contract | null {
  const asked = text.venue === 'kalshi' ? askedByKalshi(text) : askedByPolymarket(text.title);
  if (asked === null) return null;
  const plain = withoutYears(asked.tournament).replace(/^(?:the|men's) /i, '');
  const title = titleNamed(plain);
  if (title === null && (!TOURNAMENT.test(plain) || ELSEWHERE.test(plain))) return null;
  return contractFor(text, asked, title);
}

function askedByPolymarket(title: string): Asked | null {
  const top = TOP.exec(title);
  if (top !== null) return askedOf('finishesTop', top[1], top[3], { rank: Number(top[2]) });
  const cut = CUT.exec(title);
  if (cut !== null) return askedOf('makesCut', cut[1], cut[2]);
  const leads = LEADS.exec(title);
  if (leads !== null) return askedOf('leads', leads[1], leads[3], { part: `round ${leads[2]}` });
  const win = WIN.exec(title);
  return win === null ? null : askedOf('wins', win[1], win[2]);
}

function askedByKalshi(text: MarketText): Asked | null {
  const said = text.subTitle?.replace(/ wins?$/i, '') ?? undefined;
  const top = KALSHI_TOP.exec(text.title);
  if (top !== null) return askedOf('finishesTop', said, top[1], { rank: Number(top[2]) });
  const cut = KALSHI_CUT.exec(text.title);
  if (cut !== null) return askedOf('makesCut', said, cut[1]);
  const leads = KALSHI_LEADS.exec(text.title);
  if (leads !== null) return askedOf('leads', said, leads[1], { part: `round ${leads[2]}` });
  const win = WIN.exec(text.title);
  if (win !== null) return askedOf('wins', said ?? win[1], win[2]);
  const winner = KALSHI_WINNER.exec(text.title);
  return winner === null ? null : askedOf('wins', said, winner[1]);
}

interface Place {
  readonly rank?: number;
  readonly part?: string;
}

// biome-ignore lint/complexity/useMaxParams: the fourth is what only some of them have
function askedOf(
  predicate: Asked['predicate'],
  competitor: string | undefined,
  tournament: string | undefined,
  place: Place = {},
): Asked | null {
  if (tournament === undefined) return null;
  return {
    predicate,
    rank: place.rank ?? null,
    part: place.part ?? null,
    competitor: competitor ?? null,
    tournament,
  };
}

function contractFor(text: MarketText, asked: Asked, title: Title | null): Contract {
  const sport = title?.sport ?? 'tournament';
  const league = leagueOf({ sport, teams: title?.teams ?? null });
  const name = title?.name ?? nameOf(asked.tournament);
  const year = editionOf(name, yearOf(text));
  const entities = asked.competitor === null ? [] : [competitorName(asked.competitor, league)];
  const side = sideOf(text);
  const unknown = [
    ...(entities.length === 0 ? ['entities'] : []),
    ...(year === null ? ['event'] : []),
    ...(side === null ? ['side'] : []),
  ];
  return contractOf({
    family: 'sports.tournament',
    kind: 'multiOutcome',
    entities,
    predicate: asked.predicate,
    event: tournamentEvent(sport, name, year),
    rank: asked.rank,
    part: asked.part,
    side,
    ...settlementTerms(text),
    unknown,
  });
}

function yearOf(text: MarketText): number | null {
  const said = yearIn(text.title);
  if (text.venue === 'polymarket') return said;
  return yearOfTicker(text.eventTicker ?? text.id) ?? said;
}

/** The cup that is named after 2025 ended in January 2026, and venues name it after either. */
function editionOf(name: string, year: number | null): number | null {
  return name === 'africa cup of nations' && year === 2026 ? 2025 : year;
}

function nameOf(tournament: string): string {
  return foldName(withoutYears(tournament))
    .replace(/^(?:the )?(?:pga tour |f1 |formula 1 )?/, '')
    .replace(/ tournament$/, '');
}

function sideOf(text: MarketText): 'yes' | null {
  const [first] = text.outcomes;
  return text.venue === 'kalshi' || first === undefined || YES_FIRST.test(first) ? 'yes' : null;
}
