import { describe, expect, test } from 'vitest';
import { answer, button, eventually, Rig, reply } from './rig.ts';

const NETWORK = [
  'sendMessage',
  'sendPhoto',
  'editMessageText',
  'answerCallbackQuery',
  'deleteMessage',
];

describe('a person and the bot', () => {
  test('what is said is heard and answered, with buttons and the name of the bot', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    rig.desk.onText = (text) => answer(reply(`you said ${text}`, { buttons: [button('Why')] }));
    anna.say('/status');
    const seen = await anna.until(({ text }) => text === 'you said /status');
    expect(seen.labels).toEqual(['Why']);
    expect(rig.desk.heard[0]?.from).toMatchObject({
      userId: '1001',
      isPrivate: true,
      name: 'Anna',
    });
    expect(rig.surface.state()).toEqual({ state: 'up', note: null, name: '@double_bot' });
    expect(rig.states.map(({ state }) => state)).toEqual(['up']);
    expect(rig.reports).toEqual([]);
  });

  test('a tap changes its message, ends the spinner, and is his who tapped', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    const bob = rig.telegram.person(1002, 'Bob');
    const desk = rig.telegram.group({ id: -1007, title: 'Desk', members: [anna, bob] });
    rig.desk.onText = () => answer(reply('sure?', { buttons: [button('Go', 'danger')] }));
    rig.desk.onTap = () => answer(reply('done'), { place: 'edit' });
    anna.say('/go', { chatId: desk });
    const asked = await anna.until(({ text }) => text === 'sure?', { chatId: desk });
    const tap = bob.tap('Go', { chatId: desk });
    await anna.until(({ text, labels }) => text === 'done' && labels.length === 0, {
      chatId: desk,
    });
    expect(anna.last(desk)).toMatchObject({ id: asked.id, edits: 1 });
    expect(await tap.answered()).toEqual({ text: '', alert: false });
    expect(rig.desk.tapped[0]).toMatchObject({
      data: 'tap-0',
      from: { userId: '1002', chatId: '-1007', isPrivate: false },
    });
  });

  test('an answer to a tap may come as a message of its own', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    rig.desk.onText = () => answer(reply('filled', { buttons: [button('Why')] }));
    rig.desk.onTap = () => answer(reply('because'));
    anna.say('/last');
    const first = await anna.until(({ text }) => text === 'filled');
    anna.tap('Why');
    await anna.until(({ text }) => text === 'because', { after: first.id });
    expect(anna.sees().find(({ id }) => id === first.id)).toMatchObject({
      edits: 0,
      labels: ['Why'],
    });
  });

  test('silence is silence: no message, not even the end of a spinner', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    rig.desk.onText = () => answer(reply('hello', { buttons: [button('Why')] }));
    anna.start();
    await anna.until(({ text }) => text === 'hello');
    rig.desk.onText = () => null;
    anna.tap('Why');
    anna.say('let me in');
    await eventually(() => rig.desk.texts.at(-1) === 'let me in');
    rig.desk.onText = () => answer(reply('the end'));
    anna.say('last');
    await anna.until(({ text }) => text === 'the end');
    expect(rig.telegram.callsOf('answerCallbackQuery')).toEqual([]);
    expect(rig.telegram.callsOf('sendMessage')).toHaveLength(2);
  });

  test('forwarded, changed, anonymous words and talk in a group are not heard', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    const desk = rig.telegram.group({
      id: -1007,
      title: 'Desk',
      members: [anna],
      botIsAdmin: true,
    });
    anna.edit(anna.say('/one'), '/kill');
    anna.forward('/kill', { from: { id: 5, is_bot: false, first_name: 'Eve' } });
    anna.sayAsGroup('/kill', desk);
    anna.sayPhoto(new Uint8Array([1]), { caption: '/kill' });
    anna.say('kill', { chatId: desk });
    anna.say('/kill@another_bot', { chatId: desk });
    anna.say('/two@double_bot', { chatId: desk });
    await eventually(() => rig.desk.texts.includes('/two'));
    expect(rig.desk.texts).toEqual(['/one', '/two']);
    expect(rig.telegram.callsOf('getUpdates')[0]?.json('allowed_updates')).toEqual([
      'message',
      'callback_query',
      'my_chat_member',
    ]);
  });

  test('a message with a secret is deleted, and it is tried until it is gone', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    rig.telegram.fail('deleteMessage', { code: 429, retryAfterS: 7 });
    rig.telegram.fail('deleteMessage', { code: 500 });
    rig.telegram.drop('deleteMessage');
    rig.desk.onText = () => answer(reply('deleted'), { deleteTheirs: true });
    const secret = anna.say('0xsecret');
    await eventually(() => anna.sees().find(({ id }) => id === secret)?.deleted);
    expect(rig.timing.waitsMs).toEqual(expect.arrayContaining([7_000, 1_000, 2_000]));
    expect(rig.reports).toEqual([]);
  });

  test('a spinner that is too old is nobody’s trouble, another failure is told', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    rig.desk.onText = () => answer(reply('hello', { buttons: [button('Why')] }));
    rig.desk.onTap = () => answer(reply('because'), { place: 'edit' });
    anna.start();
    await anna.until(({ text }) => text === 'hello');
    anna.tap('Why').expire();
    await eventually(() => rig.telegram.callsOf('answerCallbackQuery')[0]?.outcome === 'refused');
    anna.start();
    await anna.until(({ text, id }) => text === 'hello' && id > 3);
    rig.telegram.fail('answerCallbackQuery', { code: 500 });
    anna.tap('Why');
    await eventually(() => rig.reports.length > 0);
    expect(rig.reports.map(String)).toEqual([
      'TelegramError: answerCallbackQuery: Telegram answers 500',
    ]);
  });
});

