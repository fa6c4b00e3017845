import { DAY_MS } from '../../domain/time.ts';
import type { Contract, MarketText } from '../normalizer/contract.ts';
import { tokens } from '../normalizer/fold.ts';

const FILLING = new Set(
  'a an and any are as at be been before by do does for from has have how if in into is it many much of on or over than that the their there this to under up was were what when where which who will with you vs et edt est yes no'.split(
    ' ',
  ),
);
/** Words of one market that are indexed. */
const WORDS_MAX = 40;

/**
 * What a market is found by: words of its titles, and keys of what its contract says, such as the
 * coin at its instant, so that templates of a thousand markets alike still find their one.
 */
export function indexWords(text: MarketText, contract: Contract | null): readonly string[] {
  const words = tokens(`${text.title} ${text.subTitle ?? ''}`).filter((word) => !FILLING.has(word));
  return [...keysOf(contract), ...words].slice(0, WORDS_MAX);
}

function keysOf(contract: Contract | null): readonly string[] {
  if (contract === null) return [];
  const when = momentKey(contract);
  const what = `${domainOf(contract.family)}:${contract.entities.join('+')}`;
  const bound = contract.floor ?? contract.cap;
  const exact = `@${what}:${when}:${bound ?? ''}`;
  return [
    exact,
    `@${what}:${when}`,
    ...(contract.event === null || contract.entities.length === 0
      ? []
      : contract.entities.map((entity) => `@${entity}:${contract.event}`)),
    ...(contract.day === null
      ? []
      : contract.entities.map((entity) => `@${entity}:${contract.day}`)),
  ];
}

function momentKey({ observedAtMs, day, window, event }: Contract): string {
  if (observedAtMs !== null) return String(observedAtMs);
  if (day !== null) return day;
  if (window?.toMs != null) return String(Math.floor(window.toMs / DAY_MS));
  return event ?? '';
}

function domainOf(family: string): string {
  return family.split('.', 1)[0] ?? family;
}
