import { Api } from 'grammy';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TelegramDouble } from '../../servers/telegram/double.ts';
import { eventually, Rig, Shelf } from './rig.ts';

describe('the menu of commands', () => {
  test('is nothing but the beginning for strangers, and his role’s for a person', async () => {
    const rig = await Rig.up((one) => one.people.put(1001, 'viewer'));
    const anna = rig.telegram.person(1001, 'Anna');
    const eve = rig.telegram.person(1003, 'Eve');
    anna.start();
    await eventually(() => anna.menu().length > 1);
    expect(eve.menu().map(({ command }) => command)).toEqual(['start']);
    expect(anna.menu().map(({ command }) => command)).not.toContain('kill');
    rig.people.put(1001, 'admin');
    await eventually(() => anna.menu().some(({ command }) => command === 'kill'));
    rig.people.put(1001, null);
    await eventually(() => anna.menu().length === 1);
    expect(rig.telegram.callsOf('deleteMyCommands')).toHaveLength(1);
    expect(rig.reports).toEqual([]);
  });

  test('has the pages beside it for who operates, and for nobody else, where they have https', async () => {
    const telegram = await TelegramDouble.start();
    onTestFinished(() => telegram.stop());
    const rig = new Rig(telegram, new Shelf(), 'https://polymind.example');
    rig.people.put(1001, 'viewer');
    const anna = telegram.person(1001, 'Anna');
    anna.start();
    telegram.person(1003, 'Eve').start();
    await rig.begin();
    const api = new Api(telegram.token, { apiRoot: telegram.apiRoot });
    const type = async (chat_id: number) => (await api.getChatMenuButton({ chat_id })).type;
    await eventually(() => telegram.callsOf('setChatMenuButton').length === 1);
    expect(await api.getChatMenuButton({ chat_id: anna.id })).toEqual({
      type: 'web_app',
      text: 'Dashboard',
      web_app: { url: 'https://polymind.example/' },
    });
    expect(await type(1003)).toBe('default');
    rig.people.put(1001, null);
    await eventually(() => telegram.callsOf('setChatMenuButton').length === 2);
    expect(await type(anna.id)).toBe('default');
    expect(rig.reports).toEqual([]);
  });

  test('is set once, however often Telegram goes away or somebody else changes', async () => {
    const rig = await Rig.up((one) => one.people.put(1001, 'admin'));
    const anna = rig.telegram.person(1001, 'Anna');
    anna.start();
    await eventually(() => anna.menu().length > 1);
    const calls = rig.telegram.callsOf('setMyCommands').length;
    rig.telegram.fail('getUpdates', { code: 500 });
    anna.say('/one');
    await anna.until(({ text }) => text === 'you said /one');
    const bob = rig.telegram.person(1002, 'Bob');
    bob.start();
    rig.people.put(1002, 'viewer');
    await eventually(() => bob.menu().length > 1);
    expect(rig.telegram.callsOf('setMyCommands')).toHaveLength(calls + 1);
  });

  test('is tried again when Telegram fails, after the time it asks for', async () => {
    const rig = await Rig.up((one) => {
      one.telegram.fail('setMyCommands', { code: 429, retryAfterS: 13 });
      one.telegram.fail('setMyCommands', { code: 502 });
      one.telegram.drop('setMyCommands');
      one.people.put(1001, 'admin');
    });
    const anna = rig.telegram.person(1001, 'Anna');
    anna.start();
    await eventually(() => anna.menu().length > 1);
    expect(rig.timing.waitsMs).toEqual(expect.arrayContaining([13_000, 1_000, 2_000]));
  });

  test('waits for a person who has never opened the chat, until he speaks', async () => {
    const rig = await Rig.up((one) => {
      one.people.put(1001, 'admin');
      one.people.put(1002, 'admin');
    });
    const bob = rig.telegram.person(1002, 'Bob');
    bob.start();
    await eventually(() => bob.menu().length > 1);
    const anna = rig.telegram.person(1001, 'Anna');
    anna.say('/hello');
    await eventually(() => anna.menu().length > 1);
    expect(rig.reports).toEqual([]);
  });
});
