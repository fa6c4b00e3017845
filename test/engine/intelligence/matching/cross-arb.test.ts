import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { onKalshi, onPolymarket } from '../market-texts.ts';
import { judged } from './judged.ts';

const FOLDER = join(import.meta.dirname, '../../../../../shared/data/joint');
const FILES = ['cross_arb_2026-06-30.csv.gz', 'cross_arb_2026-07-01.csv.gz'].map((name) =>
  join(FOLDER, name),
);
const isHere = FILES.every((path) => existsSync(path));
if (!isHere) console.warn('skipped: no rows of a public scanner at ../shared/data/joint');

/** Fields of one line; titles have commas within quotes. */
function fieldsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
}

interface ScannerRow {
  readonly polymarket: string;
  readonly kalshi: string;
  readonly ticker: string;
  readonly day: string;
}

function rowsOf(path: string): readonly ScannerRow[] {
  const [head = '', ...lines] = gunzipSync(readFileSync(path))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  const names = fieldsOf(head);
  return lines.map((line) => {
    const fields = fieldsOf(line);
    const field = (name: string): string => fields[names.indexOf(name)] ?? '';
    return {
      polymarket: field('titulo_a'),
      kalshi: field('titulo_b'),
      ticker: field('url_b').split('/').at(-1) ?? '',
      day: field('fecha_a'),
    };
  });
}

describe.skipIf(!isHere)('rows that a public scanner called arbitrage', () => {
  test('none is arbitrage, and each is refused with the term that differs', () => {
    const rows = FILES.flatMap(rowsOf);
    expect(rows).toHaveLength(10_653);
    const unlike = new Map(rows.map((row) => [Object.values(row).join('|'), row]));
    const codes = new Map<string, number>();
    for (const row of unlike.values()) {
      const verdict = judged(
        onPolymarket(row.polymarket, { closesAtMs: Date.parse(row.day) }),
        onKalshi(row.ticker, row.kalshi),
      );
      // What agrees in every term settles by two indices: that is the term.
      const term =
        verdict.state === 'verified'
          ? verdict.basis.find((each) => each === 'price_index')
          : verdict.reasons.find(({ effect }) => effect === 'reject');
      expect(term, `${row.polymarket} / ${row.ticker}`).toBeDefined();
      if (typeof term === 'object') {
        expect(term.polymarket).not.toBeNull();
        expect(term.kalshi).not.toBeNull();
      }
      const code = typeof term === 'object' ? term.code : (term ?? '');
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect([...codes.keys()].sort()).toEqual(['date', 'price_index', 'threshold']);
    expect(codes.get('price_index')).toBeLessThan(unlike.size / 50);
  });
});
