import { Api, GrammyError, InputFile } from 'grammy';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TelegramDouble } from './double.ts';
import { png } from './pictures.ts';
import { covered } from './seen.ts';

const NOT_MODIFIED =
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

async function begin() {
  const telegram = await TelegramDouble.start();
  onTestFinished(() => telegram.stop());
  const api = new Api(telegram.token, { apiRoot: telegram.apiRoot });
  const anna = telegram.person(1001, 'Anna');
  anna.start();
  return { telegram, api, anna };
}

/** What the Bot API refuses a call with. */
async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof GrammyError) return `${error.error_code} ${error.description}`;
    throw error;
  }
  return 'accepted';
}

const bad = (text: string): string => `400 Bad Request: ${text}`;

describe('sending', () => {
  test('a message arrives as it is read, with its looks, buttons and silence', async () => {
    const { api, anna } = await begin();
    const sent = await api.sendMessage(anna.id, '<b>bought</b> 8.06 &lt;YES&gt; · /why', {
      parse_mode: 'HTML',
      disable_notification: true,
      reply_markup: { inline_keyboard: [[{ text: 'Why', callback_data: 'w' }]] },
    });
    expect(sent).toMatchObject({
      chat: { id: 1001, type: 'private', first_name: 'Anna' },
      from: { is_bot: true, username: 'double_bot' },
      text: 'bought 8.06 <YES> · /why',
    });
    const message = anna.last();
    expect(message).toMatchObject({ id: sent.message_id, silent: true, labels: ['Why'], edits: 0 });
    expect(message.entities.map((entity) => [entity.type, covered(message, entity)])).toEqual([
      ['bold', 'bought'],
      ['bot_command', '/why'],
    ]);
    expect(sent.date).toBe(Math.floor(message.sentAtMs / 1000));
  });

  test('a text is measured after its markup is read', async () => {
    const { api, anna } = await begin();
    const text = `<b>${'&amp;'.repeat(2048)}</b>${'😀'.repeat(1024)}`;
    await api.sendMessage(anna.id, text, { parse_mode: 'HTML' });
    expect(anna.last().text).toHaveLength(4096);
    expect(await refusal(api.sendMessage(anna.id, `${text}x`, { parse_mode: 'HTML' }))).toBe(
      bad('message is too long'),
    );
  });

  test.each([
    ['', 'message text is empty'],
    [' \n ', 'text must be non-empty'],
    ['<b> </b>', 'text must be non-empty'],
    ['1 < 2', 'can\'t parse entities: Unsupported start tag "" at byte offset 2'],
    ['<b>x', 'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'],
  ])('the text %j is refused: %s', async (text, why) => {
    const { api, anna } = await begin();
    const options = { parse_mode: 'HTML' as const };
    expect(await refusal(api.sendMessage(anna.id, text, options))).toBe(bad(why));
    expect(anna.sees().filter((message) => message.byBot)).toEqual([]);
  });

  test('Markdown is not spoken here', async () => {
    const { api, anna } = await begin();
    expect(await refusal(api.sendMessage(anna.id, '*x*', { parse_mode: 'MarkdownV2' }))).toBe(
      bad('unsupported parse_mode'),
    );
  });

  test('explicit entities are checked against the text', async () => {
    const { api, anna } = await begin();
    const entities = [{ type: 'bold' as const, offset: 0, length: 100 }];
    expect(await refusal(api.sendMessage(anna.id, 'hello', { entities }))).toBe(
      bad(
        'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100',
      ),
    );
  });

  test('chats are told apart: unknown, never started, blocked, left', async () => {
    const { telegram, api, anna } = await begin();
    const bert = telegram.person(1002, 'Bert');
    const group = telegram.group({ id: -100_5, title: 'G', members: [anna] });
    const send = (chatId: number | string): Promise<string> =>
      refusal(api.sendMessage(chatId, 'x'));
    expect(await send(4)).toBe(bad('chat not found'));
    expect(await send('@nobody')).toBe(bad('chat not found'));
    expect(await send('')).toBe(bad('chat_id is empty'));
    expect(await send(bert.id)).toBe("403 Forbidden: bot can't initiate conversation with a user");
    bert.start();
    expect(await send(bert.id)).toBe('accepted');
    bert.block();
    expect(await send(bert.id)).toBe('403 Forbidden: bot was blocked by the user');
    bert.unblock();
    expect(await send(bert.id)).toBe('accepted');
    expect(await send(group)).toBe('accepted');
    telegram.kickFrom(group);
    expect(await send(group)).toBe('403 Forbidden: bot was kicked from the supergroup chat');
  });

  test('a reply needs its message, a topic its topic', async () => {
    const { api, anna } = await begin();
    const id = anna.say('first');
    await api.sendMessage(anna.id, 'x', { reply_parameters: { message_id: id } });
    expect(anna.last().replyTo).toBe(id);
    const lost = { message_id: 999 };
    expect(await refusal(api.sendMessage(anna.id, 'x', { reply_parameters: lost }))).toBe(
      bad('message to be replied not found'),
    );
    const lenient = { ...lost, allow_sending_without_reply: true };
    expect(await refusal(api.sendMessage(anna.id, 'x', { reply_parameters: lenient }))).toBe(
      'accepted',
    );
    expect(await refusal(api.sendMessage(anna.id, 'x', { message_thread_id: 5 }))).toBe(
      bad('message thread not found'),
    );
  });
});

