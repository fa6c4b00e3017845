import { describe, expect, test } from 'vitest';
import { SETTING_KEYS } from '../../src/engine/domain/settings.ts';
import { CASES } from './setting-cases.ts';
import { BUYS, WORLD } from './setting-parts.ts';
import { story } from './story.ts';

/** Law 13: most settings that a person has to understand. */
const SETTINGS_MAX = 80;

describe('each setting changes an order or a message', () => {
  test.each(SETTING_KEYS)('%s', async (key) => {
    const [value, then, byDefault, changed] = CASES[key];
    await story(`${WORLD}\n ${then}\n ${byDefault}`);
    await story(`set ${key} ${value}\n ${WORLD}\n ${then}\n ${changed}`);
  });

  test('and changed by a command it acts from then on', async () => {
    await story(`${WORLD}\n set limits.orderPercent 0.8\n = command changeSetting done
      ${BUYS}\n wait 1s\n = order buy rain.Yes $4
      set limits.orderPercent much\n = command changeSetting refused`);
  });
});

test('there are not more settings than a person can know', () => {
  expect(SETTING_KEYS.length).toBeLessThanOrEqual(SETTINGS_MAX);
});
