import { HOUR_MS } from '../../../domain/time.ts';
import type { Contract } from '../contract.ts';
import { isPersonal, isSameBeside, isSameName, meetsOnceADay } from './competitor.ts';
import { isSameTournament } from './tournament-names.ts';

/** How two contracts of sports stand to each other in the terms that equal spelling does not decide. */
export interface SportsComparison {
  /** Whether both are about the same teams or players; `null` when that cannot be told. */
  readonly competitors: boolean | null;
  /** Whether both belong to one league or tournament. */
  readonly event: boolean | null;
  /** Whether one side pays, or the only other one; `null` when a side is not known. */
  readonly side: 'same' | 'opposite' | 'different' | null;
}

/** For each competitor of the first contract, where the second has it. */
type Order = 'straight' | 'crossed';

/** Venues write the begin of one game down by the hour or by the minute. */
const STARTS_APART_MS_MAX = 2 * HOUR_MS;
const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ['yes', 'no'],
  ['no', 'yes'],
  ['over', 'under'],
  ['under', 'over'],
]);

/**
 * Compares competitors, event and side of two contracts of `SPORTS_FAMILIES`. Names of a pair are
 * judged together: two teams of one sport that agree on the opponent and, by the caller's word, on
 * the day, are one team where a word of their names is shared.
 */
export function compareSports(a: Contract, b: Contract): SportsComparison {
  const event = isFarApart(a, b) ? null : isSameEvent(a.event, b.event);
  const sport = sportOf(a.event) ?? sportOf(b.event) ?? '';
  const order = orderOf(a, b, sport);
  const competitors = order === null || order === false ? order : true;
  // A score is told in the order of the names: spelled so that they sort otherwise, it turns round.
  if (a.family === 'sports.exactScore' && order === 'crossed') {
    return { competitors: null, event, side: null };
  }
  return { competitors, event, side: sideOf(a, b, order) };
}

function orderOf(a: Contract, b: Contract, sport: string): Order | boolean | null {
  const [first, second] = a.entities;
  const [other, another] = b.entities;
  if (first === undefined || other === undefined) return null;
  if (a.entities.length !== b.entities.length) return false;
  if (second !== undefined && another !== undefined) {
    const straight = [isSameBeside(first, other, sport), isSameBeside(second, another, sport)];
    const crossed = [isSameBeside(first, another, sport), isSameBeside(second, other, sport)];
    return orderFrom({ straight, crossed }, meetsOnceADay(sport));
  }
  const same = isSameName(first, other, sport);
  return same === true && isOfManyNames(a, sport) ? isSpelledAlike(first, other) : same;
}

type Names = readonly (boolean | null)[];

function orderFrom(
  { straight, crossed }: { readonly straight: Names; readonly crossed: Names },
  isOnceADay: boolean,
): Order | false | null {
  for (const holds of isOnceADay ? [isCertain, isLikely] : [isCertain]) {
    const [isStraight, isCrossed] = [holds(straight), holds(crossed)];
    if (isStraight !== isCrossed) return isStraight ? 'straight' : 'crossed';
    if (isStraight) return null;
  }
  return straight.includes(false) && crossed.includes(false) ? false : null;
}

function isCertain(names: Names): boolean {
  return names.every((same) => same === true);
}

/** One is the same, and nothing speaks against the other: nobody plays two games of a sport a day. */
function isLikely(names: Names): boolean {
  return names.includes(true) && !names.includes(false);
}

/** Where a name alone is one of hundreds: players of a whole field, teams of colleges. */
function isOfManyNames({ event }: Contract, sport: string): boolean {
  return isPersonal(sport) || event?.includes('/college') === true;
}

/** There a surname, a short given name or a slip of the pen may be another's. */
function isSpelledAlike(a: string, b: string): true | null {
  return a.replaceAll(' ', '') === b.replaceAll(' ', '') ? true : null;
}

function sideOf(a: Contract, b: Contract, order: Order | boolean | null): SportsComparison['side'] {
  if (a.side === null || b.side === null) return null;
  if (a.family !== b.family) return 'different';
  if (OPPOSITES.has(a.side) || OPPOSITES.has(b.side)) {
    if (a.side === b.side) return 'same';
    return OPPOSITES.get(a.side) === b.side ? 'opposite' : 'different';
  }
  if (order !== 'straight' && order !== 'crossed') return null;
  const [at, otherAt] = [a.entities.indexOf(a.side), b.entities.indexOf(b.side)];
  if (at < 0 || otherAt < 0) return null;
  return (at === otherAt) === (order === 'straight') ? 'same' : 'opposite';
}

/** Two games of a day between the same teams; or one that only one venue knows was moved. */
function isFarApart(a: Contract, b: Contract): boolean {
  if (a.observedAtMs === null || b.observedAtMs === null) return false;
  return Math.abs(a.observedAtMs - b.observedAtMs) > STARTS_APART_MS_MAX;
}

function isSameEvent(a: string | null, b: string | null): boolean | null {
  if (a === null || b === null) return null;
  if (a === b) return true;
  if (a.includes(': ') || b.includes(': ')) return isSameTournament(a, b);
  const [sport, region = '', squad = ''] = a.split('/');
  const [otherSport, otherRegion = '', otherSquad = ''] = b.split('/');
  if (sport !== otherSport || squad !== otherSquad) return false;
  return region === '' || otherRegion === '' || region === otherRegion;
}

function sportOf(event: string | null): string | null {
  return event === null ? null : (event.split(/[/:]/, 1)[0] ?? null);
}
