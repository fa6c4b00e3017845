import type {
  OpportunityView,
  PairView,
  PastOpportunityView,
} from '../../engine/contract/arbitrage-view.ts';
import type { SignalId } from '../../engine/domain/ids.ts';
import type { SettingKey } from '../../engine/domain/settings.ts';
import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import { change } from '../confirm.ts';
import { count, money, moneyShort, percent, signedPercent } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { ago, duration, type Reader } from '../format/moments.ts';
import { marketName } from '../format/names.ts';
import { basisWords, endWords, gapLine, sidesWords } from '../format/pair-words.ts';
import { nearest } from '../grammar/nearest.ts';
import type { Line, Reply } from '../reply.ts';
import { muteArbitrage } from './arb-mute.ts';
import { pair } from './pair.ts';
import { readSettingValue } from './setting-value.ts';

/** Opportunities that one message lists. */
const SHOWN_MAX = 6;
const PAST_SHOWN = 10;

const SETTING_OF: Readonly<Record<string, SettingKey>> = {
  edge: 'arbitrage.edgePercent',
  profit: 'arbitrage.minProfit',
  yearly: 'arbitrage.yearlyPercent',
  mode: 'arbitrage.mode',
};
const VERBS = ['history', 'pairs', 'mute', ...Object.keys(SETTING_OF)];

