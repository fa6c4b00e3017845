import { statSync } from 'node:fs';
import { DirectoryHeldError } from '../../data/store/directory-lock.ts';
import { openStore } from '../../data/store/open-store.ts';
import { differencesOf, remakeEntry } from '../../engine/brain/remake-entry.ts';
import { exitDifferences, remakeExit } from '../../engine/brain/remake-exit.ts';
import type { Reports } from '../../engine/contract/reports.ts';
import type { SettingVersion } from '../../engine/domain/change.ts';
import type { Decision } from '../../engine/domain/decision.ts';
import type { DecisionRecord, EntryRecord } from '../../engine/domain/decision-record.ts';
import { isShadow, shortId } from '../../engine/domain/ids.ts';
import type { Consultation } from '../../engine/domain/model.ts';
import { decimalFromMicro } from '../../engine/domain/values/micro.ts';
import { requireOwner } from '../../ops/private-file.ts';
import type { CommandContext } from '../command.ts';
import { programVersion } from '../version.ts';

type Context = Pick<CommandContext, 'stdout' | 'loadConfig' | 'json'>;

/** A decision of record made once more. */
export interface DecisionReplay {
  readonly decision: Decision;
  readonly record: DecisionRecord;
  /** What the model was asked and said; `null` where it was not asked, or failed to be. */
  readonly consultation: Consultation | null;
  /** The version that made it again. */
  readonly version: string;
  /** Empty where it came out the same. */
  readonly differences: readonly string[];
}

type Asked = Pick<
  Reports,
  'decisionByPrefix' | 'decisionRecord' | 'consultation' | 'recentDecisions'
>;

/** Makes a decision again by the beginning of its id. @throws Error that says why it cannot be. */
export async function replayDecision(reports: Asked, id: string): Promise<DecisionReplay> {
  const decision = await reports.decisionByPrefix(id);
  if (decision === null) throw new Error(await unknownWords(reports, id));
  const record = await reports.decisionRecord(decision.id);
  if (record === null) {
    throw new Error(
      `What decision ${shortId(decision.id)} was made from is not on record: ${noRecordWords(decision)}`,
    );
  }
  const consulted = modelOf(record)?.consultation ?? null;
  return {
    ...{ decision, record, version: programVersion() },
    consultation: consulted === null ? null : await reports.consultation(consulted),
    differences: remade(decision, record),
  };
}

function remade(decision: Decision, record: DecisionRecord): readonly string[] {
  if (record.kind === 'exit') {
    const exit = remakeExit(record);
    return exit.ok ? exitDifferences(decision, record, exit.judged) : [withOld(exit, record)];
  }
  const entry = remakeEntry(record);
  return entry.ok ? differencesOf(decision, entry.judged) : [withOld(entry, record)];
}

/** What cannot be made again here may be where it was made. */
function withOld({ problem }: { readonly problem: string }, { version }: DecisionRecord): string {
  return `${problem}; version ${version}, which made it, can`;
}

function modelOf(record: DecisionRecord): EntryRecord['model'] {
  return record.kind === 'exit' ? null : record.model;
}

async function unknownWords(reports: Asked, id: string): Promise<string> {
  const [newest] = await reports.recentDecisions({ limit: 1 });
  const what = `Nothing is known of a decision ${id}`;
  return newest === undefined
    ? `${what}: nothing was decided here yet`
    : `${what}; /why shows the id of each, the newest here is ${shortId(newest.id)}`;
}

/** Why there is nothing to make a decision from. */
function noRecordWords({ signalKind, ledger, reason }: Decision): string {
  if (isShadow(ledger)) return 'ledgers that only measure keep none';
  if (signalKind === 'arbitrage') return 'what was decided of an arbitrage keeps none';
  if (reason === 'leaderLeft') return 'it ended before it was judged, because the leader had left';
  return 'it is older than these records; every newer one has one';
}

/** Replays a decision of this host's database; returns 1 where it comes out otherwise. */
export async function runDecisionReplay(
  { stdout, loadConfig, json }: Context,
  id: string,
): Promise<number> {
  const { databaseUrl, dataDir } = loadConfig();
  if (databaseUrl === null) requireFolder(dataDir);
  const store = await openStore({ databaseUrl, dataDir }).catch((error: unknown) => {
    throw error instanceof DirectoryHeldError
      ? new Error(
          `The service runs on the database in ${dataDir}, which it alone can read: stop it first`,
        )
      : error;
  });
  try {
    const replay = await replayDecision(store, id);
    const { settings: now } = await store.snapshot(Date.now());
    const changed = changedSettings(replay.record, now);
    const document = { ...replay, changed };
    stdout.write(json ? `${JSON.stringify(document)}\n` : describe(replay, changed));
    return replay.differences.length === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
}

function requireFolder(dataDir: string): void {
  const stats = statSync(dataDir, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new Error(
      `There is no database in ${dataDir}: POLYMIND_DATA_DIR names the folder of the service that decided`,
    );
  }
  requireOwner(dataDir, stats);
}

/** Settings that are others by now: `size.fixedPercent 1 then, 2 now`. It is made again with those of then. */
export function changedSettings(
  { settings: then, settingsVersion }: DecisionRecord,
  versions: readonly SettingVersion[],
): readonly string[] {
  const later = versions.filter(({ version }) => version > settingsVersion);
  return later.map(({ key, value }) => `${key} ${then[key] ?? 'as it begins'} then, ${value} now`);
}

function describe(
  { decision, record, consultation, version, differences }: DecisionReplay,
  changed: readonly string[],
): string {
  const { verdict, reason, spend, limitPrice, ledger, gates, atMs } = decision;
  const size =
    spend === null || limitPrice === null
      ? ''
      : ` $${decimalFromMicro(spend)} at most ${decimalFromMicro(limitPrice)} a share`;
  const model = modelOf(record);
  const said =
    model === null
      ? 'no model was asked'
      : model.word.kind === 'said'
        ? `model ${model.name} said: ${model.word.text}`
        : `model ${model.name} said nothing: ${model.word.silence}`;
  const answered =
    consultation?.answer.kind === 'answered'
      ? `  answered by ${consultation.answer.model}, ${consultation.tokens} tokens for $${decimalFromMicro(consultation.cost)}\n`
      : '';
  const result = differences.length === 0 ? 'the same' : 'DIFFERENT';
  return (
    `${shortId(decision.id)}  ${new Date(atMs).toISOString()}  ${ledger}\n` +
    `  ${verdict}${reason === null ? '' : ` by ${reason}`}${size}\n` +
    `  settings version ${record.settingsVersion} · made by ${record.version}, again by ${version}\n` +
    (changed.length === 0 ? '' : `  made with the settings of then: ${changed.join('; ')}\n`) +
    `  ${said}\n${answered}` +
    `  ${result} through ${gates.length} gates\n` +
    differences.map((one) => `    ${one}\n`).join('')
  );
}
