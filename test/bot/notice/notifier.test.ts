import { describe, expect, it } from 'vitest';
import { IDLE_MS, LOOK_BACK_MS } from '../../../src/bot/notice/notifier.ts';
import { UnavailableError } from '../../../src/engine/contract/queries.ts';
import type { LedgerId } from '../../../src/engine/domain/ids.ts';
import { context } from './examples.ts';
import { COPY, KILL, Life } from './told.ts';

const DENIED = { kind: 'denied', data: { gate: 'priceMoved' } } as const;
const LIVE = 'live:polymarket:main' as LedgerId;

async function settle(life: Life): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await life.timing.advance(0);
}

describe('a target', () => {
  it('is told what waits, once, and it is marked', async () => {
    const life = new Life();
    life.write(COPY);
    life.write(KILL);
    life.notifier.start();
    await settle(life);
    expect(life.phone.told).toEqual(['n2', 'n1']);
    expect(life.states).toEqual({ n1: 'sent', n2: 'sent' });
    await life.timing.advance(IDLE_MS * 5);
    expect(life.phone.shown).toHaveLength(2);
  });

  it('is told at once when its notifier is woken, and without a wake a little later', async () => {
    const life = new Life();
    life.notifier.start();
    await life.timing.advance(0);
    await life.tell(COPY);
    expect(life.phone.told).toEqual(['n1']);
    life.write(COPY);
    await life.timing.advance(IDLE_MS);
    expect(life.phone.told).toEqual(['n1', 'n2']);
  });

  it('hears of safety before everything that was written earlier', async () => {
    const life = new Life();
    for (let at = 0; at < 3; at += 1) life.write(COPY);
    life.write({ kind: 'paused', subject: 'person', ledger: null });
    life.write(KILL);
    life.notifier.start();
    await settle(life);
    expect(life.phone.told).toEqual(['n4', 'n5', 'n1', 'n2', 'n3']);
    expect(life.phone.shown.map(({ lane }) => lane)).toEqual([
      'safety',
      'safety',
      'money',
      'money',
      'money',
    ]);
  });

  it('hears of safety between two others that wait', async () => {
    const life = new Life();
    for (let at = 0; at < 3; at += 1) life.write(COPY);
    life.phone.before = () => {
      if (life.phone.shown.length !== 1 || life.rows.notices.length > 3) return;
      life.write(KILL);
      life.notifier.wake();
    };
    life.notifier.start();
    await settle(life);
    expect(life.phone.told).toEqual(['n1', 'n2', 'n4', 'n3']);
  });

  it('is marked at once where its preferences leave a notice off or to the digest', async () => {
    const life = new Life({ topics: { fills: { live: 'on', paper: 'off' } } });
    life.write(COPY);
    life.write(DENIED);
    life.write({ ...COPY, ledger: LIVE });
    life.notifier.start();
    await settle(life);
    expect(life.states).toEqual({ n1: 'off', n2: 'digest', n3: 'sent' });
    expect(life.phone.told).toEqual(['n3']);
  });

  it('is not told what names another reader', async () => {
    const life = new Life();
    life.write({ ...COPY, data: { ...COPY.data, onlyFor: 'discord:9' } });
    life.write({ ...COPY, data: { ...COPY.data, onlyFor: 'telegram:1', sample: 1 } });
    life.notifier.start();
    await settle(life);
    expect(life.states).toEqual({ n1: 'off', n2: 'sent' });
    expect(life.phone.titles[0]).toContain('PAPER sample, no trade: bought 8.06');
  });

  it('is told nothing that was before it was there, also after a restart', async () => {
    const life = new Life();
    life.rows.positions.set('notices:telegram:1', String(life.timing.nowMs()));
    life.write({ ...COPY, atMs: life.timing.nowMs() - 1 });
    life.write(COPY);
    life.notifier.start();
    await settle(life);
    expect(life.phone.told).toEqual(['n2']);
    await life.timing.advance(LOOK_BACK_MS + 7_200_000);
    expect(Number(life.rows.positions.get('notices:telegram:1'))).toBeGreaterThan(
      life.timing.nowMs() - LOOK_BACK_MS - 3_700_000,
    );
  });

  it('is told without its record when that does not answer, and of values nobody can read', async () => {
    const life = new Life();
    const decision = () => Promise.reject(new UnavailableError('slow'));
    life.write(COPY);
    life.write({ ...COPY, atMs: Number.NaN, kind: 'armed' });
    life.rows.pending = async () =>
      life.rows.notices
        .filter(({ id }) => life.rows.states.get(id) !== 'sent')
        .map((notice) => ({ notice, tried: false }));
    life.restart(life.phone, { ...context(), decision });
    await settle(life);
    expect([...life.phone.told].sort()).toEqual(['n1', 'n2']);
    expect(life.reported.length).toBeGreaterThan(0);
  });

  it('hears how many notices came too late, in one line', async () => {
    const life = new Life({ preset: 'all' });
    const atMs = life.timing.nowMs() - 3 * 60_000;
    for (let at = 0; at < 36; at += 1) life.write({ kind: 'arbitrage', atMs });
    life.write({ ...COPY, atMs: atMs - 86_400_000 });
    life.write(COPY);
    life.write({ ...KILL, atMs: atMs - 7 * 86_400_000 });
    life.notifier.start();
    await settle(life);
    expect(life.phone.titles).toEqual([
      expect.stringContaining('■ Killed'),
      '! 37 older notices skipped · /why today',
      expect.stringContaining('● PAPER bought'),
    ]);
    expect(Object.values(life.states).filter((state) => state === 'expired')).toHaveLength(37);
  });

  it('stops after the message under way', async () => {
    const life = new Life();
    life.write(COPY);
    life.write(COPY);
    life.phone.before = () => void life.notifier.close();
    life.notifier.start();
    await life.timing.advance(IDLE_MS * 3);
    expect(life.states).toEqual({ n1: 'sent' });
    expect(life.timing.armed).toBe(0);
  });
});
