import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ABSENCES_MIN, NOT_PLACED_AFTER_MS } from '../../../../src/engine/core/live/looking.ts';
import { dollars, shares } from '../../../../src/engine/domain/values/money.ts';
import type { OrderLookup, PostAnswer } from '../../../../src/engine/domain/venue-answer.ts';
import { Desk, fillOf, liveOrder, NOW_MS, NOWHERE, UNANSWERED } from './live-desk.ts';

const UNKNOWN: PostAnswer = { kind: 'unknown', text: 'no answer within 10 s' };
const whole = (over: Partial<OrderLookup> = {}): OrderLookup => ({
  ...NOWHERE,
  order: { status: 'matched', matched: shares(10) },
  fills: [fillOf(10)],
  ...over,
});

describe('an order in doubt', () => {
  test('is never sent again, and is found by its hash', () => {
    const desk = new Desk().send().posted(UNKNOWN);
    expect(desk.reports.at(-1)).toMatchObject({ kind: 'inDoubt' });
    desk.answering(() => whole(), NOW_MS + 10_000);
    expect(desk.filled).toBe(shares(10));
    expect(desk.ended).toEqual([expect.objectContaining({ outcome: 'complete' })]);
    expect(desk.count('post')).toBe(1);
  });

  test('that filled before anybody could look is found through its trades alone', () => {
    const desk = new Desk().send().posted(UNKNOWN);
    desk.answering(() => ({ ...NOWHERE, fills: [fillOf(10)] }), NOW_MS + 120_000);
    expect(desk.filled).toBe(shares(10));
    expect(desk.ended).toEqual([expect.objectContaining({ outcome: 'complete' })]);
  });

  test('that is found nowhere is not placed only after the restart window', () => {
    const desk = new Desk().send().posted(UNKNOWN);
    desk.answering(() => NOWHERE, NOW_MS + NOT_PLACED_AFTER_MS - 1_000);
    expect(desk.ended, 'not before').toEqual([]);
    expect(desk.count('lookUp')).toBeGreaterThanOrEqual(ABSENCES_MIN);
    desk.answering(() => NOWHERE, NOW_MS + NOT_PLACED_AFTER_MS + 60_000);
    expect(desk.ended).toEqual([expect.objectContaining({ outcome: 'notPlaced' })]);
  });

  test('lookups that are not answered whole prove nothing, however many', () => {
    const desk = new Desk().send().posted(UNKNOWN);
    desk.answering(() => UNANSWERED, NOW_MS + 20 * NOT_PLACED_AFTER_MS);
    expect(desk.ended).toEqual([]);
    expect(
      desk.changes.filter(({ kind }) => kind === 'notice'),
      'told once',
    ).toHaveLength(1);
  });

  test('one word of the account’s own channel ends the doubt', () => {
    const desk = new Desk().send().posted(UNKNOWN).fill(fillOf(10));
    expect(desk.reports.map(({ kind }) => kind)).toContain('accepted');
    desk.answering(() => whole(), NOW_MS + 60_000);
    expect(desk.filled, 'the same trade is told once').toBe(shares(10));
  });

  test('a fill that came before the lost answer leaves no doubt at all', () => {
    const desk = new Desk().send().fill(fillOf(10)).posted(UNKNOWN);
    expect(desk.reports.map(({ kind }) => kind)).not.toContain('inDoubt');
  });
});

