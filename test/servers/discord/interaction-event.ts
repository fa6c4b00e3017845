import type { Platform } from './api.ts';
import { Interaction, type NewInteraction } from './interaction.ts';
import type { Json } from './json.ts';
import { LIMIT } from './limits.ts';
import { appPermissions, channelJson, memberJson, ownersJson, userJson } from './payloads.ts';
import { toldMessage } from './speech.ts';

const CONTEXT = { guild: 0, dm: 1 } as const;
const LOCALE = 'en-US';

/** What somebody did, before it has an id and a time. */
export type Deed = Omit<NewInteraction, 'id' | 'atMs'> & {
  readonly data: Json;
  /** How long ago it happened; it is delivered now. */
  readonly ageMs?: number;
};

/** Sends an interaction to the bot. */
export function interact(platform: Platform, deed: Deed): Interaction {
  const { world, clock } = platform;
  const { data, ageMs = 0, ...about } = deed;
  const interaction = new Interaction({
    ...about,
    id: world.newId(clock.nowMs() - ageMs),
    atMs: clock.deadlineMs(),
  });
  interaction.event = eventOf(platform, interaction, data);
  platform.interactions.set(interaction.id, interaction);
  deliver(platform, interaction);
  return interaction;
}

/** Sends the event, again when it was sent before. */
export function deliver({ gateway, world }: Platform, interaction: Interaction): void {
  const reached = gateway.dispatch('INTERACTION_CREATE', () => interaction.event);
  interaction.delivered ||= reached;
  world.changes.notify();
}

function eventOf(platform: Platform, interaction: Interaction, data: Json): Json {
  const { world } = platform;
  const channel = world.channel(interaction.channelId);
  const user = world.user(interaction.userId);
  const isDm = channel.kind === 'dm';
  const permissions = appPermissions(world, channel);
  const who = isDm
    ? { user: userJson(user) }
    : {
        member: { ...memberJson(user), permissions: user.permissions.toString() },
        guild_id: world.guildId,
        guild: { id: world.guildId, locale: LOCALE, features: [] },
        guild_locale: LOCALE,
      };
  const source =
    interaction.source === null ? {} : { message: toldMessage(platform, interaction.source) };
  return {
    id: interaction.id,
    application_id: world.bot.id,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    data,
    channel_id: channel.id,
    channel: { ...channelJson(world, channel), permissions: user.permissions.toString() },
    ...who,
    ...source,
    locale: LOCALE,
    app_permissions: permissions,
    entitlements: [],
    authorizing_integration_owners: ownersJson(world, channel),
    context: isDm ? CONTEXT.dm : CONTEXT.guild,
    attachment_size_limit: LIMIT.fileBytes,
  };
}
