import type { WalletAddress } from '../../../engine/domain/ids.ts';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import { retryDelayMs } from '../../http/backoff.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { VenueError } from '../../http/venue-error.ts';
import type { Row } from '../../parsed.ts';
import { type DataApi, FEED_PAGE_ROWS } from '../client/data-api.ts';
import { type PagedRead, PageError } from '../client/pages.ts';
import { type ActivitySecond, framesOf, secondsOfRows } from './activity-rows.ts';
import { DueQueue } from './due-queue.ts';
import { troubleOf } from './feed-trouble.ts';
import { FollowedWallet, type WalletHealth } from './followed-wallet.ts';
import type { FrameSink } from './frame-sink.ts';

/** The tape's name of Data API activity. */
const SOURCE = 'polymarket.data-activity';
/** How often a wallet is read that traded lately, or of which another feed showed a trade. */
export const ACTIVE_INTERVAL_MS = SECOND_MS;
/** How often any other wallet is read. */
export const IDLE_INTERVAL_MS = 5 * SECOND_MS;
/** Between two reads of any wallets: the 20 a second that the host was measured to take. */
export const SPACING_MS = 50;
/** Reads at the same time at most. */
export const READS_MAX = 8;
/**
 * Rows of one read; a longer way back is walked in pieces, each with its own cursor. More than one
 * wallet does within the overlap of two reads, which every piece has to get beyond.
 */
export const ROWS_PER_READ = 10_000;
/** After as many failures in a row, pages get smaller. */
export const NARROW_AFTER_FAILURES = 3;
/** Rows of such a page. */
export const NARROW_PAGE_ROWS = 100;
/** Lags kept, the newest. */
const LAGS_MAX = 256;
/** Share by which intervals vary, so that wallets do not march in step. */
const JITTER = 0.1;

export interface ActivityHealth {
  readonly polls: number;
  readonly failures: number;
  /** Rows delivered, repeated seconds included. */
  readonly rows: number;
  readonly frames: number;
  /** Rows that had no place in time; those that the parser refuses count where frames are parsed. */
  readonly problems: number;
  /** Of the newest rows, oldest first: receipt minus block time, which has whole seconds. */
  readonly lagsMs: readonly number[];
  readonly newestLagMs: number | null;
  readonly lastSuccessAtMs: AtMs | null;
  readonly wallets: readonly WalletHealth[];
}

/** The name under which a wallet's cursor is kept. */
export function activityCursor(wallet: WalletAddress): string {
  return `activity:${wallet}`;
}

/**
 * Polls what followed wallets do. Each read goes from the wallet's cursor upwards, oldest row first:
 * wherever a read breaks, what was read has no hole, and the cursor never passes a row that was not
 * delivered.
 */
export class ActivityFeed {
  readonly #data: DataApi;
  readonly #sink: FrameSink;
  readonly #runtime: HttpRuntime;
  readonly #followed = new Map<WalletAddress, FollowedWallet>();
  readonly #queue: DueQueue<WalletAddress>;
  readonly #counts = { polls: 0, failures: 0, rows: 0, frames: 0, problems: 0 };
  readonly #lagsMs: number[] = [];

