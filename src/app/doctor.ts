import { SYSTEM_RUNTIME } from '../data/http/runtime.ts';
import { PolymarketClient } from '../data/polymarket/client/client.ts';
import { holderOf } from '../data/store/directory-lock.ts';
import { readMigrations } from '../data/store/migrate.ts';
import { defineCommand } from './command.ts';
import type { Config } from './config.ts';
import { polymarketUrls } from './running/polymarket-urls.ts';
import { askAll, type Reached } from './running/reach.ts';
import { programVersion } from './version.ts';

const USAGE = `doctor

Checks what this host can do and changes nothing: configuration, database, the venue's hosts, the
clock, and whether the venue takes orders from here. Exit code 1 when something is wrong.`;

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'checks configuration, database, hosts, clock and place; changes nothing',
  usage: USAGE,
  options: {},
  async run({ json, stdout, loadConfig }) {
    const config = loadConfig();
    const client = new PolymarketClient(polymarketUrls(config), SYSTEM_RUNTIME);
    const checks: readonly Reached[] = [
      { name: 'Node', ok: true, note: process.version },
      { name: 'Configuration', ok: true, note: 'every variable is understood' },
      databaseCheck(config),
      ...(await askAll(client)),
    ];
    const ok = checks.every((check) => check.ok);
    stdout.write(
      json ? `${JSON.stringify({ version: programVersion(), ok, checks })}\n` : asText(checks),
    );
    return ok ? 0 : 1;
  },
});

function databaseCheck({ databaseUrl, dataDir }: Config): Reached {
  const name = 'Database';
  const newest = readMigrations().at(-1)?.name ?? 'none';
  if (databaseUrl !== null) {
    return {
      name,
      ok: true,
      note: `the server of DATABASE_URL; polymind migrate brings ${newest}`,
    };
  }
  const holder = holderOf(dataDir);
  const state = holder === null ? 'free' : `in use by process ${holder}`;
  return { name, ok: true, note: `embedded in ${dataDir}, ${state}` };
}

function asText(checks: readonly Reached[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(({ name, ok, note }) => `${ok ? 'ok' : ' !'}  ${name.padEnd(width)}  ${note}\n`)
    .join('');
}
