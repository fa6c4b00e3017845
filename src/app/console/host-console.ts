import type { Speaker } from '../../bot/command.ts';
import { continuations } from '../../bot/complete.ts';
import { ConsoleSurface } from '../../bot/console/console.ts';
import type { Rows } from '../../bot/console/face.ts';
import type { LineHistory } from '../../bot/console/history.ts';
import type { ConsoleInput, ConsoleOutput } from '../../bot/console/streams.ts';
import { Dispatcher, isKill } from '../../bot/dispatch.ts';
import { lines, reply } from '../../bot/format/compose.ts';
import type { NoticeContext } from '../../bot/notice/context.ts';
import { Notifier } from '../../bot/notice/notifier.ts';
import { CONSOLE_POLICY } from '../../bot/notice/policy.ts';
import { SYSTEM_TIMING } from '../../bot/notice/timing.ts';
import { PendingTaps } from '../../bot/taps.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Store } from '../../engine/ports.ts';
import type { Program } from '../running/program.ts';

/** Whoever sits at the host may do everything: he has the database and the keys anyhow. */
const HOST: Speaker = { actor: 'console', role: 'admin' };

export interface HostConsoleOptions {
  readonly program: Program;
  readonly store: Pick<Store, 'pendingNotices' | 'markDelivered'>;
  readonly input: ConsoleInput;
  readonly output: ConsoleOutput;
  readonly header: Rows;
  readonly footer: Rows;
  readonly clock: (atMs: AtMs) => string;
  readonly history: LineHistory;
  readonly colour: boolean;
  readonly screen: boolean;
  readonly quit: () => void;
  readonly report: (error: unknown) => void;
}

/** The chat of the host: commands in, answers and notices out. */
export class HostConsole {
  readonly #surface: ConsoleSurface;
  readonly #notifier: Notifier;

  constructor(options: HostConsoleOptions) {
    const { program, store, report } = options;
    const { queries } = program;
    const dispatcher = new Dispatcher({
      queries,
      actions: program.actions,
      report: (error, errorId) => report(new Error(`error ${errorId}`, { cause: error })),
    });
    const taps = new PendingTaps();
    const session = `console/${Date.now()}`;
    let messages = 0;
    const incoming = () => {
      messages += 1;
      const reference = (number: string): string | null => this.#surface.reference(number);
      return { id: `${session}/${messages}`, speaker: HOST, chat: { taps, reference } };
    };
    this.#surface = new ConsoleSurface({
      ...options,
      timing: SYSTEM_TIMING,
      dispatch: (line) => dispatcher.say(line, incoming()),
      tap: (button) => dispatcher.tap(taps.tokenOf(button) ?? '', incoming()),
      isUrgent: isKill,
      complete: (line) => continuations(line, queries),
    });
    this.#notifier = new Notifier({
      outbox: store,
      context: noticeContext(program),
      policy: CONSOLE_POLICY,
      deliver: (message) => this.#surface.notify(message),
      timing: SYSTEM_TIMING,
      report,
    });
  }

  start(): void {
    this.#surface.start();
    this.#notifier.start();
  }

  /** Says something that no notice tells, because it is about this host alone. */
  tell(id: string, title: string, more: string): void {
    const said = reply(title, { symbol: '!', blocks: [lines(more)] });
    const message = { id, atMs: Date.now(), about: id, urgent: true } as const;
    void this.#surface.notify({ ...message, reply: said, delivery: 'on', tally: 'notice' });
  }

  /** Notices were written. */
  wake(): void {
    this.#notifier.wake();
  }

  /** Gives the terminal back; safe at any moment. */
  async close(): Promise<void> {
    const delivered = this.#notifier.close();
    this.#surface.close();
    await delivered;
  }
}

function noticeContext({ queries, names }: Program): NoticeContext {
  return {
    timeZone: () => queries.timeZone(),
    market: (id) => names.market(id),
    outcome: (marketId, tokenId) => names.outcome(marketId, tokenId),
    wallet: (address) => names.wallet(address),
    decision: (id) => queries.decision(id),
  };
}
