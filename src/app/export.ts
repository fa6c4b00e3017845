import { once } from 'node:events';
import { statSync } from 'node:fs';
import { DirectoryHeldError } from '../data/store/directory-lock.ts';
import { openStore } from '../data/store/open-store.ts';
import { requireOwner } from '../ops/private-file.ts';
import { type CommandContext, CommandUsageError, defineCommand, type Output } from './command.ts';
import { chosenLedgers, LEDGER_CHOICES, type LedgerChoice } from './export/chosen-ledgers.ts';
import type { Span } from './export/named-rows.ts';
import { daySpan, yearSpan } from './export/span.ts';
import { type ExportTarget, openTarget } from './export/target.ts';
import { type ExportFormat, writeExport } from './export/write-export.ts';

const USAGE = `export --csv
       polymind export --csv --year 2026 --ledger paper --out polymind-2026.csv

Everything that moved money or shares, one row each: fills, reversals of failed settlements, payouts,
deposits and withdrawals. The rows of all time add up to the books, to the last micro-dollar.

  --csv              comma-separated values, the default; --json for one JSON document
  --year YYYY        a calendar year in UTC
  --from YYYY-MM-DD  from this day on, in UTC
  --to YYYY-MM-DD    up to and with this day, in UTC
  --ledger NAME      paper, live or all (default: all)
  --out FILE         into a new file; to standard output when left out

While the service runs on its embedded database it alone can read it: say /export there. With
DATABASE_URL the two do not disturb each other.`;

export const exportCommand = defineCommand({
  name: 'export',
  summary: 'all fills, payouts and flows as CSV or JSON',
  usage: USAGE,
  options: {
    csv: { type: 'boolean' },
    year: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    ledger: { type: 'string' },
    out: { type: 'string' },
  },
  async run(context) {
    const { args, values, json } = context;
    if (args.length > 0) {
      throw new CommandUsageError(`export takes no "${args[0]}", only options: ${EXAMPLE}`);
    }
    if (values.csv === true && json) {
      throw new CommandUsageError('export takes --csv or --json, not both: polymind export --csv');
    }
    return await run(context, {
      span: spanOf(values),
      choice: ledgerOf(values.ledger),
      format: json ? 'json' : 'csv',
      out: values.out ?? null,
    });
  },
});

const EXAMPLE = 'polymind export --csv --year 2026';

type Context = Pick<CommandContext, 'stdout' | 'stderr' | 'loadConfig'>;

interface Wanted {
  readonly span: Span;
  readonly choice: LedgerChoice;
  readonly format: ExportFormat;
  readonly out: string | null;
}

async function run({ stdout, stderr, loadConfig }: Context, wanted: Wanted): Promise<number> {
  const { databaseUrl, dataDir } = loadConfig();
  if (databaseUrl === null) requireFolder(dataDir);
  const { span, choice, format, out } = wanted;
  const store = await openStore({ databaseUrl, dataDir }).catch((error: unknown) => {
    throw error instanceof DirectoryHeldError ? new Error(heldText(error, wanted)) : error;
  });
  try {
    const ledgers = chosenLedgers(await store.bookedLedgers(), choice);
    const target = out === null ? toOutput(stdout) : await openTarget(out);
    // What goes to the terminal itself needs nobody to count it.
    const isShown = stderr.isTTY === true && (out !== null || stdout.isTTY !== true);
    const progress = (rows: number): void => {
      if (isShown) stderr.write(`\r\u001b[K${rows} rows`);
    };
    try {
      const { write } = target;
      const rows = await writeExport({ books: store, ledgers, span, format, write, progress });
      await target.finish();
      if (isShown) stderr.write('\r\u001b[K');
      if (out !== null) stderr.write(`${rows} rows written to ${out}\n`);
    } catch (error) {
      await target.abandon();
      throw error;
    }
  } finally {
    await store.close();
  }
  return 0;
}

function requireFolder(dataDir: string): void {
  const stats = statSync(dataDir, { throwIfNoEntry: false });
  if (stats === undefined) throw new Error(`There is no database in ${dataDir}: nothing to export`);
  // Files that somebody else makes here would lock the program out of its own database.
  requireOwner(dataDir, stats);
}

function toOutput(stdout: Output): ExportTarget {
  return {
    async write(text) {
      const isTaken = stdout.write(text);
      if (isTaken === false && 'once' in stdout) await once(stdout as never, 'drain');
    },
    finish: async () => undefined,
    abandon: async () => undefined,
  };
}

function heldText({ directory, holderPid }: DirectoryHeldError, { span }: Wanted): string {
  const who = holderPid === null ? 'The service' : `The service (process ${holderPid})`;
  const isYear = span.beforeMs !== null && yearSpan(yearOf(span))?.beforeMs === span.beforeMs;
  const line = isYear ? `/export ${yearOf(span)}` : '/export';
  return `${who} runs on the database in ${directory}, which it alone can read: say ${line} in its chat or console, or stop it first`;
}

function yearOf({ sinceMs }: Span): string {
  return String(new Date(sinceMs).getUTCFullYear());
}

function ledgerOf(text: string | undefined): LedgerChoice {
  if (text === undefined) return 'all';
  const choice = LEDGER_CHOICES.find((one) => one === text);
  if (choice !== undefined) return choice;
  const example = 'polymind export --csv --ledger paper';
  throw new CommandUsageError(`--ledger takes paper, live or all, got "${text}": ${example}`);
}

function spanOf({
  year,
  from,
  to,
}: {
  readonly year?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): Span {
  if (year !== undefined) {
    if (from !== undefined || to !== undefined) {
      throw new CommandUsageError(`--year stands alone, without --from and --to: ${EXAMPLE}`);
    }
    const span = yearSpan(year);
    if (span === null) {
      throw new CommandUsageError(`--year takes four digits, got "${year}": ${EXAMPLE}`);
    }
    return span;
  }
  const span = daySpan(from ?? null, to ?? null);
  if (span !== null) return span;
  const example = 'polymind export --csv --from 2026-01-01 --to 2026-03-31';
  throw new CommandUsageError(`--from and --to take days, the earlier first: ${example}`);
}