describe('an order that rests', () => {
  const resting = liveOrder({ timeInForce: 'GTD', restsUntilMs: NOW_MS + 180_000 });
  const LIVE: PostAnswer = { kind: 'accepted', status: 'live', matched: null };

  test('is never taken for canceled because a list lacks it', () => {
    const desk = new Desk().send(resting).posted(LIVE);
    desk.answering(() => NOWHERE, NOW_MS + 170_000);
    expect(desk.ended).toEqual([]);
  });

  test('has expired when its time is over and no list has it any more', () => {
    const desk = new Desk().send(resting).posted(LIVE);
    desk.answering(() => NOWHERE, NOW_MS + 400_000);
    expect(desk.ended).toEqual([expect.objectContaining({ outcome: 'expired' })]);
  });

  test('a fill that outruns its cancel is booked, and the rest is canceled', () => {
    const desk = new Desk().send(resting).posted(LIVE);
    desk.turn((turn) => desk.venue.cancel(resting.intent.id, turn));
    expect(desk.count('cancel')).toBe(1);
    desk.fill(fillOf(3));
    desk.turn((turn) =>
      desk.venue.onResult(
        { kind: 'cancelAnswered', intentId: resting.intent.id, answer: { kind: 'canceled' } },
        turn,
      ),
    );
    expect(desk.ended, 'what it filled is not known before it was looked up').toEqual([]);
    desk.lookedUp({ ...NOWHERE, order: { status: 'canceled', matched: shares(3) } });
    expect(desk.filled).toBe(shares(3));
    expect(desk.ended).toEqual([expect.objectContaining({ outcome: 'canceled' })]);
  });
});

describe('kill', () => {
  test('asks the venue to cancel everything until it proves that nothing is open', () => {
    const desk = new Desk().send();
    desk.killed = true;
    desk.turn((turn) => desk.venue.sweep(liveOrder().intent.ledger, turn));
    const answered = (proven: boolean): void =>
      desk.turn((turn) =>
        desk.venue.onAllCanceled(
          {
            kind: 'allCanceled',
            ledger: liveOrder().intent.ledger,
            answer: { proven, canceled: [], stillOpen: [], problem: '' },
          },
          turn,
        ),
      );
    answered(true);
    expect(desk.venue.isSweeping, 'an order is on its way still').toBe(true);
    desk.posted({ kind: 'accepted', status: 'live', matched: null });
    expect(desk.count('cancel'), 'what landed behind the kill is taken out').toBe(1);
    desk.until(desk.nowMs + 1_000);
    expect(desk.count('cancelAll')).toBe(2);
    answered(false);
    expect(desk.venue.isSweeping).toBe(true);
    answered(true);
    expect(desk.venue.isSweeping).toBe(false);
    expect(desk.messages.filter(({ kind }) => kind === 'swept')).toHaveLength(1);
  });

  test('a waiting order is not sent any more', () => {
    const desk = new Desk().send();
    desk.posted({ kind: 'notAccepted', cause: 'notReady', text: '', retryAfterMs: null });
    desk.killed = true;
    desk.turn((turn) => desk.venue.sweep(liveOrder().intent.ledger, turn));
    desk.until(NOW_MS + 60_000);
    expect(desk.count('post')).toBe(1);
    expect(desk.ended).toEqual([expect.objectContaining({ outcome: 'notPlaced' })]);
  });
});

describe('any order of arrival', () => {
  const parts = [fillOf(4), fillOf(6, { tradeId: 'trade 2' })];
  const words: readonly ((desk: Desk) => void)[] = [
    (desk) => void desk.fill(parts[0] ?? fillOf(4)),
    (desk) => void desk.fill(parts[0] ?? fillOf(4)),
    (desk) => void desk.fill(parts[1] ?? fillOf(6)),
    (desk) => void desk.fill(fillOf(4, { settlement: 'confirmed' })),
    (desk) =>
      desk.turn((turn) => {
        const event = { kind: 'order', hash: fillOf(1).orderHash } as const;
        desk.venue.onAccountEvent({ ...event, status: 'matched', matched: shares(10) }, turn);
      }),
    (desk) => void desk.lookedUp(whole({ fills: parts })),
  ];

  test('gives the same fills, once, and the same end', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...words.keys()], { minLength: words.length }),
        fc.constantFrom<PostAnswer>(UNKNOWN, {
          kind: 'accepted',
          status: 'matched',
          matched: { quantity: shares(10), notional: dollars(5) },
        }),
        fc.nat(words.length - 1),
        (order, answer, when) => {
          const desk = new Desk().send();
          for (const [at, index] of order.entries()) {
            if (at === when) desk.posted(answer);
            words[index]?.(desk);
          }
          desk.answering(() => whole({ fills: parts }), NOW_MS + 60_000);
          expect(desk.filled).toBe(shares(10));
          expect(desk.ended).toHaveLength(1);
        },
      ),
    );
  });
});