  constructor(data: DataApi, sink: FrameSink, runtime: HttpRuntime) {
    this.#data = data;
    this.#sink = sink;
    this.#runtime = runtime;
    this.#queue = new DueQueue<WalletAddress>({
      runtime,
      spacingMs: SPACING_MS,
      joinMs: 0,
      batchMax: 1,
      runsMax: READS_MAX,
      run: async ([wallet], signal) => {
        if (wallet !== undefined) await this.#poll(wallet, signal);
      },
      failed: ([wallet], error) => {
        if (wallet !== undefined) this.#failed(wallet, error);
      },
    });
  }

  /** Reads a wallet from `sinceMs` on, its second included. Following it again changes nothing. */
  follow(wallet: WalletAddress, sinceMs: AtMs): void {
    if (this.#followed.has(wallet)) return;
    this.#followed.set(wallet, new FollowedWallet(wallet, sinceMs, this.#runtime.nowMs()));
    this.#queue.schedule(wallet, 0);
  }

  unfollow(wallet: WalletAddress): void {
    this.#followed.delete(wallet);
    this.#queue.remove(wallet);
  }

  /** Another feed showed that this wallet trades: it is read soon, and often for a while. */
  hint(wallet: WalletAddress): void {
    const followed = this.#followed.get(wallet);
    if (followed === undefined) return;
    followed.hint(this.#runtime.nowMs());
    if (followed.failuresInRow === 0) this.#queue.hasten(wallet, 0);
  }

  snapshot(): ActivityHealth {
    const nowMs = this.#runtime.nowMs();
    const wallets = [...this.#followed.values()].map((followed) => followed.health(nowMs));
    const successes = wallets.flatMap(({ lastSuccessAtMs }) => lastSuccessAtMs ?? []);
    return {
      ...this.#counts,
      lagsMs: [...this.#lagsMs],
      newestLagMs: this.#lagsMs.at(-1) ?? null,
      lastSuccessAtMs: successes.length === 0 ? null : Math.max(...successes),
      wallets,
    };
  }

  /** Stops; resolves when no read is under way and no timer is left. */
  close(): Promise<void> {
    return this.#queue.close();
  }

  async #poll(wallet: WalletAddress, signal: AbortSignal): Promise<void> {
    const followed = this.#followed.get(wallet);
    if (followed === undefined) return;
    this.#counts.polls += 1;
    const isNarrow = followed.failuresInRow >= NARROW_AFTER_FAILURES;
    const pageRows = isNarrow ? NARROW_PAGE_ROWS : FEED_PAGE_ROWS;
    const read = await this.#data.rawActivity(wallet, {
      sinceMs: followed.cursorMs,
      pageRows,
      pagesMax: ROWS_PER_READ / pageRows,
      signal,
    });
    // Unfollowed meanwhile, and perhaps followed again from elsewhere.
    if (signal.aborted || this.#followed.get(wallet) !== followed) return;
    this.#counts.problems += read.problems.length;
    this.#take(followed, read);
  }

  #take(followed: FollowedWallet, read: PagedRead<Row>): void {
    const receivedAtMs = this.#runtime.nowMs();
    const cursorMs = followed.cursorMs;
    const seconds = secondsOfRows(read.complete ? read.rows : read.readSoFar);
    // The last second of a broken walk may go on where it broke.
    const whole = read.complete ? seconds : seconds.slice(0, -1);
    this.#deliver(followed, whole, receivedAtMs);
    const isPiece = !read.complete && isTooLong(read.error) && followed.cursorMs > cursorMs;
    const gap = read.complete || isPiece ? followed.caughtUp(receivedAtMs) : null;
    if (followed.cursorMs > cursorMs || gap !== null) {
      this.#sink.cursor(activityCursor(followed.wallet), String(followed.cursorMs), gap);
    }
    if (read.complete) this.#queue.schedule(followed.wallet, this.#intervalMs(followed));
    else if (isPiece) this.#queue.schedule(followed.wallet, 0);
    else this.#failed(followed.wallet, read.error);
  }

  #deliver(followed: FollowedWallet, seconds: readonly ActivitySecond[], receivedAtMs: AtMs): void {
    const fresh = followed.delivered.unknown(seconds);
    for (const rows of framesOf(fresh)) {
      this.#sink.json(SOURCE, rows, receivedAtMs);
      this.#counts.frames += 1;
      this.#counts.rows += rows.length;
    }
    const lagMs = followed.lagMs(fresh, receivedAtMs);
    if (lagMs !== null) this.#lagsMs.push(lagMs);
    if (this.#lagsMs.length > LAGS_MAX) this.#lagsMs.shift();
    followed.delivered.add(fresh);
    followed.advance(seconds, receivedAtMs);
  }

  #failed(wallet: WalletAddress, error: unknown): void {
    this.#counts.failures += 1;
    const followed = this.#followed.get(wallet);
    if (followed === undefined) return;
    followed.failuresInRow += 1;
    followed.trouble = troubleOf(error);
    const askedMs = error instanceof VenueError ? error.retryAfterMs : null;
    const delayMs = retryDelayMs(followed.failuresInRow, askedMs, this.#runtime.random);
    this.#queue.schedule(wallet, Math.max(ACTIVE_INTERVAL_MS, delayMs));
  }

  #intervalMs(followed: FollowedWallet): number {
    const isActive = followed.isActive(this.#runtime.nowMs());
    const intervalMs = isActive ? ACTIVE_INTERVAL_MS : IDLE_INTERVAL_MS;
    return intervalMs * (1 + JITTER * (2 * this.#runtime.random() - 1));
  }
}

/** More pages than one read follows: nothing is wrong, and the next read goes on from here. */
function isTooLong(error: VenueError): boolean {
  return error instanceof PageError && error.flaw === 'tooManyPages';
}
