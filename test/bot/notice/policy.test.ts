import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NoticePolicy, SOUNDS_PER_HOUR_MAX } from '../../../src/bot/notice/policy.ts';
import {
  CONSOLE_PREFERENCES,
  PHONE_PREFERENCES,
  type Preferences,
  withWallet,
} from '../../../src/bot/notice/preferences.ts';
import { isSafety, TOPICS, topicOf } from '../../../src/bot/notice/topics.ts';
import type { LedgerId } from '../../../src/engine/domain/ids.ts';
import type { Notice, NoticeKind } from '../../../src/engine/domain/notice.ts';
import { LEADER } from '../../engine/intelligence/examples.ts';
import { notice } from './examples.ts';

const LIVE = 'live:polymarket:main' as LedgerId;
const NOON_MS = Date.UTC(2026, 10, 23, 12);
const NIGHT_MS = Date.UTC(2026, 10, 23, 23, 30);

function policy(of: Partial<Preferences> = {}, { isAdmin = true, at = { ms: NOON_MS } } = {}) {
  return new NoticePolicy({
    target: 'telegram:1',
    preferences: () => ({ ...PHONE_PREFERENCES, ...of }),
    isAdmin: () => isAdmin,
    timeZone: () => 'UTC',
    nowMs: () => at.ms,
  });
}

describe('what a phone is told before anybody tunes it', () => {
  it.each<[Notice, string]>([
    [notice({ kind: 'fill' }), 'silent'],
    [notice({ kind: 'fill', ledger: LIVE }), 'on'],
    [notice({ kind: 'fill', ledger: LIVE, data: { side: 'sell' } }), 'on'],
    [notice({ kind: 'fill', ledger: LIVE, data: { remaining: 3 } }), 'digest'],
    [notice({ kind: 'denied', ledger: LIVE }), 'digest'],
    [notice({ kind: 'placed', ledger: LIVE }), 'digest'],
    [notice({ kind: 'rejected', ledger: LIVE }), 'silent'],
    [notice({ kind: 'signal', ledger: null }), 'off'],
    [notice({ kind: 'accepted' }), 'off'],
    [notice({ kind: 'resolved', ledger: LIVE }), 'silent'],
    [notice({ kind: 'arbitrage', ledger: null }), 'on'],
    [notice({ kind: 'priceLag', ledger: null }), 'digest'],
    [notice({ kind: 'walletDisabled' }), 'on'],
    [notice({ kind: 'scores', ledger: null }), 'digest'],
    [notice({ kind: 'exitNeedsYou' }), 'on'],
    [notice({ kind: 'inDoubt' }), 'on'],
    [notice({ kind: 'settlementFailed' }), 'on'],
    [notice({ kind: 'paused' }), 'on'],
    [notice({ kind: 'killed', ledger: null }), 'on'],
    [notice({ kind: 'nothingOpen', ledger: LIVE }), 'on'],
    [notice({ kind: 'mode', ledger: null }), 'on'],
    [notice({ kind: 'feedDown', ledger: null }), 'on'],
    [notice({ kind: 'feedBack', ledger: null }), 'silent'],
  ])('%# is as the product says', (of, delivery) => {
    expect(policy().delivery(of)).toBe(delivery);
  });

  it('is everything on the console, but what other cards repeat', () => {
    const on = policy(CONSOLE_PREFERENCES);
    for (const kind of ['fill', 'denied', 'resolved', 'killed', 'arbitrage'] as const) {
      expect(on.delivery(notice({ kind }))).toBe('on');
    }
    for (const kind of ['signal', 'accepted', 'placed'] as const) {
      expect(on.delivery(notice({ kind }))).toBe('off');
    }
  });

  it('is at least silent for an admin where it is about kill, mode, operators or limits', () => {
    const off = { live: 'off', paper: 'off' } as const;
    const topics = Object.fromEntries(TOPICS.map((topic) => [topic, off]));
    for (const kind of ['killed', 'mode', 'operators', 'raised', 'paused'] as const) {
      expect(policy({ topics }).delivery(notice({ kind }))).toBe('silent');
      expect(policy({ topics }, { isAdmin: false }).delivery(notice({ kind }))).toBe('off');
    }
    expect(policy({ topics }).delivery(notice({ kind: 'fill' }))).toBe('off');
  });
});

