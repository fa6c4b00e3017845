import { SYSTEM_RUNTIME } from '../data/http/runtime.ts';
import { PolymarketClient } from '../data/polymarket/client/client.ts';
import { readAsked, type TapesAsked, type WalletAsked } from './backtest/asked.ts';
import { type BacktestRun, runAsJson } from './backtest/backtest-run.ts';
import { copyingChart, drawInto } from './backtest/chart-file.ts';
import { backtestTape } from './backtest/tape-run.ts';
import { backtestWallet } from './backtest/wallet-run.ts';
import { describeRun } from './backtest/words.ts';
import { type CommandContext, defineCommand, type Output } from './command.ts';
import { polymarketUrls } from './running/polymarket-urls.ts';
import { SET_OPTION, SET_USAGE } from './set-option.ts';

const USAGE = `backtest --wallet 0x… --days 30
       polymind backtest --tape FILE... --follow all

What copying would have made beside what they made, with our delay, costs, minima and rules, and
where the difference went.

  --wallet ADDRESS     ESTIMATE from the public trades of its markets: no books of that time exist
  --days N             how far back (default: 30)
  --delay-ms N         from their trade to our order (default: 3000)
  --spread-cents N     between the best bid and the best ask; half of it is paid (default: 1)
  --impact-cents N     what an order of $100 moves its own average price (default: 0.5)

  --tape FILE...       recordings with their books, played through the engine on paper
  --follow LIST        addresses separated by commas, or all; a recording of ours knows its own

  --chart FILE         both curves, as .svg or .png
${SET_USAGE}`;

/** Characters of an address that a picture's title shows at each end. */
const NAME_ENDS = { start: 6, end: 4 } as const;
const ADDRESS_LENGTH = 42;

export const backtestCommand = defineCommand({
  name: 'backtest',
  summary: 'what copying would have made, with costs: a wallet (ESTIMATE) or a recording',
  usage: USAGE,
  options: {
    tape: { type: 'string', multiple: true },
    follow: { type: 'string' },
    wallet: { type: 'string' },
    days: { type: 'string' },
    'delay-ms': { type: 'string' },
    'spread-cents': { type: 'string' },
    'impact-cents': { type: 'string' },
    chart: { type: 'string' },
    ...SET_OPTION,
  },
  async run(context) {
    const { args, values, json, stdout, stderr } = context;
    const asked = readAsked(args, values);
    const runs =
      asked.kind === 'tapes' ? await playTapes(asked, stderr) : [await askWallet(asked, context)];
    showProgress(stderr, '');
    const [first] = runs;
    if (asked.chart !== null && first !== undefined) {
      await drawInto(asked.chart, copyingChart(shortName(first.name), first.total));
    }
    if (json) stdout.write(`${JSON.stringify({ runs: runs.map(runAsJson) })}\n`);
    else for (const run of runs) stdout.write(describeRun(run));
    return 0;
  },
});

async function playTapes(asked: TapesAsked, stderr: Output): Promise<readonly BacktestRun[]> {
  const { tapes, follow, settings } = asked;
  const runs: BacktestRun[] = [];
  for (const path of tapes) {
    const progress = (lines: number): void => showProgress(stderr, `${path}: ${lines} lines`);
    runs.push(await backtestTape({ path, follow, settings, progress }));
  }
  return runs;
}

function askWallet(
  asked: WalletAsked,
  { loadConfig, stderr }: Pick<CommandContext, 'loadConfig' | 'stderr'>,
): Promise<BacktestRun> {
  const client = new PolymarketClient(polymarketUrls(loadConfig()), SYSTEM_RUNTIME);
  const progress = (text: string): void => showProgress(stderr, text);
  return backtestWallet(asked, { client, nowMs: Date.now(), progress });
}

function showProgress(stderr: Output, text: string): void {
  if (stderr.isTTY === true) stderr.write(`\r\u001b[K${text}`);
}

/** An address by its ends, a file by its name. */
function shortName(name: string): string {
  const isAddress = name.startsWith('0x') && name.length === ADDRESS_LENGTH;
  if (isAddress) return `${name.slice(0, NAME_ENDS.start)}…${name.slice(-NAME_ENDS.end)}`;
  return name.split('/').at(-1) ?? name;
}
