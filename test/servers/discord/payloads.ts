import type { StoredFile } from './draft.ts';
import { isObject, type Json } from './json.ts';
import { FLAG } from './limits.ts';
import { PERMISSION } from './permissions.ts';
import type { StoredChannel, StoredMessage, StoredUser, World } from './world.ts';

const JOINED_AT = '2026-01-02T03:04:05.000000+00:00';
const CHANNEL_TYPE = { text: 0, dm: 1, thread: 11 } as const;
const OVERWRITE_MEMBER = 1;

export function userJson(user: StoredUser): Json {
  return {
    id: user.id,
    username: user.name.toLowerCase(),
    discriminator: '0',
    global_name: user.isBot ? null : user.name,
    avatar: null,
    bot: user.isBot,
    public_flags: 0,
  };
}

export function memberJson(user: StoredUser): Json {
  return {
    user: userJson(user),
    nick: null,
    avatar: null,
    roles: [],
    joined_at: JOINED_AT,
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
  };
}

export function channelJson(world: World, channel: StoredChannel): Json {
  const base = { id: channel.id, type: CHANNEL_TYPE[channel.kind], last_message_id: null };
  if (channel.kind === 'dm') {
    return { ...base, recipients: [userJson(world.user(channel.userId ?? ''))], flags: 0 };
  }
  const inGuild = { ...base, guild_id: world.guildId, name: channel.name, flags: 0 };
  if (channel.kind === 'text') {
    const denied = { id: world.bot.id, type: OVERWRITE_MEMBER, allow: '0' };
    return {
      ...inGuild,
      position: 0,
      permission_overwrites: [{ ...denied, deny: channel.denied.toString() }],
      nsfw: false,
      topic: null,
      parent_id: null,
      rate_limit_per_user: 0,
    };
  }
  return {
    ...inGuild,
    parent_id: channel.parentId,
    owner_id: world.bot.id,
    message_count: 0,
    member_count: 1,
    total_message_sent: 0,
    rate_limit_per_user: 0,
    thread_metadata: {
      archived: channel.archived,
      auto_archive_duration: channel.autoArchiveMinutes,
      archive_timestamp: JOINED_AT,
      locked: false,
    },
  };
}

export function guildJson(world: World): Json {
  const owned = [...world.channels.values()].filter((channel) => channel.kind !== 'dm');
  const of = (kind: StoredChannel['kind']): readonly Json[] =>
    owned.filter((channel) => channel.kind === kind).map((each) => channelJson(world, each));
  const members = [...world.users.values()].filter(({ member }) => member);
  return {
    ...GUILD_DEFAULTS,
    id: world.guildId,
    name: world.guildName,
    owner_id: world.bot.id,
    roles: [everyoneJson(world)],
    joined_at: JOINED_AT,
    member_count: members.length,
    members: [memberJson(world.bot)],
    channels: of('text'),
    threads: of('thread'),
  };
}

function everyoneJson(world: World): Json {
  return {
    id: world.guildId,
    name: '@everyone',
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    position: 0,
    permissions: world.bot.permissions.toString(),
    managed: false,
    mentionable: false,
    flags: 0,
  };
}

const GUILD_DEFAULTS: Json = {
  icon: null,
  splash: null,
  discovery_splash: null,
  afk_channel_id: null,
  afk_timeout: 300,
  verification_level: 0,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  emojis: [],
  stickers: [],
  features: [],
  mfa_level: 0,
  application_id: null,
  system_channel_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  max_members: 500_000,
  vanity_url_code: null,
  description: null,
  banner: null,
  premium_tier: 0,
  preferred_locale: 'en-US',
  public_updates_channel_id: null,
  nsfw_level: 0,
  premium_progress_bar_enabled: false,
  safety_alerts_channel_id: null,
  large: false,
  unavailable: false,
  voice_states: [],
  presences: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
};

