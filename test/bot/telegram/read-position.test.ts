import { describe, expect, it } from 'vitest';
import { HELD_MS_MAX, ReadPosition } from '../../../src/bot/telegram/read-position.ts';
import { settled, VirtualTiming } from '../notice/virtual-timing.ts';
import { Shelf } from './rig.ts';

const BOT = 77;
const HOUR_MS = 3_600_000;

async function begin(value: string | null = null) {
  const timing = new VirtualTiming(1_790_000_000_000);
  const shelf = new Shelf();
  shelf.value = value;
  const reports: unknown[] = [];
  const report = (error: unknown) => reports.push(error);
  const position = new ReadPosition({ store: shelf, timing, report });
  await position.load(BOT);
  return { timing, shelf, position, reports };
}

const at = (id: number, agoMs = 0, bot = BOT) => `${bot}/${id}@${1_790_000_000_000 - agoMs}`;

describe('the position among the updates', () => {
  it('knows after a restart what was handled, and asks for what follows', async () => {
    const { position } = await begin(at(10, HOUR_MS));
    expect([9, 10, 11].map((id) => position.isKnown(id))).toEqual([true, true, false]);
    expect(position.offset()).toBe(11);
  });

  it.each([
    ['nothing', null],
    ['another bot', at(10, 0, 5)],
    ['a week ago, after which Telegram numbers anew', at(10, 7 * 24 * HOUR_MS)],
    ['nonsense', 'x'],
  ])('skips nothing when it is of %s', async (_, value) => {
    const { position } = await begin(value);
    expect(position.isKnown(3)).toBe(false);
    expect(position.offset()).toBeNull();
  });

  it('lies before the first update that is not handled yet', async () => {
    const { position, shelf } = await begin();
    for (const id of [5, 6, 7]) position.begin(id);
    position.end(6);
    await settled();
    expect(shelf.value).toBe(at(4));
    expect(position.offset()).toBe(5);
    position.end(5);
    position.end(7);
    await position.flushed();
    expect(shelf.value).toBe(at(7));
    expect(position.offset()).toBe(8);
  });

  it('settles as readily after many updates as after the first', async () => {
    const { position } = await begin();
    for (let id = 1; id <= 50_000; id += 1) {
      position.begin(id);
      const handled = position.settled();
      position.end(id);
      await handled;
    }
    expect(position.offset()).toBe(50_001);
  });

  it('leaves an update with Telegram while it is handled, but not for ever', async () => {
    const { position, timing, shelf } = await begin();
    position.begin(5);
    expect([position.isHolding(), position.offset()]).toEqual([true, 5]);
    await timing.advance(HELD_MS_MAX);
    expect([position.isHolding(), position.offset()]).toEqual([false, 6]);
    position.end(5);
    await position.flushed();
    expect(shelf.value).toBe(at(5));
  });

  it('holds back only as many as one poll can bring again', async () => {
    const { position } = await begin();
    for (let id = 1; id <= 51; id += 1) position.begin(id);
    expect(position.offset()).toBe(52);
  });

  it('is written in order, the newest for many, and again when the database is back', async () => {
    const { position, shelf, reports, timing } = await begin();
    shelf.failing = 3;
    for (let id = 1; id <= 20; id += 1) {
      position.begin(id);
      position.end(id);
    }
    await settled();
    expect(shelf.value).toBeNull();
    await timing.advance(10_000);
    expect(shelf.value).toBe(at(20));
    expect(reports.map(String)).toEqual(['Error: the database is down']);
  });

  it('does without the database when it cannot be asked', async () => {
    const timing = new VirtualTiming();
    const reports: unknown[] = [];
    const store = { load: () => new Promise<null>(() => undefined), save: () => Promise.resolve() };
    const report = (error: unknown) => reports.push(error);
    const position = new ReadPosition({ store, timing, report });
    const loading = position.load(BOT);
    await timing.advance(2_000);
    await loading;
    expect(position.offset()).toBeNull();
    const broken = { ...store, load: () => Promise.reject(new Error('down')) };
    await new ReadPosition({ store: broken, timing, report }).load(BOT);
    expect(reports.map(String)).toEqual(['Error: down']);
  });
});
