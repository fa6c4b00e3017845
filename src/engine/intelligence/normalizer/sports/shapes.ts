import type { AtMs } from '../../../domain/time.ts';
import { contractOf } from '../blank-contract.ts';
import type { Contract, MarketText } from '../contract.ts';
import { competitorName } from './competitor.ts';
import { eventOfLeague, type League } from './league.ts';
import { settlementTerms } from './settlement-terms.ts';

const MICROS = 1_000_000;

/** What every market about one game says. `null` is not known, but for the part: there it is all of it. */
export interface Game {
  readonly text: MarketText;
  readonly league: League | null;
  readonly day: string | null;
  /** When it is to begin; where two games of a day have the same teams, it tells them apart. */
  readonly startsAtMs: AtMs | null;
  readonly part: string | null;
  /** As the venue writes them. */
  readonly names: readonly [string, string] | null;
}

type Terms = Pick<Contract, 'family' | 'kind' | 'predicate' | 'side'> & Partial<Contract>;

/** Two sides, one of which pays. `side` is the name that pays, as the venue writes it. */
export function headToHead(game: Game, side: string | null): Contract {
  const entities = pairOf(game);
  const name = side === null ? null : competitorName(side, game.league);
  return gameContract(game, {
    family: 'sports.headToHead',
    kind: 'binary',
    predicate: 'wins',
    entities,
    side: name !== null && entities.includes(name) && entities[0] !== entities[1] ? name : null,
  });
}

/** One team wins a game that may end in a draw; named alone, since one venue does not say the other. */
export function threeWayWin(game: Game, team: string | null): Contract {
  return gameContract(game, {
    family: 'sports.threeWay',
    kind: 'multiOutcome',
    predicate: 'wins',
    entities: team === null ? [] : [competitorName(team, game.league)],
    side: 'yes',
  });
}

/** The game ends in a draw. */
export function draw(game: Game): Contract {
  return gameContract(game, {
    family: 'sports.threeWay',
    kind: 'multiOutcome',
    predicate: 'draws',
    entities: pairOf(game),
    side: 'yes',
  });
}

/** More than `line` of a unit in all; `over` or `under` is the side that pays. */
export function total(
  game: Game,
  count: { readonly line: number; readonly unit: string | null },
  side: 'over' | 'under' | null,
): Contract {
  return gameContract(game, {
    family: 'sports.total',
    kind: 'threshold',
    predicate: 'totals',
    entities: pairOf(game),
    comparator: 'gt',
    floor: Math.round(count.line * MICROS),
    unit: count.unit,
    side,
    unknown: count.unit === null ? ['unit'] : [],
  });
}

/** A team wins by more than `line`; `no` pays with whoever takes the line. */
export function spread(
  game: Game,
  lead: { readonly team: string; readonly line: number; readonly unit: string | null },
  side: 'yes' | 'no' | null,
): Contract {
  return gameContract(game, {
    family: 'sports.spread',
    kind: 'threshold',
    predicate: 'winsBy',
    entities: [competitorName(lead.team, game.league)],
    comparator: 'gt',
    floor: Math.round(lead.line * MICROS),
    unit: lead.unit,
    side,
    unknown: lead.unit === null ? ['unit'] : [],
  });
}

/** A question of yes and no about both: both score, a run in the first inning. */
export function yesNo(game: Game, predicate: string, side: 'yes' | 'no' | null): Contract {
  return gameContract(game, {
    family: `sports.${predicate}`,
    kind: 'binary',
    predicate,
    entities: pairOf(game),
    side,
  });
}

/** The final score, told in the order of the folded names. */
export function exactScore(game: Game, goals: readonly [number, number]): Contract {
  const [home = '', away = ''] = [...(game.names ?? [])].map((n) => competitorName(n, game.league));
  const ordered = home <= away ? goals : [goals[1], goals[0]];
  return gameContract(game, {
    family: 'sports.exactScore',
    kind: 'binary',
    predicate: `scores ${ordered.join('-')}`,
    entities: pairOf(game),
    side: 'yes',
  });
}

/** A market about sports that no template here reads: known as such, never equal to anything. */
export function otherQuestion(game: Game): Contract {
  return gameContract(game, {
    family: 'sports.other',
    kind: 'binary',
    predicate: 'other',
    entities: pairOf(game),
    side: null,
    unknown: ['predicate'],
  });
}

function pairOf(game: Game): string[] {
  if (game.names === null) return [];
  return game.names.map((name) => competitorName(name, game.league)).sort();
}

function gameContract(game: Game, terms: Terms): Contract {
  const entities = terms.entities ?? [];
  const unknown = [...(terms.unknown ?? [])];
  if (entities.length === 0 || entities.includes('')) unknown.push('entities');
  if (game.league === null) unknown.push('event');
  if (game.day === null) unknown.push('day');
  if (terms.side === null) unknown.push('side');
  return contractOf({
    ...terms,
    ...settlementTerms(game.text),
    entities,
    event: game.league === null ? null : eventOfLeague(game.league),
    day: game.day,
    observedAtMs: game.startsAtMs,
    part: game.part,
    isInteger: terms.kind === 'threshold',
    unknown,
  });
}
