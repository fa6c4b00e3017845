import type { Person } from '../../bot/chat/people.ts';
import type { Config } from '../config.ts';

type Named = Pick<Config, 'telegram' | 'discord'>;

/** The operators whom the environment names; who is named twice has the higher role. */
export function permanentPeople({ telegram, discord }: Named): readonly Person[] {
  const people = new Map<string, Person>();
  for (const [platform, named] of [
    ['telegram', telegram],
    ['discord', discord],
  ] as const) {
    const roles = [
      ['viewer', named.viewerIds],
      ['trader', named.traderIds],
      ['admin', named.adminIds],
    ] as const;
    for (const [role, ids] of roles) {
      for (const userId of ids) {
        const name = `${platform}:${userId}`;
        people.set(name, { platform, userId, role, name, isPermanent: true });
      }
    }
  }
  return [...people.values()];
}
