import { readFileSync } from 'node:fs';
import {
  ActionRowBuilder,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DiscordDouble } from './discord-double.ts';
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

describe('buttons and selects', () => {
  const row = (...labels: readonly string[]): ActionRowBuilder<ButtonBuilder> =>
    new ActionRowBuilder<ButtonBuilder>().addComponents(
      labels.map((label) =>
        new ButtonBuilder().setCustomId(`do:${label}`).setLabel(label).setStyle(ButtonStyle.Danger),
      ),
    );

  test('change the message they stand on', async () => {
    const ann = double.person('7001', 'Ann');
    bot = await stage.botThat(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply({ content: 'Sure?', components: [row('Yes', 'No')] });
      }
      if (interaction.isButton()) {
        await interaction.update({ content: interaction.customId, components: [] });
      }
    });
    ann.slash('kill');
    const asked = await ann.until(({ text }) => text === 'Sure?');

    const tapped = ann.tap(asked, 'Yes');

    const changed = await ann.until(({ text }) => text === 'do:Yes');
    expect(changed).toMatchObject({ id: asked.id, edited: true, controls: [] });
    expect(tapped.answer).toBe(7);
    expect(() => ann.tap(asked, 'Yes')).toThrow('no button Yes');
    expect(bot.errors).toEqual([]);
  });

  test('can be tapped twice before the change arrives', async () => {
    const ann = double.person('7001', 'Ann');
    bot = await stage.botThat(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply({ content: 'Sure?', components: [row('Yes')] });
      }
      if (interaction.isButton()) await interaction.update({ content: 'done', components: [] });
    });
    ann.slash('kill');
    const asked = await ann.until(({ text }) => text === 'Sure?');

    await ann.answered(ann.tap(asked, 'Yes'));
    await ann.answered(ann.tap(asked, 'Yes', { raced: true }));

    expect(bot.interactions.filter((each) => each.isButton())).toHaveLength(2);
  });

  test('of a private message are tapped by nobody else', async () => {
    const ann = double.person('7001', 'Ann');
    const bob = double.person('7002', 'Bob');
    bot = await stage.slashThat((interaction) =>
      interaction.reply({
        content: 'Sure?',
        components: [row('Yes')],
        flags: MessageFlags.Ephemeral,
      }),
    );
    ann.slash('kill');

    const asked = await ann.until(({ text }) => text === 'Sure?');

    expect(() => bob.tap(asked, 'Yes')).toThrow('Bob does not see that message');
  });

  test('may be answered later, with the message as it was', async () => {
    const ann = double.person('7001', 'Ann');
    const select = new StringSelectMenuBuilder()
      .setCustomId('which')
      .setPlaceholder('Which')
      .addOptions({ label: 'First', value: '1' }, { label: 'Second', value: '2' });
    bot = await stage.botThat(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        const choice = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select);
        await interaction.reply({ content: 'Choose', components: [choice] });
      }
      if (interaction.isStringSelectMenu()) {
        await interaction.deferUpdate();
        await interaction.editReply(`chosen ${interaction.values.join()}`);
      }
    });
    ann.slash('kill');
    const asked = await ann.until(({ text }) => text === 'Choose');

    ann.choose(asked, ['Second']);

    const changed = await ann.until(({ text }) => text === 'chosen 2');
    expect(changed.id).toBe(asked.id);
    expect(changed.controls.map(({ label }) => label)).toEqual(['Which']);
    expect(() => ann.choose(asked, ['Third'])).toThrow('no select offers Third');
  });
});

describe('a modal', () => {
  const modal = new ModalBuilder()
    .setCustomId('code')
    .setTitle('Live on')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Six digits')
        .setTextInputComponent(
          new TextInputBuilder()
            .setCustomId('digits')
            .setStyle(TextInputStyle.Short)
            .setMinLength(6)
            .setMaxLength(6),
        ),
    );

  test('brings what was written into it', async () => {
    const ann = double.person('7001', 'Ann');
    const bob = double.person('7002', 'Bob');
    bot = await stage.botThat(async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.showModal(modal);
      if (interaction.isModalSubmit()) {
        const code = interaction.fields.getTextInputValue('digits');
        await interaction.reply({ content: `got ${code}`, flags: MessageFlags.Ephemeral });
      }
    });
    const opened = await ann.answered(ann.slash('kill'));

    expect(() => ann.submit(opened, { 'Six digits': '123' })).toThrow('takes 6 to 6 characters');
    expect(() => ann.submit(opened, {})).toThrow('digits has to be filled in');
    expect(() => bob.submit(opened, { digits: '123456' })).toThrow('no modal is open');
    ann.submit(opened, { 'Six digits': '123456' });

    await ann.until(({ text, ephemeral }) => text === 'got 123456' && ephemeral);
    expect(bot.errors).toEqual([]);
  });

  test('is a first answer only: after a deferral it is refused', async () => {
    const ann = double.person('7001', 'Ann');
    bot = await stage.slashThat(async (interaction) => {
      await interaction.deferReply();
      await interaction.client.rest.post(
        `/interactions/${interaction.id}/${interaction.token}/callback`,
        { body: { type: 9, data: modal.toJSON() }, auth: false },
      );
    });

    ann.slash('kill');

    await double.until(() => bot.errors[0], { what: () => 'no error came' });
    expect(bot.errors[0]).toMatchObject({ code: 40060 });
  });
});

test('a file comes with an answer, byte for byte', async () => {
  const ann = double.person('7001', 'Ann');
  const bytes = readFileSync(new URL('./controls.test.ts', import.meta.url));
  bot = await stage.slashThat(async (interaction) => {
    await interaction.deferReply();
    const picture = new AttachmentBuilder(bytes, { name: 'chart.png', description: 'A chart' });
    const embeds = [{ title: 'Equity', image: { url: 'attachment://chart.png' } }];
    await interaction.editReply({ embeds, files: [picture] });
  });

  ann.slash('kill');

  const reply = await ann.until(({ text }) => text === 'Equity');
  expect(reply.attachments).toHaveLength(1);
  expect(reply.attachments[0]).toMatchObject({ name: 'chart.png', description: 'A chart' });
  expect(reply.attachments[0]?.bytes.equals(bytes)).toBe(true);
});
