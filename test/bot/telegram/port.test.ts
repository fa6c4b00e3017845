import { describe, expect, onTestFinished, test } from 'vitest';
import type { Address } from '../../../src/bot/chat/address.ts';
import type { Outgoing } from '../../../src/bot/chat/chat-port.ts';
import type { Reply } from '../../../src/bot/reply.ts';
import { TelegramDouble } from '../../servers/telegram/double.ts';
import { png } from '../../servers/telegram/pictures.ts';
import { answer, button, Rig, reply } from './rig.ts';

const CHART = { kind: 'bars', title: 'x', unit: 'dollars', bars: [] } as const;
const PICTURE = png(90, 50);

/** The port alone: it sends whether or not anything is heard. */
async function begin() {
  const telegram = await TelegramDouble.start();
  const rig = new Rig(telegram);
  onTestFinished(async () => {
    await rig.surface.stop();
    await telegram.stop();
  });
  const anna = telegram.person(1001, 'Anna');
  anna.start();
  const { port } = rig.surface;
  const to: Address = { platform: 'telegram', kind: 'person', id: '1001' };
  return { telegram, rig, port, anna, to };
}

function out(of: Reply, silent = false): Outgoing {
  return { reply: of, taps: answer(of).taps, silent };
}

const long = { blocks: [{ kind: 'lines' as const, lines: Array(60).fill('a line of the card') }] };

