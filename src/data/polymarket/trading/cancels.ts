import type { CancelAllAnswer, CancelAnswer } from '../../../engine/domain/venue-answer.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import type { WriteOutcome } from '../../http/single-write.ts';
import { VENUE_TEXT_LENGTH_MAX } from '../../http/venue-error.ts';
import { isRow } from '../../parsed.ts';
import type { AccountHttp, SignedWrite } from './account-http.ts';
import type { AccountLists } from './account-lists.ts';
import { jsonOf, saidIn, wordsOf } from './answer-body.ts';
import type { SignerBudget } from './signer-budget.ts';

/** Rounds of canceling and listing until everything is proven to be gone. */
export const CANCEL_ALL_ROUNDS_MAX = 10;
/** Between two looks at the open orders, growing by as much with each round. */
export const CANCEL_ALL_SPACING_MS = 250;
/** Orders of one request: each costs a token, and the venue takes no more than it has tokens for. */
export const CANCELS_PER_REQUEST = 50;
/** Lists without an order, in a row, that prove that nothing is open. */
const EMPTY_LISTS = 2;
const STATUS_UNAUTHORIZED = 401;
const STATUS_BAD_REQUEST = 400;
const STATUS_ABSENT = 404;
const STATUS_TOO_MANY = 429;

export interface CancelsOptions {
  readonly http: AccountHttp;
  readonly lists: AccountLists;
  readonly budget: SignerBudget;
  readonly runtime: HttpRuntime;
}

/** What the venue said of canceling several. */
interface Canceled {
  readonly canceled: ReadonlySet<string>;
  readonly notCanceled: ReadonlyMap<string, string>;
}

/** Takes orders out of the book. To cancel twice does no harm. */
export class Cancels {
  readonly #options: CancelsOptions;

  constructor(options: CancelsOptions) {
    this.#options = options;
  }

  async one(hash: string): Promise<CancelAnswer> {
    const id = hash.toLowerCase();
    const body = JSON.stringify({ orderID: hash });
    const request = { endpoint: 'clob.cancel', target: '/order', body, cost: 1 };
    const outcome = await this.#delete(request);
    if (typeof outcome === 'string') return { kind: 'unknown', text: outcome };
    if (outcome.kind !== 'answered') return { kind: 'unknown', text: outcome.text };
    const { status } = outcome;
    if (status < 200 || status >= 300) {
      const said = saidIn(outcome, this.#options.runtime.nowMs());
      const isReason = status === STATUS_BAD_REQUEST || status === STATUS_ABSENT;
      if (isReason && said.text !== '') return { kind: 'notCanceled', text: said.text };
      return { kind: 'unknown', text: wordsOf(status, said) };
    }
    const read = canceledIn(outcome.text);
    if (read?.canceled.has(id) === true) return { kind: 'canceled' };
    const reason = read?.notCanceled.get(id);
    if (reason !== undefined) return { kind: 'notCanceled', text: reason };
    return { kind: 'unknown', text: 'an answer that does not name the order' };
  }

  /** Cancels everything, and each by its id where that fails, until two lists in a row are empty. */
  async all(): Promise<CancelAllAnswer> {
    const { lists, runtime } = this.#options;
    const canceled = new Set<string>();
    let stillOpen: readonly string[] = [];
    let problem = '';
    let emptyLists = 0;
    for (let round = 1; round <= CANCEL_ALL_ROUNDS_MAX; round += 1) {
      if (emptyLists === 0) problem = await this.#everything(stillOpen, canceled);
      const list = await lists.orders(null, { isNullEmpty: false });
      if (list.complete) {
        stillOpen = list.rows.filter(isOpen).map(({ hash }) => hash);
        emptyLists = stillOpen.length === 0 ? emptyLists + 1 : 0;
      } else {
        stillOpen = [];
        problem = list.error.message;
        emptyLists = 0;
      }
      if (emptyLists === EMPTY_LISTS) {
        return { proven: true, canceled: [...canceled], stillOpen, problem };
      }
      await runtime.sleep(CANCEL_ALL_SPACING_MS * round);
    }
    const text = problem === '' ? 'orders are still listed' : problem;
    return { proven: false, canceled: [...canceled], stillOpen, problem: text };
  }

  /** What went wrong with it; empty when nothing did. */
  async #everything(known: readonly string[], canceled: Set<string>): Promise<string> {
    const all = { endpoint: 'clob.cancel-all', target: '/cancel-all', body: null, cost: 1 };
    const problem = await this.#several(all, canceled);
    const left = known.filter((hash) => !canceled.has(hash)).slice(0, CANCELS_PER_REQUEST);
    if (left.length === 0) return problem;
    const body = JSON.stringify(left);
    const each = { endpoint: 'clob.cancel-orders', target: '/orders', body, cost: left.length };
    return await this.#several(each, canceled);
  }

  async #several(request: Deletion, canceled: Set<string>): Promise<string> {
    const outcome = await this.#delete(request);
    if (typeof outcome === 'string') return outcome;
    if (outcome.kind !== 'answered') return outcome.text;
    if (outcome.status < 200 || outcome.status >= 300) {
      return wordsOf(outcome.status, saidIn(outcome, this.#options.runtime.nowMs()));
    }
    const read = canceledIn(outcome.text);
    if (read === null) return 'an answer to a cancel that cannot be read';
    for (const hash of read.canceled) canceled.add(hash);
    return '';
  }

  /** Once, and once more with new credentials. A text says why nothing was sent. */
  async #delete({ cost, ...request }: Deletion): Promise<WriteOutcome | string> {
    const { http, budget, runtime } = this.#options;
    const write: SignedWrite = { ...request, method: 'DELETE', lane: 'cancels' };
    const waitMs = await budget.take(cost);
    if (waitMs !== null) return `too many cancels: wait ${Math.ceil(waitMs)} ms`;
    const first = await http.write(write);
    const isRefused = first.kind === 'answered' && first.status === STATUS_UNAUTHORIZED;
    const outcome = isRefused ? await http.write(write) : first;
    if (outcome.kind === 'answered') {
      budget.observe(outcome.headers);
      if (outcome.status === STATUS_TOO_MANY) {
        budget.throttle(saidIn(outcome, runtime.nowMs()).retryAfterMs);
      }
    }
    return outcome;
  }
}

interface Deletion {
  readonly endpoint: string;
  readonly target: string;
  readonly body: string | null;
  /** Tokens of the signer's budget. */
  readonly cost: number;
}

function isOpen({ status }: { readonly status: string }): boolean {
  return status === 'live' || status === 'delayed';
}

/** `null` when it is not the venue's answer to a cancel. Ids are in lower case. */
function canceledIn(text: string): Canceled | null {
  const body = jsonOf(text);
  if (!isRow(body)) return null;
  const { canceled, not_canceled: not = {} } = body;
  if (!Array.isArray(canceled) || !isRow(not)) return null;
  return {
    canceled: new Set(canceled.filter((id) => typeof id === 'string').map(lower)),
    notCanceled: new Map(
      Object.entries(not).map(([id, reason]) => [
        lower(id),
        `${typeof reason === 'string' ? reason : 'no reason'}`.slice(0, VENUE_TEXT_LENGTH_MAX),
      ]),
    ),
  };
}

function lower(id: string): string {
  return id.toLowerCase();
}
