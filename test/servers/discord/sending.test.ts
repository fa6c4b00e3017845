import {
  ActionRowBuilder,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  ContainerBuilder,
  MediaGalleryBuilder,
  MessageFlags,
  SectionBuilder,
  type TextChannel,
  TextDisplayBuilder,
  ThreadAutoArchiveDuration,
} from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DiscordDouble } from './discord-double.ts';
import type { Person } from './person.ts';
import { connectBot, type RealBot } from './real-client.ts';

let double: DiscordDouble;
let ann: Person;
let bot: RealBot;
let channel: TextChannel;

beforeEach(async () => {
  double = await DiscordDouble.start();
  ann = double.person('7001', 'Ann');
  bot = await connectBot(double, {
    onInteraction: async (interaction) => {
      if (interaction.isButton()) await interaction.deferUpdate();
    },
  });
  const found = await bot.client.channels.fetch(double.channelId);
  channel = found as TextChannel;
});

afterEach(async () => {
  await bot.client.destroy();
  await double.stop();
  expect(bot.errors).toEqual([]);
});

test('a card of components with a picture is read in order and tapped', async () => {
  const picture = new AttachmentBuilder(Buffer.from([1, 2, 3]), { name: 'chart.png' });
  const stop = new ButtonBuilder()
    .setCustomId('stop')
    .setLabel('Stop')
    .setStyle(ButtonStyle.Danger);
  const undo = new ButtonBuilder()
    .setCustomId('undo')
    .setLabel('Undo')
    .setStyle(ButtonStyle.Secondary);
  const card = new ContainerBuilder()
    .setAccentColor(0x00aa55)
    .addTextDisplayComponents(new TextDisplayBuilder().setContent('**Filled**'))
    .addSectionComponents(
      new SectionBuilder()
        .addTextDisplayComponents(new TextDisplayBuilder().setContent('12 shares'))
        .setButtonAccessory(undo),
    )
    .addMediaGalleryComponents(
      new MediaGalleryBuilder().addItems({ media: { url: 'attachment://chart.png' } }),
    )
    .addActionRowComponents(new ActionRowBuilder<ButtonBuilder>().addComponents(stop));

  const flags = MessageFlags.IsComponentsV2;
  await channel.send({ components: [card], files: [picture], flags });

  const seen = await ann.until(({ text }) => text === '**Filled**\n12 shares');
  expect(seen.controls.map(({ label }) => label)).toEqual(['Undo', 'Stop']);
  expect(seen.attachments[0]?.bytes).toEqual(Buffer.from([1, 2, 3]));
  await ann.answered(ann.tap(seen, 'Stop'));
  await ann.answered(ann.tap(seen, 'Undo'));
  expect(bot.interactions.map((each) => each.isButton() && each.customId)).toEqual([
    'stop',
    'undo',
  ]);
});

test('a direct message reaches one person', async () => {
  const bob = double.person('7002', 'Bob');

  const room = await bot.client.users.createDM('7001');
  await room.send('for you');

  expect(ann.last({ dm: true })?.text).toBe('for you');
  expect(bob.sees()).toEqual([]);
  ann.takesDms(false);
  await expect(room.send('closed')).rejects.toMatchObject({ code: 50007, status: 403 });
});

test('a message is edited and deleted where it stands', async () => {
  const sent = await channel.send({ content: '1 of 3', files: [Buffer.from('a')] });
  await sent.edit('2 of 3');
  await sent.edit({ content: '3 of 3', attachments: [] });

  const seen = await ann.until(({ text }) => text === '3 of 3');
  expect(seen).toMatchObject({ edits: 2, attachments: [] });
  await sent.delete();
  expect(ann.now(seen).deleted).toBe(true);
  expect(ann.last()).toBeNull();
  await expect(sent.edit('x')).rejects.toMatchObject({ code: 10008 });
});

test('a thread is started on a message and written in', async () => {
  const sent = await channel.send('first fill');
  const thread = await sent.startThread({
    name: 'Fed cuts in March?',
    autoArchiveDuration: ThreadAutoArchiveDuration.OneDay,
  });
  await thread.setArchived(true);
  await thread.send('second fill');

  expect(thread.id).toBe(sent.id);
  expect(ann.last({ channel: thread.id })?.text).toBe('second fill');
});

test('a text that names people rings nobody when nobody may be rung', async () => {
  await channel.send({ content: '@everyone <@7001>', allowedMentions: { parse: [] } });

  expect(ann.last()?.pings).toEqual({ everyone: false, users: [], roles: [] });
});

test('somebody outside the guild sees none of it', async () => {
  const outsider = double.person('7009', 'Outsider', { member: false });
  await channel.send('inside');

  expect(outsider.sees()).toEqual([]);
  outsider.joinsGuild();
  expect(outsider.last()?.text).toBe('inside');
});
