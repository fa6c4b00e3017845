import { describe, expect, it } from 'vitest';
import {
  FloodError,
  LostError,
  OfflineError,
  RefusedError,
  UnreachableError,
} from '../../../src/bot/chat/chat-port.ts';
import {
  RETRY_DELAY_MS_BASE,
  RETRY_DELAY_MS_MAX,
  UNREACHABLE_MS,
} from '../../../src/bot/notice/notifier.ts';
import { COPY, KILL, Life } from './told.ts';

async function settle(life: Life): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await life.timing.advance(0);
}

describe('a message that does not go', () => {
  it('waits as long as the platform wants, and is no repeat', async () => {
    const life = new Life();
    let floods = 1;
    life.phone.before = () => {
      floods -= 1;
      if (floods >= 0) throw new FloodError(60_000);
    };
    life.notifier.start();
    await life.tell(COPY);
    await life.tell(KILL);
    await life.timing.advance(59_999);
    expect(life.phone.shown).toEqual([]);
    expect(life.states).toEqual({ n1: 'trying' });
    await life.timing.advance(1);
    await settle(life);
    expect(life.phone.titles).toEqual([
      expect.stringContaining('■ Killed'),
      expect.stringMatching(/^● PAPER bought.*\$5\.00$/),
    ]);
  });

  it('is tried again with growing pauses while nothing is reached', async () => {
    const life = new Life();
    const triesAtMs: number[] = [];
    life.phone.before = () => {
      triesAtMs.push(life.timing.monotonicMs());
      throw new OfflineError('no route');
    };
    life.notifier.start();
    await life.tell(COPY);
    await life.timing.advance(10 * RETRY_DELAY_MS_MAX);
    const gaps = triesAtMs.slice(1).map((atMs, index) => atMs - (triesAtMs[index] ?? 0));
    expect(gaps.slice(0, 3)).toEqual([1, 2, 4].map((times) => times * RETRY_DELAY_MS_BASE));
    expect(Math.max(...gaps)).toBe(RETRY_DELAY_MS_MAX);
    const before = triesAtMs.length;
    await life.tell(COPY);
    expect(triesAtMs).toHaveLength(before);
    life.phone.before = () => undefined;
    await life.timing.advance(RETRY_DELAY_MS_MAX);
    await settle(life);
    expect(life.phone.told).toEqual(['n1', 'n2']);
    expect(life.phone.titles.join()).not.toContain('may repeat');
  });

  it('may have arrived, and says so the second time', async () => {
    const life = new Life();
    let lost = true;
    life.phone.before = () => {
      if (!lost) return undefined;
      lost = false;
      return { arrives: new LostError('no answer') };
    };
    life.notifier.start();
    await life.tell(KILL);
    await life.timing.advance(RETRY_DELAY_MS_BASE);
    expect(life.phone.told).toEqual(['n1', 'n1']);
    expect(life.phone.titles.map((title) => title.endsWith('(may repeat)'))).toEqual([false, true]);
  });

  it('says the same after a crash between handing over and marking', async () => {
    const life = new Life();
    life.rows.beforeMark = (state) => {
      if (state === 'sent') throw new Error('killed here');
    };
    life.notifier.start();
    await life.tell(KILL);
    expect(life.states).toEqual({ n1: 'trying' });
    life.rows.beforeMark = () => undefined;
    life.restart();
    await settle(life);
    expect(life.phone.told).toEqual(['n1', 'n1']);
    expect(life.phone.titles[1]).toContain('(may repeat)');
  });

  it('is not sent again in the same run when it could only not be marked', async () => {
    const life = new Life();
    life.rows.beforeMark = (state) => {
      if (state === 'sent') throw new Error('no database');
    };
    life.notifier.start();
    await life.tell(COPY);
    await life.timing.advance(5_000);
    life.rows.beforeMark = () => undefined;
    await life.tell(COPY);
    await life.timing.advance(RETRY_DELAY_MS_MAX);
    expect(life.phone.told).toEqual(['n1', 'n2']);
    expect(life.states).toEqual({ n1: 'sent', n2: 'sent' });
    expect(life.phone.titles.join()).not.toContain('may repeat');
  });

  it('is not sent while it cannot be marked that it is tried', async () => {
    const life = new Life();
    life.rows.beforeMark = (state) => {
      if (state === 'trying') throw new Error('no database');
    };
    life.notifier.start();
    await life.tell(COPY);
    await life.timing.advance(10_000);
    expect(life.phone.shown).toEqual([]);
    life.rows.beforeMark = () => undefined;
    await life.timing.advance(RETRY_DELAY_MS_MAX);
    expect(life.phone.titles.join()).not.toContain('may repeat');
    expect(life.states).toEqual({ n1: 'sent' });
  });

  it('waits for its person to speak where the chat takes nothing, or ten minutes', async () => {
    const life = new Life();
    let tries = 0;
    life.phone.before = () => {
      tries += 1;
      throw new UnreachableError('blocked');
    };
    life.notifier.start();
    await life.tell(COPY);
    await life.timing.advance(UNREACHABLE_MS - 1);
    expect(tries).toBe(1);
    await life.timing.advance(1);
    expect(tries).toBe(2);
    life.phone.before = () => undefined;
    life.notifier.speaks();
    await settle(life);
    expect(life.phone.told).toEqual(['n1']);
  });

  it('goes once more as bare text when the platform refuses it', async () => {
    const life = new Life();
    life.phone.before = ({ message }) => {
      if (message.reply.buttons.length > 0) throw new RefusedError('bad entities');
    };
    life.notifier.start();
    await life.tell({ ...COPY, data: { ...COPY.data, market: 'm', token: 't' } });
    expect(life.phone.shown[0]?.text).toBe('● PAPER bought 8.06 YES at 62.0¢ · $5.00');
    expect(life.states).toEqual({ n1: 'sent' });
    expect(life.reported).toHaveLength(1);
  });

  it('is left behind and reported when it is refused as bare text too', async () => {
    const life = new Life();
    life.phone.before = ({ noticeIds }) => {
      if (noticeIds[0] === 'n1') throw new RefusedError('never');
    };
    life.notifier.start();
    life.write(COPY);
    await life.tell(COPY);
    await settle(life);
    expect(life.states).toEqual({ n1: 'refused', n2: 'sent' });
    expect(life.reported).toHaveLength(2);
  });
});