describe('editing', () => {
  test('a text is replaced, and its buttons go unless they are sent again', async () => {
    const { api, anna } = await begin();
    const reply_markup = { inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] };
    const { message_id } = await api.sendMessage(anna.id, 'one', { reply_markup });
    const edited = await api.editMessageText(anna.id, message_id, 'two');
    expect(edited).toMatchObject({ message_id, text: 'two', edit_date: expect.any(Number) });
    expect(anna.last()).toMatchObject({ labels: [], edits: 1, versions: ['one', 'two'] });
    await api.editMessageReplyMarkup(anna.id, message_id, { reply_markup });
    expect(anna.last()).toMatchObject({ labels: ['A'], text: 'two' });
  });

  test('what would change nothing is refused', async () => {
    const { api, anna } = await begin();
    const reply_markup = { inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] };
    const { message_id } = await api.sendMessage(anna.id, 'one <two>', { reply_markup });
    const same = { parse_mode: 'HTML' as const, reply_markup };
    expect(await refusal(api.editMessageText(anna.id, message_id, 'one &lt;two&gt; ', same))).toBe(
      `400 ${NOT_MODIFIED}`,
    );
    expect(await refusal(api.editMessageReplyMarkup(anna.id, message_id, { reply_markup }))).toBe(
      `400 ${NOT_MODIFIED}`,
    );
    expect(anna.last().edits).toBe(0);
    const bold = { ...same, parse_mode: 'HTML' as const };
    expect(
      await refusal(api.editMessageText(anna.id, message_id, '<b>one</b> &lt;two&gt;', bold)),
    ).toBe('accepted');
  });

  test('what is gone, foreign, of another kind or under a reply keyboard stays', async () => {
    const { api, anna } = await begin();
    const own = await api.sendMessage(anna.id, 'own');
    expect(await refusal(api.editMessageText(anna.id, 999, 'x'))).toBe(
      bad('message to edit not found'),
    );
    expect(await refusal(api.editMessageText(anna.id, anna.say('mine'), 'x'))).toBe(
      bad("message can't be edited"),
    );
    expect(await refusal(api.editMessageCaption(anna.id, own.message_id, { caption: 'x' }))).toBe(
      bad('there is no caption in the message to edit'),
    );
    const photo = await api.sendPhoto(anna.id, new InputFile(png(4, 4)));
    expect(await refusal(api.editMessageText(anna.id, photo.message_id, 'x'))).toBe(
      bad('there is no text in the message to edit'),
    );
    const keys = { keyboard: [[{ text: '/status' }]] };
    const menu = await api.sendMessage(anna.id, 'menu', { reply_markup: keys });
    expect(await refusal(api.editMessageText(anna.id, menu.message_id, 'x'))).toBe(
      bad("message can't be edited"),
    );
    anna.erase(own.message_id);
    expect(await refusal(api.editMessageText(anna.id, own.message_id, 'x'))).toBe(
      bad('message to edit not found'),
    );
  });
});

describe('deleting', () => {
  test('in a private chat the bot deletes what a person wrote', async () => {
    const { api, anna } = await begin();
    const id = anna.say('0xsecret');
    await api.deleteMessage(anna.id, id);
    expect(anna.sees().find((message) => message.id === id)?.deleted).toBe(true);
    expect(await refusal(api.deleteMessage(anna.id, id))).toBe(bad('message to delete not found'));
  });

  test('nothing is deleted that is older than two days, or in a group by no admin', async () => {
    const { telegram, api, anna } = await begin();
    const old = anna.say('old', { sentAtMs: Date.now() - 49 * 3_600_000 });
    expect(await refusal(api.deleteMessage(anna.id, old))).toBe(
      bad("message can't be deleted for everyone"),
    );
    const plain = telegram.group({ id: -10, title: 'G', members: [anna] });
    const led = telegram.group({ id: -11, title: 'H', members: [anna], botIsAdmin: true });
    const inPlain = anna.say('/x', { chatId: plain });
    const inLed = anna.say('/x', { chatId: led });
    expect(await refusal(api.deleteMessage(plain, inPlain))).toBe(bad("message can't be deleted"));
    expect(await refusal(api.deleteMessage(led, inLed))).toBe('accepted');
  });
});

