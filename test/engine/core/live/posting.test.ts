import { describe, expect, test } from 'vitest';
import { SENDS_MAX } from '../../../../src/engine/core/live/posting.ts';
import { POST_ONLY_WINDOW_MS } from '../../../../src/engine/core/live/venue-mode.ts';
import { dollars, shares } from '../../../../src/engine/domain/values/money.ts';
import type { NotAcceptedCause, PostAnswer } from '../../../../src/engine/domain/venue-answer.ts';
import { Desk, fillOf, liveOrder, NOW_MS, NOWHERE } from './live-desk.ts';

const matched = (size: number): PostAnswer => ({
  kind: 'accepted',
  status: 'matched',
  matched: { quantity: shares(size), notional: dollars(size / 2) },
});
const notAccepted = (cause: NotAcceptedCause, retryAfterMs: number | null = null): PostAnswer => ({
  kind: 'notAccepted',
  cause,
  text: cause,
  retryAfterMs,
});

describe('an order that takes at once', () => {
  test('ends when all that the venue matched was told as fills, whichever comes first', () => {
    const answerFirst = new Desk().send().posted(matched(10)).fill(fillOf(10));
    const fillFirst = new Desk().send().fill(fillOf(10)).posted(matched(10));
    for (const desk of [answerFirst, fillFirst]) {
      expect(desk.filled).toBe(shares(10));
      expect(desk.ended).toEqual([expect.objectContaining({ outcome: 'complete' })]);
      expect(desk.count('post')).toBe(1);
    }
  });

  test('a part is canceled with its reason, and is not sent again', () => {
    const desk = new Desk()
      .send()
      .posted(matched(4))
      .fill(fillOf(4))
      .until(NOW_MS + 60_000);
    expect(desk.ended).toEqual([expect.objectContaining({ outcome: 'canceled' })]);
    expect(desk.count('post')).toBe(1);
  });

  test('without a fill the answer alone does not end it: its trades are asked for', () => {
    const desk = new Desk()
      .send()
      .posted(matched(10))
      .until(NOW_MS + 2_000);
    expect(desk.ended).toEqual([]);
    expect(desk.count('lookUp')).toBe(1);
    desk.lookedUp({ ...NOWHERE, fills: [fillOf(10)] });
    expect(desk.ended).toHaveLength(1);
  });

  test('that the venue matched without saying how much is never booked as zero', () => {
    const desk = new Desk().send().posted({ kind: 'accepted', status: 'matched', matched: null });
    desk.answering(() => NOWHERE, NOW_MS + 300_000);
    expect(desk.ended).toEqual([]);
    desk.answering(() => ({ ...NOWHERE, fills: [fillOf(7)] }), NOW_MS + 500_000);
    expect(desk.filled).toBe(shares(7));
    expect(desk.ended).toEqual([expect.objectContaining({ outcome: 'canceled' })]);
  });

  test('a venue that found nobody ends it as canceled, one that refuses as rejected', () => {
    const unfilled = new Desk().send().posted({ kind: 'unfilled', text: 'no orders found' });
    expect(unfilled.ended).toEqual([
      { ...unfilled.ended[0], outcome: 'canceled', reason: 'no orders found' },
    ]);
    const refused = new Desk()
      .send()
      .posted({ kind: 'refused', cause: 'balance', text: 'not enough balance' });
    expect(refused.ended[0]).toMatchObject({ outcome: 'rejected', reason: 'not enough balance' });
  });

  test('"Duplicated." means that it landed: it is looked up, never sent again', () => {
    const desk = new Desk().send().posted({ kind: 'duplicate', text: 'Duplicated.' });
    expect(desk.count('lookUp')).toBe(1);
    desk.lookedUp({
      ...NOWHERE,
      order: { status: 'matched', matched: shares(10) },
      fills: [fillOf(10)],
    });
    expect(desk.filled).toBe(shares(10));
    expect(desk.count('post')).toBe(1);
  });
});

describe('the same bytes go again', () => {
  const AGAIN: readonly NotAcceptedCause[] = [
    'notSent',
    'restarting',
    'cancelOnly',
    'disabled',
    'rateLimited',
    'notReady',
    'beforeBook',
    'unauthorized',
  ];
  test.each(AGAIN)('after %s, later and within the time of the order', (cause) => {
    const desk = new Desk().send().posted(notAccepted(cause));
    expect(desk.count('post')).toBe(1);
    desk.until(NOW_MS + 14_000);
    expect(desk.count('post')).toBe(2);
    const bodies = desk.effects.flatMap((one) => (one.kind === 'post' ? [one.order.body] : []));
    expect(new Set(bodies).size).toBe(1);
  });

  test('not before the moment that the venue names', () => {
    const desk = new Desk().send().posted(notAccepted('rateLimited', 9_000));
    desk.until(NOW_MS + 8_999);
    expect(desk.count('post')).toBe(1);
    desk.until(NOW_MS + 9_000);
    expect(desk.count('post')).toBe(2);
  });

  test('not past its time: it ends as never placed, and frees its reservation', () => {
    const desk = new Desk().send().posted(notAccepted('restarting', 20_000));
    expect(desk.ended[0]).toMatchObject({ outcome: 'notPlaced' });
    expect(desk.until(NOW_MS + 60_000).count('post')).toBe(1);
  });

  test('a bounded number of times', () => {
    const order = liveOrder({ expiresAtMs: NOW_MS + 86_400_000 });
    const desk = new Desk().send(order);
    for (let round = 0; round < 2 * SENDS_MAX && desk.ended.length === 0; round += 1) {
      desk.posted(notAccepted('notSent')).until(desk.nowMs + 30_000);
    }
    expect(desk.count('post')).toBe(SENDS_MAX);
    expect(desk.ended).toHaveLength(1);
  });

  test('behind a restart, orders that take are held for the post-only window', () => {
    const order = liveOrder({ expiresAtMs: NOW_MS + 600_000 });
    const desk = new Desk().send(order).posted(notAccepted('postOnly'));
    desk.until(NOW_MS + POST_ONLY_WINDOW_MS - 1);
    expect(desk.count('post'), 'it is asked again when the window is over').toBeLessThanOrEqual(1);
    desk.until(NOW_MS + POST_ONLY_WINDOW_MS);
    expect(desk.count('post')).toBe(2);
  });
});
