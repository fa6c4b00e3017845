/** The permissions the double knows, as Discord's bits. */
export const PERMISSION = {
  administrator: 1n << 3n,
  manageGuild: 1n << 5n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useCommands: 1n << 31n,
  manageThreads: 1n << 34n,
  createThreads: 1n << 35n,
  sendInThreads: 1n << 38n,
} as const;

export type Permission = keyof typeof PERMISSION;

export function bitsOf(names: readonly Permission[]): bigint {
  return names.reduce((bits, name) => bits | PERMISSION[name], 0n);
}

/** What the bot may do where nothing is denied. */
export const BOT_PERMISSIONS = bitsOf([
  'viewChannel',
  'sendMessages',
  'manageMessages',
  'embedLinks',
  'attachFiles',
  'readHistory',
  'useCommands',
  'manageThreads',
  'createThreads',
  'sendInThreads',
]);

/** What a member without a role of his own may do. */
export const MEMBER_PERMISSIONS = bitsOf([
  'viewChannel',
  'sendMessages',
  'embedLinks',
  'attachFiles',
  'readHistory',
  'useCommands',
  'sendInThreads',
]);

/** Bits of the gateway's intents. */
export const INTENT = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const;

/** Intents that Discord gives only to applications it was asked for. */
export const PRIVILEGED_INTENTS =
  INTENT.guildMembers | INTENT.guildPresences | INTENT.messageContent;
/** Every bit that is an intent. */
export const KNOWN_INTENTS = 0x331ffff;
