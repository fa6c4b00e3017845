import {
  type ChatInputCommandInteraction,
  type Interaction,
  SlashCommandBuilder,
} from 'discord.js';
import { DiscordDouble } from './discord-double.ts';
import { connectBot, type RealBot } from './real-client.ts';

const COMMANDS = [
  new SlashCommandBuilder()
    .setName('wallet')
    .setDescription('Shows a wallet')
    .addStringOption((option) =>
      option.setName('address').setDescription('Whose').setRequired(true).setAutocomplete(true),
    )
    .addNumberOption((option) =>
      option.setName('scale').setDescription('How much').setMinValue(0.1).setMaxValue(10),
    ),
  new SlashCommandBuilder().setName('kill').setDescription('Stops everything'),
].map((command) => command.toJSON());

/** A double with the bots of one test on it. */
export class Stage {
  readonly double: DiscordDouble;
  readonly #bots: RealBot[] = [];

  private constructor(double: DiscordDouble) {
    this.double = double;
  }

  static async open(): Promise<Stage> {
    return new Stage(await DiscordDouble.start());
  }

  /** Logs a bot in that answers as the test says and registers `commands` in the guild. */
  async botThat(
    answers: (interaction: Interaction) => Promise<unknown>,
    commands: readonly object[] = COMMANDS,
  ): Promise<RealBot> {
    const bot = await connectBot(this.double, { onInteraction: answers });
    this.#bots.push(bot);
    await bot.client.rest.put(
      `/applications/${this.double.applicationId}/guilds/${this.double.guildId}/commands`,
      { body: commands },
    );
    return bot;
  }

  /** The same for a bot that cares for slash commands only. */
  slashThat(
    answers: (interaction: ChatInputCommandInteraction) => Promise<unknown>,
  ): Promise<RealBot> {
    return this.botThat(async (interaction) => {
      if (interaction.isChatInputCommand()) await answers(interaction);
    });
  }

  async close(): Promise<void> {
    for (const bot of this.#bots.splice(0)) await bot.client.destroy();
    await this.double.stop();
  }
}
