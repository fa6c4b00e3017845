import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportCommand } from '../../src/app/export.ts';
import { openStore } from '../../src/data/store/open-store.ts';
import type { Change } from '../../src/engine/domain/change.ts';
import { type LedgerId, PAPER } from '../../src/engine/domain/ids.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import { temporaryDirectory } from '../data/store/subjects.ts';
import { call } from './called.ts';
import { parsedCsv } from './export/rebuilt-books.ts';
import { temporaryFolder } from './folder.ts';

/** The embedded database is opened several times; a busy machine takes long for it. */
const DATABASE_MS_MAX = 240_000;
const LIVE = 'live:polymarket:0x1' as LedgerId;
const folder = temporaryDirectory();

beforeAll(async () => {
  const store = await openStore({ databaseUrl: null, dataDir: folder });
  const flow = (ledger: LedgerId, day: string): Change => {
    const atMs = Date.parse(`${day}Z`);
    const id = `${ledger} ${day}`;
    return {
      kind: 'flow',
      flow: { id, ledger, kind: 'deposit', amount: dollars(5), note: '', atMs },
    };
  };
  await store.commit([
    flow(PAPER, '2025-12-31T23:59:59.999'),
    flow(PAPER, '2026-01-01T00:00:00.000'),
    flow(LIVE, '2026-12-31T23:59:59.999'),
    flow(LIVE, '2027-01-01T00:00:00.000'),
  ]);
  await store.close();
}, DATABASE_MS_MAX);

async function exported(...argv: readonly string[]) {
  return await exportedFrom(folder, argv);
}

async function exportedFrom(dataDir: string, argv: readonly string[]) {
  const called = call(exportCommand, argv, { POLYMIND_DATA_DIR: dataDir });
  const code = await called.code;
  return { code, out: called.out(), err: called.err() };
}

/** Moment and ledger of each line. */
function linesOf(csv: string): readonly string[] {
  const [, ...lines] = parsedCsv(csv);
  return lines.map((cells) => `${cells[0]?.slice(0, 10)} ${cells[14]}`);
}

describe('the database of a program that does not run', () => {
  test(
    'is written to standard output, paper first',
    async () => {
      const { code, out, err } = await exported('--csv');
      expect([code, err]).toEqual([0, '']);
      expect(linesOf(out)).toEqual([
        ...['2025-12-31 paper', '2026-01-01 paper'],
        ...[`2026-12-31 ${LIVE}`, `2027-01-01 ${LIVE}`],
      ]);
    },
    DATABASE_MS_MAX,
  );

  test(
    'is narrowed to a year and a ledger, and is JSON where that is asked for',
    async () => {
      expect(linesOf((await exported('--year', '2026')).out)).toEqual([
        ...['2026-01-01 paper', `2026-12-31 ${LIVE}`],
      ]);
      const days = ['--from', '2026-01-01', '--to', '2026-12-31', '--ledger', 'live'];
      const { out } = await exported(...days, '--json');
      expect(JSON.parse(out)).toMatchObject({ rows: [{ ledger: LIVE, amount: '5' }] });
      const none = await exported('--year', '2030', '--json');
      expect(JSON.parse(none.out)).toEqual({ rows: [] });
    },
    DATABASE_MS_MAX,
  );

  test(
    'goes into a new file of the owner, and never over another',
    async () => {
      const place = temporaryFolder();
      const path = join(place, 'all.csv');
      expect(await exported('--csv', '--out', path)).toEqual({
        ...{ code: 0, out: '', err: `4 rows written to ${path}\n` },
      });
      expect(linesOf(readFileSync(path, 'utf8'))).toHaveLength(4);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const again = await exported('--csv', '--out', path);
      expect(again.code).toBe(1);
      expect(again.err).toContain('exists already: name a new file');
      const nowhere = await exported('--csv', '--out', join(place, 'none', 'all.csv'));
      expect(nowhere.err).toContain('cannot be written: ENOENT');
      expect(readdirSync(place)).toEqual(['all.csv']);
    },
    DATABASE_MS_MAX,
  );
});

test(
  'while the service holds the database, it says where to ask instead',
  async () => {
    const held = temporaryFolder();
    const store = await openStore({ databaseUrl: null, dataDir: held });
    const { code, out, err } = await exportedFrom(held, ['--csv', '--year', '2026']);
    await store.close();
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`The service (process ${process.pid}) runs on the database in ${held}`);
    expect(err).toContain('say /export 2026 in its chat or console');
  },
  DATABASE_MS_MAX,
);

test('where nothing is, nothing is made', async () => {
  const nothing = join(temporaryFolder(), 'none');
  const { code, err } = await exportedFrom(nothing, ['--csv']);
  expect(code).toBe(1);
  expect(err).toContain(`There is no database in ${nothing}: nothing to export`);
  expect(existsSync(nothing)).toBe(false);
});

test.each([
  [['2026'], 'export takes no "2026"'],
  [['--csv', '--json'], '--csv or --json, not both'],
  [['--year', '26'], '--year takes four digits, got "26"'],
  [['--year', '2026', '--to', '2026-01-01'], '--year stands alone'],
  [['--from', '2026-02-30'], '--from and --to take days'],
  [['--ledger', 'shadow'], '--ledger takes paper, live or all, got "shadow"'],
])('wrong use is told with a line that works: %j', async (argv, message) => {
  const { code, err } = await exportedFrom(folder, argv);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(err).toContain('polymind export --csv');
});
