import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOME, hrefOf, PAGES, readPlace } from '../../../../../src/bot/web/app/state/place.ts';
import { contrast, themeFrom } from '../../../../../src/bot/web/app/state/theme-colours.ts';

test('every place comes back from its address', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...PAGES),
      fc.option(fc.string({ minLength: 1, unit: 'grapheme' })),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ minLength: 1 })),
      (page, of, query) => {
        expect(readPlace(hrefOf(page, of, query))).toEqual({ page, of, query: { ...query } });
      },
    ),
  );
});

test.each(['', '#', '#in=code', '#/nowhere', 'javascript:alert(1)'])(
  '%s is the first page',
  (hash) => {
    expect(readPlace(hash)).toEqual(HOME);
  },
);

test('half an escape is taken as it stands', () => {
  expect(readPlace('#/orders/%E0%A4').of).toBe('%E0%A4');
});

test('colours of Telegram are taken where our text stays readable on them', () => {
  expect(themeFrom({ bg_color: '#17212b', secondary_bg_color: '#232e3c' })).toEqual({
    scheme: 'dark',
    background: null,
    panel: '#17212b',
  });
  expect(themeFrom({ bg_color: '#ffffff' })).toEqual({
    scheme: 'light',
    background: '#ffffff',
    panel: '#ffffff',
  });
  expect(themeFrom({ bg_color: '#888888' })).toEqual({
    scheme: 'dark',
    background: null,
    panel: null,
  });
  expect(themeFrom({})).toEqual({ scheme: 'dark', background: null, panel: null });
  expect(contrast('#000000', '#ffffff')).toBe(21);
});
