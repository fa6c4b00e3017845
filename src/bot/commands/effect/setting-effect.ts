import type { Queries } from '../../../engine/contract/queries.ts';
import type { Decision } from '../../../engine/domain/decision.ts';
import {
  isSettingKey,
  resolveSettings,
  type SettingKey,
  type Settings,
} from '../../../engine/domain/settings.ts';
import { addMoney } from '../../../engine/domain/values/money.ts';
import { UsageError } from '../../command.ts';
import { count, money, moneyShort } from '../../format/amounts.ts';
import { clock } from '../../format/moments.ts';
import { nearest } from '../../grammar/nearest.ts';
import { mostAtRisk, tradingLedger } from './at-risk.ts';
import { driftAllows } from './drift-allows.ts';
import { type Effect, effect, unchanged } from './effect.ts';
import { soldNow } from './held-previews.ts';
import { limitOfKey } from './limit-names.ts';
import { calmPreview, riskPreview, weightPreview, weightShare } from './market-previews.ts';
import { capPreview, copiesOf, gatePreview, perCopy, recentEntries } from './recent-copies.ts';
import { ofBankroll } from './rule-words.ts';
import { settingWords } from './setting-words.ts';

/** What a setting is called in a sentence. */
export function settingName(key: string): string {
  return limitOfKey(key)?.about ?? key;
}

/** The settings as they would be with one text changed. @throws UsageError when it is not valid. */
function settingsWith(queries: Queries, key: SettingKey, value: string): Settings {
  const texts = Object.fromEntries(queries.settingList().map((one) => [one.key, one.value]));
  const resolved = resolveSettings({ ...texts, [key]: value });
  if (!resolved.ok) throw new UsageError(resolved.problem);
  return resolved.settings;
}

export async function settingEffect(
  queries: Queries,
  { key, value }: { readonly key: string; readonly value: string },
): Promise<Effect> {
  if (!isSettingKey(key)) {
    const meant = nearest(
      key,
      queries.settingList().map((one) => one.key),
    );
    throw new UsageError(
      `There is no setting "${key}".`,
      meant === null ? null : `/settings ${meant} ${value}`,
    );
  }
  const before = queries.settings();
  const after = settingsWith(queries, key, value);
  const text = queries.settingList().find((one) => one.key === key);
  const book = queries.status().mode.toUpperCase();
  const is = settingWords(key, before);
  if (before[key] === after[key]) return unchanged(`${book} ${settingName(key)}: ${is} already`);
  const becomes = settingWords(key, after);
  const title = `${book} ${settingName(key)} ${is} → ${becomes}, now${leftToday(queries, key, after)}`;
  const raised = limitOfKey(key) !== null && Number(after[key]) > Number(before[key]);
  const past = raised ? raisedPreview(queries, key) : settingPreview(queries, key, after);
  const lines = [...(await past), ...dollarsNow(queries, key, { before, after, raised })];
  return effect(title, {
    danger: raised ? 'limits' : limitOfKey(key) === null ? 'more' : 'less',
    lines,
    undo: text === undefined ? null : { kind: 'changeSetting', key, value: text.value },
    question: raised
      ? {
          title: `Raise a limit?  ${book} ${settingName(key)} ${is} → ${becomes}`,
          lines,
          keep: `Keep ${short(is)}`,
          go: `Raise to ${short(becomes)}`,
          keepShows: `/limits ${limitOfKey(key)?.name ?? ''}`,
          phrase: { words: `RAISE ${value.replace(/[^\d.]/g, '')}`, needsCode: true },
        }
      : null,
  });
}

function short(words: string): string {
  return words.replace(/ \(.*\)$/, '');
}

/** What is left of the daily loss. */
function leftToday(queries: Queries, key: SettingKey, after: Settings): string {
  const ledger = tradingLedger(queries);
  if (key !== 'limits.dayLossPercent' || ledger === null) return '';
  const left = addMoney(ofBankroll(after, after['limits.dayLossPercent']), ledger.todayNet);
  return left <= 0 ? ' · reached today, entries pause' : ` · ${money(left)} left today`;
}

/** What a change of limits or sizes means in dollars. */
function dollarsNow(
  queries: Queries,
  key: SettingKey,
  { before, after, raised }: Change & { readonly raised: boolean },
): string[] {
  if (key === 'timeZone') return [`It is ${clock(queries.nowMs(), after.timeZone)} there.`];
  if (limitOfKey(key) === null) return weightShare(key, after);
  const ledger = tradingLedger(queries);
  const was = mostAtRisk(before, ledger);
  const is = mostAtRisk(after, ledger);
  const risk = `most at risk ${moneyShort(is)} if all open and openable goes to zero`;
  const day = ofBankroll(after, after['limits.dayLossPercent']);
  return [
    ...(was === is ? [] : [`${risk} (was ${moneyShort(was)})`]),
    ...(was === is && raised ? [`${risk}, as before`] : []),
    ...(key === 'bankroll' || key === 'limits.dayLossPercent'
      ? [`entries stop at −${moneyShort(day)} realised a day`]
      : []),
    ...(key === 'bankroll' ? ['All limits are shares of bankroll and move with it.'] : []),
  ];
}

