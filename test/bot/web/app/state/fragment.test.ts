import { describe, expect, test } from 'vitest';
import { readFragment, readPasted } from '../../../../../src/bot/web/app/state/fragment.ts';

describe('what a page is opened with', () => {
  test('a one-time code, the key of the host', () => {
    expect(readFragment('#in=abc').signIn).toEqual({ by: 'link', code: 'abc' });
    expect(readFragment('#host=key').signIn).toEqual({ by: 'host', key: 'key' });
  });

  test('initData of Telegram stands before all others, with its theme', () => {
    const theme = encodeURIComponent('{"bg_color":"#112233","nested":{},"button_color":"red"}');
    const data = encodeURIComponent('user=%7B%7D&hash=aa');
    const read = readFragment(`#tgWebAppData=${data}&in=x&tgWebAppThemeParams=${theme}`);
    expect(read).toEqual({
      signIn: { by: 'telegram', initData: 'user=%7B%7D&hash=aa' },
      theme: { bg_color: '#112233' },
    });
  });

  test.each(['', '#', '#/orders?in=abc', `#in=${'x'.repeat(20_000)}`])(
    'a place of ours and nonsense let nobody in: %.20s',
    (hash) => {
      expect(readFragment(hash)).toEqual({ signIn: null, theme: null });
    },
  );

  test('a theme that cannot be read changes nothing', () => {
    expect(readFragment('#tgWebAppData=x&tgWebAppThemeParams=%7B').theme).toBeNull();
    expect(readFragment('#tgWebAppData=x&tgWebAppThemeParams=null').theme).toBeNull();
  });
});

test('what was pasted: a link, its end, or the code alone', () => {
  const want = { by: 'link', code: 'abcdefghijklmnop' };
  expect(readPasted(' https://x.example/#in=abcdefghijklmnop ')).toEqual(want);
  expect(readPasted('in=abcdefghijklmnop')).toEqual(want);
  expect(readPasted('abcdefghijklmnop')).toEqual(want);
  expect(readPasted('hello there')).toBeNull();
  expect(readPasted('https://x.example/#/orders')).toBeNull();
});
