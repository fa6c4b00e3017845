import type { Platform } from './api.ts';
import type { Scope } from './command-book.ts';
import { OPTION } from './command-form.ts';
import { isObject, type Json, listOf, textOf } from './json.ts';
import { memberJson, userJson } from './payloads.ts';
import { PERMISSION } from './permissions.ts';
import type { StoredChannel, StoredUser, World } from './world.ts';

/** The commands that somebody's client lists in a channel. */
export function offeredCommands(
  { commands }: Platform,
  user: StoredUser,
  channel: StoredChannel,
): readonly Json[] {
  const scopes: readonly Scope[] = channel.kind === 'dm' ? ['global'] : ['guild', 'global'];
  return scopes.flatMap((scope) =>
    commands
      .in(scope)
      .filter((command) => command['type'] === 1)
      .filter((command) => isUsedIn(command, scope, channel) && mayUse(command, user, channel)),
  );
}

/** Contexts count for global commands only; a guild's commands live in its channels anyway. */
function isUsedIn({ contexts }: Json, scope: Scope, channel: StoredChannel): boolean {
  if (scope === 'guild' || !Array.isArray(contexts)) return true;
  return contexts.includes(channel.kind === 'dm' ? 1 : 0);
}

function mayUse(
  { default_member_permissions: needed }: Json,
  user: StoredUser,
  channel: StoredChannel,
): boolean {
  if (channel.kind === 'dm' || typeof needed !== 'string' || user.mayUseCommands) return true;
  if ((user.permissions & PERMISSION.administrator) !== 0n) return true;
  return needed !== '0' && (user.permissions & BigInt(needed)) === BigInt(needed);
}

/** The people that options of type user name. */
export function resolvedPeople(world: World, options: readonly Json[]): Json | null {
  const users = everyOption(options)
    .filter((option) => option['type'] === OPTION.user)
    .map((option) => world.user(textOf(option['value'])));
  if (users.length === 0) return null;
  const of = (told: (user: StoredUser) => Json): Json =>
    Object.fromEntries(users.map((user) => [user.id, told(user)]));
  return { users: of(userJson), members: of(memberJson) };
}

function everyOption(options: readonly Json[]): readonly Json[] {
  return options.flatMap((option) => [
    option,
    ...everyOption(listOf(option['options']).filter(isObject)),
  ]);
}
