import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CardNumbers, NUMBERS_KEPT } from '../../../src/bot/notice/card-numbers.ts';
import { CARD_INTERVAL_MS, CardPace, type Joined } from '../../../src/bot/notice/card-pace.ts';
import type { NoticeMessage, Tally } from '../../../src/bot/notice/notice-message.ts';
import { VirtualTiming } from './virtual-timing.ts';

type Shown = { readonly atMs: number } & (
  | { readonly card: NoticeMessage }
  | { readonly joined: Joined }
);

class Pace {
  readonly timing = new VirtualTiming();
  readonly shown: Shown[] = [];
  readonly pace = new CardPace({
    timing: this.timing,
    showCard: (card) => this.shown.push({ atMs: this.timing.monotonicMs(), card }),
    showJoined: (joined) => this.shown.push({ atMs: this.timing.monotonicMs(), joined }),
  });

  add(id: string, change: Partial<NoticeMessage> = {}): void {
    this.pace.add({
      id,
      atMs: this.timing.nowMs(),
      reply: { symbol: null, title: id, blocks: [], buttons: [] },
      about: id,
      delivery: 'on',
      tally: 'copy',
      urgent: false,
      ...change,
    });
  }

  /** The cards by id; a joined line as how many it joins. */
  get told(): (string | number)[] {
    return this.shown.map((one) =>
      'card' in one
        ? one.card.id
        : Object.values(one.joined.counts).reduce((sum, count) => sum + count, 0),
    );
  }
}

describe('the pace of cards', () => {
  it('shows the first at once and a second one after the interval', async () => {
    const pace = new Pace();
    pace.add('a');
    await pace.timing.advance(500);
    pace.add('b');
    await pace.timing.advance(CARD_INTERVAL_MS - 501);
    expect(pace.told).toEqual(['a']);
    await pace.timing.advance(1);
    expect(pace.told).toEqual(['a', 'b']);
  });

  it('joins what comes within the interval, by kind', async () => {
    const pace = new Pace();
    pace.add('a');
    const tallies: readonly Tally[] = ['copy', 'skip', 'skip', 'exit'];
    for (const tally of tallies) pace.add(tally, { tally });
    await pace.timing.advance(CARD_INTERVAL_MS);
    expect(pace.shown[1]).toMatchObject({ joined: { counts: { copy: 1, skip: 2, exit: 1 } } });
  });

  it('shows what is urgent at once, by itself, behind what came before', () => {
    const pace = new Pace();
    pace.add('a');
    pace.add('b');
    pace.add('c');
    pace.add('kill', { urgent: true });
    expect(pace.told).toEqual(['a', 2, 'kill']);
  });

  it('never loses or repeats one, and shows ordinary ones at most once in the interval', async () => {
    const step = fc.record({ waitMs: fc.nat(3_000), urgent: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const pace = new Pace();
        for (const [index, { waitMs, urgent }] of steps.entries()) {
          await pace.timing.advance(waitMs);
          pace.add(String(index), { urgent });
        }
        await pace.timing.advance(CARD_INTERVAL_MS);
        const total = pace.told.reduce<number>(
          (sum, one) => sum + (typeof one === 'number' ? one : 1),
          0,
        );
        expect(total).toBe(steps.length);
        if (steps.some(({ urgent }) => urgent)) return;
        const times = pace.shown.map(({ atMs }) => atMs);
        for (const [index, atMs] of times.entries()) {
          const before = times[index - 1];
          if (before !== undefined) expect(atMs - before).toBeGreaterThanOrEqual(CARD_INTERVAL_MS);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('numbers of cards', () => {
  it('stand for what the card was about, with or without #', () => {
    const numbers = new CardNumbers();
    expect(numbers.add('first')).toBe(1);
    expect(numbers.add('second')).toBe(2);
    expect(numbers.reference('#1')).toBe('first');
    expect(numbers.reference('2')).toBe('second');
    for (const text of ['0', '3', '-1', '1.5', 'x', '', '#', '99999999999']) {
      expect(numbers.reference(text)).toBeNull();
    }
  });

  it('are kept for the newest cards only', () => {
    const numbers = new CardNumbers();
    for (let count = 1; count <= NUMBERS_KEPT + 1; count += 1) numbers.add(`about ${count}`);
    expect(numbers.reference('1')).toBeNull();
    expect(numbers.reference('2')).toBe('about 2');
    expect(numbers.reference(String(NUMBERS_KEPT + 1))).toBe(`about ${NUMBERS_KEPT + 1}`);
  });
});