describe('the keyboard under the input line', () => {
  test('comes once with the first answer that has no buttons, with what the role may do', async () => {
    const rig = await Rig.up((one) => {
      one.people.put(1001, 'viewer');
    });
    const anna = rig.telegram.person(1001, 'Anna');
    anna.say('/one');
    await anna.until(({ text }) => text === 'you said /one');
    expect(anna.keyboard()?.keyboard.map((row) => row.length)).toEqual([3, 1]);
    anna.press('Status');
    await anna.until(({ text }) => text === 'you said Status');
    expect(anna.last().replyKeyboard).toBeNull();
    rig.people.put(1001, 'trader');
    anna.say('/two');
    await anna.until(({ text }) => text === 'you said /two');
    expect(
      anna
        .keyboard()
        ?.keyboard.flat()
        .map((one) => (typeof one === 'string' ? one : one.text)),
    ).toEqual(['Status', 'Positions', 'PnL', 'Why', 'Pause', 'KILL']);
  });

  test('comes with no notice, because that is edited later, and to no stranger and no group', async () => {
    const rig = await Rig.up((one) => one.people.put(1001, 'admin'));
    const anna = rig.telegram.person(1001, 'Anna');
    const bob = rig.telegram.person(1002, 'Bob');
    const desk = rig.telegram.group({ id: -1007, title: 'Desk', members: [anna, bob] });
    anna.say('/one', { chatId: desk });
    bob.say('/one');
    await bob.until(({ text }) => text === 'you said /one');
    await anna.until(({ text }) => text === 'you said /one', { chatId: desk });
    expect([bob.last().replyKeyboard, anna.last(desk).replyKeyboard]).toEqual([null, null]);
    rig.desk.onText = () => null;
    anna.say('/quiet');
    const to = { platform: 'telegram', kind: 'person', id: '1001' } as const;
    const sent = await rig.surface.port.send(to, { reply: reply('fill'), taps: [], silent: false });
    await rig.surface.port.edit(to, sent, { reply: reply('2 fills'), taps: [], silent: false });
    expect(anna.last()).toMatchObject({ text: '2 fills', edits: 1, replyKeyboard: null });
  });
});

describe('the order of things', () => {
  test('a kill acts before any call of its own, while another chat is stuck and a send hangs', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    const bob = rig.telegram.person(1002, 'Bob');
    const before: number[] = [];
    anna.start();
    await anna.until(({ text }) => text === 'you said /start');
    const hold = rig.telegram.hold('sendMessage', { chatId: anna.id });
    rig.telegram.stuckChat(bob.id, 60);
    anna.say('/status');
    await hold.held;
    rig.desk.onText = (text) => {
      const calls = rig.telegram.calls.filter(({ method }) => NETWORK.includes(method));
      if (text === '/kill') before.push(calls.length);
      return answer(reply('killed'), { urgent: true });
    };
    const calls = rig.telegram.calls.filter(({ method }) => NETWORK.includes(method)).length;
    bob.say('/kill');
    anna.say('/kill');
    await eventually(() => before.length === 2);
    expect(before[0]).toBe(calls);
    expect(anna.last().text).toBe('you said /status');
    hold.release();
    await anna.until(({ text }) => text === 'killed');
  });

  test('a chat whose send hangs does not keep another from its answer', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    const bob = rig.telegram.person(1002, 'Bob');
    const hold = rig.telegram.hold('sendMessage', { chatId: anna.id });
    anna.say('/one');
    const held = await hold.held;
    bob.say('/two');
    await bob.until(({ text }) => text === 'you said /two');
    expect(held.outcome).toBe('ok');
    hold.release();
  });

  test('a command that waits, for the database for example, keeps nobody from being heard', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    let go: () => void = () => undefined;
    const until = new Promise<void>((resolve) => {
      go = resolve;
    });
    rig.desk.onText = async (text) => {
      if (text === '/slow') await until;
      return answer(reply(`did ${text}`));
    };
    anna.say('/slow');
    await eventually(() => rig.desk.texts.includes('/slow'));
    anna.say('/kill');
    await anna.until(({ text }) => text === 'did /kill');
    // What is not handled is still with Telegram: a crash would lose nothing.
    expect(rig.telegram.pendingUpdates).toBeGreaterThan(0);
    go();
    await anna.until(({ text }) => text === 'did /slow');
    await eventually(() => rig.telegram.pendingUpdates === 0);
    expect(rig.desk.texts).toEqual(['/slow', '/kill']);
  });
});
