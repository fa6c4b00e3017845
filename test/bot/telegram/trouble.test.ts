import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { TelegramDouble } from '../../servers/telegram/double.ts';
import { answer, button, eventually, Rig, reply, Shelf } from './rig.ts';

const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);
beforeEach(() => {
  process.on('unhandledRejection', note);
});
afterEach(() => {
  process.off('unhandledRejection', note);
  expect(unhandled.splice(0)).toEqual([]);
});

describe('when Telegram is in trouble', () => {
  test('it is down at the start and comes later', async () => {
    const telegram = await TelegramDouble.start();
    onTestFinished(() => telegram.stop());
    const rig = new Rig(telegram);
    onTestFinished(() => rig.surface.stop());
    const anna = telegram.person(1001, 'Anna');
    anna.say('/kill');
    await telegram.down();
    expect(rig.surface.state().state).toBe('connecting');
    rig.surface.start();
    await eventually(() => rig.timing.waitsMs.length >= 7);
    expect(rig.timing.waitsMs.slice(0, 7)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000,
    ]);
    expect(rig.surface.state()).toEqual({
      state: 'down',
      note: 'Telegram cannot be reached (ECONNREFUSED)',
      name: null,
    });
    await telegram.up();
    await anna.until(({ text }) => text === 'you said /kill');
    expect(rig.states.map(({ state }) => state)).toEqual(['down', 'up']);
  });

  test('the token is revoked and given back', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    rig.telegram.revoke();
    await rig.until('down');
    expect(rig.surface.state()).toMatchObject({
      note: 'the token is refused: revoked?',
      name: '@double_bot',
    });
    await eventually(() => rig.timing.waitsMs.includes(60_000));
    rig.telegram.restore();
    anna.say('/status');
    await anna.until(({ text }) => text === 'you said /status');
    await rig.until('up');
  });

  test('another program polls with the token, then stops', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    await eventually(() => rig.telegram.isPolled);
    const url = `${rig.telegram.apiRoot}/bot${rig.telegram.token}/getUpdates`;
    await fetch(url, { method: 'POST' });
    await eventually(() => rig.states.some(({ state }) => state === 'down'));
    expect(rig.states.find(({ state }) => state === 'down')?.note).toBe(
      'another program polls with this token',
    );
    anna.say('/status');
    await anna.until(({ text }) => text === 'you said /status');
    // The poll that waits holds: it is ended by an update, not by the other program.
    await eventually(() => rig.telegram.isPolled);
    anna.say('/pnl');
    await rig.until('up');
  });

  test.each([
    ['an error of the server', { code: 500 }, 'Telegram answers 500'],
    ['the page of a proxy', { code: 502, html: true }, 'Telegram gave no answer (invalid-json)'],
    ['a flood', { code: 429, retryAfterS: 9 }, 'Telegram asks to wait 9 s'],
  ])('%s is waited out', async (_, fault, words) => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    await eventually(() => rig.telegram.isPolled);
    rig.telegram.fail('getUpdates', fault);
    anna.say('/one');
    anna.say('/two');
    await anna.until(({ text }) => text === 'you said /two');
    await eventually(() => rig.states.length >= 3);
    expect(rig.states.map(({ state, note }) => [state, note])).toEqual([
      ['up', null],
      ['down', words],
      ['up', null],
    ]);
    expect(rig.desk.texts).toEqual(['/one', '/two']);
    if (fault.code === 429) expect(rig.timing.waitsMs).toContain(9_000);
  });

  test('a poll whose reply is lost brings everything again, once to us', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    await eventually(() => rig.telegram.isPolled);
    rig.telegram.loseReply('getUpdates');
    anna.say('/one');
    await anna.until(({ text }) => text === 'you said /one');
    expect(rig.desk.texts).toEqual(['/one']);
  });

  test('the network goes and comes back under it', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    await rig.telegram.down();
    await rig.until('down');
    anna.say('/kill');
    await rig.telegram.up();
    await anna.until(({ text }) => text === 'you said /kill');
    expect(rig.desk.texts).toEqual(['/kill']);
  });

  test('neither failures nor states ever hold the token', async () => {
    const rig = await Rig.up((one) => one.people.put(1001, 'admin'));
    const anna = rig.telegram.person(1001, 'Anna');
    rig.desk.onText = () =>
      answer(reply('x', { buttons: [button('Why')] }), { deleteTheirs: true });
    rig.desk.onTap = () => answer(reply('x'));
    anna.start();
    await anna.until(({ text }) => text === 'x');
    for (const fault of [{ code: 400 }, { code: 502, html: true }]) rig.telegram.fail('*', fault);
    rig.telegram.drop('*', { times: 5 });
    rig.telegram.loseReply('*', { times: 5 });
    anna.tap('Why');
    await eventually(() => rig.desk.tapped.length > 0);
    await rig.telegram.down();
    const to = { platform: 'telegram', kind: 'person', id: '1001' } as const;
    const send = rig.surface.port.send(to, { reply: reply('x'), taps: [], silent: false });
    rig.reports.push(await send.catch((error: unknown) => error));
    expect(rig.reports.length).toBeGreaterThan(0);
    expect(rig.told).not.toContain(rig.telegram.token);
    expect(rig.told).not.toContain(rig.telegram.token.split(':')[1]);
    await rig.telegram.up();
  });

  test('a reception or a listener that throws is reported, and the next one is heard', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    rig.desk.onText = (text) => {
      if (text === '/one') throw new Error('broken inside');
      return answer(reply('fine'));
    };
    anna.say('/one');
    anna.say('/two');
    await anna.until(({ text }) => text === 'fine');
    expect(rig.reports.map(String)).toEqual(['Error: broken inside']);
  });
});

