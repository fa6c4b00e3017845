import { describe, expect, test } from 'vitest';
import { FrameText, Intake } from '../../../src/app/running/intake.ts';
import type { Problem } from '../../../src/data/parsed.ts';
import type { FeedCursor } from '../../../src/engine/domain/input.ts';
import type { MarketEvent } from '../../../src/engine/domain/market-event.ts';
import type { Frame } from '../../../src/engine/frame-queue.ts';
import {
  book,
  levelChange,
  listing,
  type StoryMarket,
  streamed,
  type VenueFrame,
} from '../../scenarios/venue-frames.ts';
import { addressOf } from '../../scenarios/wallet-words.ts';

const NOW_MS = 1_790_766_960_000;
const RAIN: StoryMarket = { name: 'rain', place: 1, outcomes: ['Yes', 'No'], options: new Map() };
const YES = { market: RAIN, outcome: 0 } as const;
const TRADE = {
  wallet: addressOf('anna'),
  kind: 'buy',
  ...YES,
  quantity: 100,
  price: 0.5,
  transaction: 7,
  tradedAtMs: NOW_MS,
} as const;
const LEVELS = { bids: [{ price: '0.48', size: '10' }], asks: [{ price: '0.50', size: '10' }] };

const FRAMES: readonly VenueFrame[] = [
  listing(RAIN, NOW_MS, null),
  book({ ...YES, polled: false }, LEVELS, NOW_MS),
  book({ ...YES, polled: true }, LEVELS, NOW_MS),
  levelChange({ ...YES, side: 'bid' }, { price: '0.47', size: '0.10' }, NOW_MS),
  streamed(TRADE, 'trades'),
];

/** The loop's door, and what went through it in order. */
class Door {
  readonly offered: (Frame | FeedCursor)[] = [];
  readonly problems: Problem[] = [];
  readonly seen: (readonly MarketEvent[])[] = [];
  readonly intake = new Intake({
    loop: {
      offerFrame: (frame) => this.offered.push(frame),
      offerBehind: ({ cursor }) => this.offered.push(cursor),
    },
    problem: (problem) => this.problems.push(problem),
    seen: (events) => this.seen.push(events),
  });

  get frames(): readonly Frame[] {
    return this.offered.filter((one) => 'events' in one);
  }
}

describe('taking frames in', () => {
  test.each(FRAMES)('$source gives the same events as text and as JSON', ({ source, frame }) => {
    const asText = new Door();
    const asJson = new Door();
    asText.intake.text(source, JSON.stringify(frame), NOW_MS);
    asJson.intake.json(source, frame, NOW_MS);
    expect(asText.frames[0]?.events).toEqual(asJson.frames[0]?.events);
    expect(asJson.frames[0]?.events.length).toBeGreaterThan(0);
    expect(asText.seen).toEqual([asText.frames[0]?.events]);
  });

  test.each(FRAMES)('$source is recorded as it came, whichever way', ({ source, frame }) => {
    const door = new Door();
    door.intake.text(source, JSON.stringify(frame), NOW_MS);
    door.intake.json(source, frame, NOW_MS);
    const [asText, asJson] = JSON.parse(JSON.stringify(door.frames.map((one) => one.frame)));
    expect(asText).toEqual(frame);
    expect(asJson).toEqual(frame);
  });

  test('a text is kept as it was received, to the byte', () => {
    const text = '{"size": 0.10,  "id":"1"}';
    const kept = new FrameText(text);
    expect(kept.text).toBe(text);
    expect(JSON.stringify({ frame: kept })).toBe('{"frame":{"size":0.1,"id":"1"}}');
  });

  test('what cannot be read is counted and told, and does not reach the loop', () => {
    const door = new Door();
    door.intake.text('polymarket.market', '{ broken', NOW_MS);
    door.intake.json('polymarket.activity', { topic: 'activity', type: 'trades' }, NOW_MS);
    expect(door.offered).toEqual([]);
    expect(door.seen).toEqual([]);
    expect(door.problems).toHaveLength(2);
    expect(door.intake.meter('polymarket.market')).toMatchObject({ messages: 1, problems: 1 });
    expect(door.intake.meter('polymarket.activity')).toMatchObject({ messages: 1, problems: 1 });
  });

  test('what a page has besides a bad row is taken', () => {
    const door = new Door();
    const { source, frame } = FRAMES[2] as VenueFrame;
    door.intake.json(source, [frame, { market: 'none' }], NOW_MS);
    expect(door.frames).toHaveLength(1);
    expect(door.intake.meter(source)).toMatchObject({ messages: 1, events: 1, problems: 1 });
  });

  test('an answer to a ping is no data, and no problem', () => {
    const door = new Door();
    door.intake.text('polymarket.market', 'PONG', NOW_MS);
    expect(door.offered).toEqual([]);
    expect(door.problems).toEqual([]);
  });

  test('each source has a meter of its own, which measures receipt against venue time', () => {
    const door = new Door();
    const { source, frame } = FRAMES[1] as VenueFrame;
    door.intake.json(source, frame, NOW_MS + 250);
    expect(door.intake.meter(source).lagMs(0.5)).toBe(250);
    expect(door.intake.meter('polymarket.activity')).toMatchObject({ messages: 0, lastAtMs: null });
  });

  test('a cursor goes behind the frames that it is about', () => {
    const door = new Door();
    const { source, frame } = FRAMES[4] as VenueFrame;
    const gap = { fromMs: 1, untilMs: 2 };
    door.intake.json(source, frame, NOW_MS);
    door.intake.cursor('activity:0xa', '42', gap);
    expect(door.offered).toEqual([
      expect.objectContaining({ source }),
      { name: 'activity:0xa', value: '42', gap },
    ]);
  });
});
