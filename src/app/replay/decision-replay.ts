import { statSync } from 'node:fs';
import { DirectoryHeldError } from '../../data/store/directory-lock.ts';
import { openStore } from '../../data/store/open-store.ts';
import { differencesOf, remakeEntry } from '../../engine/brain/remake-entry.ts';
import type { Reports } from '../../engine/contract/reports.ts';
import type { Decision } from '../../engine/domain/decision.ts';
import type { DecisionRecord } from '../../engine/domain/decision-record.ts';
import { shortId } from '../../engine/domain/ids.ts';
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

type Asked = Pick<Reports, 'decisionByPrefix' | 'decisionRecord' | 'consultation'>;

/** Makes a decision again by the beginning of its id. @throws Error that says why it cannot be. */
export async function replayDecision(reports: Asked, id: string): Promise<DecisionReplay> {
  const decision = await reports.decisionByPrefix(id);
  if (decision === null) throw new Error(`Nothing is known of a decision ${id}`);
  const record = await reports.decisionRecord(decision.id);
  if (record === null) {
    throw new Error(
      `What decision ${shortId(decision.id)} was made from is not on record: exits, and what was ended before it was judged, have none`,
    );
  }
  const remade = remakeEntry(record);
  const consulted = record.model?.consultation ?? null;
  return {
    ...{ decision, record, version: programVersion() },
    consultation: consulted === null ? null : await reports.consultation(consulted),
    differences: remade.ok ? differencesOf(decision, remade.judged) : [remade.problem],
  };
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
    stdout.write(json ? `${JSON.stringify(replay)}\n` : describe(replay));
    return replay.differences.length === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
}

function requireFolder(dataDir: string): void {
  const stats = statSync(dataDir, { throwIfNoEntry: false });
  if (stats === undefined) throw new Error(`There is no database in ${dataDir}: nothing to replay`);
  requireOwner(dataDir, stats);
}

function describe({
  decision,
  record,
  consultation,
  version,
  differences,
}: DecisionReplay): string {
  const { verdict, reason, spend, limitPrice, ledger, gates, atMs } = decision;
  const size =
    spend === null || limitPrice === null
      ? ''
      : ` $${decimalFromMicro(spend)} at most ${decimalFromMicro(limitPrice)} a share`;
  const { model } = record;
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
    `  ${said}\n${answered}` +
    `  ${result} through ${gates.length} gates\n` +
    differences.map((one) => `    ${one}\n`).join('')
  );
}
