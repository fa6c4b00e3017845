import type { CopyAssumptions } from '../../engine/core/estimate/guessed-book.ts';
import { type WalletAddress, walletAddress } from '../../engine/domain/ids.ts';
import { SECOND_MS } from '../../engine/domain/time.ts';
import { cents } from '../../engine/domain/values/money.ts';
import { CommandUsageError } from '../command.ts';
import { parseSets } from '../set-option.ts';
import { type FollowList, parseFollowList } from '../virtual/follow-list.ts';

/** How the options of the command were written. */
export interface BacktestValues {
  readonly tape?: string[] | undefined;
  readonly follow?: string | undefined;
  readonly wallet?: string | undefined;
  readonly days?: string | undefined;
  readonly 'delay-ms'?: string | undefined;
  readonly 'spread-cents'?: string | undefined;
  readonly 'impact-cents'?: string | undefined;
  readonly chart?: string | undefined;
  readonly set?: string[] | undefined;
}

/** A file to draw into; its ending says as what. */
export interface ChartTarget {
  readonly path: string;
  readonly kind: 'svg' | 'png';
}

interface Asked {
  readonly settings: Readonly<Record<string, string>>;
  readonly chart: ChartTarget | null;
}

export interface TapesAsked extends Asked {
  readonly kind: 'tapes';
  readonly tapes: readonly string[];
  readonly follow: FollowList;
}

export interface WalletAsked extends Asked {
  readonly kind: 'wallet';
  readonly wallet: WalletAddress;
  readonly days: number;
  readonly assumptions: CopyAssumptions;
}

const EXAMPLE = 'polymind backtest --wallet 0x… --days 30';
const DAYS = { usual: 30, most: 365 } as const;
/** What a trade needs until we hear of it and our order is there. */
const DELAY_MS = { usual: 3 * SECOND_MS, most: 3_600 * SECOND_MS } as const;
const SPREAD_CENTS = { usual: 1, most: 50 } as const;
const IMPACT_CENTS = { usual: 0.5, most: 50 } as const;
/** Options that only an estimate has. */
const GUESSES = ['days', 'delay-ms', 'spread-cents', 'impact-cents'] as const;

/** Reads what was asked for. @throws CommandUsageError */
export function readAsked(
  args: readonly string[],
  values: BacktestValues,
): TapesAsked | WalletAsked {
  const tapes = [...(values.tape ?? []), ...(values.tape === undefined ? [] : args)];
  if (values.tape === undefined && args.length > 0) {
    throw new CommandUsageError(`backtest takes no "${args[0]}": ${EXAMPLE}, or --tape FILE`);
  }
  const both = { settings: parseSets(values.set), chart: chartOf(values.chart) };
  if (values.wallet !== undefined) {
    if (tapes.length > 0) {
      throw new CommandUsageError(`--wallet and --tape are two questions, ask one: ${EXAMPLE}`);
    }
    if (values.follow !== undefined) {
      throw new CommandUsageError(
        `--follow is for --tape; --wallet names whom to copy: ${EXAMPLE}`,
      );
    }
    return { kind: 'wallet', ...both, ...guessOf(values), wallet: walletOf(values.wallet) };
  }
  if (tapes.length === 0) {
    throw new CommandUsageError(`backtest needs a wallet or a tape: ${EXAMPLE}, or --tape FILE`);
  }
  const guess = GUESSES.find((name) => values[name] !== undefined);
  if (guess !== undefined) {
    throw new CommandUsageError(`--${guess} is for --wallet; a tape has what it says: ${EXAMPLE}`);
  }
  if (both.chart !== null && tapes.length > 1) {
    throw new CommandUsageError('--chart draws one tape, so it takes one tape');
  }
  const follow = parseFollowList(values.follow);
  if (typeof follow === 'string') throw new CommandUsageError(follow);
  return { kind: 'tapes', ...both, tapes, follow };
}

function walletOf(text: string): WalletAddress {
  const wallet = walletAddress(text.trim());
  if (wallet !== null) return wallet;
  throw new CommandUsageError(
    `--wallet takes an address, 0x and 40 hex digits, got "${text}": ${EXAMPLE}`,
  );
}

function guessOf(values: BacktestValues): Pick<WalletAsked, 'days' | 'assumptions'> {
  return {
    days: numberOf(values, 'days', { usual: DAYS.usual, least: 1, most: DAYS.most }),
    assumptions: {
      delayMs: numberOf(values, 'delay-ms', { ...DELAY_MS, least: 0 }),
      spread: cents(
        numberOf(values, 'spread-cents', { ...SPREAD_CENTS, least: 0, isWhole: false }),
      ),
      impact: cents(
        numberOf(values, 'impact-cents', { ...IMPACT_CENTS, least: 0, isWhole: false }),
      ),
    },
  };
}

function numberOf(
  values: BacktestValues,
  name: (typeof GUESSES)[number],
  range: {
    readonly usual: number;
    readonly least: number;
    readonly most: number;
    readonly isWhole?: boolean;
  },
): number {
  const { usual, least, most, isWhole = true } = range;
  const text = values[name];
  if (text === undefined) return usual;
  const value = /^\d{1,9}(\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
  const kind = isWhole ? 'a whole number' : 'a number';
  throw new CommandUsageError(
    `--${name} takes ${kind} from ${least} to ${most}, got "${text}", for example: --${name} ${usual}`,
  );
}

function chartOf(path: string | undefined): ChartTarget | null {
  if (path === undefined) return null;
  const kind = (['svg', 'png'] as const).find((one) => path.toLowerCase().endsWith(`.${one}`));
  if (kind !== undefined) return { path, kind };
  throw new CommandUsageError(
    `--chart takes a file that ends in .svg or .png, got "${path}", for example: --chart copying.svg`,
  );
}
