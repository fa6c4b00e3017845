import { GateLog } from '../src/engine/brain/gates.ts';
import { QUALITY_WEIGHTS, qualityOf } from '../src/engine/brain/market-quality.ts';
import {
  fitMarket,
  ORDINARY_RISK,
  riskShare,
  usualMove,
  wildShare,
} from '../src/engine/brain/market-size.ts';
import { QUALITY_PARTS } from '../src/engine/domain/market-analysis.ts';
import { resolveSettings, type Settings } from '../src/engine/domain/settings.ts';
import { invariant } from '../src/engine/domain/values/invariant.ts';
import { MICRO } from '../src/engine/domain/values/micro.ts';
import { dollars } from '../src/engine/domain/values/money.ts';
import { analyzeMarket } from '../src/engine/intelligence/market/analyze.ts';
import { LIQUIDITY_BAND } from '../src/engine/intelligence/market/near-depth.ts';
import { STEPS_PER_DAY } from '../src/engine/intelligence/market/price-track.ts';
import {
  LIQUIDITY_BEND,
  LIQUIDITY_FULL,
  SPREAD_FULL,
  SPREAD_NONE,
  TIME_FULL_MS,
  TIME_NONE_MS,
  VOLUME_BEND,
  VOLUME_FULL,
} from '../src/engine/intelligence/market/quality.ts';
import { CONCERN_WEIGHT } from '../src/engine/intelligence/market/resolution-risk.ts';
import { dayOf, EXAMPLE } from './example-market.ts';

/*
 * The worked examples of market-quality.md. What stands right of the last `=` comes of the program;
 * what stands left of it is for the reader, and a test does that arithmetic, too.
 */

/** √(π ÷ 2), as the page writes it. */
const SIZE_TO_DEVIATION = '1.2533';
const ANALYSIS = analyzeMarket(EXAMPLE);

/** Each block of the page, without its fence. */
export function marketExamples(): readonly string[] {
  return [
    depthExample(),
    partsExample(),
    seenExample(),
    listedExample(),
    riskExample(),
    sizeExample(),
  ];
}

function depthExample(): string {
  const { bid, ask, asymmetry } = ANALYSIS.depth;
  return lines([
    ['middle', '(0.49 + 0.5) ÷ 2', '0.495'],
    ['two percent of it', `0.495 × ${LIQUIDITY_BAND}`, '0.0099'],
    ['bids near it', '0.49 × 1000', inDollars(bid)],
    ['asks near it', '0.5 × 800', inDollars(ask)],
    ['asymmetry', '(490 − 400) ÷ (490 + 400)', four(asymmetry)],
    ['spread', '(0.5 − 0.49) ÷ 0.495', four(ANALYSIS.spread)],
  ]);
}

function partsExample(): string {
  const { parts, spread } = ANALYSIS;
  const weighed = QUALITY_PARTS.map((part) => `${QUALITY_WEIGHTS[part]} × ${four(parts[part])}`);
  return lines([
    ['liquidity', bent('890', LIQUIDITY_BEND, LIQUIDITY_FULL), four(parts.liquidity)],
    [
      'spread',
      `(${SPREAD_NONE} − ${four(spread)}) ÷ (${SPREAD_NONE} − ${SPREAD_FULL})`,
      four(parts.spread),
    ],
    ['volume', bent('12500', VOLUME_BEND, VOLUME_FULL), four(parts.volume)],
    ['time left', `ln(60) ÷ ln(${TIME_FULL_MS / TIME_NONE_MS})`, four(parts.timeDecay)],
    ['quality', weighed.join(' + '), four(qualityOf(parts))],
  ]);
}

function seenExample(): string {
  const jump = dayOf(Array.from({ length: STEPS_PER_DAY }, (_, at) => (at < 20 ? 50 : 56)));
  const restless = dayOf(Array.from({ length: STEPS_PER_DAY }, (_, at) => 50 + (at % 2)));
  const changes = STEPS_PER_DAY - 1;
  return lines([
    [
      'one jump of 6¢',
      `√(0.06² ÷ ${changes} × ${STEPS_PER_DAY})`,
      inDollars(jump.volatility().day),
    ],
    [
      '1¢ each half hour',
      `√(${changes} × 0.01² ÷ ${changes} × ${STEPS_PER_DAY})`,
      inDollars(restless.volatility().day),
    ],
  ]);
}

function listedExample(): string {
  const { day, week } = ANALYSIS.volatility;
  return lines([
    ['4¢ in a day', `0.04 × ${SIZE_TO_DEVIATION}`, inDollars(day)],
    ['8¢ in a week', `0.08 × ${SIZE_TO_DEVIATION} ÷ √(7)`, inDollars(week)],
  ]);
}

function riskExample(): string {
  const { rulesEdited, vagueRules, noSource } = CONCERN_WEIGHT;
  return lines([
    ['risk', `${rulesEdited} + 2 × ${vagueRules} + ${noSource}`, four(ANALYSIS.risk.score)],
  ]);
}

function sizeExample(): string {
  const wild = dayOf(Array.from({ length: STEPS_PER_DAY }, (_, at) => 50 + (at % 2) * 2));
  const analysis = analyzeMarket({ ...EXAMPLE, track: wild });
  const settings = defaults();
  const calm = settings['size.calmCents'];
  const most = settings['size.riskPercent'] / MICRO;
  const move = usualMove(analysis.volatility);
  const { score } = analysis.risk;
  const left = { wild: wildShare(move, calm), doubt: riskShare(score, most) };
  const spend = fitMarket(new GateLog(), { settings }, { wanted: dollars(5), analysis });
  return lines([
    ['2¢ each half hour', `√(0.02² × ${STEPS_PER_DAY})`, inDollars(move)],
    ['left by volatility', `${inDollars(calm)} ÷ ${inDollars(move)}`, four(left.wild)],
    [
      'left by risk',
      `1 − ${most} × (${four(score)} − ${ORDINARY_RISK}) ÷ (1 − ${ORDINARY_RISK})`,
      four(left.doubt),
    ],
    ['left of $5', `5 × ${four(left.wild)} × ${four(left.doubt)}`, inDollars(spend)],
  ]);
}

function defaults(): Settings {
  const resolved = resolveSettings({});
  invariant(resolved.ok, 'the defaults are settings');
  return resolved.settings;
}

/** The curve of depth and volume: amounts in dollars, constants in micro-dollars. */
function bent(amount: string, bend: number, full: number): string {
  return `ln(1 + ${amount} ÷ ${bend / MICRO}) ÷ ln(1 + ${full / MICRO} ÷ ${bend / MICRO})`;
}

type Line = readonly [name: string, arithmetic: string, result: string];

/** In columns: a name, the arithmetic, what it gives. */
function lines(all: readonly Line[]): string {
  const width = Math.max(...all.map(([name]) => name.length));
  return all
    .map(([name, arithmetic, result]) => `${name.padEnd(width)} = ${arithmetic} = ${result}\n`)
    .join('');
}

function inDollars(micro: number | null): string {
  return four(micro === null ? null : micro / MICRO);
}

/** Four digits, without zeros at the end. */
function four(value: number | null): string {
  if (value === null) return 'unknown';
  return String(Number(value.toFixed(4))).replace('-', '−');
}
