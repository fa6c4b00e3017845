import { Api, GrammyError } from 'grammy';
import type { InlineKeyboardButton } from 'grammy/types';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TelegramDouble } from './double.ts';

async function begin() {
  const telegram = await TelegramDouble.start();
  onTestFinished(() => telegram.stop());
  const api = new Api(telegram.token, { apiRoot: telegram.apiRoot });
  const anna = telegram.person(1001, 'Anna');
  anna.start();
  /** What a message with this markup is answered, though grammY's types would not let it out. */
  const answer = async (reply_markup: unknown, chatId = anna.id): Promise<string> => {
    const body = JSON.stringify({ chat_id: chatId, text: 'x', reply_markup });
    const headers = { 'content-type': 'application/json' };
    const url = `${telegram.apiRoot}/bot${telegram.token}/sendMessage`;
    const response = await fetch(url, { method: 'POST', body, headers });
    const { description = 'accepted' } = (await response.json()) as { description?: string };
    return description.replace(/^Bad Request: /, '');
  };
  return { telegram, api, anna, answer };
}

const one = (button: object): object => ({ inline_keyboard: [[button]] });

describe('inline keyboards', () => {
  test.each([
    ['64 bytes of data', { text: 'x', callback_data: 'é'.repeat(32) }, 'accepted'],
    ['65 bytes of data', { text: 'x', callback_data: `${'é'.repeat(32)}x` }, 'BUTTON_DATA_INVALID'],
    [
      'no data',
      { text: 'x', callback_data: '' },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      'no text',
      { callback_data: 'x' },
      'can\'t parse inline keyboard button: Can\'t find field "text"',
    ],
    ['a link', { text: 'x', url: 'https://a.bc/d' }, 'accepted'],
    ['a link into Telegram', { text: 'x', url: 'tg://user?id=1' }, 'accepted'],
    [
      'a link that is none',
      { text: 'x', url: 'not-a-url' },
      "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
    ],
    [
      'a link to this machine',
      { text: 'x', url: 'http://localhost:8420/' },
      "inline keyboard button URL 'http://localhost:8420/' is invalid: Wrong HTTP URL",
    ],
    [
      'a link of another protocol',
      { text: 'x', url: 'ftp://example.com' },
      "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
    ],
    [
      'an app without https',
      { text: 'x', web_app: { url: 'http://example.com' } },
      "inline keyboard button Web App URL 'http://example.com' is invalid: Only HTTPS links are allowed",
    ],
    ['an app', { text: 'x', web_app: { url: 'https://example.com/app' } }, 'accepted'],
    ['256 characters to copy', { text: 'x', copy_text: { text: 'x'.repeat(256) } }, 'accepted'],
    [
      '257 characters to copy',
      { text: 'x', copy_text: { text: 'x'.repeat(257) } },
      'BUTTON_COPY_TEXT_INVALID',
    ],
    ['nothing to copy', { text: 'x', copy_text: { text: '' } }, 'BUTTON_COPY_TEXT_INVALID'],
    ['a payment', { text: 'x', pay: true }, 'BUTTON_TYPE_INVALID'],
    ['a button that is off', { text: 'x', disabled: {} }, 'accepted'],
    ['a colour', { text: 'x', callback_data: 'x', style: 'danger' }, 'accepted'],
    [
      'an unknown colour',
      { text: 'x', callback_data: 'x', style: 'pink' },
      "can't parse inline keyboard button: Unsupported style specified",
    ],
  ])('%s: %3$s', async (_, button, expected) => {
    const { answer } = await begin();
    expect(await answer(one(button))).toBe(expected);
  });

  test('a keyboard has to be one, of at most 100 buttons', async () => {
    const { answer } = await begin();
    const button = { text: 'x', callback_data: 'x' };
    expect(await answer({ inline_keyboard: 'bad' })).toBe(
      'field "inline_keyboard" must be of type Array',
    );
    expect(await answer('bad')).toBe("can't parse reply_markup JSON object");
    expect(await answer([1])).toBe('object expected as reply markup');
    const rows = (count: number): object => ({ inline_keyboard: Array(count).fill([button]) });
    expect(await answer(rows(100))).toBe('accepted');
    expect(await answer(rows(101))).toBe('REPLY_MARKUP_TOO_LONG');
  });

  test('apps open in private chats only', async () => {
    const { telegram, anna, answer } = await begin();
    const group = telegram.group({ id: -9, title: 'G', members: [anna] });
    const app = one({ text: 'x', web_app: { url: 'https://example.com' } });
    expect(await answer(app, group)).toBe('BUTTON_TYPE_INVALID');
  });

  test('a keyboard of grammY is shown as it was built, links as Telegram keeps them', async () => {
    const { api, anna } = await begin();
    const rows: InlineKeyboardButton[][] = [
      [{ text: 'Stay in paper', callback_data: 'cf:1:n', style: 'success' }],
      [{ text: 'Open', url: 'https://Example.com' }],
    ];
    await api.sendMessage(anna.id, 'x', { reply_markup: { inline_keyboard: rows } });
    expect(anna.last().buttons).toEqual([
      [{ text: 'Stay in paper', callback_data: 'cf:1:n', style: 'success' }],
      [{ text: 'Open', url: 'https://example.com/' }],
    ]);
  });
});

describe('reply keyboards', () => {
  test('one stays until another or none is asked for, and its keys say their labels', async () => {
    const { api, anna } = await begin();
    const keyboard = [[{ text: '/status' }, { text: '/kill' }]];
    const reply_markup = { keyboard, resize_keyboard: true, is_persistent: true };
    await api.sendMessage(anna.id, 'menu', { reply_markup });
    await api.sendMessage(anna.id, 'later');
    expect(anna.keyboard()).toEqual(reply_markup);
    const id = anna.press('/kill');
    expect(anna.sees().find((message) => message.id === id)?.text).toBe('/kill');
    await api.sendMessage(anna.id, 'gone', { reply_markup: { remove_keyboard: true } });
    expect(anna.keyboard()).toBeNull();
    expect(() => anna.press('/kill')).toThrow('no key [/kill]');
  });

  test('its fields are checked', async () => {
    const { answer } = await begin();
    expect(await answer({ keyboard: 'bad' })).toBe('field "keyboard" must be of type Array');
    expect(await answer({ keyboard: [[{ text: 'A' }]], resize_keyboard: 'yes' })).toBe(
      'field "resize_keyboard" must be of type Boolean',
    );
    expect(await answer({ remove_keyboard: 'yes' })).toBe(
      'field "remove_keyboard" must be of type Boolean',
    );
    expect(await answer({ keyboard: [['plain']] })).toBe('accepted');
  });

  test('none comes with an edit', async () => {
    const { api, telegram, anna } = await begin();
    const { message_id } = await api.sendMessage(anna.id, 'x');
    const call = api.raw.editMessageText({
      chat_id: anna.id,
      message_id,
      text: 'y',
      // @ts-expect-error an edit takes inline keyboards alone
      reply_markup: { remove_keyboard: true },
    });
    await expect(call).rejects.toThrow(GrammyError);
    expect(telegram.calls.at(-1)?.refusal).toBe('Bad Request: inline keyboard expected');
  });
});
