import { type HttpRuntime, SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { SECOND_MS } from '../../engine/domain/time.ts';
import type { Passphrase } from '../../ops/keystore/signer.ts';
import type { Config } from '../config.ts';
import { type Check, type Finding, wrong } from './check.ts';
import { CHECKS, type CheckRow } from './check-table.ts';
import { type DataFiles, SYSTEM_FILES } from './data-files.ts';
import { Inspection } from './inspection.ts';

/** After it a check is told as without an answer, whatever it waits for. */
const CHECK_MS_MAX = 60 * SECOND_MS;

export interface ChecksContext {
  readonly config: Config;
  /**
   * Opens the keystore, as `passphraseSource` gives it; asked once at most. `null`: the file is looked
   * at, and what needs the key is skipped.
   */
  readonly passphrase: Passphrase | null;
  /** Only the checks of these ids; left out, all of them. */
  readonly only?: readonly string[];
  /** Ends all of it early. */
  readonly signal?: AbortSignal;
  readonly runtime?: HttpRuntime;
  readonly files?: DataFiles;
  /** How long a host has for its whole answer. */
  readonly answerMsMax?: number;
}

/**
 * Looks at everything that the service depends on and changes nothing. All checks run at the same
 * time, each for a bounded time; they are given in the order of the table, each as soon as it and
 * those before it are there. Does not throw for what is wrong with the host.
 */
export async function* runChecks(context: ChecksContext): AsyncGenerator<Check, void, undefined> {
  const stop = new AbortController();
  const inspection = new Inspection({
    config: context.config,
    passphrase: context.passphrase,
    signal: context.signal ?? stop.signal,
    runtime: context.runtime ?? SYSTEM_RUNTIME,
    files: context.files ?? SYSTEM_FILES,
    answerMsMax: context.answerMsMax,
  });
  try {
    // Typed at a terminal, it may take its time: no check's time begins before.
    await inspection.key();
    const rows = CHECKS.filter(({ id }) => context.only?.includes(id) ?? true);
    const running = rows.map((row) => checked(row, inspection));
    for (const check of running) yield await check;
  } finally {
    stop.abort();
    await inspection.close();
  }
}

async function checked(row: CheckRow, inspection: Inspection): Promise<Check> {
  const { id, name } = row;
  return { id, name, ...(await inTime(row.run(inspection))) };
}

async function inTime(work: Promise<Finding>): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((give) => {
    const seconds = CHECK_MS_MAX / SECOND_MS;
    timer = setTimeout(() => {
      give(wrong(`no end within ${seconds} s`, 'try again when this host has less to do'));
    }, CHECK_MS_MAX);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    return wrong(`the check itself failed (${nameOf(error)})`, 'report it');
  } finally {
    clearTimeout(timer);
  }
}

/** Words of an error that nobody foresaw may repeat an address with its key. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown error';
  return 'code' in error ? `${error.name}, ${String(error.code)}` : error.name;
}
