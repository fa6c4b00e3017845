import { type CommandContext, CommandUsageError, defineCommand, type Output } from './command.ts';
import { verdictLine, verdictText } from './match/judged-lines.ts';
import {
  type PairRow,
  type RowReading,
  readKalshiRow,
  readPairRow,
  readPolymarketRow,
} from './match/market-rows.ts';
import { judgePairs, matchLists } from './match/matching-run.ts';
import { type RowFile, readRowFile } from './match/row-file.ts';

const USAGE = `match --pairs <pairs.jsonl> | --polymarket <markets.jsonl> --kalshi <markets.jsonl>

Compares markets of the two venues term by term. A line of --pairs puts two side by side:
  {"id":"…","polymarket":{"id","question","description","endDate","slug","outcomes"},
   "kalshi":{"ticker","title","yes_sub_title","event_ticker","close_time","rules_primary"}}
and each gets one line; of two lists, every market of the one finds those of the other it could be,
and pairs that are verified or quarantined are printed. Files may be .jsonl.gz, - is standard input.

  --all    with two lists: pairs that were rejected too, with the term that differs
  --json   a line a pair {"id","relation","state","basis":[],"reasons":[],"family","textsRead"};
           of two lists "polymarket" and "kalshi" stand for "id"`;

const EXAMPLE = 'polymind match --pairs pairs.jsonl --json';

type Context = Pick<CommandContext, 'json' | 'stdout' | 'stderr' | 'host'>;

export const matchCommand = defineCommand({
  name: 'match',
  summary: 'which markets of Polymarket and Kalshi are the same, term by term',
  usage: USAGE,
  options: {
    pairs: { type: 'string' },
    polymarket: { type: 'string' },
    kalshi: { type: 'string' },
    all: { type: 'boolean' },
  },
  async run(context) {
    const { args, values } = context;
    if (args.length > 0) throw new CommandUsageError(`match takes options only: ${EXAMPLE}`);
    const { pairs, polymarket, kalshi } = values;
    if (pairs !== undefined) {
      if (polymarket !== undefined || kalshi !== undefined || values.all === true) {
        throw new CommandUsageError(`match takes --pairs, or two lists: ${EXAMPLE}`);
      }
      return await runPairs(pairs, context);
    }
    if (polymarket === undefined || kalshi === undefined) {
      throw new CommandUsageError(`match needs --pairs, or --polymarket and --kalshi: ${EXAMPLE}`);
    }
    return await runLists({ polymarket, kalshi, all: values.all === true }, context);
  },
});

async function runPairs(path: string, context: Context): Promise<number> {
  const file = await readTelling(path, readPairRow, context);
  const { json, stdout } = context;
  for (const { id, verdict } of judgePairs(file.rows satisfies readonly PairRow[])) {
    stdout.write(`${json ? verdictLine({ id }, verdict) : verdictText(id, verdict)}\n`);
  }
  return file.rows.length === 0 ? 1 : 0;
}

async function runLists(
  lists: { readonly polymarket: string; readonly kalshi: string; readonly all: boolean },
  context: Context,
): Promise<number> {
  const polymarket = await readTelling(lists.polymarket, readPolymarketRow, context);
  const kalshi = await readTelling(lists.kalshi, readKalshiRow, context);
  const show = progressOn(context.stderr);
  const { json, stdout } = context;
  for (const pair of matchLists({ polymarket: polymarket.rows, kalshi: kalshi.rows }, show)) {
    if (pair.verdict.state === 'rejected' && !lists.all) continue;
    const ids = { polymarket: pair.polymarketId, kalshi: pair.kalshiId };
    const name = `${pair.polymarketId} ${pair.kalshiId}`;
    stdout.write(`${json ? verdictLine(ids, pair.verdict) : verdictText(name, pair.verdict)}\n`);
  }
  show('');
  return polymarket.rows.length === 0 || kalshi.rows.length === 0 ? 1 : 0;
}

/** Reads a file and tells, on standard error, what of it was left out. */
async function readTelling<Row>(
  path: string,
  read: (line: string) => RowReading<Row>,
  { stderr, host }: Pick<Context, 'stderr' | 'host'>,
): Promise<RowFile<Row>> {
  const show = progressOn(stderr);
  const onLines = (lines: number): void => show(`${path}: ${lines} lines`);
  const file = await readRowFile(path, read, { input: host.input, onLines });
  show('');
  const { count, named } = file.bad;
  for (const { line, field, expected } of named) {
    stderr.write(`${path} line ${line}: ${field}: ${expected}\n`);
  }
  if (count > named.length) stderr.write(`and ${count - named.length} more like these\n`);
  if (count > 0) stderr.write(`${count} of ${file.lines} lines of ${path} were left out\n`);
  if (file.rows.length === 0) stderr.write(`Nothing in ${path} could be read\n`);
  return file;
}

function progressOn(stderr: Output): (text: string) => void {
  return (text) => {
    if (stderr.isTTY === true) stderr.write(`\r\u001b[K${text}`);
  };
}
