import { MINUS, money, signedMoney } from '../../bot/format/amounts.ts';
import { edgeRange } from '../../bot/format/estimates.ts';
import { GATE_TABLE } from '../../engine/brain/gates.ts';
import { IMPACT_DOLLARS } from '../../engine/core/estimate/guessed-book.ts';
import type { Copyability, Shortfall } from '../../engine/domain/copy-result.ts';
import { DAY_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { type Money, subtractMoney } from '../../engine/domain/values/money.ts';
import type { BacktestRun, Skips } from './backtest-run.ts';

/** Parts of a shortfall as they are called. */
const PARTS: readonly (readonly [Exclude<keyof Shortfall, 'copies'>, string])[] = [
  ['latency', 'latency'],
  ['slippage', 'slippage'],
  ['fees', 'fees'],
  ['rounding', 'rounding'],
  ['missedExit', 'missed exits'],
];
const CENTS_DIGITS = 10_000;

/** A run for a person, the finding first. */
export function describeRun(run: BacktestRun): string {
  const { name, wallets, total, skips, assumptions, gaps } = run;
  const several = wallets.length > 1 ? wallets.flatMap((one) => walletLines(one)) : [];
  const lines = [
    `${total.isEstimate ? 'ESTIMATE' : 'PAPER'}  ${name} · ${spanOf(total)}`,
    ...resultLines(total),
    ...several,
    ...skipLines(skips),
    ...(assumptions === null
      ? []
      : [
          `  Guessed: we buy at the first public trade ${assumptions.delayMs / SECOND_MS} s after theirs, half of a`,
          `  ${centsOf(assumptions.spread)} spread worse, and ${centsOf(assumptions.impact)} more for each ${money(IMPACT_DOLLARS).replace('.00', '')} that we spend.`,
        ]),
    ...gaps.map((gap) => `  ! ${gap}`),
  ];
  return `${lines.join('\n')}\n`;
}

function resultLines(of: Copyability): readonly string[] {
  if (of.copied === 0) return [`  nothing copied of ${counted(of.leaderTrades, 'trade')}`];
  const short = subtractMoney(of.leaderNet, of.ourNet);
  const edges =
    of.leaderEdge === null || of.ourEdge === null
      ? ['  per dollar: copies in two markets that ended are needed to say']
      : [
          `  per dollar, 90 % by market: they ${edgeRange(of.leaderEdge)}`,
          `                              we   ${edgeRange(of.ourEdge)}`,
        ];
  return [
    `  they ${signedMoney(of.leaderNet)} · we ${signedMoney(of.ourNet)}, both at our size: ` +
      `${counted(of.copied, 'copy', 'copies')} of ${counted(of.leaderTrades, 'trade')}, ${money(of.spent)} spent`,
    ...edges,
    `  ${short < 0 ? `${plain(short)} better than they` : `${plain(short)} lost on the way`}: ${partsOf(of.shortfall)}`,
  ];
}

function walletLines(of: Copyability): readonly string[] {
  const result =
    of.copied === 0
      ? 'nothing copied'
      : `they ${signedMoney(of.leaderNet)} · we ${signedMoney(of.ourNet)} in ${counted(of.copied, 'copy', 'copies')}`;
  return [`    ${of.wallet}  ${result} of ${counted(of.leaderTrades, 'trade')}`];
}

function skipLines(skips: readonly Skips[]): readonly string[] {
  const all = skips.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return [];
  const rows = skips.map(
    ({ gate, count }) =>
      `    ${String(count).padStart(7)}  ${gate.padEnd(17)} ${GATE_TABLE[gate].asks}?`,
  );
  return [`  not copied: ${all}`, ...rows];
}

function partsOf(shortfall: Shortfall): string {
  return PARTS.map(([part, name]) => `${name} ${money(shortfall[part])}`).join(' · ');
}

function spanOf({ fromMs, untilMs }: Copyability): string {
  const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
  const days = Math.max(1, Math.round((untilMs - fromMs) / DAY_MS));
  return `${counted(days, 'day')} to ${day(untilMs)}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Without its sign. */
function plain(amount: Money): string {
  return money(amount).replace(MINUS, '');
}

function centsOf(price: number): string {
  return `${price / CENTS_DIGITS}¢`;
}