describe('photos', () => {
  test('an upload arrives byte for byte, is sent again by its id and downloaded', async () => {
    const { telegram, api, anna } = await begin();
    const bytes = png(30, 20);
    const caption = '<i>week</i>';
    const sent = await api.sendPhoto(anna.id, new InputFile(bytes, 'chart.png'), {
      caption,
      parse_mode: 'HTML',
    });
    expect(sent).toMatchObject({ caption: 'week', photo: [{ width: 30, height: 20 }] });
    expect(anna.last().photo).toEqual(bytes);
    const id = sent.photo[0]?.file_id ?? '';
    const again = await api.sendPhoto(anna.id, id);
    expect(again.photo[0]?.file_id).toBe(id);
    const { file_path, file_size } = await api.getFile(id);
    expect(file_size).toBe(bytes.length);
    const download = (path: string): Promise<Response> =>
      fetch(`${telegram.apiRoot}/file/bot${telegram.token}/${path}`);
    const response = await download(file_path ?? '');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect((await download('photos/nothing.jpg')).status).toBe(404);
    expect(await refusal(api.getFile('nothing'))).toBe(
      bad('wrong file_id or the file is temporarily unavailable'),
    );
  });

  test('a text becomes a photo and a photo another one, in the same message', async () => {
    const { api, anna } = await begin();
    const { message_id } = await api.sendMessage(anna.id, 'loading');
    const media = { type: 'photo' as const, media: new InputFile(png(8, 8)), caption: 'a' };
    const edited = await api.editMessageMedia(anna.id, message_id, media);
    expect(edited).toMatchObject({ message_id, caption: 'a' });
    const next = png(9, 9);
    await api.editMessageMedia(anna.id, message_id, { ...media, media: new InputFile(next) });
    expect(anna.last()).toMatchObject({ id: message_id, photo: next, text: 'a', edits: 2 });
    const id = edited === true ? '' : (edited.photo?.[0]?.file_id ?? '');
    const same = { type: 'photo' as const, media: id, caption: 'a' };
    await api.editMessageMedia(anna.id, message_id, same);
    expect(await refusal(api.editMessageMedia(anna.id, message_id, same))).toBe(
      `400 ${NOT_MODIFIED}`,
    );
    await api.editMessageCaption(anna.id, message_id, { caption: 'b' });
    expect(anna.last()).toMatchObject({ text: 'b', edits: 4 });
  });

  test.each([
    ['no picture', new Uint8Array([1, 2, 3]), 'IMAGE_PROCESS_FAILED'],
    ['half a picture', png(8, 8).slice(0, 40), 'IMAGE_PROCESS_FAILED'],
    ['nothing', new Uint8Array(), 'file must be non-empty'],
    ['too long a picture', png(8, 200), 'PHOTO_INVALID_DIMENSIONS'],
    [
      'too big a file',
      new Uint8Array(10 * 1024 * 1024 + 1),
      'file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes',
    ],
  ])('%s is refused: %3$s', async (_, bytes, why) => {
    const { api, anna } = await begin();
    expect(await refusal(api.sendPhoto(anna.id, new InputFile(bytes)))).toBe(bad(why));
  });

  test('an unknown id, a link and a caption that is too long are refused', async () => {
    const { api, anna } = await begin();
    expect(await refusal(api.sendPhoto(anna.id, 'AgACnothing'))).toBe(
      bad('wrong file identifier/HTTP URL specified'),
    );
    expect(await refusal(api.sendPhoto(anna.id, 'https://a.bc/p.png'))).toBe(
      bad('failed to get HTTP URL content'),
    );
    const photo = (): InputFile => new InputFile(png(4, 4));
    const fits = '😀'.repeat(512);
    await api.sendPhoto(anna.id, photo(), { caption: fits });
    expect(anna.last().text).toBe(fits);
    expect(await refusal(api.sendPhoto(anna.id, photo(), { caption: `${fits}x` }))).toBe(
      bad('message caption is too long'),
    );
  });
});
