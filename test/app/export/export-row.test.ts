import { describe, expect, test } from 'vitest';
import { type Cell, COLUMNS, type NamedRow } from '../../../src/app/export/columns.ts';
import { CSV_HEAD, csvCell, csvLine } from '../../../src/app/export/csv.ts';
import { exportRowsOf } from '../../../src/app/export/export-row.ts';
import { jsonRow } from '../../../src/app/export/json.ts';
import { daySpan, yearSpan } from '../../../src/app/export/span.ts';
import type { Flow } from '../../../src/engine/domain/flow.ts';
import { PAPER } from '../../../src/engine/domain/ids.ts';
import type { Realisation } from '../../../src/engine/domain/realisation.ts';
import { dollars, money, price, quantity } from '../../../src/engine/domain/values/money.ts';
import { fill, WALLET, YES } from '../../engine/domain/fills.ts';
import { parsedCsv } from './rebuilt-books.ts';

function named(row: ReturnType<typeof exportRowsOf>[number] | undefined): NamedRow {
  if (row === undefined) throw new Error('there is a row');
  return { ...row, question: 'Fed "cuts", in December?', outcome: '=HYPERLINK("x")' };
}

function cellsOf(row: NamedRow): Record<string, string> {
  const [cells = []] = parsedCsv(csvLine(row));
  return Object.fromEntries(COLUMNS.map(([name], at) => [name, cells[at] ?? '']));
}

describe('lines', () => {
  test('tell of a sale what it brought, cost and left, to the last digit', () => {
    const sold = {
      ...fill({ quantity: quantity(3_000_001), price: price(515_000) }),
      ...{ side: 'sell' as const, notional: money(1_545_000), fee: money(10_001), atMs: 0 },
    };
    const [row] = exportRowsOf({ kind: 'fill', fill: sold, realised: money(-5) });
    expect(cellsOf(named(row))).toEqual({
      ...{ time: '1970-01-01T00:00:00.000Z', kind: 'fill', market: 'Fed "cuts", in December?' },
      ...{ market_id: sold.marketId, outcome: `'=HYPERLINK("x")`, token_id: YES, side: 'sell' },
      ...{ shares: '-3.000001', price: '0.515', amount: '1.545', fee: '0.010001' },
      ...{ realised: '-0.000005', cost: '-1.545005', cash_change: '1.534999' },
      ...{ ledger: 'paper', leader: WALLET, order_id: 'intent-1', trade_id: '', transaction: '' },
      note: 'not settled yet',
    });
  });

  test('tell of a void payout what was paid for a share, though it was rounded down', () => {
    const realisation: Realisation = {
      ...{ id: 'p', ledger: PAPER, wallet: null, marketId: '0xm' as never, tokenId: YES },
      ...{ cause: 'payout' as const, amount: money(-99_999), fillId: null, change: -3_000_001 },
      ...{ cash: money(1_500_000), transaction: '0xabc', atMs: 5 },
    };
    const cells = cellsOf(named(exportRowsOf({ kind: 'payout', realisation })[0]));
    expect(cells).toMatchObject({ kind: 'payout', price: '0.5', shares: '-3.000001', leader: '' });
    expect(cells).toMatchObject({ amount: '1.5', cost: '-1.599999', transaction: '0xabc' });
  });

  test('tell of a sale of the owner from whom it took how many shares', () => {
    const move = { marketId: '0xm' as never, tokenId: YES };
    const flow: Flow = {
      ...{ id: 'e', ledger: PAPER, kind: 'external', amount: money(10), note: '+1', atMs: 1 },
      moves: [
        { ...move, wallet: null, change: -1_000_000, cost: money(-300_000) },
        { ...move, wallet: WALLET, change: -2_000_000, cost: money(-700_001) },
      ],
    };
    const rows = exportRowsOf({ kind: 'flow', flow }).map((row) => cellsOf(named(row)));
    expect(rows.map((row) => [row['leader'], row['shares'], row['cost']])).toEqual([
      ['', '-1', '-0.3'],
      [WALLET, '-2', '-0.700001'],
    ]);
    // 1.000011 dollars came for three shares.
    expect(rows.map((row) => row['cash_change'])).toEqual(['0.333337', '0.666674']);
    expect(rows.map((row) => row['note'])).toEqual(["'+1", "'+1"]);
  });
});

describe('cells', () => {
  const text = (value: string): Cell => ({ text: value });

  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['\nx', '"\'\nx"'],
    ['＝1', "'＝1"],
    ['a=b', 'a=b'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['=a,"b"', '"\'=a,""b"""'],
  ])('text that a spreadsheet could carry out is harmless: %j', (given, expected) => {
    expect(csvCell(text(given))).toBe(expected);
  });

  test('numbers stay what they are, negative ones too', () => {
    expect(csvCell({ number: '-1.5' })).toBe('-1.5');
    expect(csvCell(null)).toBe('');
  });

  test('names of columns need no quotes, and are the keys of the JSON', () => {
    const names = CSV_HEAD.trim().split(',');
    const flow: Flow = {
      ...{ id: 'd', ledger: PAPER, kind: 'deposit', amount: dollars(10), note: '=1', atMs: 1 },
    };
    const row = JSON.parse(jsonRow(named(exportRowsOf({ kind: 'flow', flow })[0])));
    expect(Object.keys(row)).toEqual(names);
    expect(row).toMatchObject({ amount: '10', cash_change: '10', note: '=1', shares: null });
  });
});

describe('spans', () => {
  test("a year is the calendar's, in UTC", () => {
    expect(yearSpan('2026')).toEqual({
      ...{ sinceMs: Date.parse('2026-01-01T00:00:00Z') },
      beforeMs: Date.parse('2027-01-01T00:00:00Z'),
    });
    for (const no of ['26', '1999', '20260', 'all', '']) expect(yearSpan(no)).toBeNull();
  });

  test('days are whole and both included', () => {
    expect(daySpan('2026-02-28', '2026-02-28')).toEqual({
      ...{ sinceMs: Date.parse('2026-02-28T00:00:00Z') },
      beforeMs: Date.parse('2026-03-01T00:00:00Z'),
    });
    expect(daySpan(null, null)).toEqual({ sinceMs: 0, beforeMs: null });
    expect(daySpan('2026-02-29', null)).toBeNull();
    expect(daySpan('2026-03-01', '2026-02-28')).toBeNull();
    expect(daySpan('yesterday', null)).toBeNull();
  });
});
