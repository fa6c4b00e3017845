import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import { change } from '../confirm.ts';
import { money, moneyShort } from '../format/amounts.ts';
import { lines, reply } from '../format/compose.ts';
import { nearest } from '../grammar/nearest.ts';
import type { Reply } from '../reply.ts';
import { mostAtRisk, tradingLedger } from './effect/at-risk.ts';
import { LIMITS, type LimitName } from './effect/limit-names.ts';
import { settingWords } from './effect/setting-words.ts';
import { limitUse } from './limit-use.ts';
import { readSettingValue } from './setting-value.ts';

const ALIASES: Readonly<Record<string, string>> = {
  orders: 'order',
  markets: 'market',
  event: 'group',
  groups: 'group',
  wallets: 'wallet',
  spend: 'walletday',
  categories: 'category',
  all: 'total',
  loss: 'day',
  daily: 'day',
  position: 'positions',
};

const TAKES: Readonly<
  Record<LimitName['unit'], { readonly takes: string; readonly example: string }>
> = {
  money: { takes: 'dollars from 10', example: '$500' },
  share: { takes: 'dollars, or a percentage of bankroll', example: '$10' },
  percent: { takes: 'a percentage from 0.1 to 100', example: '15%' },
  count: { takes: 'a whole number', example: '10' },
};

export const limits: ChatCommand = {
  name: 'limits',
  aliases: ['limit', 'caps'],
  summary: 'every cap in dollars and percent, and what is used',
  examples: [
    ['/limits', 'all of them'],
    ['/limits day', 'one of them'],
    ['/limits day 15', 'daily loss in dollars; 3% is a share of bankroll'],
    ['/limits order $10', 'most that one order spends'],
    ['/limits bankroll 1000', 'the one number all limits are shares of'],
  ],
  arguments: [
    {
      name: 'which',
      about: LIMITS.map((one) => one.name).join(', '),
      required: false,
      choices: LIMITS.map((one) => one.name),
    },
    { name: 'value', about: '$15, 3%, or a count', required: false },
  ],
  role: 'viewer',
  danger: 'limits',
  async run(call) {
    const [word, ...value] = call.words.filter(
      (one, index) => index > 1 || one.toLowerCase() !== 'set',
    );
    if (word === undefined) return overview(call);
    const limit = limitNamed(word, value);
    if (value.length === 0) return one(call, limit);
    const { takes, example } = TAKES[limit.unit];
    const stored = readSettingValue(limit.key, value.join(''), {
      settings: call.queries.settings(),
      bare: limit.unit === 'share' ? 'dollars' : 'unit',
      problem: `${limit.name} takes ${takes}, for example: /limits ${limit.name} ${example}`,
    });
    return change(call, [{ kind: 'changeSetting', key: limit.key, value: stored }]);
  },
};

/** @throws UsageError with what was probably meant. */
function limitNamed(word: string, value: readonly string[]): LimitName {
  const name = word.toLowerCase();
  const found = LIMITS.find((limit) => limit.name === (ALIASES[name] ?? name));
  if (found !== undefined) return found;
  const names = LIMITS.map((limit) => limit.name);
  const meant = nearest(name, names);
  throw new UsageError(
    meant === null
      ? `No limit "${word}". There are ${names.join(', ')}.`
      : `No limit "${word}". Did you mean ${meant}?`,
    meant === null ? null : ['/limits', meant, ...value].join(' '),
  );
}

function overview({ queries }: CommandCall): Reply {
  const settings = queries.settings();
  const ledger = tradingLedger(queries);
  const rows = LIMITS.filter(({ key }) => key !== 'bankroll').map((limit) => {
    const words = settingWords(limit.key, settings);
    const [, dollars = '–', share = words] = /^(\$\S+) \((.*)\)$/.exec(words) ?? [];
    const counts = limit.unit === 'count';
    const used = limitUse(queries, limit)?.figure ?? '–';
    return [limit.name, counts ? words : dollars, counts ? '–' : share, used];
  });
  const risk = `most at risk ${moneyShort(mostAtRisk(settings, ledger))} if all open and openable goes to zero`;
  const book = queries.status().mode.toUpperCase();
  const equity = ledger === null ? '' : ` · equity ${money(ledger.equity)}`;
  return reply(`${book} limits on bankroll ${moneyShort(settings.bankroll)}${equity}`, {
    blocks: [
      {
        kind: 'table',
        head: ['limit', 'most', '%', 'used'],
        align: ['left', 'right', 'right', 'right'],
        rows,
      },
      lines(risk, ['Change one: ', { code: '/limits day 15' }]),
    ],
  });
}

function one({ queries }: CommandCall, limit: LimitName): Reply {
  const used = limitUse(queries, limit);
  const title = `${limit.about} ${settingWords(limit.key, queries.settings())}`;
  const about = queries.settingList().find((view) => view.key === limit.key)?.about ?? limit.about;
  return reply(title.charAt(0).toUpperCase() + title.slice(1), {
    blocks: [lines(about, ...(used === null ? [] : [used.words]))],
  });
}
