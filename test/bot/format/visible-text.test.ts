import { describe, expect, it } from 'vitest';
import { isolated, visible } from '../../../src/bot/format/visible-text.ts';

describe('foreign text', () => {
  it.each([
    ['a\nb\r\nc\u2028d', 'a b c d'],
    ['pay\u202eLAP', 'payLAP'],
    ['ad\u200bmin\u2060 \u00adx', 'admin x'],
    ['pay\u200dpal', 'paypal'],
    ['\u3164\u115f\u2800x', 'x'],
    ['👩‍👩‍👧 👍🏽 ❤️ 1️⃣', '👩‍👩‍👧 👍🏽 ❤️ 1️⃣'],
    ['\u0000\ud800', '��'],
  ])('%j reads as %j', (given, shown) => {
    expect(visible(given)).toBe(shown);
  });

  it('that runs from right to left does not turn around what stands beside it', () => {
    expect(isolated('Will סיום 2026 כאן win? 62.0¢')).toBe(
      'Will \u2068סיום 2026 כאן\u2069 win? 62.0¢',
    );
    expect(isolated('نعم at 62.0¢')).toBe('\u2068نعم\u2069 at 62.0¢');
  });
});
