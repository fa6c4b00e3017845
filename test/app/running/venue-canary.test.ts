import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/app/doctor/check.ts';
import { CHECKS } from '../../../src/app/doctor/check-table.ts';
import { unanswered } from '../../../src/app/doctor/failure-words.ts';
import { DriftCount } from '../../../src/app/running/drift-count.ts';
import { VENUE_CHECKS, VenueCanary } from '../../../src/app/running/venue-canary.ts';
import { alarmOf } from '../../../src/bot/notice/alarms.ts';
import { VenueError } from '../../../src/data/http/venue-error.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';

const AT_MS = 1_790_766_960_000;
const FINE: Check = { id: 'markets', name: 'Markets', ok: 'ok', found: 'there', todo: null };

function refused(kind: 'malformed' | 'unavailable' | 'unreachable', status = 200): Check {
  const error = new VenueError({ kind, endpoint: 'clob.book', status, text: 'asks' });
  return { id: 'market-rules', name: 'Market rules', ...unanswered(error, 'POLYMARKET_CLOB_URL') };
}

class Desk {
  readonly notices: Notice[] = [];
  readonly problems: unknown[] = [];
  readonly drift = new DriftCount();
  checks: readonly Check[] | Error = [FINE];
  woken = 0;
  readonly canary = new VenueCanary({
    check: async () => {
      if (this.checks instanceof Error) throw this.checks;
      return this.checks;
    },
    drift: () => this.drift.rows(),
    store: {
      notify: async (notice) => {
        this.notices.push(notice);
      },
    },
    wake: () => {
      this.woken += 1;
    },
    nowMs: () => AT_MS,
    report: (error) => this.problems.push(error),
  });

  meets(field: string, reason: 'malformed' | 'ignored' = 'malformed'): void {
    this.drift.count({ reason, source: 'polymarket.book', field, expected: 'a price' }, AT_MS);
  }
}

describe('a venue that changed', () => {
  test('is told once while it stays so, as an alarm with an entry of the runbook', async () => {
    const desk = new Desk();
    await desk.canary.look();
    expect(desk.notices).toEqual([]);
    desk.checks = [FINE, refused('malformed')];
    await desk.canary.look();
    await desk.canary.look();
    expect(desk.notices).toHaveLength(1);
    expect(desk.woken).toBe(1);
    const [notice] = desk.notices;
    expect(notice === undefined ? null : alarmOf(notice)).toBe('venue-changed');
    expect(notice?.data['what']).toContain('Market rules');
  });

  test('is told again when it was well meanwhile', async () => {
    const desk = new Desk();
    desk.checks = [refused('malformed')];
    await desk.canary.look();
    desk.checks = [FINE];
    await desk.canary.look();
    desk.checks = [refused('malformed')];
    await desk.canary.look();
    expect(desk.notices).toHaveLength(2);
  });

  test.each([
    ['unavailable', 503],
    ['unreachable', 0],
  ] as const)('is not what one that is %s is called', async (kind, status) => {
    const desk = new Desk();
    desk.checks = [refused(kind, status)];
    await desk.canary.look();
    expect(desk.notices).toEqual([]);
  });

  test('is seen by the field that could not be read, and what is of no use is not', async () => {
    const desk = new Desk();
    desk.meets('tick', 'ignored');
    await desk.canary.look();
    expect(desk.notices).toEqual([]);
    desk.meets('asks.0.price');
    await desk.canary.look();
    expect(desk.notices[0]?.data['what']).toBe(
      'A venue changed: polymarket.book asks.*.price (a price)',
    );
    await desk.canary.look();
    expect(desk.notices).toHaveLength(1);
  });

  test('a look that fails is reported and ends nothing', async () => {
    const desk = new Desk();
    desk.checks = new Error('the host is gone');
    await desk.canary.look();
    expect(desk.problems).toHaveLength(1);
    desk.checks = [refused('malformed')];
    await desk.canary.look();
    expect(desk.notices).toHaveLength(1);
  });
});

test('the looks are checks that the doctor has', () => {
  const ids = CHECKS.map(({ id }) => id);
  for (const id of VENUE_CHECKS) expect(ids).toContain(id);
});