describe('a restart', () => {
  test('what was handled is not handled again when Telegram brings it again', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    anna.say('/one');
    anna.say('/two');
    await anna.until(({ text }) => text === 'you said /two');
    await eventually(() => rig.telegram.pendingUpdates === 0);
    await eventually(() => rig.shelf.value !== null);
    await rig.surface.stop();
    rig.telegram.redeliver(2);
    const next = rig.again();
    await next.begin();
    anna.say('/three');
    await anna.until(({ text }) => text === 'you said /three');
    expect(next.desk.texts).toEqual(['/three']);
  });

  test('what was being handled when the program died is heard by the next one', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    rig.desk.onText = () => new Promise(() => undefined);
    anna.say('/one');
    await eventually(() => rig.desk.texts.length === 1);
    const next = new Rig(rig.telegram, rig.shelf);
    await rig.surface.stop();
    await next.begin();
    await anna.until(({ text }) => text === 'you said /one');
    expect(next.desk.texts).toEqual(['/one']);
  });

  test('without a position that can be read or kept it hears all the same', async () => {
    const telegram = await TelegramDouble.start();
    onTestFinished(() => telegram.stop());
    const shelf = new Shelf();
    shelf.load = () => Promise.reject(new Error('the database is down'));
    shelf.failing = Number.POSITIVE_INFINITY;
    const rig = new Rig(telegram, shelf);
    await rig.begin();
    const anna = telegram.person(1001, 'Anna');
    anna.say('/kill');
    await anna.until(({ text }) => text === 'you said /kill');
    await eventually(() => rig.reports.length >= 2);
    expect(rig.reports.map(String)).toEqual(Array(2).fill('Error: the database is down'));
  });
});

describe('stopping', () => {
  test('ends the poll, confirms what was handled and leaves no connection', async () => {
    const rig = await Rig.up();
    const anna = rig.telegram.person(1001, 'Anna');
    anna.say('/one');
    await anna.until(({ text }) => text === 'you said /one');
    await rig.surface.stop();
    expect(rig.telegram.isPolled).toBe(false);
    expect(rig.telegram.pendingUpdates).toBe(0);
    expect(rig.shelf.value).toMatch(/^\d+\/\d+@\d+$/);
    const next = rig.again();
    await next.begin();
    anna.say('/two');
    await anna.until(({ text }) => text === 'you said /two');
    expect([rig.desk.texts, next.desk.texts]).toEqual([['/one'], ['/two']]);
    expect(rig.reports).toEqual([]);
  });

  test('waits for nothing that hangs: a send, a command, the database', async () => {
    const shelf = new Shelf();
    shelf.save = () => new Promise(() => undefined);
    const telegram = await TelegramDouble.start();
    onTestFinished(() => telegram.stop());
    const rig = new Rig(telegram, shelf);
    await rig.begin();
    const anna = telegram.person(1001, 'Anna');
    const hold = telegram.hold('sendMessage');
    anna.say('/one');
    await hold.held;
    rig.desk.onText = () => new Promise(() => undefined);
    anna.say('/two');
    await eventually(() => rig.desk.texts.length === 2);
    await rig.surface.stop();
    await eventually(() => rig.reports.length > 0);
    expect(rig.reports.map(String)).toEqual(['LostError: Telegram gave no answer (ECONNRESET)']);
    hold.release();
  });

  test('is possible before it has begun and twice', async () => {
    const telegram = await TelegramDouble.start();
    onTestFinished(() => telegram.stop());
    const rig = new Rig(telegram);
    await rig.surface.stop();
    await rig.surface.stop();
    expect(telegram.calls).toEqual([]);
  });
});
