import { describe, expect, test } from 'vitest';
import type { Address } from '../../../src/bot/chat/address.ts';
import {
  FloodError,
  LostError,
  OfflineError,
  RefusedError,
  UnreachableError,
} from '../../../src/bot/chat/chat-port.ts';
import { CALL_TIMEOUT_MS } from '../../../src/bot/discord/discord-rest.ts';
import { DRAW_MS_MAX } from '../../../src/bot/discord/message-payload.ts';
import type { Reply } from '../../../src/bot/reply.ts';
import { cannotSendToUser, Refusal } from '../../servers/discord/refusal.ts';
import { CHART } from './chart.ts';
import { button, eventually, type Rig, reply, rig } from './rig.ts';

const ADA = '200000000000000001';
const BOB = '200000000000000002';
const MESSAGES = 'POST /channels/:channel/messages';

function person(id: string): Address {
  return { platform: 'discord', kind: 'person', id };
}

function outgoing(of: Reply, silent = false) {
  return { reply: of, taps: of.buttons.map(({ label }) => `k:${label}`), silent };
}

function send(made: Rig, to: Address, title: string) {
  return made.surface.port.send(to, outgoing(reply(title)));
}

describe('sending', () => {
  test('reaches a person directly, asks once for the channel, and is changed in place', async () => {
    const made = await rig();
    const ada = made.double.person(ADA, 'Ada');
    const { port } = made.surface;
    const sent = await port.send(person(ADA), outgoing(reply('one', { buttons: [button('Why')] })));
    await send(made, person(ADA), 'two');
    expect(ada.sees().map(({ content }) => content)).toEqual(['one', 'two']);
    expect(made.double.journal.to('POST /users/@me/channels')).toHaveLength(1);
    await port.edit(person(ADA), sent, outgoing(reply('one, changed')));
    await port.edit(person(ADA), sent, outgoing(reply('one, changed')));
    expect(ada.sees()[0]).toMatchObject({ content: 'one, changed', controls: [] });
  });

  test('reaches a channel, rings nobody, and makes no sound when it is told so', async () => {
    const made = await rig();
    const { double, surface } = made;
    const ada = double.person(ADA, 'Ada');
    const to: Address = { platform: 'discord', kind: 'chat', id: double.channelId };
    await surface.port.send(to, outgoing(reply('@everyone <@200000000000000001>'), true));
    expect(ada.last()).toMatchObject({ silent: true, inDm: false });
    expect(ada.last()?.pings).toEqual({ everyone: false, users: [], roles: [] });
  });

  test('carries a picture, which goes when the message changes to one without', async () => {
    const png = new Uint8Array([137, 80, 78, 71]);
    const made = await rig({ pictures: { draw: () => Promise.resolve(png) } });
    const ada = made.double.person(ADA, 'Ada');
    const { port } = made.surface;
    const sent = await port.send(person(ADA), outgoing(reply('week', { picture: CHART })));
    expect(ada.last()?.attachments.map(({ name }) => name)).toEqual(['chart.png']);
    await port.edit(person(ADA), sent, outgoing(reply('week, again', { picture: CHART })));
    expect(ada.last()?.attachments).toHaveLength(1);
    await port.edit(person(ADA), sent, outgoing(reply('no picture')));
    expect(ada.last()).toMatchObject({ content: 'no picture', attachments: [] });
  });

  test('carries files behind its picture, each with its name and type', async () => {
    const png = new Uint8Array([137, 80, 78, 71]);
    const made = await rig({ pictures: { draw: () => Promise.resolve(png) } });
    const ada = made.double.person(ADA, 'Ada');
    const files = [{ name: 'a.csv', bytes: new TextEncoder().encode('x,y'), type: 'text/csv' }];
    const answer = { ...reply('rows', { picture: CHART }), files };
    await made.surface.port.send(person(ADA), outgoing(answer));
    const [picture, file] = ada.last()?.attachments ?? [];
    expect(picture).toMatchObject({ name: 'chart.png', description: CHART.title });
    expect(file).toMatchObject({ name: 'a.csv', contentType: 'text/csv' });
    expect(file?.bytes.toString()).toBe('x,y');
  });

  test('goes without a picture that takes too long', async () => {
    const made = await rig({ pictures: { draw: () => new Promise(() => {}) } });
    const ada = made.double.person(ADA, 'Ada');
    const sending = made.surface.port.send(
      person(ADA),
      outgoing(reply('text', { picture: CHART })),
    );
    await eventually(() => made.timing.pass(DRAW_MS_MAX) > 0);
    await sending;
    expect(ada.last()).toMatchObject({ content: 'text', attachments: [] });
  });

  test('tells what became of it', async () => {
    const made = await rig();
    const { double } = made;
    const ada = double.person(ADA, 'Ada');
    double.person(BOB, 'Bob').takesDms(false);
    await expect(send(made, person(BOB), 'x')).rejects.toBeInstanceOf(UnreachableError);
    await expect(send(made, person('1'), 'x')).rejects.toThrow();
    await expect(send(made, person('no id'), 'x')).rejects.toBeInstanceOf(RefusedError);
    const nowhere: Address = { platform: 'discord', kind: 'chat', id: '900000000000000001' };
    await expect(send(made, nowhere, 'x')).rejects.toBeInstanceOf(UnreachableError);
    const invalid = new Refusal(400, { code: 50035, message: 'Invalid Form Body', errors: {} });
    double.faults.fail(MESSAGES, invalid);
    await expect(send(made, person(ADA), 'x')).rejects.toBeInstanceOf(RefusedError);
    double.faults.fail(MESSAGES, cannotSendToUser());
    await expect(send(made, person(ADA), 'x')).rejects.toBeInstanceOf(UnreachableError);
    double.faults.breakDown(MESSAGES, 503);
    await expect(send(made, person(ADA), 'x')).rejects.toBeInstanceOf(OfflineError);
    double.faults.limit(MESSAGES, { retryAfterS: 61 });
    const flood = await send(made, person(ADA), 'x').catch((error: unknown) => error);
    expect(flood).toBeInstanceOf(FloodError);
    expect((flood as FloodError).retryAfterMs).toBeGreaterThanOrEqual(61_000);
    expect(ada.sees()).toEqual([]);
    await send(made, person(ADA), 'and on');
    expect(ada.last()?.content).toBe('and on');
  });

  test('whose answer is lost is asked again under the same number, and arrives once', async () => {
    const made = await rig();
    const { double } = made;
    const ada = double.person(ADA, 'Ada');
    for (const how of ['close', 'reset'] as const) {
      double.faults.cut(MESSAGES, { accepted: true, how });
      await send(made, person(ADA), `once, ${how}`);
    }
    double.faults.breakDown(MESSAGES, 502, { accepted: true });
    await send(made, person(ADA), 'once, 502');
    expect(ada.sees().map(({ content }) => content)).toEqual([
      'once, close',
      'once, reset',
      'once, 502',
    ]);
    expect(double.journal.to(MESSAGES)).toHaveLength(6);
  });

  test('that is lost again may have arrived', async () => {
    const made = await rig();
    made.double.person(ADA, 'Ada');
    made.double.faults.cut(MESSAGES, { times: 2 });
    await expect(send(made, person(ADA), 'x')).rejects.toBeInstanceOf(LostError);
  });

  test('that is never answered ends, and may have arrived', async () => {
    const made = await rig();
    const { double, timing } = made;
    double.person(ADA, 'Ada');
    await send(made, person(ADA), 'first');
    const hold = double.faults.hold(MESSAGES);
    const sending = send(made, person(ADA), 'x').catch((error: unknown) => error);
    await hold.held();
    timing.pass(CALL_TIMEOUT_MS);
    expect(await sending).toBeInstanceOf(LostError);
    hold.release();
  });

  test('finds nobody when Discord is away, and the person again when it is back', async () => {
    const made = await rig();
    const { double } = made;
    const ada = double.person(ADA, 'Ada');
    await double.goDown();
    await expect(send(made, person(ADA), 'x')).rejects.toBeInstanceOf(OfflineError);
    await double.goUp();
    await made.untilUp();
    await send(made, person(ADA), 'back');
    expect(ada.last()?.content).toBe('back');
  });

  test('does not wait for a limit, nor does anybody else', async () => {
    const made = await rig();
    const { double } = made;
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    const bob = double.person(BOB, 'Bob', { mayUseCommands: true });
    await send(made, person(ADA), 'a');
    await send(made, person(BOB), 'b');
    const dm = ada.last()?.channelId;
    const aim = { when: (call: { path: string }) => call.path.includes(String(dm)), times: 9 };
    double.faults.limit(MESSAGES, { retryAfterS: 60 }, aim);
    await expect(send(made, person(ADA), 'x')).rejects.toBeInstanceOf(FloodError);
    await send(made, person(BOB), 'to bob');
    ada.slash('status');
    await ada.until(({ content }) => content === 'heard /status');
    expect(bob.last()?.content).toBe('to bob');
  });

  test('that is limited for the whole bot does not hold back the answer to a person', async () => {
    const made = await rig();
    const { double } = made;
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    await send(made, person(ADA), 'a');
    double.faults.limit(MESSAGES, { retryAfterS: 60, scope: 'global' });
    await expect(send(made, person(ADA), 'x')).rejects.toBeInstanceOf(FloodError);
    const asked = double.journal.to(MESSAGES).length;
    await expect(send(made, person(ADA), 'y')).rejects.toBeInstanceOf(FloodError);
    expect(double.journal.to(MESSAGES), 'nothing more is asked meanwhile').toHaveLength(asked);
    ada.slash('status');
    await ada.until(({ content }) => content === 'heard /status');
  });
});
