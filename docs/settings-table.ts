import { RETENTION } from '../src/data/store/retention.ts';
import { SETTING_KEYS, SETTINGS } from '../src/engine/domain/settings.ts';

/** Every setting with its default, what it takes and what it does. */
export function settingsTable(): string {
  const rows = SETTING_KEYS.map((key) => {
    const { initial, expects, does } = SETTINGS[key];
    const takes = expects.replace(/, for example .*$/, '').replaceAll('"', '');
    return `| \`${key}\` | ${initial} | ${takes} | ${does} |`;
  });
  return ['| setting | default | takes | what it does |', '|---|---|---|---|', ...rows, ''].join(
    '\n',
  );
}

/** What the database keeps for a time only. */
export function retentionTable(): string {
  const rows = Object.values(RETENTION).map(({ days, of }) => `| ${days} days | ${of} |`);
  return ['| kept for | what |', '|---|---|', ...rows, ''].join('\n');
}
