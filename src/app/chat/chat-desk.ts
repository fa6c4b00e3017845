import { randomUUID } from 'node:crypto';
import { Chats } from '../../bot/chat/chats.ts';
import { Pairing } from '../../bot/chat/pairing.ts';
import type { People } from '../../bot/chat/people.ts';
import type { WebAccess } from '../../bot/command.ts';
import { Dispatcher } from '../../bot/dispatch.ts';
import type { NoticeContext } from '../../bot/notice/context.ts';
import { PreferenceBook } from '../../bot/notice/preference-book.ts';
import { SYSTEM_TIMING, type Timing } from '../../bot/notice/timing.ts';
import type { SecondFactor } from '../../bot/second-factor.ts';
import type { ChatStore } from '../../engine/contract/chat-store.ts';
import { contentId } from '../../engine/domain/ids.ts';
import { MINUTE_MS } from '../../engine/domain/time.ts';
import type { Program } from '../running/program-options.ts';

/** As long as codes stay locked: one notice for each time. */
const LOCK_MS = 15 * MINUTE_MS;

export interface ChatDeskOptions {
  readonly program: Pick<Program, 'queries' | 'actions' | 'names'>;
  readonly store: ChatStore;
  readonly people: People;
  readonly secondFactor: SecondFactor;
  /** The dashboard, where there is one. */
  readonly web?: WebAccess | null;
  /** The machine's own unless said. */
  readonly timing?: Timing;
  readonly report: (error: unknown) => void;
}

/** What all surfaces of the program share: one dispatcher, and one book of who wants to hear what. */
export class ChatDesk {
  readonly program: ChatDeskOptions['program'];
  readonly store: ChatStore;
  readonly people: People;
  readonly timing: Timing;
  readonly pairing: Pairing;
  readonly chats = new Chats();
  readonly dispatcher: Dispatcher;
  readonly preferences: PreferenceBook;
  readonly notices: NoticeContext;
  readonly report: (error: unknown) => void;
  readonly #wakers = new Set<() => void>();

  constructor(options: ChatDeskOptions) {
    const { program, store, people, report, secondFactor, timing = SYSTEM_TIMING } = options;
    const nowMs = (): number => timing.nowMs();
    this.timing = timing;
    this.pairing = new Pairing(nowMs);
    this.program = program;
    this.store = store;
    this.people = people;
    this.report = report;
    this.preferences = new PreferenceBook({
      store,
      nowMs,
      wake: () => this.wake(),
      report,
    });
    this.notices = noticeContext(program);
    this.dispatcher = new Dispatcher({
      queries: program.queries,
      actions: program.actions,
      people: {
        list: () => people.list(),
        execute: (command) => people.execute(command).finally(() => this.wake()),
        openPairing: () => this.pairing.open(),
      },
      secondFactor,
      preferences: (actor) => this.preferences.desk(actor),
      prompts: store,
      web: options.web ?? null,
      run: randomUUID(),
      onLocked: (actor) => this.#tellLocked(actor),
      report: (error, errorId) => report(new Error(`error ${errorId}`, { cause: error })),
    });
  }

  /** Notices were written: everybody who is told looks. */
  wake(): void {
    for (const act of this.#wakers) act();
  }

  onWake(act: () => void): () => void {
    this.#wakers.add(act);
    return () => this.#wakers.delete(act);
  }

  #tellLocked(actor: string): void {
    const atMs = this.timing.nowMs();
    const id = contentId('notice', ['locked', actor, Math.floor(atMs / LOCK_MS)]);
    const data = { event: 'locked', who: actor, role: null, by: actor };
    this.store
      .notify({ id, kind: 'operators', ledger: null, subject: actor, data, atMs })
      .then(() => this.wake())
      .catch(this.report);
  }
}

function noticeContext({ queries, names }: ChatDeskOptions['program']): NoticeContext {
  return {
    timeZone: () => queries.timeZone(),
    market: (id) => names.market(id),
    outcome: (marketId, tokenId) => names.outcome(marketId, tokenId),
    wallet: (address) => names.wallet(address),
    decision: (id) => queries.decision(id),
    skipped: async (sinceMs) => {
      const [counts, { skipped: results }] = await Promise.all([
        queries.skips(sinceMs),
        queries.brains(sinceMs),
      ]);
      return { counts, results };
    },
  };
}
