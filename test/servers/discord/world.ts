import type { Changes } from './changes.ts';
import { type DiscordClock, Snowflakes } from './clock.ts';
import type { Draft, StoredFile } from './draft.ts';
import type { Pings } from './mentions.ts';
import { BOT_PERMISSIONS, bitsOf, MEMBER_PERMISSIONS, type Permission } from './permissions.ts';

export interface StoredUser {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
  /** Whether he is a member of the guild; may change. */
  member: boolean;
  /** Whether he takes direct messages from the bot; may change. */
  takesDms: boolean;
  /** What he may do in the guild. */
  permissions: bigint;
  /** An administrator of the guild let him use every command, whatever its default says. */
  mayUseCommands: boolean;
}

export interface StoredChannel {
  readonly id: string;
  /** `text` and `thread` belong to the guild. */
  readonly kind: 'text' | 'dm' | 'thread';
  name: string;
  /** The person of a direct channel. */
  readonly userId: string | null;
  /** The channel that a thread hangs on. */
  readonly parentId: string | null;
  /** What the bot may not do here. */
  denied: bigint;
  archived: boolean;
  autoArchiveMinutes: number;
}

/** The interaction that a message came from. */
export interface MessageOrigin {
  readonly id: string;
  readonly type: number;
  readonly userId: string;
  readonly commandName: string | null;
}

export interface StoredMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly origin: MessageOrigin | null;
  /** The only person who sees it; null when everybody in the channel does. */
  readonly onlyFor: string | null;
  readonly atMs: number;
  pings: Pings;
  draft: Draft;
  editedAtMs: number | null;
  edits: number;
  deleted: boolean;
  hasThread: boolean;
}

export interface NewMessage {
  readonly channelId: string;
  readonly authorId: string;
  readonly draft: Draft;
  readonly origin?: MessageOrigin;
  readonly onlyFor?: string | null;
  readonly atMs?: number;
}

/** The guild, its channels, the direct channels, and everything that was said. */
export class World {
  readonly guildId: string;
  readonly guildName = 'Trading floor';
  readonly bot: StoredUser;
  readonly users = new Map<string, StoredUser>();
  readonly channels = new Map<string, StoredChannel>();
  readonly messages: StoredMessage[] = [];
  readonly clock: DiscordClock;
  readonly changes: Changes;
  readonly #ids = new Snowflakes();

  constructor(clock: DiscordClock, changes: Changes) {
    this.clock = clock;
    this.changes = changes;
    this.guildId = this.newId();
    this.bot = this.addUser({ id: this.newId(), name: 'polymind', isBot: true });
    this.bot.member = true;
    this.bot.permissions = BOT_PERMISSIONS;
  }

  newId(atMs: number = this.clock.nowMs()): string {
    return this.#ids.next(atMs);
  }

  addUser(user: Pick<StoredUser, 'id' | 'name' | 'isBot'>): StoredUser {
    const added: StoredUser = {
      ...user,
      member: false,
      takesDms: true,
      permissions: MEMBER_PERMISSIONS,
      mayUseCommands: false,
    };
    this.users.set(user.id, added);
    return added;
  }

  /** @throws Error when the double does not know him: a test refers to somebody it never made */
  user(id: string): StoredUser {
    const user = this.users.get(id);
    if (user === undefined) throw new Error(`nobody has the id ${id}`);
    return user;
  }

  addChannel(name: string): StoredChannel {
    return this.#add({ kind: 'text', name, userId: null, parentId: null, id: this.newId() });
  }

  /** The direct channel of the bot and a person; the same one every time. */
  dmWith(userId: string): StoredChannel {
    const known = [...this.channels.values()].find((channel) => channel.userId === userId);
    if (known !== undefined) return known;
    return this.#add({ kind: 'dm', name: 'dm', userId, parentId: null, id: this.newId() });
  }

  addThread(thread: Pick<StoredChannel, 'id' | 'name' | 'parentId'>): StoredChannel {
    return this.#add({ ...thread, kind: 'thread', userId: null });
  }

  #add(base: Pick<StoredChannel, 'id' | 'kind' | 'name' | 'userId' | 'parentId'>): StoredChannel {
    const channel: StoredChannel = {
      ...base,
      denied: 0n,
      archived: false,
      autoArchiveMinutes: 1_440,
    };
    this.channels.set(channel.id, channel);
    this.changes.notify();
    return channel;
  }

  /** @throws Error when there is no such channel */
  channel(id: string): StoredChannel {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new Error(`no channel has the id ${id}`);
    return channel;
  }

  /** What the bot may do in a channel; a thread has the rights of the channel it hangs on. */
  botMay(channel: StoredChannel, ...needed: readonly Permission[]): boolean {
    const denied =
      channel.parentId === null
        ? channel.denied
        : channel.denied | this.channel(channel.parentId).denied;
    return (this.bot.permissions & ~denied & bitsOf(needed)) === bitsOf(needed);
  }

  post({ channelId, authorId, draft, ...rest }: NewMessage): StoredMessage {
    const atMs = rest.atMs ?? this.clock.nowMs();
    const message: StoredMessage = {
      id: this.newId(atMs),
      channelId,
      authorId,
      draft,
      origin: rest.origin ?? null,
      onlyFor: rest.onlyFor ?? null,
      atMs,
      pings: draft.pings,
      editedAtMs: null,
      edits: 0,
      deleted: false,
      hasThread: false,
    };
    this.messages.push(message);
    const channel = this.channel(channelId);
    channel.archived = false;
    this.changes.notify();
    return message;
  }

  edit(message: StoredMessage, draft: Draft): void {
    message.draft = draft;
    message.edits += 1;
    message.editedAtMs = this.clock.nowMs();
    this.changes.notify();
  }

  /** Fills a message that so far only said that an answer is coming. */
  fill(message: StoredMessage, draft: Draft): void {
    message.draft = draft;
    message.pings = draft.pings;
    this.changes.notify();
  }

  delete(message: StoredMessage): void {
    message.deleted = true;
    this.changes.notify();
  }

  /** A message that still stands, in its channel. */
  find(channelId: string, messageId: string): StoredMessage | null {
    const found = this.messages.find(
      (message) => message.id === messageId && message.channelId === channelId,
    );
    return found === undefined || found.deleted ? null : found;
  }
  /** A file of any message that was ever said. */
  file(id: string): StoredFile | null {
    const files = this.messages.flatMap(({ draft }) => draft.files);
    return files.find((file) => file.id === id) ?? null;
  }
}
