import {
  Client,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  type Interaction,
  type Message,
  Partials,
} from 'discord.js';
import type { DiscordDouble } from './discord-double.ts';

/** A bot on the real library, connected to the double. */
export interface RealBot {
  readonly client: Client<true>;
  /** What the library told as an error event. */
  readonly errors: unknown[];
  /** The codes of connections that the library gave up for good. */
  readonly goneCodes: number[];
  /** In the order they came. */
  readonly interactions: Interaction[];
  readonly messages: Message[];
}

/** How the library is set up; the library sleeps 5 s between two identifies. */
export interface RealBotOptions {
  readonly intents?: readonly number[];
  readonly onInteraction?: (interaction: Interaction) => Promise<unknown>;
  readonly rest?: ClientOptions['rest'];
}

/** A client that is set up for the double and not yet logged in. */
export function newClient(double: DiscordDouble, options: RealBotOptions = {}): Client {
  return new Client({
    intents: [...(options.intents ?? [GatewayIntentBits.Guilds])],
    partials: [Partials.Channel],
    rest: { api: double.apiUrl, version: '10', ...options.rest },
  });
}

/** Logs in and waits until the guild is there. */
export async function connectBot(
  double: DiscordDouble,
  options: RealBotOptions = {},
): Promise<RealBot> {
  const client = newClient(double, options);
  const errors: unknown[] = [];
  const goneCodes: number[] = [];
  const interactions: Interaction[] = [];
  const messages: Message[] = [];
  client.on(Events.Error, (error) => errors.push(error));
  client.on(Events.ShardDisconnect, ({ code }) => goneCodes.push(code));
  client.on(Events.MessageCreate, (message) => messages.push(message));
  client.on(Events.InteractionCreate, (interaction) => {
    interactions.push(interaction);
    options.onInteraction?.(interaction).catch((error: unknown) => errors.push(error));
  });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(double.token);
  return { client: await ready, errors, goneCodes, interactions, messages };
}
