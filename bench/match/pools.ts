import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type RowReading,
  readKalshiRow,
  readPolymarketRow,
} from '../../src/app/match/market-rows.ts';
import type { MarketText } from '../../src/engine/intelligence/normalizer/contract.ts';
import { MATCHING_FOLDER } from './labelled.ts';

/** All markets that both venues listed on a day, and the pairs of them that are known. */
export interface Pool {
  readonly name: string;
  readonly polymarket: readonly MarketText[];
  readonly kalshi: readonly MarketText[];
  /** Labels by `pairKey`; not exhaustive. */
  readonly gold: ReadonlyMap<string, string>;
}

const POOLS = ['2025-06-24', '2025-08-06', '2026-01', '2026-05'] as const;

export function pairKey(polymarketId: string, kalshiId: string): string {
  return `${polymarketId} ${kalshiId}`;
}

/** The pools that stand beside the project. */
export function readPools(): readonly Pool[] {
  return POOLS.flatMap((name) => {
    const folder = join(MATCHING_FOLDER, 'pools', name);
    if (!existsSync(folder)) return [];
    return [
      {
        name,
        polymarket: rows(join(folder, 'polymarket.jsonl'), readPolymarketRow),
        kalshi: rows(join(folder, 'kalshi.jsonl'), readKalshiRow),
        gold: goldOf(join(folder, 'gold.jsonl')),
      },
    ];
  });
}

function lines(path: string): readonly string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function rows(path: string, read: (line: string) => RowReading<MarketText>): readonly MarketText[] {
  return lines(path).flatMap((line) => {
    const reading = read(line);
    return 'row' in reading ? [reading.row] : [];
  });
}

function goldOf(path: string): ReadonlyMap<string, string> {
  if (!existsSync(path)) return new Map();
  const pairs = lines(path).map(
    (line) => JSON.parse(line) as { polymarket: string; kalshi: string; label: string },
  );
  return new Map(pairs.map((pair) => [pairKey(pair.polymarket, pair.kalshi), pair.label]));
}

/** Days stay in a calendar; other numbers are moved on. */
const MONTH_DAY =
  /(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{1,2})\b/g;
const LONG_NUMBER = /\b\d{4,}\b(?!-)/g;
const DAYS = 28;
const STEP = 100;

/**
 * So many markets: the given ones, and again with other days and strikes. Names stay, so that copies
 * are as alike as the markets of one template are.
 */
export function grown(texts: readonly MarketText[], count: number): readonly MarketText[] {
  return Array.from({ length: count }, (_, index) => {
    const copy = Math.floor(index / texts.length);
    const text = texts[index % texts.length];
    if (text === undefined) throw new Error('A pool needs markets to grow from');
    return copy === 0 ? text : copied(text, copy);
  });
}

function copied(text: MarketText, copy: number): MarketText {
  const move = (words: string): string =>
    words
      .replace(
        MONTH_DAY,
        (_, month: string, day: string) => `${month} ${((Number(day) + copy - 1) % DAYS) + 1}`,
      )
      .replace(LONG_NUMBER, (number) =>
        /^20\d\d$/.test(number) ? number : String(Number(number) + copy * STEP),
      );
  return {
    ...text,
    id: `${text.id}-${copy}`,
    title: move(text.title),
    subTitle: text.subTitle === null ? null : move(text.subTitle),
  };
}
