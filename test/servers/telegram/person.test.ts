import { Api, Bot } from 'grammy';
import type { Update } from 'grammy/types';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TelegramDouble } from './double.ts';

const QUERY_IS_OLD = 'query is too old and response timeout expired or query ID is invalid';

async function begin() {
  const telegram = await TelegramDouble.start();
  onTestFinished(() => telegram.stop());
  const api = new Api(telegram.token, { apiRoot: telegram.apiRoot });
  const anna = telegram.person(1001, 'Anna');
  let offset = 0;
  /** Updates that are new since the last look. */
  const fresh = async (): Promise<Update[]> => {
    const updates = await api.getUpdates({ offset });
    offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
    return updates;
  };
  return { telegram, api, anna, fresh };
}

const keyboard = (...labels: string[]) => ({
  reply_markup: { inline_keyboard: [labels.map((text) => ({ text, callback_data: `d:${text}` }))] },
});

describe('what a person says', () => {
  test('comes with its time in seconds and its commands marked', async () => {
    const { anna, fresh } = await begin();
    anna.say('/wallet whale-7 scale 0.5 and /why k3', { sentAtMs: 1_800_000_000_999 });
    const [update] = await fresh();
    expect(update?.message).toMatchObject({
      date: 1_800_000_000,
      entities: [
        { type: 'bot_command', offset: 0, length: 7 },
        { type: 'bot_command', offset: 30, length: 4 },
      ],
    });
  });

  test('a change comes as an edited message with the old date', async () => {
    const { anna, fresh } = await begin();
    const id = anna.say('/kill off', { sentAtMs: 1_000_000 });
    anna.edit(id, '/kill');
    const [, edited] = await fresh();
    expect(edited?.edited_message).toMatchObject({ message_id: id, text: '/kill', date: 1000 });
    expect(edited?.edited_message?.edit_date).toBeGreaterThan(1000);
    expect(edited?.message).toBeUndefined();
  });

  test('a forward names who wrote it', async () => {
    const { telegram, anna, fresh } = await begin();
    telegram.person(5, 'Eve');
    anna.forward('/kill', { from: { id: 5, is_bot: false, first_name: 'Eve' } });
    const [update] = await fresh();
    expect(update?.message?.forward_origin).toMatchObject({ type: 'user', sender_user: { id: 5 } });
    expect(update?.message?.from.id).toBe(1001);
  });

  test('an anonymous admin writes as the group', async () => {
    const { telegram, anna, fresh } = await begin();
    const group = telegram.group({ id: -1001, title: 'Traders', members: [anna] });
    anna.sayAsGroup('/kill', group);
    const [update] = await fresh();
    expect(update?.message).toMatchObject({
      from: { id: 1_087_968_824, is_bot: true, username: 'GroupAnonymousBot' },
      sender_chat: { id: group },
      chat: { id: group, type: 'supergroup', title: 'Traders' },
    });
  });

  test('a photo comes with its caption and can be fetched', async () => {
    const { telegram, api, anna, fresh } = await begin();
    anna.sayPhoto(new Uint8Array([1, 2, 3]), { caption: 'look' });
    const [update] = await fresh();
    expect(update?.message?.caption).toBe('look');
    const { file_path } = await api.getFile(update?.message?.photo?.[0]?.file_id ?? '');
    const url = `${telegram.apiRoot}/file/bot${telegram.token}/${file_path ?? ''}`;
    const bytes = await (await fetch(url)).arrayBuffer();
    expect([...new Uint8Array(bytes)]).toEqual([1, 2, 3]);
  });

  test('blocking and unblocking are told, and nothing is said in between', async () => {
    const { anna, fresh } = await begin();
    anna.start();
    anna.block();
    expect(() => anna.say('x')).toThrow('they have blocked the bot');
    anna.unblock();
    const statuses = (await fresh()).map((update) => update.my_chat_member?.new_chat_member.status);
    expect(statuses).toEqual([undefined, 'kicked', 'member']);
  });

  test('in a group the bot is told what is meant for it', async () => {
    const { telegram, api, anna, fresh } = await begin();
    const group = telegram.group({ id: -77, title: 'G', members: [anna] });
    const chatId = group;
    anna.say('hello all', { chatId });
    anna.say('/status', { chatId });
    anna.say('/status@other_bot', { chatId });
    anna.say('/status@double_bot', { chatId });
    anna.say('hey @double_bot', { chatId });
    const { message_id } = await api.sendMessage(group, 'hm');
    anna.say('an answer', { chatId, replyTo: message_id });
    expect((await fresh()).map((update) => update.message?.text)).toEqual([
      '/status',
      '/status@double_bot',
      'hey @double_bot',
      'an answer',
    ]);
  });

  test('a bot that reads everything, or leads the group, is told everything', async () => {
    const telegram = await TelegramDouble.start({ readsGroups: true });
    onTestFinished(() => telegram.stop());
    const anna = telegram.person(1001, 'Anna');
    const group = telegram.group({ id: -77, title: 'G', members: [anna] });
    anna.say('hello all', { chatId: group });
    expect(telegram.pendingUpdates).toBe(1);
    const other = await begin();
    const led = { id: -78, title: 'H', members: [other.anna], botIsAdmin: true };
    other.anna.say('hello all', { chatId: other.telegram.group(led) });
    expect(other.telegram.pendingUpdates).toBe(1);
  });

  test('nobody is heard or seen in a chat they are not in', async () => {
    const { telegram, anna } = await begin();
    const bert = telegram.person(1002, 'Bert');
    anna.start();
    const group = telegram.group({ id: -77, title: 'G', members: [anna] });
    expect(() => bert.say('x', { chatId: group })).toThrow('1002 is not in chat -77');
    expect(() => bert.sees(anna.id)).toThrow('1002 is not in chat 1001');
    expect(bert.sees()).toEqual([]);
  });
});

