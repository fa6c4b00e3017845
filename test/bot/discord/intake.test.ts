import { describe, expect, test } from 'vitest';
import { ANNOUNCE_AFTER_MS } from '../../../src/bot/discord/interaction-answers.ts';
import { CHART } from './chart.ts';
import { answer, button, eventually, reply, rig } from './rig.ts';

const ADA = '200000000000000001';
const BOB = '200000000000000002';

describe('a slash command', () => {
  test('arrives as the line it says, from the person, and is answered so that only he sees it', async () => {
    const { double, desk } = await rig();
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    const bob = double.person(BOB, 'Bob');
    const used = ada.slash('wallet', { value: '0.5', do: 'scale', who: 'whale-7' });
    const seen = await ada.until(({ content }) => content === 'heard /wallet whale-7 scale 0.5');
    expect(seen).toMatchObject({ ephemeral: true, thinking: false });
    expect(bob.sees()).toEqual([]);
    const [said] = desk.heard;
    expect(said?.from).toMatchObject({
      platform: 'discord',
      userId: ADA,
      name: 'Ada @ada',
      chatId: double.channelId,
      isPrivate: true,
      updateId: `discord/${used.id}`,
    });
    expect(Math.abs((said?.from.sentAtMs ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test('of a stranger gets no answer at all', async () => {
    const { double, desk } = await rig();
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    desk.answers = (said) => (said.from.userId === BOB ? null : answer(reply('yes')));
    const bob = double.person(BOB, 'Bob', { mayUseCommands: true });
    const used = bob.slash('status');
    ada.slash('status');
    await ada.until(({ content }) => content === 'yes');
    expect(desk.heard).toHaveLength(2);
    expect(used.answer).toBeNull();
    expect(bob.sees()).toEqual([]);
  });

  test('acts before anything is sent, though Discord answers nothing', async () => {
    const { double, desk } = await rig();
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    const callsThen: number[] = [];
    const before = double.journal.calls.length;
    desk.onHeard = () => callsThen.push(double.journal.calls.length - before);
    const hold = double.faults.hold('*');
    ada.slash('status');
    await hold.held();
    ada.slash('kill');
    await eventually(() => desk.lines.includes('/kill'));
    expect(callsThen).toEqual([0, 1]);
    hold.release();
    await ada.until(({ content }) => content === 'heard /kill');
  });

  test('that takes a while is announced, and then answered in its place', async () => {
    const { double, desk, timing } = await rig();
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    const { promise, resolve } = deferred<void>();
    desk.answers = async () => {
      await promise;
      return answer(reply('at last', { buttons: [button('Why')] }));
    };
    const used = ada.slash('pnl');
    await eventually(() => timing.pass(ANNOUNCE_AFTER_MS) > 0);
    await ada.until(({ thinking, ephemeral }) => thinking && ephemeral);
    resolve();
    const seen = await ada.until(({ content }) => content === 'at last');
    expect(seen).toMatchObject({ ephemeral: true, thinking: false });
    expect(seen.controls.map(({ label }) => label)).toEqual(['Why']);
    expect(used.answer).toBe(5);
    expect(ada.sees()).toHaveLength(1);
  });

  test('that is announced and turns out to get no answer leaves nothing behind', async () => {
    const { double, desk, timing } = await rig();
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    const { promise, resolve } = deferred<null>();
    desk.answers = () => promise;
    ada.slash('pnl');
    await eventually(() => timing.pass(ANNOUNCE_AFTER_MS) > 0);
    await ada.until(({ thinking }) => thinking);
    resolve(null);
    await ada.until(({ deleted }) => deleted);
    expect(ada.last()).toBeNull();
  });

  test('carries its picture', async () => {
    const png = new Uint8Array([137, 80, 78, 71, 1, 2, 3]);
    const { double, desk } = await rig({ pictures: { draw: () => Promise.resolve(png) } });
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    desk.answers = () => answer(reply('equity', { picture: CHART }));
    ada.slash('pnl');
    const seen = await ada.until(({ content }) => content === 'equity');
    const [file] = seen.attachments;
    expect(file).toMatchObject({ name: 'chart.png', contentType: 'image/png' });
    expect(file?.description).toBe(CHART.title);
    expect(Buffer.compare(file?.bytes ?? Buffer.alloc(0), Buffer.from(png))).toBe(0);
  });

  test('carries its files', async () => {
    const { double, desk } = await rig();
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    const files = [{ name: 'a.csv', bytes: new TextEncoder().encode('x,y'), type: 'text/csv' }];
    desk.answers = () => answer({ ...reply('rows'), files });
    ada.slash('export', { year: '2026' });
    const seen = await ada.until(({ content }) => content === 'rows');
    expect(seen.attachments.map(({ name }) => name)).toEqual(['a.csv']);
    expect(seen.attachments[0]?.bytes.toString()).toBe('x,y');
  });

  test('whose answer is lost on the way is answered once', async () => {
    const { double } = await rig();
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    double.faults.cut('POST /interactions/:interaction/:token/callback', { accepted: true });
    ada.slash('status');
    await ada.until(({ content }) => content === 'heard /status');
    await eventually(
      () =>
        double.journal.calls.filter((call) => call.route?.includes('/callback') && call.status)
          .length === 1,
    );
    expect(ada.sees()).toHaveLength(1);
  });

  test('whose time is over is answered directly, and that is told', async () => {
    const made = await rig();
    const { double, desk } = made;
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    const { promise, resolve } = deferred<void>();
    desk.answers = async () => {
      await promise;
      return answer(reply('too late'), { urgent: true });
    };
    const used = ada.slash('kill');
    await eventually(() => desk.heard.length === 1);
    double.expire(used);
    resolve();
    const seen = await ada.until(({ content }) => content === 'too late');
    expect(seen.inDm).toBe(true);
    expect(made.log).toContain('Unknown interaction');
    expect(made.log).not.toContain(used.token);
  });

  test('whose token ends while it waits is answered directly', async () => {
    const { double, desk, timing } = await rig();
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    const { promise, resolve } = deferred<void>();
    desk.answers = async () => {
      await promise;
      return answer(reply('an hour later'));
    };
    const used = ada.slash('pnl');
    await eventually(() => timing.pass(ANNOUNCE_AFTER_MS) > 0);
    await ada.answered(used);
    double.advance(16 * 60_000);
    resolve();
    expect((await ada.until(({ content }) => content === 'an hour later')).inDm).toBe(true);
  });
});

describe('a tap', () => {
  test('is answered in place, or below for him alone', async () => {
    const { double, desk, surface } = await rig();
    const ada = double.person(ADA, 'Ada');
    const card = { reply: reply('card', { buttons: [button('Undo'), button('Why')] }) };
    const taps = ['k:Undo', 'c:/why 2'];
    const to = { platform: 'discord', kind: 'person', id: ADA } as const;
    await surface.port.send(to, { ...card, taps, silent: false });
    const message = await ada.until(({ content }) => content === 'card');
    desk.answers = (said) =>
      said.kind === 'tap' && said.data === 'k:Undo'
        ? answer(reply('undone'), { place: 'edit' })
        : answer(reply('because'));
    ada.tap(message, 'Why');
    expect(await ada.until(({ content }) => content === 'because')).toMatchObject({
      ephemeral: true,
      inDm: true,
    });
    ada.tap(message, 'Undo');
    await ada.until(({ content }) => content === 'undone');
    expect(ada.now(message)).toMatchObject({ content: 'undone', controls: [] });
    expect(desk.lines).toEqual(['c:/why 2', 'k:Undo']);
    // A direct chat is its person, on every platform.
    expect(desk.heard[0]?.from.chatId).toBe(ADA);
  });

  test('that takes a while changes the message later, or answers below it', async () => {
    const { double, desk, surface, timing } = await rig();
    const ada = double.person(ADA, 'Ada');
    const to = { platform: 'discord', kind: 'person', id: ADA } as const;
    const card = reply('card', { buttons: [button('Edit'), button('New')] });
    await surface.port.send(to, { reply: card, taps: ['k:e', 'k:n'], silent: false });
    const message = await ada.until(({ content }) => content === 'card');
    for (const [label, place] of [
      ['New', 'new'],
      ['Edit', 'edit'],
    ] as const) {
      const { promise, resolve } = deferred<void>();
      desk.answers = async () => {
        await promise;
        return answer(reply(`done ${place}`, { buttons: [button('Edit')] }), { place });
      };
      const used = ada.tap(message, label);
      await eventually(() => timing.pass(ANNOUNCE_AFTER_MS) > 0);
      await ada.answered(used);
      resolve();
      await ada.until(({ content }) => content === `done ${place}`);
    }
    expect(ada.now(message).content).toBe('done edit');
    expect(ada.sees().map(({ ephemeral }) => ephemeral)).toEqual([false, true]);
  });

  test('on a question opens a form, whose line is taken as said', async () => {
    const { double, desk } = await rig();
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    const form = {
      kind: 'form',
      title: 'LIVE 300 and your 6-digit code',
      field: 'Type LIVE 300 and your 6-digit code',
      example: 'LIVE 300 123456',
    } as const;
    desk.answers = (said) =>
      said.kind === 'text' && said.text === '/mode live'
        ? answer(reply('Go live?', { buttons: [button('Type it', form)] }))
        : answer(reply('LIVE'));
    ada.slash('mode', { mode: 'live' });
    const card = await ada.until(({ content }) => content === 'Go live?');
    const opened = await ada.answered(ada.tap(card, 'Type it'));
    expect(opened.modal).toMatchObject({ title: form.title });
    ada.submit(opened, { form: 'live 300 482913' });
    expect(await ada.until(({ content }) => content === 'LIVE')).toMatchObject({ ephemeral: true });
    expect(desk.lines).toEqual(['/mode live', 'live 300 482913']);
  });
});

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
