import type { MarketId } from '../../engine/domain/ids.ts';
import type { LeaderEvent } from '../../engine/domain/leader.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { HistoryLine } from './history-lines.ts';
import { type HistoryRow, HistoryRows, type SetRow, type Winner } from './history-row.ts';

/** Rows held at most, about 0.7 GB of them. */
export const ROWS_MAX = 1_000_000;
/** Bad lines that are named; the rest is counted. */
export const BAD_LINES_NAMED_MAX = 20;
/** Types of ignored rows that are told apart. */
const IGNORED_TYPES_MAX = 30;
const OTHER_TYPES = 'other types';
const PROGRESS_EVERY_LINES = 10_000;

export interface BadLine {
  readonly line: number;
  readonly field: string;
  readonly expected: string;
}

/** A row of what a wallet did. */
export interface PastEvent {
  readonly event: LeaderEvent;
  readonly sets: SetRow | null;
}

/** All that a file says, in no order. */
export interface History {
  readonly events: readonly PastEvent[];
  readonly winners: ReadonlyMap<MarketId, Winner>;
  readonly lines: number;
  readonly ignored: ReadonlyMap<string, number>;
  readonly bad: { readonly count: number; readonly named: readonly BadLine[] };
  /** Of all rows that were read; `null` when none was. */
  readonly newestAtMs: AtMs | null;
}

/**
 * Reads a whole history.
 *
 * @throws Error beyond {@link ROWS_MAX} rows
 */
export async function readHistory(
  lines: AsyncIterable<HistoryLine> | Iterable<HistoryLine>,
  progress: (lines: number) => void = () => undefined,
): Promise<History> {
  const reading = new Reading();
  for await (const line of lines) {
    reading.take(line);
    if (reading.lines % PROGRESS_EVERY_LINES === 0) progress(reading.lines);
  }
  return reading;
}

class Reading implements History {
  readonly events: PastEvent[] = [];
  readonly winners = new Map<MarketId, Winner>();
  readonly ignored = new Map<string, number>();
  readonly bad = { count: 0, named: [] as BadLine[] };
  lines = 0;
  newestAtMs: AtMs | null = null;
  readonly #rows = new HistoryRows();
  readonly #lineOfWinner = new Map<MarketId, number>();

  take(line: HistoryLine): void {
    this.lines += 1;
    if (line === null) this.#refuse('line', 'a shorter line: this one is no row');
    else if (typeof line !== 'string') this.#refuse('file', `its end: ${line.damage}`);
    else if (line.trim() !== '') this.#sort(this.#rows.read(line));
  }

  #sort(row: HistoryRow): void {
    if (row.kind === 'bad') this.#refuse(row.field, row.expected);
    else if (row.kind === 'ignored') this.#ignore(row.type);
    else if (row.kind === 'winner') this.#learn(row.winner);
    else this.#hold(row);
  }

  #hold({ event, sets }: PastEvent): void {
    if (this.events.length === ROWS_MAX) {
      const most = ROWS_MAX.toLocaleString('en');
      throw new Error(`The file has more than ${most} rows: score it wallet by wallet`);
    }
    this.events.push({ event, sets });
    this.#see(event.tradedAtMs);
  }

  /** Of two that differ the later holds, whichever line comes first; both lines are told. */
  #learn(winner: Winner): void {
    const known = this.winners.get(winner.marketId);
    const line = this.#lineOfWinner.get(winner.marketId);
    if (known !== undefined && known.tokenId !== winner.tokenId) {
      this.#refuse('winning_token_id', `the winner that line ${line} names for this market`);
    }
    if (known === undefined || isLater(winner, known)) {
      this.winners.set(winner.marketId, winner);
      this.#lineOfWinner.set(winner.marketId, this.lines);
    }
    this.#see(winner.atMs);
  }

  #see(atMs: AtMs): void {
    if (this.newestAtMs === null || atMs > this.newestAtMs) this.newestAtMs = atMs;
  }

  #ignore(type: string): void {
    const isNew = !this.ignored.has(type);
    const name = isNew && this.ignored.size >= IGNORED_TYPES_MAX ? OTHER_TYPES : type;
    this.ignored.set(name, (this.ignored.get(name) ?? 0) + 1);
  }

  #refuse(field: string, expected: string): void {
    this.bad.count += 1;
    if (this.bad.named.length < BAD_LINES_NAMED_MAX) {
      this.bad.named.push({ line: this.lines, field, expected });
    }
  }
}

function isLater(winner: Winner, known: Winner): boolean {
  if (winner.tokenId === known.tokenId) return winner.atMs < known.atMs;
  return winner.atMs > known.atMs || (winner.atMs === known.atMs && winner.tokenId < known.tokenId);
}