interface Change {
  readonly before: Settings;
  readonly after: Settings;
}

/** How often a limit, as it was, acted on recent copies. */
async function raisedPreview(queries: Queries, key: SettingKey): Promise<string[]> {
  const gate = limitOfKey(key)?.gate ?? null;
  const entries = gate === null ? null : await recentEntries(queries);
  if (gate === null || entries === null || entries.length === 0) return [];
  const met = (one: Decision, verdict: string): boolean =>
    one.gates.some((result) => result.gate === gate && result.verdict === verdict);
  const cut = copiesOf(entries).filter((one) => met(one, 'shrink')).length;
  const stopped = entries.filter((one) => met(one, 'stop')).length;
  return cut + stopped === 0
    ? ['so far it cut and stopped nothing']
    : [`so far it cut ${count(cut, 'copy', 'copies')} and stopped ${stopped}`];
}

/** What a changed rule would have made of recent copies. */
async function settingPreview(
  queries: Queries,
  key: SettingKey,
  after: Settings,
): Promise<string[]> {
  const previews: Partial<Record<SettingKey, (entries: Entries) => string | null>> = {
    'limits.orderPercent': (entries) =>
      capPreview(entries, ofBankroll(after, after['limits.orderPercent']), perCopy),
    'entry.maxAgeSeconds': (entries) =>
      gatePreview(entries, 'signalAge', (actual) => actual <= after['entry.maxAgeSeconds']),
    'entry.minLeaderClip': (entries) =>
      gatePreview(entries, 'clipMinimum', (actual) => actual >= after['entry.minLeaderClip']),
    'entry.priceMinCents': (entries) => bandPreview(entries, after),
    'entry.priceMaxCents': (entries) => bandPreview(entries, after),
    'entry.driftCents': (entries) =>
      gatePreview(entries, 'priceMoved', driftAllows(driftOf(after))),
    'entry.driftPercent': (entries) =>
      gatePreview(entries, 'priceMoved', driftAllows(driftOf(after))),
    'entry.minQuality': (entries) =>
      gatePreview(entries, 'quality', (actual) => actual >= after['entry.minQuality']),
    'quality.weightLiquidity': (entries) => weightPreview(entries, after),
    'quality.weightSpread': (entries) => weightPreview(entries, after),
    'quality.weightVolume': (entries) => weightPreview(entries, after),
    'quality.weightTime': (entries) => weightPreview(entries, after),
    'size.calmCents': (entries) => calmPreview(entries, after),
    'size.riskPercent': (entries) => riskPreview(entries, after),
    'entry.minMinutesToClose': (entries) =>
      gatePreview(entries, 'minutesToClose', (a) => a >= after['entry.minMinutesToClose']),
    'wallets.minConfidence': (entries) =>
      gatePreview(entries, 'walletConfidence', (a) => a >= after['wallets.minConfidence']),
    'wallets.minConfidenceLive': (entries) =>
      gatePreview(entries, 'walletConfidence', (a) => a >= after['wallets.minConfidenceLive']),
    'wallets.copyMakers': (entries) =>
      gatePreview(
        entries,
        'walletKind',
        (isCopied) => isCopied === 1 || after['wallets.copyMakers'],
      ),
  };
  if (HELD_KEYS.has(key)) return [soldNow(queries, after, queries.wallets()) ?? []].flat();
  const preview = previews[key];
  if (preview === undefined) return [];
  const words = preview((await recentEntries(queries)) ?? []);
  return words === null ? [] : [words];
}

/** Settings about what is held rather than about what is bought. */
const HELD_KEYS: ReadonlySet<SettingKey> = new Set([
  'exit.takeProfitPercent',
  'exit.stopLossPercent',
  'exit.trailingPercent',
  'exit.maxHours',
]);

type Entries = NonNullable<Awaited<ReturnType<typeof recentEntries>>>;

function driftOf(after: Settings) {
  return { most: after['entry.driftCents'], ratio: after['entry.driftPercent'] };
}

function bandPreview(entries: Entries, after: Settings): string | null {
  const low = after['entry.priceMinCents'];
  const high = after['entry.priceMaxCents'];
  return gatePreview(entries, 'priceBand', (actual) => actual >= low && actual <= high);
}
