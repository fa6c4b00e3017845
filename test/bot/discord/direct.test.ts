import { describe, expect, test } from 'vitest';
import { answer, eventually, reply, rig } from './rig.ts';

const ADA = '200000000000000001';

describe('what is typed', () => {
  test('is continued from memory', async () => {
    const { double, desk } = await rig();
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    desk.suggestions = () => [
      { label: 'whale-7', value: '0x61276aba49117fd9299707d5d573652949d5c977' },
      { label: '\u200b', value: 'x' },
    ];
    const choices = await ada.type('wallet', { option: 'who', value: 'wha' });
    expect(choices).toEqual([
      { name: 'whale-7', value: '0x61276aba49117fd9299707d5d573652949d5c977' },
    ]);
    expect(desk.typed).toEqual([{ command: 'wallet', argument: 'who', typed: 'wha' }]);
    expect(desk.heard).toEqual([]);
  });
});

describe('a direct message', () => {
  test('is heard with its text and answered by way of the outbox', async () => {
    const { double, desk, sent } = await rig();
    const ada = double.person(ADA, 'Ada');
    desk.answers = () => answer(reply('killed'), { urgent: true });
    ada.say('kill');
    const seen = await ada.until(({ content, fromBot }) => fromBot && content === 'killed');
    expect(seen.inDm).toBe(true);
    expect(desk.heard[0]).toMatchObject({
      text: 'kill',
      from: { userId: ADA, chatId: ADA, isPrivate: true },
    });
    expect(sent).toEqual([
      { to: { platform: 'discord', kind: 'person', id: ADA }, title: 'killed', urgent: true },
    ]);
    expect(double.journal.to('POST /users/@me/channels')).toHaveLength(0);
  });

  test('with a secret is not said to be deleted: that is his to do', async () => {
    const { double, desk } = await rig();
    const ada = double.person(ADA, 'Ada');
    desk.answers = () => answer(reply('That looked like a key'), { deleteTheirs: true });
    ada.say('0xkey');
    const seen = await ada.until(({ fromBot }) => fromBot);
    expect(seen.content).toContain('only you delete it');
  });

  test('of anybody else than a person, or in a server, is not heard', async () => {
    const { double, desk } = await rig();
    const ada = double.person(ADA, 'Ada');
    ada.say('/kill', { channel: double.channelId });
    ada.say('   ');
    const mine = ada.say('status');
    ada.rewrite(mine, 'kill');
    await eventually(() => desk.heard.length > 0);
    ada.say('last');
    await eventually(() => desk.lines.includes('last'));
    expect(desk.lines).toEqual(['status', 'last']);
  });

  test('that is told twice is heard once', async () => {
    const { double, desk } = await rig();
    const ada = double.person(ADA, 'Ada', { mayUseCommands: true });
    const message = ada.say('one');
    const used = ada.slash('status');
    await ada.answered(used);
    double.redeliver(message);
    double.redeliver(used);
    ada.say('two');
    await eventually(() => desk.lines.includes('two'));
    expect(desk.lines).toEqual(['one', '/status', 'two']);
  });
});