/** What the bot may do in a channel, as an interaction tells it. */
export function appPermissions(world: World, channel: StoredChannel): string {
  const all = Object.values(PERMISSION).reduce((bits, bit) => bits | bit, 0n);
  return (channel.kind === 'dm' ? all : world.bot.permissions & ~channel.denied).toString();
}

/** Where files are served from, and whether what was said may be told. */
export interface MessageView {
  readonly world: World;
  readonly filesUrl: string;
  /** False empties what the intents of a session do not let it read. */
  readonly readable?: boolean;
}

export function messageJson(message: StoredMessage, view: MessageView): Json {
  const { world, readable = true } = view;
  const { draft, origin } = message;
  const { pings } = message;
  const urls = new Map(draft.files.map((file) => [file.name, fileUrl(message, file, view)]));
  const shown = (list: readonly Json[]): readonly unknown[] =>
    readable ? list.map((each) => resolved(each, urls)) : [];
  return {
    id: message.id,
    channel_id: message.channelId,
    author: userJson(world.user(message.authorId)),
    type: typeOf(message),
    content: readable ? draft.content : '',
    timestamp: isoTime(message.atMs),
    edited_timestamp: message.editedAtMs === null ? null : isoTime(message.editedAtMs),
    tts: false,
    pinned: false,
    mention_everyone: pings.everyone,
    mentions: pings.users.flatMap((id) => mentioned(world, id)),
    mention_roles: pings.roles,
    embeds: shown(draft.embeds),
    components: shown(draft.components),
    attachments: readable ? draft.files.map((file) => fileJson(message, file, view)) : [],
    flags: draft.flags | (message.hasThread ? FLAG.hasThread : 0),
    ...(draft.nonce === null ? {} : { nonce: draft.nonce }),
    ...(draft.replyTo === null
      ? {}
      : { message_reference: { channel_id: message.channelId, message_id: draft.replyTo } }),
    ...(origin === null ? {} : originJson(message, world)),
  };
}

function typeOf({ origin, draft }: StoredMessage): number {
  if (origin?.type === 2) return 20;
  return draft.replyTo === null ? 0 : 19;
}

function originJson({ origin, channelId }: StoredMessage, world: World): Json {
  if (origin === null) return {};
  const user = userJson(world.user(origin.userId));
  const owners = ownersJson(world, world.channel(channelId));
  const metadata = {
    id: origin.id,
    type: origin.type,
    user,
    authorizing_integration_owners: owners,
  };
  return {
    application_id: world.bot.id,
    webhook_id: world.bot.id,
    interaction_metadata: metadata,
  };
}

/** Who installed the application where an interaction happened: the guild, or nobody in particular. */
export function ownersJson(world: World, channel: StoredChannel): Json {
  return { '0': channel.kind === 'dm' ? '0' : world.guildId };
}

function mentioned(world: World, id: string): readonly Json[] {
  const user = world.users.get(id);
  return user === undefined ? [] : [userJson(user)];
}

function fileUrl(
  { channelId }: StoredMessage,
  { id, name }: StoredFile,
  view: MessageView,
): string {
  return `${view.filesUrl}/attachments/${channelId}/${id}/${name}`;
}

function fileJson(message: StoredMessage, file: StoredFile, view: MessageView): Json {
  const url = fileUrl(message, file, view);
  return {
    id: file.id,
    filename: file.name,
    size: file.bytes.length,
    content_type: file.contentType,
    url,
    proxy_url: url,
    ...(file.description === null ? {} : { description: file.description }),
  };
}

/** Puts the address of the file where `attachment://` stood. */
function resolved(value: unknown, urls: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string' && value.startsWith('attachment://')) {
    return urls.get(value.slice('attachment://'.length)) ?? value;
  }
  if (Array.isArray(value)) return value.map((each) => resolved(each, urls));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, resolved(each, urls)]),
  );
}

export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString().replace('Z', '000+00:00');
}
