import { Refusal } from '../../wire/refusal.ts';
import type { MarketStatus } from '../world/market.ts';

/** What a query may say of a market's status, and what markets then say of themselves. */
export const STATUS_QUERIES: Readonly<Record<string, readonly MarketStatus[]>> = {
  unopened: ['initialized'],
  open: ['active'],
  paused: ['inactive'],
  closed: ['closed', 'determined', 'disputed'],
  settled: ['finalized'],
};

/** A whole number of a query, the usual one where it is not said. @throws Refusal */
export function wholeOf(
  query: URLSearchParams,
  name: string,
  { usual, min, max }: { readonly usual: number; readonly min: number; readonly max: number },
): number {
  const text = query.get(name);
  if (text === null || text === '') return usual;
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= min && number <= max) return number;
  throw invalid(name, `a whole number from ${min} to ${max}`);
}

/** Unix seconds of a query as milliseconds, `null` where it is not said. @throws Refusal */
export function momentOf(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1_000;
  throw invalid(name, 'Unix seconds');
}

/** @throws Refusal for a moment that has to be said. */
export function neededMoment(query: URLSearchParams, name: string): number {
  const moment = momentOf(query, name);
  if (moment === null) throw invalid(name, 'Unix seconds; it is missing');
  return moment;
}

/** `true`, `false`, or what is not said. @throws Refusal */
export function flagOf(query: URLSearchParams, name: string): boolean | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalid(name, 'true or false');
}

/** One of some words, `null` where it is not said. @throws Refusal */
export function wordOf<Word extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly Word[],
): Word | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  throw invalid(name, words.join(', '));
}

/** Values joined by commas. */
export function listOf(query: URLSearchParams, name: string): readonly string[] {
  return (query.get(name) ?? '').split(',').filter((text) => text !== '');
}

export function invalid(name: string, right: string): Refusal {
  return new Refusal(400, `invalid parameter ${name}: it takes ${right}`, name);
}
