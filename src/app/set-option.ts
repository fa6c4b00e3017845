import { resolveSettings, SETTING_KEYS, type SettingsResult } from '../engine/domain/settings.ts';
import { CommandUsageError } from './command.ts';
import { nearest } from './nearest.ts';

/** `--set KEY=VALUE`, repeatable, as an option of a command. */
export const SET_OPTION = { set: { type: 'string', multiple: true } } as const;

/** How it is explained in a command's usage. */
export const SET_USAGE =
  '  --set KEY=VALUE   overrides a setting for this run; repeatable, for example\n                    --set entry.shortCryptoMarkets=on';

/**
 * The overrides by key, checked as a whole.
 * @throws CommandUsageError naming the first wrong key or value.
 */
export function parseSets(texts: readonly string[] | undefined): Readonly<Record<string, string>> {
  const sets: Record<string, string> = {};
  for (const text of texts ?? []) {
    const cut = text.indexOf('=');
    if (cut <= 0) {
      throw new CommandUsageError(
        `--set takes KEY=VALUE, got "${text}", for example: --set entry.minMinutesToClose=0`,
      );
    }
    sets[text.slice(0, cut)] = text.slice(cut + 1);
  }
  const resolved: SettingsResult = resolveSettings(sets);
  if (!resolved.ok) throw new CommandUsageError(`--set: ${withHint(resolved.problem, sets)}`);
  return sets;
}

function withHint(problem: string, sets: Readonly<Record<string, string>>): string {
  const unknown = Object.keys(sets).find((key) => problem.endsWith(`"${key}"`));
  const near = unknown === undefined ? null : nearest(unknown, SETTING_KEYS);
  return near === null ? problem : `${problem}; did you mean ${near}?`;
}
