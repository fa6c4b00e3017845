import type { SettingView } from '../../engine/contract/views.ts';
import {
  isSettingKey,
  resolveSettings,
  SETTING_KEYS,
  type SettingKey,
} from '../../engine/domain/settings.ts';
import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import { change } from '../confirm.ts';
import { count } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { asTyped } from '../grammar/line.ts';
import { nearest } from '../grammar/nearest.ts';
import type { Block, Line, Reply } from '../reply.ts';
import { settingWords } from './effect/setting-words.ts';
import { readSettingValue } from './setting-value.ts';

export const settings: ChatCommand = {
  name: 'settings',
  aliases: ['setting', 'set', 'config'],
  summary: 'every rule that can be tuned, with its default',
  examples: [
    ['/settings', 'all of them; changed ones show their default'],
    ['/settings entry.driftCents', 'explains one'],
    ['/settings entry.driftCents 1.5c', 'changes one'],
    ['/settings entry.driftCents reset', 'back to its default'],
  ],
  arguments: [
    {
      name: 'key',
      about: 'for example entry.driftCents',
      required: false,
      suggests: 'setting',
    },
    { name: 'value', about: 'the new value, or reset', required: false },
  ],
  role: 'viewer',
  danger: 'limits',
  async run(call) {
    const [word, ...value] = call.words.filter(
      (one, index) => index > 0 || !['set', 'advanced'].includes(one.toLowerCase()),
    );
    if (word === undefined) return overview(call);
    const group = word.toLowerCase();
    if (value.length === 0 && SETTING_KEYS.some((key) => groupOf(key) === group))
      return overview(call, group);
    const view = settingNamed(call, word, value);
    if (value.length === 0) return explain(call, view);
    return set(call, view.key, value.join(' '));
  },
};

function groupOf(key: string): string {
  return key.includes('.') ? (key.split('.')[0] ?? '') : 'general';
}

/** A setting by its key, or by the end of it. @throws UsageError with what was probably meant. */
function settingNamed(
  { queries }: CommandCall,
  word: string,
  value: readonly string[],
): SettingView & { readonly key: SettingKey } {
  const list = queries.settingList();
  const wanted = word.toLowerCase();
  const exact = list.filter(({ key }) => key.toLowerCase() === wanted);
  const byEnd = list.filter(({ key }) => key.toLowerCase().endsWith(`.${wanted}`));
  const [found, ...others] = exact.length > 0 ? exact : byEnd;
  if (found !== undefined && others.length === 0 && isSettingKey(found.key))
    return { ...found, key: found.key };
  const ends = list.flatMap(({ key }) => [key, key.split('.')[1] ?? key]);
  const meant = nearest(word, ends);
  const line = meant === null ? null : ['/settings', meant, ...value.map(asTyped)].join(' ');
  throw new UsageError(
    meant === null
      ? `There is no setting "${word}"; /settings lists them.`
      : `No setting "${word}". Did you mean ${meant}?`,
    line,
  );
}

/** The words of a default, as they would be with today's bankroll. */
function wordsOfText(call: CommandCall, key: SettingKey, text: string): string {
  const texts = Object.fromEntries(call.queries.settingList().map((one) => [one.key, one.value]));
  const resolved = resolveSettings({ ...texts, [key]: text });
  return resolved.ok ? settingWords(key, resolved.settings) : text;
}

function overview(call: CommandCall, only: string | null = null): Reply {
  const { queries } = call;
  const now = queries.settings();
  const views = queries.settingList();
  const groups = [...new Set(views.map(({ key }) => groupOf(key)))].filter(
    (one) => only === null || one === only,
  );
  const blocks: Block[] = groups.map((group) => {
    const rows: Line[] = views.flatMap(({ key, value, initial }) => {
      if (groupOf(key) !== group || !isSettingKey(key)) return [];
      const name = key.slice(key.indexOf('.') + 1);
      const changed = value === initial ? '' : `  (default ${wordsOfText(call, key, initial)})`;
      return [`  ${name}  ${settingWords(key, now)}${changed}`];
    });
    return lines([{ bold: group }], ...rows);
  });
  const changed = views.filter(({ value, initial }) => value !== initial).length;
  const title = changed === 0 ? 'all at their defaults' : `${changed} changed from the default`;
  return reply(`${count(views.length, 'setting')}, ${title}`, {
    blocks: [...blocks, lines(['Explain one: ', { code: '/settings entry.driftCents' }])],
    buttons: [show('Limits', '/limits')],
  });
}

function explain(call: CommandCall, view: SettingView & { readonly key: SettingKey }): Reply {
  const { key, value, initial, about, expects } = view;
  const isDefault = value === initial;
  const words = settingWords(key, call.queries.settings());
  return reply(`${key} is ${words}${isDefault ? ', its default' : ''}`, {
    blocks: [
      lines(
        about,
        ...(isDefault ? [] : [`default ${wordsOfText(call, key, initial)}`]),
        `takes ${expects}`,
        ['Change it: ', { code: `/settings ${key} ${initial}` }],
      ),
    ],
    buttons: isDefault ? [] : [show('Reset', `/settings ${key} reset`)],
  });
}

function set(call: CommandCall, key: SettingKey, typed: string): Promise<Reply> {
  const view = call.queries.settingList().find((one) => one.key === key);
  const initial = view?.initial ?? '';
  const resets = /^(?:reset|default)$/i.test(typed);
  const expects = view?.expects ?? 'another value';
  const problem = `${key} takes ${expects}: /settings ${key} ${initial}`;
  const settingsNow = call.queries.settings();
  const value = resets
    ? initial
    : readSettingValue(key, typed, { settings: settingsNow, bare: 'unit', problem });
  return change(call, [{ kind: 'changeSetting', key, value }]);
}