describe('what a person taps', () => {
  test('calls back with the data of the button and is answered once', async () => {
    const { api, anna, fresh } = await begin();
    anna.start();
    await api.sendMessage(anna.id, 'one', keyboard('Undo', 'Why'));
    await api.sendMessage(anna.id, 'two', keyboard('Undo'));
    const first = anna.tap('Why');
    const second = anna.tap('Undo');
    const [, one, two] = await fresh();
    expect(one?.callback_query).toMatchObject({
      id: first.id,
      data: 'd:Why',
      from: { id: 1001 },
      message: { text: 'one', chat: { id: 1001 }, reply_markup: { inline_keyboard: [[{}, {}]] } },
    });
    expect(two?.callback_query?.message?.message_id).toBe(anna.last().id);
    expect(second.answer).toBeNull();
    await api.answerCallbackQuery(second.id, { text: 'done', show_alert: true });
    expect(await second.answered()).toEqual({ text: 'done', alert: true });
    await expect(api.answerCallbackQuery(second.id)).rejects.toThrow(QUERY_IS_OLD);
    await expect(api.answerCallbackQuery('17')).rejects.toThrow(QUERY_IS_OLD);
    first.expire();
    await expect(api.answerCallbackQuery(first.id)).rejects.toThrow(QUERY_IS_OLD);
  });

  test('an answer has at most 200 characters', async () => {
    const { api, anna } = await begin();
    anna.start();
    await api.sendMessage(anna.id, 'x', keyboard('A'));
    const { id } = anna.tap('A');
    await expect(api.answerCallbackQuery(id, { text: 'x'.repeat(201) })).rejects.toThrow(
      'MESSAGE_TOO_LONG',
    );
    await api.answerCallbackQuery(id, { text: 'x'.repeat(200) });
  });

  test('only what is there and calls back can be tapped', async () => {
    const { api, anna } = await begin();
    anna.start();
    const { message_id } = await api.sendMessage(anna.id, 'x', keyboard('A'));
    expect(() => anna.tap('B')).toThrow('no button [B]\n');
    await api.editMessageText(anna.id, message_id, 'done', {
      reply_markup: { inline_keyboard: [[{ text: 'A', url: 'https://a.bc' }]] },
    });
    expect(() => anna.tap('A')).toThrow('[A] calls nothing back');
    await api.deleteMessage(anna.id, message_id);
    expect(() => anna.tap('A')).toThrow('no button [A]');
  });

  test('a changed client sends any data, also under a message that is gone', async () => {
    const { api, anna, fresh } = await begin();
    anna.start();
    const { message_id } = await api.sendMessage(anna.id, 'x', keyboard('A'));
    anna.forge('cf:forged:y', { messageId: message_id });
    await api.deleteMessage(anna.id, message_id);
    anna.forge('d:A', { messageId: message_id });
    const [, forged, gone] = await fresh();
    expect(forged?.callback_query).toMatchObject({ data: 'cf:forged:y', message: { text: 'x' } });
    expect(gone?.callback_query?.message).toEqual({
      chat: { id: 1001, type: 'private', first_name: 'Anna' },
      message_id,
      date: 0,
    });
  });

  test('in a group everybody taps the same button under their own name', async () => {
    const { telegram, api, anna, fresh } = await begin();
    const bert = telegram.person(1002, 'Bert');
    const group = telegram.group({ id: -77, title: 'G', members: [anna, bert] });
    const { message_id } = await api.sendMessage(group, 'x', keyboard('A'));
    bert.tap('A', { chatId: group, messageId: message_id });
    const [update] = await fresh();
    expect(update?.callback_query).toMatchObject({
      from: { id: 1002 },
      message: { chat: { id: group } },
    });
  });
});

describe('what a person waits for', () => {
  test('is found as soon as it is there, with a bot that answers in between', async () => {
    const { telegram, anna } = await begin();
    const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
    bot.command('status', (ctx) => ctx.reply('◆ PAPER all is well'));
    onTestFinished(() => bot.stop());
    void bot.start();
    const after = anna.say('/status');
    const message = await anna.until((one) => one.text.includes('PAPER'), { after });
    expect(message.id).toBeGreaterThan(after);
  });

  test('is told with what there is instead, when it does not come', async () => {
    const { api, anna } = await begin();
    anna.start();
    await api.sendMessage(anna.id, 'something else', keyboard('A'));
    await expect(anna.until((one) => one.text === 'this', { waitMsMax: 20 })).rejects.toThrow(
      'nothing of the kind within 20 ms\n#1 1001: /start\n#2 bot: something else [A]',
    );
  });

  test('may be in many chats at once', async () => {
    const { telegram, api } = await begin();
    const people = Array.from({ length: 50 }, (_, index) => telegram.person(2000 + index, 'P'));
    for (const person of people) person.start();
    const waiting = people.map((person) => person.until((one) => one.text === `for ${person.id}`));
    await Promise.all(people.map((person) => api.sendMessage(person.id, `for ${person.id}`)));
    const ids = (await Promise.all(waiting)).map((message) => message.chatId);
    expect(ids).toEqual(people.map((person) => person.id));
  });
});
