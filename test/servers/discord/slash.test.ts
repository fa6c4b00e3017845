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

describe('a slash command', () => {
  test('reaches the bot with its typed options and the member who used it', async () => {
    const ann = double.person('7001', 'Ann');
    bot = await stage.slashThat(async (interaction) => {
      const scale = interaction.options.getNumber('scale');
      await interaction.reply(`${interaction.options.getString('address', true)} ${scale}`);
    });

    const used = ann.slash('wallet', { address: '0xabc', scale: 0.5 });

    const reply = await ann.until(({ text }) => text === '0xabc 0.5');
    expect(used.answer).toBe(4);
    expect(reply.fromBot).toBe(true);
    expect(reply.ephemeral).toBe(false);
    const seen = bot.interactions[0];
    expect(seen?.inGuild()).toBe(true);
    expect(seen?.user.id).toBe('7001');
    expect(seen?.guildId).toBe(double.guildId);
  });

  test('in a direct message carries a user and no member', async () => {
    const ann = double.person('7001', 'Ann');
    bot = await stage.botThat(async (interaction) => {
      if (interaction.isRepliable()) await interaction.reply('here');
    }, []);
    await bot.client.application.commands.set([
      { name: 'kill', description: 'Stops', contexts: [1] },
    ]);

    ann.slash('kill', {}, { dm: true });

    await ann.until(({ text, inDm }) => text === 'here' && inDm);
    expect(bot.interactions[0]?.inGuild()).toBe(false);
    expect(bot.interactions[0]?.member).toBeNull();
    expect(() => ann.slash('kill')).toThrow('Discord offers no /kill here');
  });

  test('that is not registered, or is filled in wrongly, cannot be used', async () => {
    const ann = double.person('7001', 'Ann');
    bot = await stage.slashThat(async () => undefined);

    expect(() => ann.slash('launch')).toThrow('Discord offers no /launch here');
    expect(() => ann.slash('kill', {}, { dm: true })).toThrow('Discord offers no /kill here');
    expect(() => ann.slash('wallet')).toThrow('address has to be filled in');
    expect(() => ann.slash('wallet', { address: 5 })).toThrow('address is a text');
    expect(() => ann.slash('wallet', { address: 'a', scale: '2' })).toThrow('scale is a number');
    expect(() => ann.slash('wallet', { address: 'a', scale: 11 })).toThrow('out of its bounds');
    expect(() => ann.slash('wallet', { address: 'a', more: 1 })).toThrow('no option more');
    expect(bot.interactions).toEqual([]);
  });

  test('of nobody by default is offered only to administrators and whom they let', async () => {
    const ann = double.person('7001', 'Ann');
    const chief = double.person('7002', 'Chief', { administrator: true });
    const guest = double.person('7003', 'Guest', { mayUseCommands: true });
    const closed = { name: 'kill', description: 'Stops', default_member_permissions: '0' };
    bot = await stage.botThat(
      async (interaction) => {
        if (interaction.isRepliable()) await interaction.reply(`for ${interaction.user.id}`);
      },
      [closed],
    );

    expect(() => ann.slash('kill')).toThrow('Discord offers no /kill here');
    chief.slash('kill');
    guest.slash('kill');

    await ann.until(({ text }) => text === 'for 7002');
    await ann.until(({ text }) => text === 'for 7003');
  });
});

describe('autocompletion', () => {
  test('offers choices for what was typed so far', async () => {
    const ann = double.person('7001', 'Ann');
    bot = await stage.botThat(async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const typed = interaction.options.getFocused(true);
      await interaction.respond([{ name: `${typed.name} ${typed.value}`, value: '0xabc' }]);
    });

    const choices = await ann.type('wallet', { option: 'address', value: 'ab' });

    expect(choices).toEqual([{ name: 'address ab', value: '0xabc' }]);
    const closed = ann.type('wallet', { option: 'scale', value: '1' });
    await expect(closed).rejects.toThrow('scale does not autocomplete');
  });

  test('takes at most 25 choices of at most 100 characters', async () => {
    const ann = double.person('7001', 'Ann');
    const many = Array.from({ length: 26 }, (_, index) => ({
      name: `${index}`,
      value: `${index}`,
    }));
    bot = await stage.botThat(async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const text = interaction.options.getFocused();
      const long = [{ name: 'long', value: 'x'.repeat(101) }];
      await interaction.client.rest
        .post(`/interactions/${interaction.id}/${interaction.token}/callback`, {
          body: { type: 8, data: { choices: text === 'many' ? many : long } },
          auth: false,
        })
        .catch((error: unknown) => bot.errors.push(error));
      await interaction.respond([]);
    });

    await ann.type('wallet', { option: 'address', value: 'many' });
    await ann.type('wallet', { option: 'address', value: 'long' });

    expect(bot.errors.map(String)).toEqual([
      expect.stringContaining('Must be 25 or fewer in length.'),
      expect.stringContaining('Must be between 1 and 100 in length.'),
    ]);
  });
});