export const arb: ChatCommand = {
  name: 'arb',
  aliases: ['arbitrage', 'arbs'],
  summary: 'sides on both venues that cost less than they pay',
  examples: [
    ['/arb', 'what is open, and the best that is not'],
    ['/arb 12', 'one pair'],
    ['/arb history', 'what was there, for how long'],
    ['/arb edge 2%', 'least gain by what both sides cost'],
    ['/arb profit $5', 'least gain in dollars'],
    ['/arb mute 2h', 'no alerts for a while, for you; off ends it'],
    ['/arb mode ask', 'off, alert, ask or auto; both buy on paper'],
  ],
  arguments: [
    {
      name: 'what',
      about: `number of a pair, ${VERBS.join(', ')}`,
      required: false,
      choices: VERBS,
    },
    { name: 'value', about: '2%, $5, 2h, or a mode', required: false },
  ],
  role: 'viewer',
  danger: 'more',
  async run(call) {
    const words = call.words.filter((word, at) => at > 0 || word.toLowerCase() !== 'set');
    const [first, ...rest] = words;
    const verb = first?.toLowerCase();
    if (verb === undefined) return overview(call);
    if (verb === 'history' || verb === 'past') return history(call);
    if (verb === 'pairs') return pair.run({ ...call, words: rest });
    if (/^#?\d+$/.test(verb)) return pair.run({ ...call, words });
    if (verb === 'mute' || verb === 'unmute') {
      return muteArbitrage(call, verb === 'mute' ? rest : ['off']);
    }
    if (verb === 'take') {
      return change(call, [{ kind: 'takeArbitrage', id: (rest[0] ?? '') as SignalId }]);
    }
    const key = SETTING_OF[verb];
    if (key === undefined) throw unknown(verb);
    return rest.length === 0 ? setting(call, key) : set(call, key, rest.join(''));
  },
};

function unknown(verb: string): UsageError {
  const meant = nearest(verb, VERBS);
  return new UsageError(
    `No "${verb}" here. There are a pair's number, ${VERBS.join(', ')}.`,
    meant === null ? null : `/arb ${meant}`,
  );
}

function overview({ queries }: CommandCall): Reply {
  const { open, best, counts, watched, groups } = queries.arbitrage();
  const reader = { nowMs: queries.nowMs(), zone: queries.timeZone() };
  const settings = queries.settings();
  const buttons = [show('Pairs', '/pair verified'), show('History', '/arb history')];
  if (settings['arbitrage.mode'] === 'off') {
    return reply('Arbitrage is not looked for', {
      symbol: '⇄',
      buttons: [show('Alert me', '/arb mode alert'), ...buttons],
    });
  }
  const called = open.filter(({ found }) => found.isArbitrage);
  const spreads = open.filter(({ found }) => !found.isArbitrage);
  const title =
    called.length > 0
      ? `${count(called.length, 'arbitrage')} open`
      : `No arbitrage of ${percent(settings['arbitrage.edgePercent'])} and ${moneyShort(settings['arbitrage.minProfit'])} now`;
  const least = `alerts from ${percent(settings['arbitrage.edgePercent'])} and ${moneyShort(settings['arbitrage.minProfit'])} · mode ${settings['arbitrage.mode']}`;
  const known = `${count(counts.verified, 'pair')} verified, ${counts.quarantined} quarantined · ${watched} watched${groups === 0 ? '' : `, with ${count(groups, 'set or ladder', 'sets and ladders')}`}`;
  return reply(title, {
    symbol: '⇄',
    blocks: [
      ...called.slice(0, SHOWN_MAX).map((view) => lines(...openLines(view, reader))),
      ...(called.length === 0 ? bestBlock(best, reader) : []),
      ...(spreads.length === 0 ? [] : [lines(...spreadLines(spreads, reader))]),
      lines(known, [{ muted: least }]),
    ],
    buttons,
  });
}

/** `Fed holds?  +3.4 % net · $32.92 on $967.08 · open 6 s` */
function openLines({ found, market, sides }: OpportunityView, reader: Reader): readonly Line[] {
  const open = duration(reader.nowMs - found.crossedAtMs);
  const pair = found.pair === null ? '' : ` · pair ${found.pair}`;
  return [
    [
      marketName(market),
      `  ${signedPercent(found.roi)} net · ${money(found.profit)} on ${money(found.cost)} · open ${open}`,
    ],
    `${sidesWords(sides)}${pair}`,
  ];
}

function spreadLines(spreads: readonly OpportunityView[], reader: Reader): readonly Line[] {
  const shown = spreads.slice(0, SHOWN_MAX).map(({ found, market }): Line => {
    const why = found.basis.length === 0 ? 'not verified' : found.basis.map(basisWords).join(', ');
    const pair = found.pair === null ? '' : `pair ${found.pair}, `;
    const open = duration(reader.nowMs - found.crossedAtMs);
    return [marketName(market), `  ${signedPercent(found.roi)} · ${pair}${why} · open ${open}`];
  });
  return ['Basis spreads, which may not pay as one question:', ...shown];
}

function bestBlock(best: PairView | null, reader: Reader) {
  if (best === null) return [lines('No verified pair has books on both venues yet.')];
  const name: Line = [`nearest, pair ${best.pair.number}:  `, marketName(best.polymarket)];
  return [lines(name, gapLine(best, reader.nowMs))];
}

async function history({ queries }: CommandCall): Promise<Reply> {
  const past = await queries.arbitrageHistory(PAST_SHOWN);
  const reader = { nowMs: queries.nowMs(), zone: queries.timeZone() };
  if (past.length === 0) {
    return reply('No opportunity was seen yet', {
      symbol: '⇄',
      blocks: [
        lines('Each is written down with how long it lasted and whether we could have had it.'),
      ],
      buttons: [show('Now', '/arb')],
    });
  }
  const over = past.filter(({ ended }) => ended !== null);
  const takeable = over.filter(({ ended }) => ended?.wasTakeable === true).length;
  const title = `The last ${count(past.length, 'opportunity', 'opportunities')}: ${takeable} of ${over.length} lasted long enough for us`;
  return reply(title, {
    symbol: '⇄',
    blocks: past.map((one) => lines(...pastLines(one, reader))),
    buttons: [show('Now', '/arb')],
  });
}

function pastLines({ found, ended, market }: PastOpportunityView, reader: Reader): readonly Line[] {
  const kind = found.isArbitrage ? 'arbitrage' : 'basis spread';
  const head: Line = [
    marketName(market),
    `  ${signedPercent(found.roi)} · ${money(found.profit)} on ${money(found.cost)} · ${kind} ${ago(found.atMs, reader)}`,
  ];
  if (ended === null) return [head, 'still open'];
  const could = ended.wasTakeable ? 'we could have had it' : 'gone before we could have had it';
  return [head, `lasted ${duration(ended.lastedMs)}: ${endWords(ended.why)} · ${could}`];
}

function setting({ queries }: CommandCall, key: SettingKey): Reply {
  const view = queries.settingList().find((one) => one.key === key);
  return reply(`${key} is ${view?.value ?? ''}`, {
    blocks: [lines(view?.about ?? '', `takes ${view?.expects ?? ''}`)],
  });
}

function set(call: CommandCall, key: SettingKey, typed: string): Promise<Reply> {
  const view = call.queries.settingList().find((one) => one.key === key);
  const value = readSettingValue(key, typed, {
    settings: call.queries.settings(),
    bare: 'unit',
    problem: `${key} takes ${view?.expects ?? 'another value'}`,
  });
  return change(call, [{ kind: 'changeSetting', key, value }]);
}
