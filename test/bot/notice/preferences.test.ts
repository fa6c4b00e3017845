import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PreferenceBook } from '../../../src/bot/notice/preference-book.ts';
import {
  CONSOLE_PREFERENCES,
  DELIVERIES,
  PHONE_PREFERENCES,
  PRESETS,
  type Preferences,
  parsePreferences,
} from '../../../src/bot/notice/preferences.ts';
import { isQuiet, quietWords, readQuietHours } from '../../../src/bot/notice/quiet-hours.ts';
import { TOPICS } from '../../../src/bot/notice/topics.ts';
import { UnavailableError } from '../../../src/engine/contract/queries.ts';

const level = fc.constantFrom(...DELIVERIES);
const minute = fc.integer({ min: 0, max: 1_439 });
const anyPreferences: fc.Arbitrary<Preferences> = fc.record(
  {
    preset: fc.constantFrom(...PRESETS, 'console' as const),
    topics: fc.dictionary(fc.constantFrom(...TOPICS), fc.record({ live: level, paper: level })),
    wallets: fc.dictionary(
      fc.constantFrom('0x1', '0x2'),
      fc.record({
        level: fc.option(level),
        mutedUntilMs: fc.option(fc.integer({ min: 0 })),
      }),
    ),
    quiet: fc.option(fc.record({ from: minute, until: minute })),
    arbitrageMutedUntilMs: fc.option(fc.integer({ min: 0 })),
  },
  { requiredKeys: ['preset', 'topics', 'wallets', 'quiet'] },
);

describe('stored preferences', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(anyPreferences, (preferences) => {
        const stored: unknown = JSON.parse(JSON.stringify(preferences));
        expect(parsePreferences(stored)).toEqual({ ok: true, preferences });
      }),
    );
  });

  it('never throw, whatever stands there', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (stored) => {
        const parsed = parsePreferences(stored);
        if (!parsed.ok) expect(parsed.problem).not.toBe('');
      }),
    );
  });
});

describe('the book of preferences', () => {
  const rows = (stored: ReadonlyMap<string, unknown>) => {
    const written = new Map<string, unknown>();
    const reported: unknown[] = [];
    let fails = false;
    const book = new PreferenceBook({
      store: {
        preferences: async () => stored,
        putPreferences: async (target, value) => {
          if (fails) throw new Error('no database');
          written.set(target, value);
        },
        notify: async () => undefined,
      },
      nowMs: () => 0,
      wake: () => undefined,
      report: (error) => reported.push(error),
    });
    return { book, written, reported, fail: () => (fails = true) };
  };

  it('has defaults for who wrote nothing, and for what cannot be read, which is reported', async () => {
    const { book, reported } = rows(new Map([['telegram:2', { preset: 'loudest' }]]));
    await book.ready();
    expect(book.of('telegram:1')).toEqual(PHONE_PREFERENCES);
    expect(book.of('telegram:2')).toEqual(PHONE_PREFERENCES);
    expect(book.of('console')).toEqual(CONSOLE_PREFERENCES);
    expect(reported).toHaveLength(1);
  });

  it('changes nothing that the database did not keep', async () => {
    const { book, written, fail } = rows(new Map());
    const desk = book.desk('telegram:1');
    const calm: Preferences = { ...PHONE_PREFERENCES, preset: 'calm' };
    await desk.write(calm);
    expect(desk.read()).toEqual(calm);
    expect(written.get('telegram:1')).toEqual(calm);
    fail();
    await expect(desk.write(PHONE_PREFERENCES)).rejects.toThrow(UnavailableError);
    expect(desk.read()).toEqual(calm);
  });
});

describe('quiet hours', () => {
  it.each([
    ['23:00-07:30', '23:00–07:30'],
    ['23-7', '23:00–07:00'],
    ['11pm-7:30am', '23:00–07:30'],
    ['22.15 – 6', '22:15–06:00'],
    ['2300-0730', '23:00–07:30'],
    ['12am-12pm', '00:00–12:00'],
    ['13:00-15:00', '13:00–15:00'],
  ])('%s is read as %s', (typed, words) => {
    const hours = readQuietHours(typed);
    expect(hours === null ? null : quietWords(hours)).toBe(words);
  });

  it.each(['25:00-7', '23:60-7', '7-7', 'night', '23', '-', '13pm-4', '23:00-'])(
    '%s is no time',
    (typed) => {
      expect(readQuietHours(typed)).toBeNull();
    },
  );

  it('reach over midnight, in the zone of the reader', () => {
    const night = { from: 23 * 60, until: 7 * 60 + 30 };
    const at = (hours: number, minutes = 0): number => Date.UTC(2026, 10, 23, hours, minutes);
    expect(
      [at(22, 59), at(23), at(3), at(7, 29), at(7, 30)].map((ms) => isQuiet(night, ms, 'UTC')),
    ).toEqual([false, true, true, true, false]);
    expect(isQuiet(night, at(14), 'Asia/Tokyo')).toBe(true);
    expect(isQuiet({ from: 60, until: 120 }, at(1, 30), 'UTC')).toBe(true);
    expect(isQuiet({ from: 60, until: 120 }, at(2), 'UTC')).toBe(false);
    expect(isQuiet(null, at(3), 'UTC')).toBe(false);
  });
});
