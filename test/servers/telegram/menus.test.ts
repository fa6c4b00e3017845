import { Api } from 'grammy';
import type { BotCommand } from 'grammy/types';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TelegramDouble } from './double.ts';

async function begin() {
  const telegram = await TelegramDouble.start();
  onTestFinished(() => telegram.stop());
  const api = new Api(telegram.token, { apiRoot: telegram.apiRoot });
  const anna = telegram.person(1001, 'Anna');
  return { telegram, api, anna };
}

const START: BotCommand = { command: 'start', description: 'Ask for access' };
const KILL: BotCommand = { command: 'kill', description: 'Stop everything now' };

describe('commands', () => {
  test('are kept per scope, and a person sees those of the narrowest', async () => {
    const { telegram, api, anna } = await begin();
    const bert = telegram.person(1002, 'Bert');
    anna.start();
    bert.start();
    const scope = { type: 'chat', chat_id: anna.id } as const;
    await api.setMyCommands([START]);
    await api.setMyCommands([START, KILL], { scope: { type: 'all_private_chats' } });
    await api.setMyCommands([KILL], { scope });
    expect(await api.getMyCommands()).toEqual([START]);
    expect(await api.getMyCommands({ scope: { type: 'all_group_chats' } })).toEqual([]);
    expect(await api.getMyCommands({ scope })).toEqual([KILL]);
    expect(anna.menu()).toEqual([KILL]);
    expect(bert.menu()).toEqual([START, KILL]);
    await api.deleteMyCommands({ scope });
    expect(anna.menu()).toEqual([START, KILL]);
    await api.deleteMyCommands({ scope: { type: 'all_private_chats' } });
    expect(anna.menu()).toEqual([START]);
  });

  test('of a chat wait until its person has started the bot', async () => {
    const { api, anna } = await begin();
    const scope = { type: 'chat', chat_id: anna.id } as const;
    await expect(api.setMyCommands([KILL], { scope })).rejects.toThrow('chat not found');
    anna.start();
    await api.setMyCommands([KILL], { scope });
  });

  test.each([
    ['Kill', 'x', 'BOT_COMMAND_INVALID'],
    ['kill-all', 'x', 'BOT_COMMAND_INVALID'],
    ['', 'x', 'command must be non-empty'],
    ['k'.repeat(33), 'x', 'command length must not exceed 32'],
    ['kill', '', 'command description must be non-empty'],
    ['kill', ' ', 'command description must be non-empty'],
    ['kill', 'x'.repeat(257), 'command description length must not exceed 256'],
  ])('/%s %s is refused: %s', async (command, description, why) => {
    const { api } = await begin();
    await expect(api.setMyCommands([START, { command, description }])).rejects.toThrow(why);
    expect(await api.getMyCommands()).toEqual([]);
  });

  test('are at most 100, with names of 32 and descriptions of 256 characters', async () => {
    const { api } = await begin();
    const many = (count: number): BotCommand[] =>
      Array.from({ length: count }, (_, index) => ({
        command: `${'k'.repeat(29)}${String(index).padStart(3, '0')}`,
        description: '😀'.repeat(256),
      }));
    await api.setMyCommands(many(100));
    expect(await api.getMyCommands()).toHaveLength(100);
    await expect(api.setMyCommands(many(101))).rejects.toThrow('BOT_COMMANDS_TOO_MUCH');
  });
});

describe('the menu button', () => {
  test('is kept for a chat or for all, and opens https only', async () => {
    const { api, anna } = await begin();
    anna.start();
    const app = (url: string) => ({ type: 'web_app', text: 'Open', web_app: { url } }) as const;
    const button = app('https://example.com/app');
    await api.setChatMenuButton({ chat_id: anna.id, menu_button: button });
    expect(await api.getChatMenuButton({ chat_id: anna.id })).toEqual(button);
    expect(await api.getChatMenuButton()).toEqual({ type: 'default' });
    await api.setChatMenuButton({ menu_button: { type: 'commands' } });
    expect(await api.getChatMenuButton()).toEqual({ type: 'commands' });
    await expect(api.setChatMenuButton({ menu_button: app('http://example.com') })).rejects.toThrow(
      "menu button Web App URL 'http://example.com' is invalid: Only HTTPS links are allowed",
    );
  });
});

describe('chats', () => {
  test('are described when they are known, also after a block', async () => {
    const { telegram, api, anna } = await begin();
    await expect(api.getChat(anna.id)).rejects.toThrow('chat not found');
    anna.start();
    anna.block();
    expect(await api.getChat(anna.id)).toMatchObject({
      id: 1001,
      type: 'private',
      first_name: 'Anna',
    });
    const group = telegram.group({ id: -1007, title: 'G', members: [anna] });
    expect(await api.getChat(group)).toMatchObject({ type: 'supergroup', title: 'G' });
  });

  test('are told that the bot is at something, by a known name', async () => {
    const { api, anna } = await begin();
    anna.start();
    expect(await api.sendChatAction(anna.id, 'upload_photo')).toBe(true);
    await expect(api.sendChatAction(anna.id, 'thinking' as 'typing')).rejects.toThrow(
      'wrong parameter action in request',
    );
    await expect(api.sendChatAction(4, 'typing')).rejects.toThrow('chat not found');
  });
});