async function failure(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`;
  }
  return 'no failure';
}

describe('sending', () => {
  test('a message arrives with its looks, its buttons and its silence', async () => {
    const { port, anna, to } = await begin();
    const of = reply('PAPER  bought', { symbol: '●', buttons: [button('Why'), button('Close')] });
    const sent = await port.send(to, out(of, true));
    expect(anna.last()).toMatchObject({
      text: '● PAPER  bought',
      labels: ['Why', 'Close'],
      silent: true,
      entities: [{ type: 'bold', offset: 2 }],
    });
    expect(sent.messageId).toBe(String(anna.last().id));
  });

  test('a picture comes with the whole text under it', async () => {
    const { port, rig, anna, to } = await begin();
    rig.picture = PICTURE;
    const of = reply('Week 47  +$96.40', { picture: CHART, buttons: [button('Why')] });
    const sent = await port.send(to, out(of));
    const seen = anna.last();
    expect(seen).toMatchObject({ text: 'Week 47  +$96.40', labels: ['Why'], silent: false });
    expect(Buffer.from(seen.photo ?? [])).toEqual(Buffer.from(PICTURE));
    expect(sent.messageId).toBe(`${seen.id}/photo`);
  });

  test('files come before the text that tells of them, without a sound', async () => {
    const { port, telegram, anna, to } = await begin();
    const files = ['a.csv', 'b.csv'].map((name) => {
      return { name, bytes: new TextEncoder().encode(`of ${name}`), type: 'text/csv' };
    });
    const sent = await port.send(to, out({ ...reply('2 files'), files }));
    const [first, second, text] = anna.sees().slice(-3);
    expect([first, second].map((each) => each?.document?.name)).toEqual(['a.csv', 'b.csv']);
    expect(Buffer.from(second?.document?.bytes ?? []).toString()).toBe('of b.csv');
    expect([first?.silent, second?.silent, text?.silent]).toEqual([true, true, false]);
    expect(text).toMatchObject({ text: '2 files', document: null });
    expect(sent.messageId).toBe(String(text?.id));
    await port.edit(to, sent, out({ ...reply('changed'), files: files.slice(1) }));
    expect(anna.sees().at(-1)?.document?.name).toBe('b.csv');
    expect(anna.sees().at(-2)?.text).toBe('changed');
    telegram.fail('sendDocument', { code: 500 });
    expect(await failure(port.send(to, out({ ...reply('never said'), files })))).not.toBe(
      'no failure',
    );
    expect(anna.sees().map((each) => each.text)).not.toContain('never said');
  });

  test('a text that is too long for a caption comes whole, and its picture after it', async () => {
    const { port, rig, anna, to } = await begin();
    rig.picture = PICTURE;
    const sent = await port.send(to, out(reply('Week 47', { picture: CHART, ...long })));
    const [text, photo] = anna.sees().slice(-2);
    expect([text?.text.split('\n').length, text?.photo]).toEqual([61, null]);
    expect([photo?.text, photo?.silent, photo?.photo?.length]).toEqual([
      'Week 47',
      true,
      PICTURE.length,
    ]);
    expect(sent.messageId).toBe(String(text?.id));
  });

  test('the text goes alone when its picture cannot be drawn or is not taken', async () => {
    const { port, rig, telegram, anna, to } = await begin();
    await port.send(to, out(reply('not drawn', { picture: CHART })));
    expect(anna.last()).toMatchObject({ text: 'not drawn', photo: null });
    rig.picture = PICTURE;
    telegram.fail('sendPhoto', {
      code: 400,
      description: 'Bad Request: PHOTO_INVALID_DIMENSIONS',
      times: 2,
    });
    await port.send(to, out(reply('not taken', { picture: CHART })));
    expect(anna.last()).toMatchObject({ text: 'not taken', photo: null });
    await port.send(to, out(reply('not taken either', { picture: CHART, ...long })));
    expect(anna.last().text.startsWith('not taken either\n')).toBe(true);
    expect(rig.reports.map(String)).toEqual(
      Array(2).fill('TelegramError: sendPhoto: Bad Request: PHOTO_INVALID_DIMENSIONS'),
    );
  });

  test('what Telegram cannot parse goes as plain text', async () => {
    const { port, telegram, anna, to } = await begin();
    const description = "Bad Request: can't parse entities: Unsupported start tag";
    telegram.fail('sendMessage', { code: 400, description });
    const sent = await port.send(to, out(reply('5 < 6 & 7')));
    expect(anna.last()).toMatchObject({ text: '5 < 6 & 7', entities: [] });
    expect(telegram.callsOf('sendMessage').map((call) => call.text('parse_mode'))).toEqual([
      'HTML',
      null,
    ]);
    telegram.fail('editMessageText', { code: 400, description });
    await port.edit(to, sent, out(reply('8 > 7')));
    expect(anna.last()).toMatchObject({ text: '8 > 7', edits: 1 });
  });
});

describe('editing', () => {
  test('replaces text and buttons, and is content with what is there already', async () => {
    const { port, anna, to } = await begin();
    const sent = await port.send(to, out(reply('one', { buttons: [button('Go')] })));
    await port.edit(to, sent, out(reply('two')));
    expect(anna.last()).toMatchObject({ text: 'two', labels: [], edits: 1 });
    await port.edit(to, sent, out(reply('two')));
    expect(anna.last()).toMatchObject({ text: 'two', edits: 1 });
  });

  test('a picture is replaced in its message, and added to a text', async () => {
    const { port, rig, anna, to } = await begin();
    const sent = await port.send(to, out(reply('text')));
    rig.picture = PICTURE;
    await port.edit(to, sent, out(reply('30 days', { picture: CHART })));
    rig.picture = png(60, 60);
    await port.edit(to, sent, out(reply('7 days', { picture: CHART })));
    expect(anna.last()).toMatchObject({ text: '7 days', edits: 2, id: Number(sent.messageId) });
    expect(anna.last().photo).toHaveLength(rig.picture.length);
  });

  test('a message whose picture is over goes, and one without comes', async () => {
    const { port, rig, anna, to } = await begin();
    rig.picture = PICTURE;
    const sent = await port.send(to, out(reply('with', { picture: CHART })));
    await port.edit(to, sent, out(reply('without')));
    await port.edit(to, sent, out(reply('still without')));
    const ours = anna.sees().filter(({ byBot }) => byBot);
    expect(ours.map(({ text, deleted }) => [text, deleted])).toEqual([
      ['with', true],
      ['still without', false],
    ]);
    expect(anna.last().photo).toBeNull();
  });

  test('knows a picture after a restart, when only the number is known', async () => {
    const { port, rig, anna, to } = await begin();
    rig.picture = PICTURE;
    const sent = await port.send(to, out(reply('with', { picture: CHART })));
    await port.edit(to, { messageId: sent.messageId.replace('/photo', '') }, out(reply('without')));
    expect(anna.last()).toMatchObject({ text: 'without', photo: null });
  });

  test('a message that is gone comes anew, and is found again', async () => {
    const { port, anna, to } = await begin();
    const sent = await port.send(to, out(reply('one')));
    anna.erase(Number(sent.messageId));
    await port.edit(to, sent, out(reply('two')));
    await port.edit(to, sent, out(reply('three')));
    expect(anna.last()).toMatchObject({ text: 'three', edits: 1 });
    expect(anna.sees().filter(({ byBot, deleted }) => byBot && !deleted)).toHaveLength(1);
  });

  test('keeps its text when the new picture is not taken', async () => {
    const { port, rig, telegram, anna, to } = await begin();
    const sent = await port.send(to, out(reply('one')));
    rig.picture = PICTURE;
    telegram.fail('editMessageMedia', {
      code: 400,
      description: 'Bad Request: IMAGE_PROCESS_FAILED',
    });
    await port.edit(to, sent, out(reply('two', { picture: CHART })));
    expect(anna.last()).toMatchObject({ text: 'two', photo: null, edits: 1 });
    expect(rig.reports).toHaveLength(1);
  });
});

describe('what became of a message', () => {
  const bad = (text: string) => ({ code: 400, description: `Bad Request: ${text}` });

  test.each([
    [
      { code: 429, retryAfterS: 17 },
      'FloodError: the platform takes no more messages for 17000 ms',
    ],
    [{ code: 401 }, 'OfflineError: the token is refused: revoked?'],
    [{ code: 404, description: 'Not Found' }, 'OfflineError: the token is refused: revoked?'],
    [{ code: 409 }, 'OfflineError: another program polls with this token'],
    [{ code: 403 }, 'UnreachableError: Forbidden: bot was blocked by the user'],
    [bad('chat not found'), 'UnreachableError: Bad Request: chat not found'],
    [
      bad('not enough rights to send text messages to the chat'),
      'UnreachableError: Bad Request: not enough rights to send text messages to the chat',
    ],
    [bad('BUTTON_DATA_INVALID'), 'RefusedError: Bad Request: BUTTON_DATA_INVALID'],
    [
      { code: 413, description: 'Request Entity Too Large' },
      'RefusedError: Request Entity Too Large',
    ],
    [{ code: 500 }, 'LostError: Telegram answers 500'],
    [{ code: 502 }, 'LostError: Telegram answers 502'],
    [{ code: 502, html: true }, 'LostError: Telegram gave no answer (invalid-json)'],
    [{ code: 503 }, 'OfflineError: Telegram answers 503'],
  ])('%j is told as %j', async (fault, told) => {
    const { port, telegram, to } = await begin();
    telegram.fail('sendMessage', fault);
    expect(await failure(port.send(to, out(reply('x'))))).toBe(told);
  });

  test('a connection that breaks after the message was taken may have sent it', async () => {
    const { port, telegram, anna, to } = await begin();
    telegram.loseReply('sendMessage');
    const told = await failure(port.send(to, out(reply('x'))));
    expect(told).toBe('LostError: Telegram gave no answer (ECONNRESET)');
    expect(anna.last().text).toBe('x');
  });

  test('a connection that was refused has sent nothing', async () => {
    const { port, telegram, to } = await begin();
    await telegram.down();
    const told = await failure(port.send(to, out(reply('x'))));
    expect(told).toBe('OfflineError: Telegram cannot be reached (ECONNREFUSED)');
  });

  test('a chat that nobody opened, or that is no chat, is told without a call too many', async () => {
    const { port, telegram } = await begin();
    const person = { platform: 'telegram', kind: 'person' } as const;
    const unknown = await failure(port.send({ ...person, id: '999' }, out(reply('x'))));
    expect(unknown).toBe('UnreachableError: Bad Request: chat not found');
    const none = await failure(port.send({ ...person, id: 'x' }, out(reply('x'))));
    expect(none).toBe('RefusedError: no chat has the id x');
    expect(telegram.callsOf('sendMessage')).toHaveLength(1);
  });

  test('after the surface was stopped nothing is sent', async () => {
    const { port, rig, telegram, to } = await begin();
    await rig.surface.stop();
    const told = await failure(port.send(to, out(reply('x'))));
    expect(told).toBe('OfflineError: the surface has been stopped');
    expect(telegram.callsOf('sendMessage')).toHaveLength(0);
  });
});
