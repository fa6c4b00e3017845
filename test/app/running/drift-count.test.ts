import { describe, expect, test } from 'vitest';
import { DriftCount } from '../../../src/app/running/drift-count.ts';
import { driftMetrics } from '../../../src/app/running/drift-metrics.ts';
import { Intake } from '../../../src/app/running/intake.ts';

const AT_MS = 1_790_766_960_000;

function intake(): Intake {
  return new Intake({
    loop: { offerFrame: () => undefined, offerBehind: () => undefined },
    problem: () => undefined,
    seen: () => undefined,
  });
}

describe('drift', () => {
  test('names source, reason and field of what a venue sends otherwise', () => {
    const door = intake();
    const book = { event_type: 'book', asset_id: '1', market: '0x1', bids: 'none' };
    door.text('polymarket.market', JSON.stringify(book), AT_MS);
    door.text('polymarket.market', JSON.stringify(book), AT_MS + 5);
    door.text('polymarket.market', '{"event_type":"weather"}', AT_MS);
    door.text('polymarket.market', '{', AT_MS);
    const rows = door.drift.rows();
    expect(rows.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['malformed', 'unknownKind', 'notJson']),
    );
    const [first] = rows;
    expect(first).toMatchObject({ source: 'polymarket.market', count: 2, lastAtMs: AT_MS + 5 });
    expect(first?.field).not.toBe('');
  });

  test('counts the rows of a page together', () => {
    const drift = new DriftCount();
    for (let row = 0; row < 30; row += 1) {
      drift.count(
        { reason: 'malformed', source: 's', field: `${row}.levels.${row}.price`, expected: 'a' },
        AT_MS,
      );
    }
    expect(drift.rows()).toMatchObject([{ field: '*.levels.*.price', count: 30 }]);
  });

  test('stays small whatever is sent', () => {
    const drift = new DriftCount();
    for (let n = 0; n < 5_000; n += 1) {
      const field = `field_${n}_${'x'.repeat(500)}`;
      drift.count({ reason: 'malformed', source: 's', field, expected: 'a' }, AT_MS);
    }
    const rows = drift.rows();
    expect(rows.length).toBeLessThanOrEqual(201);
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(5_000);
    expect(Math.max(...rows.map(({ field }) => field.length))).toBeLessThanOrEqual(80);
  });

  test('is a counter for each field', () => {
    const drift = new DriftCount();
    drift.count({ reason: 'malformed', source: 's', field: 'price', expected: 'a' }, AT_MS);
    expect(driftMetrics(drift.rows())[0]?.samples).toEqual([
      { labels: { source: 's', reason: 'malformed', field: 'price' }, value: 1 },
    ]);
  });
});
