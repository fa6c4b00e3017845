import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';

/** A throw-away Postgres server on a Unix socket of its own. */
export interface PostgresServer {
  /** A new, empty database each time. */
  createDatabase(): Promise<string>;
  /** As a crash: every connection breaks at once. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const DEBIAN_DIR = '/usr/lib/postgresql';

/** The folder with `initdb` and `postgres`, or `null` (told on the console) where there is none. */
export function postgresBinDir(): string | null {
  const debian = existsSync(DEBIAN_DIR)
    ? readdirSync(DEBIAN_DIR).map((version) => join(DEBIAN_DIR, version, 'bin'))
    : [];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...debian];
  const found = folders.find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
  );
  if (found === undefined || owner() === null) {
    console.log(
      'SKIPPED: no Postgres binaries (or, as root, no user "postgres"): tests on a server',
    );
    return null;
  }
  return found;
}

/** Who runs the server: Postgres refuses root. `undefined` is the current user. */
function owner(): Owner | undefined | null {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

export async function startPostgres(binDir: string): Promise<PostgresServer> {
  const user = owner() ?? undefined;
  const directory = mkdtempSync(join(tmpdir(), 'polymind-pg-'));
  if (user !== undefined) chownSync(directory, user.uid, user.gid);
  const data = join(directory, 'data');
  const as = { ...user, cwd: directory, stdio: 'pipe' } as const;
  execFileSync(
    join(binDir, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    as,
  );
  const child = spawn(
    join(binDir, 'postgres'),
    ['-D', data, '-k', directory, '-c', 'listen_addresses=', '-c', 'fsync=off'],
    { ...as, stdio: 'ignore' },
  );
  const killOnExit = () => child.kill('SIGKILL');
  process.once('exit', killOnExit);
  const end = async (signal: NodeJS.Signals) => {
    process.removeListener('exit', killOnExit);
    await ended(child, signal);
    rmSync(directory, { recursive: true, force: true });
  };
  const url = (name: string) => `postgresql://postgres@/${name}?host=${directory}`;
  await whenReady(url('postgres'), child);
  let count = 0;
  return {
    async createDatabase() {
      count += 1;
      const name = `test_${count}`;
      await onServer(url('postgres'), `create database ${name}`);
      return url(name);
    },
    kill: () => end('SIGQUIT'),
    stop: () => end('SIGINT'),
  };
}

async function onServer(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Waits for the condition, a first answered statement, while the process lives. */
async function whenReady(connectionString: string, child: ChildProcess): Promise<void> {
  for (;;) {
    try {
      await onServer(connectionString, 'select 1');
      return;
    } catch (error) {
      if (child.exitCode !== null) throw new Error('Postgres did not start', { cause: error });
      await new Promise((again) => setTimeout(again, 20));
    }
  }
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once('exit', () => done());
    child.kill(signal);
  });
}
