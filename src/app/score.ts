import { type CommandContext, CommandUsageError, defineCommand, type Output } from './command.ts';
import { type History, readHistory } from './score/history.ts';
import { historyLines } from './score/history-lines.ts';
import { pastOf } from './score/past.ts';
import { scoredWallet } from './score/score-document.ts';
import { scoreTable } from './score/score-table.ts';
import { scoresOf } from './score/wallet-scores.ts';

const USAGE = `score <trades.jsonl>

Scores the wallets of a file of trades, as of its newest row. A line is a row of the venue's Data API
(/v2/activity), or says who won a market; in any order, also as .jsonl.gz, - for standard input:
  {"type":"RESOLUTION","condition_id":"0x…","winning_outcome_index":0,
   "winning_token_id":"…","timestamp":1774200660}

A market without such a line has not ended. A row REDEEM_OR_MERGE pays out when it is later than
the resolution, and merges (or, at half a dollar a share, makes) sets when it is earlier.

  --json   {"wallets":[{"address", "trades", "markets", "winRate", "roi", "timing",
           "timingHorizons", "consistency", "confidence", "interval":[low,high], "edge",
           "edgeInterval":[low,high], "kind", "from", "to"}]}: shares and ratios, timing in
           dollars a share, from and to in milliseconds UTC, null for what is not known`;

const EXAMPLE = 'polymind score trades.jsonl';

export const scoreCommand = defineCommand({
  name: 'score',
  summary: 'metrics and scores of wallets, from a file of their trades',
  usage: USAGE,
  options: {},
  async run({ args, json, stdout, stderr, host }) {
    const [path, ...more] = args;
    if (path === undefined) throw new CommandUsageError(`score needs a file: ${EXAMPLE}`);
    if (more.length > 0) throw new CommandUsageError(`score takes one file: ${EXAMPLE}`);
    const history = await readShowing(path, { stderr, host });
    tellOf(history, stderr);
    if (history.newestAtMs === null) {
      stderr.write(`Nothing in ${path} could be read as a row of activity or a resolution\n`);
      return 1;
    }
    const scores = scoresOf(pastOf(history), history.newestAtMs);
    const wallets = scores.map(scoredWallet);
    stdout.write(json ? `${JSON.stringify({ wallets })}\n` : scoreTable(scores));
    return 0;
  },
});

async function readShowing(
  path: string,
  { stderr, host }: Pick<CommandContext, 'stderr' | 'host'>,
): Promise<History> {
  const show = (text: string): void => {
    if (stderr.isTTY === true) stderr.write(`\r\u001b[K${text}`);
  };
  try {
    return await readHistory(historyLines(path, host.input), (lines) => show(`${lines} lines`));
  } finally {
    show('');
  }
}

/** What was left out, and why: on standard error, so that the document stays one. */
function tellOf({ lines, ignored, bad }: History, stderr: Output): void {
  for (const { line, field, expected } of bad.named) {
    stderr.write(`line ${line}: ${field}: ${expected}\n`);
  }
  if (bad.count > bad.named.length) {
    stderr.write(`and ${bad.count - bad.named.length} more like these\n`);
  }
  if (bad.count > 0) stderr.write(`${bad.count} of ${lines} lines were left out\n`);
  const types = [...ignored].sort(([a], [b]) => (a < b ? -1 : 1));
  if (types.length === 0) return;
  const told = types.map(([type, count]) => `${count} ${type}`).join(', ');
  stderr.write(`ignored, because they change no position: ${told}\n`);
}
