import { resolve } from 'node:path';
import { hasEmbedded, openDump, openServer } from '../../data/store/backup/backup-sources.ts';
import { DirectoryHeldError } from '../../data/store/directory-lock.ts';
import { openPglite } from '../../data/store/pglite.ts';
import type { SqlDatabase } from '../../data/store/sql-store.ts';
import { MINUTE_MS } from '../../engine/domain/time.ts';
import { ControlClient } from '../../ops/control/client.ts';

/** How long the running program may take to copy its database. */
const DUMP_MS_MAX = 10 * MINUTE_MS;
const unheard = (): undefined => undefined;

/** Where the truth lives. */
export interface Place {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

/**
 * Opens what is to be backed up: the server, the embedded database of a program that does not run,
 * or a dump that the running one is asked for.
 * @throws Error with one sentence for a person; StoreError
 */
export async function openBackupSource({ databaseUrl, dataDir }: Place): Promise<SqlDatabase> {
  if (databaseUrl !== null) return openServer(databaseUrl, unheard);
  const folder = resolve(dataDir);
  if (!hasEmbedded(folder))
    throw new Error(`There is no database in ${folder}: nothing to back up`);
  try {
    return await openPglite(folder, unheard);
  } catch (error) {
    if (!(error instanceof DirectoryHeldError)) throw error;
    return await openDump({ dump: await dumpOf(folder, error), dataDir: folder }, unheard);
  }
}

async function dumpOf(folder: string, held: DirectoryHeldError): Promise<string> {
  const told = await new ControlClient(folder, DUMP_MS_MAX).ask('dump', {});
  if (told.kind === 'answered' && told.result.directory !== null) return told.result.directory;
  const why =
    told.kind === 'absent'
      ? 'it does not listen'
      : told.kind === 'answered'
        ? 'it keeps its books elsewhere'
        : told.error;
  throw new Error(`${held.message}, and that one gives no copy: ${why}`);
}
