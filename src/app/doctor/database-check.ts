import {
  type DatabaseLook,
  lookAtEmbedded,
  lookAtServer,
} from '../../data/store/look-at-database.ts';
import { readMigrations } from '../../data/store/migrate.ts';
import { livingHolder } from '../host-side/holder.ts';
import { type Finding, fine, skipped, warning, wrong } from './check.ts';
import { checkDataDirectory } from './host-checks.ts';
import type { Inspection } from './inspection.ts';

export async function checkDatabase(inspection: Inspection): Promise<Finding> {
  const { databaseUrl } = inspection.config;
  return databaseUrl === null ? await embedded(inspection) : await served(databaseUrl);
}

async function served(databaseUrl: string): Promise<Finding> {
  const startMs = performance.now();
  const look = await lookAtServer(databaseUrl);
  return told(look, `the server answers in ${Math.round(performance.now() - startMs)} ms`);
}

async function embedded(inspection: Inspection): Promise<Finding> {
  const { dataDir } = inspection.config;
  if ((await checkDataDirectory(inspection)).ok === 'wrong') return skipped('see Data directory');
  const where = `embedded in ${dataDir}`;
  const inUse = (): Finding | null => {
    const holder = livingHolder(dataDir);
    return holder === null ? null : fine(`${where}, in use by process ${holder}`);
  };
  const before = inUse();
  if (before !== null) return before;
  const look = await lookAtEmbedded(dataDir);
  // Opened meanwhile by the service, a copy of it may be torn.
  return inUse() ?? told(look, `${where}, free`);
}

function told(look: DatabaseLook, where: string): Finding {
  switch (look.kind) {
    case 'migrations':
      return judged(look.applied, where);
    case 'absent':
      return fine(`${where}, made at the first start`);
    case 'tooLarge':
      return fine(`${where}, too large to be opened for a look`);
    case 'unopened':
      return wrong(
        `${where}, and does not open (${look.reason})`,
        'start the service: it restores the newest dump and keeps the damaged files',
      );
    case 'refused':
      return look.isAtTheDoor
        ? wrong(
            `the server lets nobody in with DATABASE_URL (SQLSTATE ${look.sqlState})`,
            'check user, password and database in DATABASE_URL',
          )
        : wrong(`the server refuses (SQLSTATE ${look.sqlState})`, "see the server's own log");
    case 'unreachable':
      return wrong(
        `the server of DATABASE_URL cannot be reached${look.code === null ? '' : ` (${look.code})`}`,
        'start it, or correct DATABASE_URL; without it the embedded database is used',
      );
  }
}

function judged(applied: readonly string[], where: string): Finding {
  const known = readMigrations().map(({ name }) => name);
  const newer = applied.find((name) => !known.includes(name));
  if (newer !== undefined) {
    return wrong(
      `this version of PolyMind is older than the database, which has ${newer}`,
      'update PolyMind to the version that wrote it; this one will not start on it',
    );
  }
  if (applied.length === 0) return fine(`${where}, empty: the first start makes its tables`);
  const missing = known.length - applied.length;
  if (missing === 0) return fine(`${where}, at ${known.at(-1)}`);
  return warning(
    `${where}, ${missing} migration${missing === 1 ? '' : 's'} behind this version`,
    'polymind migrate, or the next start does it',
  );
}
