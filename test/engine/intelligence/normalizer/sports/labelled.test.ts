import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MarketText } from '../../../../../src/engine/intelligence/normalizer/contract.ts';
import { kalshi, poly, stand } from './market-texts.ts';

const LABELLED = join(import.meta.dirname, '../../../../../../shared/data/matching/dev.jsonl');
const skipped = existsSync(LABELLED) ? '' : ' (SKIPPED: no labelled pairs beside the project)';

interface Row {
  readonly id: string;
  readonly domain: string;
  readonly label: 'same' | 'inverse' | 'different';
  readonly polymarket: {
    readonly question: string;
    readonly slug?: string;
    readonly outcomes: readonly string[];
    readonly description?: string;
    readonly endDate?: string;
  };
  readonly kalshi: {
    readonly ticker: string;
    readonly title: string;
    readonly yes_sub_title?: string;
    readonly rules_primary?: string;
  };
}

function textsOf(row: Row): [MarketText, MarketText] {
  const { question, slug, outcomes, description, endDate } = row.polymarket;
  const { ticker, title, yes_sub_title: subTitle, rules_primary: rules } = row.kalshi;
  const closesAtMs = endDate === undefined ? null : Date.parse(endDate);
  return [
    poly(question, { slug: slug ?? null, outcomes, rules: description ?? null, closesAtMs }),
    kalshi(ticker, title, { subTitle: subTitle ?? null, rules: rules ?? null }),
  ];
}

describe.skipIf(skipped !== '')(`labelled pairs of sports${skipped}`, () => {
  const rows = (skipped === '' ? readFileSync(LABELLED, 'utf8').trim().split('\n') : [])
    .map((line) => JSON.parse(line) as Row)
    .filter(({ domain }) => domain === 'sports')
    .map((row) => ({ row, found: stand(...textsOf(row)) }));
  const agreed = rows.filter(({ found }) => found === 'same' || found === 'inverse');

  test('agree only where they are labelled so, and never the wrong way round', () => {
    expect(rows.length).toBeGreaterThan(1_000);
    const wrong = agreed.filter(({ row, found }) => row.label !== found).map(({ row }) => row.id);
    expect(wrong).toEqual([]);
  });

  test('agree for nineteen of twenty that are one question', () => {
    const one = rows.filter(({ row }) => row.label !== 'different');
    expect(agreed.length / one.length).toBeGreaterThan(0.95);
  });
});
