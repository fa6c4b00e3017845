import type { Message, Update, User } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { addressOf, heardIn } from '../../../src/bot/telegram/intake.ts';

const ANNA: User = { id: 1001, is_bot: false, first_name: 'Anna', last_name: 'B', username: 'ab' };
const PRIVATE = { id: 1001, type: 'private', first_name: 'Anna' } as const;
const GROUP = { id: -1007, type: 'supergroup', title: 'Desk' } as const;
const me = { username: 'PolyBot' };
const nowMs = 1_790_000_000_123;

function said(text: string, more: object = {}): Update {
  const message = { message_id: 7, date: 1_790_000_000, chat: PRIVATE, from: ANNA, text, ...more };
  return { update_id: 42, message: message as unknown as Message & Update.NonChannel };
}

function hear(update: Update) {
  return heardIn(update, { me, nowMs });
}

describe('what a person says', () => {
  it('is his by his own id, with the time Telegram gives and the number of the update', () => {
    expect(hear(said('/kill'))).toEqual({
      kind: 'text',
      text: '/kill',
      messageId: 7,
      from: {
        platform: 'telegram',
        userId: '1001',
        name: 'Anna B @ab',
        chatId: '1001',
        isPrivate: true,
        updateId: 'telegram/42',
        sentAtMs: 1_790_000_000_000,
      },
    });
  });

  it.each([
    ['forwarded', { forward_origin: { type: 'user', date: 1, sender_user: ANNA } }],
    ['by an anonymous admin', { sender_chat: GROUP }],
    ['by a bot', { from: { ...ANNA, is_bot: true } }],
    ['through another bot', { via_bot: { ...ANNA, is_bot: true } }],
    ['by nobody', { from: undefined }],
    ['in a channel', { chat: { id: -1, type: 'channel', title: 'c' } }],
    ['as the caption of a picture', { text: undefined, caption: '/kill' }],
  ])('is not heard when it is %s', (_, more) => {
    expect(hear(said('/kill', more))).toBeNull();
  });

  it('is not heard when it was changed afterwards, or posted in a channel', () => {
    const { message } = said('/kill');
    expect(hear({ update_id: 1, edited_message: message as never })).toBeNull();
    expect(hear({ update_id: 1, channel_post: message as never })).toBeNull();
    expect(hear({ update_id: 1 })).toBeNull();
  });

  it.each([
    ['/kill', '/kill'],
    ['/kill now', '/kill now'],
    ['/kill@polybot now', '/kill now'],
    ['/kill@PolyBot', '/kill'],
    ['/kill@otherbot', null],
    ['kill', null],
    ['we should /kill it', null],
    ['0x61', null],
  ])('in a group, %j is heard as %j', (text, heard) => {
    const update = said(text, { chat: GROUP });
    const got = hear(update);
    expect(got?.kind === 'text' ? got.text : null).toBe(heard);
    if (got === null) return;
    expect(got.from).toMatchObject({ chatId: '-1007', isPrivate: false, userId: '1001' });
    expect(addressOf(got.from)).toEqual({ platform: 'telegram', kind: 'chat', id: '-1007' });
  });
});

describe('what a person taps', () => {
  const tap = (message: object, from: User = ANNA): Update => ({
    update_id: 43,
    callback_query: {
      id: 'q',
      from,
      data: 'cf:1',
      chat_instance: '1',
      message: message as Message,
    },
  });

  it('is his who tapped, in the chat of the message', () => {
    const bob = { id: 1002, is_bot: false, first_name: 'Bob' };
    const heard = hear(tap({ message_id: 9, date: 5, chat: GROUP, from: ANNA, text: 'x' }, bob));
    expect(heard).toMatchObject({
      kind: 'tap',
      data: 'cf:1',
      queryId: 'q',
      tapped: { messageId: '9' },
      from: { userId: '1002', chatId: '-1007', isPrivate: false, sentAtMs: nowMs },
    });
  });

  it('knows whether the message is a picture, and when it is out of reach', () => {
    const photo = hear(tap({ message_id: 9, date: 5, chat: PRIVATE, photo: [] }));
    expect(photo).toMatchObject({ tapped: { messageId: '9/photo' } });
    expect(hear(tap({ message_id: 9, date: 0, chat: PRIVATE }))).toMatchObject({ tapped: null });
  });

  it('is not heard without a message or its data', () => {
    const query = { id: 'q', from: ANNA, chat_instance: '1' };
    expect(hear({ update_id: 1, callback_query: { ...query, data: 'x' } })).toBeNull();
    const game = { message_id: 9, date: 5, chat: PRIVATE } as Message;
    expect(hear({ update_id: 1, callback_query: { ...query, message: game } })).toBeNull();
  });
});
