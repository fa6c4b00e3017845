import { MessageFlags } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DiscordDouble } from './discord-double.ts';
import { type RawAnswer, raw } from './raw-client.ts';
import type { RealBot } from './real-client.ts';
import { Stage } from './stage.ts';

let stage: Stage;
let double: DiscordDouble;
let bot: RealBot;

beforeEach(async () => {
  stage = await Stage.open();
  double = stage.double;
});

afterEach(() => stage.close());

describe('the first answer', () => {
  test('may be for one person alone: nobody else ever sees it', async () => {
    const ann = double.person('7001', 'Ann');
    const bob = double.person('7002', 'Bob');
    bot = await stage.slashThat(async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply('only you');
      await interaction.followUp({ content: 'also', flags: MessageFlags.Ephemeral });
      await interaction.followUp('all of you');
    });

    ann.slash('kill');

    await bob.until(({ text }) => text === 'all of you');
    expect(ann.sees().map(({ text, ephemeral }) => [text, ephemeral])).toEqual([
      ['only you', true],
      ['also', true],
      ['all of you', false],
    ]);
    expect(bob.sees().map(({ text }) => text)).toEqual(['all of you']);
    expect(bot.errors).toEqual([]);
    // Not even the bot reaches it by the channel.
    const [only] = ann.sees();
    const path = `/channels/${double.channelId}/messages/${String(only?.id)}`;
    for (const route of [`GET ${path}`, `DELETE ${path}`]) {
      expect(await raw(double, route)).toMatchObject({ status: 404, body: { code: 10008 } });
    }
  });

  test('stays as private as it was announced, whatever the first follow-up asks', async () => {
    const ann = double.person('7001', 'Ann');
    const bob = double.person('7002', 'Bob');
    bot = await stage.slashThat(async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.followUp('meant for all');
    });

    ann.slash('kill');

    const reply = await ann.until(({ text }) => text === 'meant for all');
    expect(reply.ephemeral).toBe(true);
    expect(bob.sees()).toEqual([]);
  });

  test('shows that the bot is thinking until it is filled, which is no edit', async () => {
    const ann = double.person('7001', 'Ann');
    const filled = double.faults.hold('PATCH /webhooks/:application/:token/messages/:message');
    bot = await stage.slashThat(async (interaction) => {
      await interaction.deferReply();
      await interaction.editReply('done');
    });

    ann.slash('kill');
    await filled.held();

    expect(ann.last()).toMatchObject({ thinking: true, text: '' });
    filled.release();
    expect(await ann.until(({ text }) => text === 'done')).toMatchObject({
      thinking: false,
      edited: false,
    });
  });

  test('comes once: a second one is refused with 40060', async () => {
    const ann = double.person('7001', 'Ann');
    bot = await stage.slashThat(async (interaction) => {
      await interaction.reply('one');
      const again = { body: { type: 4, data: { content: 'two' } }, auth: false };
      await interaction.client.rest.post(
        `/interactions/${interaction.id}/${interaction.token}/callback`,
        again,
      );
    });

    ann.slash('kill');

    await double.until(() => bot.errors[0], { what: () => 'no error came' });
    expect(bot.errors[0]).toMatchObject({ code: 40060, status: 400 });
    expect(ann.sees().map(({ text }) => text)).toEqual(['one']);
  });

  test('after the time to answer is refused with 10062, and the person reads a failure', async () => {
    const ann = double.person('7001', 'Ann');
    const late = double.faults.hold('POST /interactions/:interaction/:token/callback');
    bot = await stage.slashThat((interaction) => interaction.reply('too late'));

    const used = ann.slash('kill');
    await late.held();
    double.advance(3_001);
    late.release();

    await double.until(() => bot.errors[0], { what: () => 'no error came' });
    expect(bot.errors[0]).toMatchObject({ code: 10062, status: 404 });
    expect(used.failed).toBe(true);
    await expect(ann.answered(used)).rejects.toThrow('did not respond');
    expect(ann.sees()).toEqual([]);
  });

  test('serves edits and follow-ups for 15 minutes and no longer', async () => {
    const ann = double.person('7001', 'Ann');
    bot = await stage.slashThat((interaction) => interaction.reply('one'));
    const used = ann.slash('kill');
    await ann.answered(used);
    const [seen] = bot.interactions;
    await double.until(() => seen?.isChatInputCommand() && seen.replied, {
      what: () => 'the bot never learnt that it had answered',
    });
    if (seen === undefined || !seen.isChatInputCommand()) throw new Error('no command came');

    double.advance(15 * 60_000);
    await seen.editReply('still');
    double.advance(1);

    await expect(seen.editReply('no more')).rejects.toMatchObject({ code: 50027, status: 401 });
    await expect(seen.followUp('no more')).rejects.toMatchObject({ code: 50027 });
    expect(ann.last()?.text).toBe('still');
    expect(ann.last()?.edited).toBe(true);
  });

  test('has to come before anything else that its token serves', async () => {
    const ann = double.person('7001', 'Ann');
    bot = await stage.slashThat(async () => undefined);
    const used = ann.slash('kill');
    const after = `/webhooks/${double.applicationId}/${used.token}`;
    const answer = `POST /interactions/${used.id}/${used.token}/callback`;
    const body = { content: 'x' };
    const send = (route: string, data: object): Promise<RawAnswer> =>
      raw(double, route, { token: null, body: data });

    expect((await send(`POST ${after}`, body)).body).toMatchObject({ code: 10015 });
    expect((await send(answer, { type: 7, data: body })).body).toMatchObject({ code: 50035 });
    expect((await send(answer.replace(used.token, 'no'), { type: 5 })).body).toMatchObject({
      code: 10062,
    });
    const deferred = await send(answer, { type: 5 });
    expect([deferred.status, deferred.text, deferred.headers.get('content-type')]).toEqual([
      204,
      '',
      null,
    ]);
    expect((await send(`PATCH ${after}/messages/%40original`, body)).status).toBe(200);
    expect((await send(`PATCH ${after}/messages/1`, body)).body).toMatchObject({ code: 10008 });
    double.expire(used);
    expect((await send(`POST ${after}`, body)).body).toMatchObject({ code: 50027 });
  });

  test('can be read and taken back', async () => {
    const ann = double.person('7001', 'Ann');
    bot = await stage.slashThat(async (interaction) => {
      await interaction.reply({ content: 'one', flags: MessageFlags.Ephemeral });
      const original = await interaction.fetchReply();
      await interaction.followUp({ content: original.content, flags: MessageFlags.Ephemeral });
      await interaction.deleteReply();
    });

    ann.slash('kill');

    await double.until(() => ann.sees()[0]?.deleted, { what: () => 'it still stands' });
    expect(ann.last()?.text).toBe('one');
    expect(ann.sees()).toHaveLength(2);
    const call = double.journal.to('GET /webhooks/:application/:token/messages/:message')[0];
    expect(call?.path.endsWith('/messages/@original')).toBe(true);
  });

  test('tells where it stands when it was asked to', async () => {
    const ann = double.person('7001', 'Ann');
    const told: (string | null | undefined)[] = [];
    bot = await stage.slashThat(async (interaction) => {
      const response = await interaction.reply({ content: 'one', withResponse: true });
      told.push(response.resource?.message?.content, response.interaction.responseMessageId);
    });

    ann.slash('kill');

    await double.until(() => told.length === 2, { what: () => `told ${told.join()}` });
    expect(told).toEqual(['one', ann.last()?.id]);
  });
});
