import { describe, expect, it } from 'vitest';
import { LostError, RefusedError } from '../../../src/bot/chat/chat-port.ts';
import { plainText } from '../../../src/bot/format/compose.ts';
import {
  BURST_ITEMS_MAX,
  BURST_QUIET_MS,
  EDIT_INTERVAL_MS,
  SINGLES_MAX,
  SINGLES_WINDOW_MS,
} from '../../../src/bot/notice/burst.ts';
import { burstReply } from '../../../src/bot/notice/burst-card.ts';
import type { LedgerId } from '../../../src/engine/domain/ids.ts';
import { COPY, EXIT, KILL, Life } from './told.ts';

const LOUD = { topics: { fills: { live: 'on', paper: 'on' } } } as const;

async function started(life: Life): Promise<Life> {
  life.notifier.start();
  await life.timing.advance(0);
  return life;
}

describe('many notices at a time', () => {
  it('are told one by one at first, then in one card that grows', async () => {
    const life = await started(new Life({ preset: 'all' }));
    for (let at = 0; at < SINGLES_MAX; at += 1) await life.tell(COPY);
    expect(life.phone.shown).toHaveLength(SINGLES_MAX);
    await life.tell(EXIT);
    expect(life.phone.titles.at(-1)).toBe('● PAPER 1 exit');
    for (let at = 0; at < 3; at += 1) {
      await life.timing.advance(1_000);
      await life.tell(COPY);
      await life.tell({ kind: 'denied', data: { gate: 'priceMoved' } });
    }
    await life.timing.advance(EDIT_INTERVAL_MS);
    expect(life.phone.shown).toHaveLength(SINGLES_MAX + 1);
    expect(life.phone.shown.at(-1)?.text).toBe(
      [
        '● PAPER 3 copies, 1 exit, 3 skips in 3 s',
        '● PAPER bought 8.06 shares at 62.0¢ · $5.00',
        '✕ PAPER not copied: price moved',
        '● PAPER bought 8.06 shares at 62.0¢ · $5.00',
        '✕ PAPER not copied: price moved',
        '● PAPER bought 8.06 shares at 62.0¢ · $5.00',
      ].join('\n'),
    );
    expect(new Set(Object.values(life.states))).toEqual(new Set(['sent', 'joined']));
    expect(life.rows.states.get('n5')).toBe('joined');
  });

  it('change the card at most once in three seconds', async () => {
    const life = await started(new Life());
    for (let at = 0; at < 60; at += 1) {
      await life.tell(COPY);
      await life.timing.advance(200);
    }
    await life.timing.advance(EDIT_INTERVAL_MS);
    const card = life.phone.shown.at(-1);
    expect(life.phone.shown).toHaveLength(SINGLES_MAX + 1);
    // 60 × 0.2 s = 12 s: one send and an edit every three seconds.
    expect(card?.edits).toBeLessThanOrEqual(5);
    expect(card?.noticeIds).toHaveLength(60 - SINGLES_MAX);
  });

  it('are single cards again after a while of quiet', async () => {
    const life = await started(new Life());
    for (let at = 0; at < SINGLES_MAX + 2; at += 1) await life.tell(COPY);
    await life.timing.advance(Math.max(BURST_QUIET_MS, SINGLES_WINDOW_MS) + EDIT_INTERVAL_MS);
    const before = life.phone.shown.length;
    await life.tell(COPY);
    expect(life.phone.shown).toHaveLength(before + 1);
    expect(life.phone.titles.at(-1)).toBe('● PAPER bought 8.06 shares at 62.0¢ · $5.00');
  });

  it('never take safety in, which does not wait for them', async () => {
    const life = await started(new Life());
    for (let at = 0; at < SINGLES_MAX + 2; at += 1) await life.tell(COPY);
    const card = life.phone.shown.at(-1);
    await life.tell(KILL);
    expect(life.phone.titles.at(-1)).toContain('■ Killed');
    await life.tell(COPY);
    await life.timing.advance(EDIT_INTERVAL_MS);
    expect(card?.noticeIds).toHaveLength(3);
    expect(life.phone.shown.at(-1)?.lane).toBe('safety');
  });

  it('begin another card after two hundred', async () => {
    const life = await started(new Life());
    for (let at = 0; at < SINGLES_MAX + BURST_ITEMS_MAX + 5; at += 1) life.write(COPY);
    life.notifier.wake();
    await life.timing.advance(5 * EDIT_INTERVAL_MS);
    const cards = life.phone.shown.slice(SINGLES_MAX);
    expect(cards.map(({ noticeIds }) => noticeIds.length)).toEqual([BURST_ITEMS_MAX, 5]);
    expect(life.phone.titles.at(-2)).toBe('● PAPER 200 copies');
  });

  it('sound once, when their card is sent', async () => {
    const life = await started(new Life(LOUD));
    for (let at = 0; at < 30; at += 1) await life.tell(COPY);
    await life.timing.advance(EDIT_INTERVAL_MS * 4);
    expect(life.phone.shown.filter(({ isLoud }) => isLoud)).toHaveLength(SINGLES_MAX + 1);
  });

  it('begin a new card when the old one cannot be changed any more', async () => {
    const life = await started(new Life());
    for (let at = 0; at < SINGLES_MAX + 1; at += 1) await life.tell(COPY);
    life.phone.before = (_card, call) => {
      if (call === 'edit') throw new RefusedError('message to edit not found');
    };
    await life.tell(COPY);
    await life.timing.advance(EDIT_INTERVAL_MS * 2);
    expect(life.phone.shown).toHaveLength(SINGLES_MAX + 2);
    expect(life.states['n6']).toBe('joined');
    expect(life.phone.titles.join()).not.toContain('may repeat');
  });

  it('are counted once when nobody knows whether the card was changed', async () => {
    const life = await started(new Life());
    for (let at = 0; at < SINGLES_MAX + 1; at += 1) await life.tell(COPY);
    let lost = 1;
    life.phone.before = () => {
      lost -= 1;
      return lost >= 0 ? { arrives: new LostError('no answer') } : undefined;
    };
    await life.tell(COPY);
    await life.timing.advance(EDIT_INTERVAL_MS * 3);
    expect(life.phone.titles.at(-1)).toBe('● PAPER 2 copies (may repeat)');
    expect(life.states['n6']).toBe('joined');
  });
});

describe('a card of many', () => {
  const item = { tally: 'copy', line: '● x', atMs: 0 } as const;

  it('counts each ledger by itself', () => {
    const items = [
      { ...item, id: 'a', ledger: 'paper' as LedgerId },
      { ...item, id: 'b', ledger: 'live:polymarket:main' as LedgerId },
      { ...item, id: 'c', ledger: 'paper' as LedgerId, atMs: 40_000 },
      { ...item, id: 'd', ledger: null, tally: 'signal' as const },
    ];
    expect(plainText(burstReply(items).title)).toBe(
      '1 signal · LIVE 1 copy · PAPER 2 copies in 40 s',
    );
  });
});
