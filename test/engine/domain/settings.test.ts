import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveSettings, SETTING_KEYS, SETTINGS } from '../../../src/engine/domain/settings.ts';
import { cents, dollars, percent } from '../../../src/engine/domain/values/money.ts';

const SETTINGS_MAX = 80;

describe('settings', () => {
  test('are few, and each default is a value of its own setting', () => {
    expect(SETTING_KEYS.length).toBeLessThanOrEqual(SETTINGS_MAX);
    for (const key of SETTING_KEYS) {
      const { initial, parse } = SETTINGS[key];
      expect(parse(initial), key).not.toBeNull();
    }
    expect(resolveSettings({}).ok).toBe(true);
  });

  test('give values in the units of the code', () => {
    const texts = {
      bankroll: '1000.5',
      'limits.orderPercent': '2.5',
      'entry.driftCents': '1.5',
      'entry.maxAgeSeconds': '15',
      'entry.minMinutesToClose': '2',
      'limits.positions': '7',
      'entry.minQuality': '0.25',
      'entry.chase': 'on',
      'exit.mode': 'manual',
      timeZone: 'Europe/Berlin',
    };
    expect(resolveSettings(texts)).toMatchObject({
      ok: true,
      settings: {
        bankroll: dollars(1_000.5),
        'limits.orderPercent': percent(2.5),
        'entry.driftCents': cents(1.5),
        'entry.maxAgeSeconds': 15_000,
        'entry.minMinutesToClose': 120_000,
        'limits.positions': 7,
        'entry.minQuality': 0.25,
        'entry.chase': true,
        'entry.shortCryptoMarkets': false,
        'exit.mode': 'manual',
        timeZone: 'Europe/Berlin',
      },
    });
  });

  test.each([
    ['bankroll', '9.99'],
    ['bankroll', '1e5'],
    ['bankroll', '$500'],
    ['limits.orderPercent', '100.1'],
    ['limits.orderPercent', '-1'],
    ['entry.driftCents', '51'],
    ['entry.maxAgeSeconds', '0'],
    ['limits.positions', '1.5'],
    ['limits.positions', 'NaN'],
    ['entry.minQuality', '1.1'],
    ['entry.chase', 'yes'],
    ['exit.mode', 'Mirror'],
    ['timeZone', 'Mars/Olympus'],
    ['timeZone', ''],
  ])('%s does not take "%s", and says what it takes', (key, text) => {
    const result = resolveSettings({ [key]: text });
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.problem).toContain(`${key} takes `);
  });

  test.each(['size', 'Bankroll', '__proto__x', 'constructor', 'toString'])(
    '"%s" is none',
    (key) => {
      expect(resolveSettings({ [key]: '1' })).toEqual({
        ok: false,
        problem: `there is no setting "${key}"`,
      });
    },
  );

  test('a score has a part that counts', () => {
    const zero = {
      'score.weightWinRate': '0',
      'score.weightRoi': '0',
      'score.weightTiming': '0',
    };
    expect(resolveSettings(zero).ok).toBe(true);
    expect(resolveSettings({ ...zero, 'score.weightConsistency': '0' })).toEqual({
      ok: false,
      problem:
        'one of score.weightWinRate, score.weightRoi, score.weightTiming, ' +
        'score.weightConsistency takes more than 0: some part of a score counts',
    });
  });

  test('any text is refused or gives a value within the range, never an exception', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SETTING_KEYS), fc.string(), (key, text) => {
        const result = resolveSettings({ [key]: text });
        if (!result.ok) expect(result.problem).toContain(key);
        else if (typeof result.settings[key] === 'number')
          expect(result.settings[key]).not.toBeNaN();
      }),
    );
  });
});
