import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const DEBIAN_DIR = '/usr/lib/postgresql';
const READY_LOOK_MS = 20;

/** A Postgres server of the bench's own, on a Unix socket, that syncs as one in use does. */
export interface BenchPostgres {
  readonly url: string;
  /** Whether a commit waits until the disk has it; counts for what is committed from then on. */
  setSync(isOn: boolean): Promise<void>;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<BenchPostgres> {
  const binDir = findBinDir();
  const user = ownerOfServer();
  const directory = mkdtempSync(join(tmpdir(), 'polymind-bench-pg-'));
  if (user !== undefined) chownSync(directory, user.uid, user.gid);
  const data = join(directory, 'data');
  const as = { ...user, cwd: directory, stdio: 'pipe' } as const;
  const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
  execFileSync(join(binDir, 'initdb'), init, as);
  // Commits wait for the disk by default; the command line would forbid to change that.
  const settings = ['listen_addresses=', 'fsync=on'];
  const child = spawn(
    join(binDir, 'postgres'),
    ['-D', data, '-k', directory, ...settings.flatMap((each) => ['-c', each])],
    { ...as, stdio: 'ignore' },
  );
  const killOnExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killOnExit);
  const url = `postgresql://postgres@/postgres?host=${directory}`;
  await whenReady(url, child);
  return {
    url,
    setSync: (isOn) => setSync(url, isOn),
    stop: async () => {
      process.removeListener('exit', killOnExit);
      child.kill('SIGINT');
      if (child.exitCode === null) await new Promise((done) => child.once('exit', done));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function findBinDir(): string {
  const debian = existsSync(DEBIAN_DIR)
    ? readdirSync(DEBIAN_DIR).map((version) => join(DEBIAN_DIR, version, 'bin'))
    : [];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...debian];
  const found = folders.find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
  );
  if (found === undefined) throw new Error('this bench needs the binaries of a Postgres server');
  return found;
}

/** Postgres refuses root. */
function ownerOfServer(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres']));
  return { uid: id('-u'), gid: id('-g') };
}

/** Sessions that are open take it over before their next statement. */
async function setSync(connectionString: string, isOn: boolean): Promise<void> {
  const wanted = isOn ? 'on' : 'off';
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(`alter system set synchronous_commit = ${wanted}`);
    await client.query('select pg_reload_conf()');
    for (;;) {
      const { rows } = await client.query('show synchronous_commit');
      if (rows[0]?.synchronous_commit === wanted) return;
      await wait(READY_LOOK_MS);
    }
  } finally {
    await client.end();
  }
}

async function whenReady(connectionString: string, child: ChildProcess): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (child.exitCode !== null) throw new Error('Postgres did not start', { cause: error });
      await wait(READY_LOOK_MS);
    }
  }
}