describe('what is said of one wallet', () => {
  const ofWallet = (kind: NoticeKind) => notice({ kind, ledger: LIVE, data: { wallet: LEADER } });
  const said = (of: Parameters<typeof withWallet>[2]['said']) =>
    withWallet(PHONE_PREFERENCES, LEADER, { said: of, nowMs: NOON_MS });

  it('holds for its copies, not for what needs a person', () => {
    const off = policy(said({ level: 'off' }));
    expect(off.delivery(ofWallet('fill'))).toBe('off');
    expect(off.delivery(ofWallet('exitNeedsYou'))).toBe('on');
    expect(off.delivery(notice({ kind: 'fill', ledger: LIVE }))).toBe('on');
  });

  it('ends by itself when it was for a while', () => {
    const at = { ms: NOON_MS };
    const muted = policy(said({ mutedUntilMs: NOON_MS + 7_200_000 }), { at });
    expect(muted.delivery(ofWallet('fill'))).toBe('digest');
    at.ms += 7_200_000;
    expect(muted.delivery(ofWallet('fill'))).toBe('on');
  });

  it('leaves new arbitrage to the digest for a while, and not what became of one', () => {
    const at = { ms: NOON_MS };
    const muted = policy({ arbitrageMutedUntilMs: NOON_MS + 7_200_000 }, { at });
    expect(muted.delivery(notice({ kind: 'arbitrage', ledger: null }))).toBe('digest');
    expect(muted.delivery(notice({ kind: 'arbitrageDone' }))).toBe('on');
    expect(muted.delivery(notice({ kind: 'pairDemoted', ledger: null }))).toBe('on');
    at.ms += 7_200_000;
    expect(muted.delivery(notice({ kind: 'arbitrage', ledger: null }))).toBe('on');
  });

  it('is forgotten when it says nothing any more', () => {
    const muted = said({ mutedUntilMs: NOON_MS + 1 });
    const later = withWallet(muted, LEADER, { said: {}, nowMs: NOON_MS + 2 });
    expect(later.wallets).toEqual({});
  });
});

describe('sounds', () => {
  const fill = notice({ kind: 'fill', ledger: LIVE });

  it('stop in the quiet hours, but for what cannot wait', () => {
    const night = policy({}, { at: { ms: NIGHT_MS } });
    expect(night.maySound(fill)).toBe(false);
    expect(policy().maySound(fill)).toBe(true);
    const breaking: readonly Notice[] = [
      notice({ kind: 'killed', ledger: null }),
      notice({ kind: 'paused', subject: 'dayLoss' }),
      notice({ kind: 'settlementFailed', ledger: LIVE }),
      notice({ kind: 'inDoubt', ledger: LIVE }),
      notice({ kind: 'away', ledger: null, data: { livePositions: 2 } }),
    ];
    for (const one of breaking) expect(night.maySound(one)).toBe(true);
    expect(night.maySound(notice({ kind: 'away', ledger: null }))).toBe(false);
    expect(night.maySound(notice({ kind: 'paused', subject: 'person' }))).toBe(false);
    expect(night.maySound(notice({ kind: 'mode', ledger: null }))).toBe(false);
    const still = notice({ kind: 'noCopy', ledger: null });
    expect(night.delivery(still)).toBe('on');
    expect(night.maySound(still)).toBe(false);
    expect(policy().maySound(still)).toBe(true);
  });

  it('are at most twelve in any hour; safety sounds beyond', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            afterMs: fc.integer({ min: 0, max: 900_000 }),
            kind: fc.constantFrom<NoticeKind>('fill', 'arbitrage', 'walletDisabled', 'killed'),
          }),
          { minLength: 30, maxLength: 120 },
        ),
        (steps) => {
          const at = { ms: NOON_MS };
          const day = policy({ quiet: null }, { at });
          const sounds: number[] = [];
          for (const { afterMs, kind } of steps) {
            at.ms += afterMs;
            const one = notice({ kind, ledger: LIVE });
            if (!day.maySound(one)) {
              expect(isSafety(one)).toBe(false);
              continue;
            }
            day.sounded();
            if (!isSafety(one)) {
              sounds.push(at.ms);
              const inHour = sounds.filter((ms) => at.ms - ms < 3_600_000);
              expect(inHour.length).toBeLessThanOrEqual(SOUNDS_PER_HOUR_MAX);
            }
          }
        },
      ),
    );
  });

  it('are not used up by notices that are silent anyhow', () => {
    const day = policy();
    expect(day.maySound(notice({ kind: 'fill' }))).toBe(false);
    for (let at = 0; at < 100; at += 1) day.maySound(fill);
    expect(day.maySound(fill)).toBe(true);
  });
});

describe('a topic', () => {
  it('is known for every kind', () => {
    const unknown = notice({ kind: 'somethingNew' as NoticeKind });
    expect(topicOf(unknown)).toBe('errors');
    expect(policy().delivery(unknown)).toBe('on');
  });
});

describe('what a target did itself', () => {
  const own = (skipsOwn: boolean, data: Notice['data']) =>
    new NoticePolicy({
      target: 'console',
      preferences: () => CONSOLE_PREFERENCES,
      isAdmin: () => true,
      timeZone: () => 'UTC',
      nowMs: () => NOON_MS,
      skipsOwn,
    }).delivery(notice({ kind: 'killed', data }));

  it('is told to the others, and to itself where an answer may be lost', () => {
    expect(own(true, { reason: 'by console' })).toBe('off');
    expect(own(true, { by: 'console' })).toBe('off');
    expect(own(true, { reason: 'by telegram:7' })).toBe('on');
    expect(own(true, { reason: 'the books do not add up' })).toBe('on');
    expect(own(false, { reason: 'by console' })).toBe('on');
  });
});
