import type { Speaker } from '../../bot/command.ts';
import { continuations } from '../../bot/complete.ts';
import { ConsoleSurface } from '../../bot/console/console.ts';
import type { Rows } from '../../bot/console/face.ts';
import type { LineHistory } from '../../bot/console/history.ts';
import type { ConsoleInput, ConsoleOutput } from '../../bot/console/streams.ts';
import { type ChatState, type Incoming, isKill } from '../../bot/dispatch.ts';
import { lines, reply } from '../../bot/format/compose.ts';
import { Notifier } from '../../bot/notice/notifier.ts';
import { NoticePolicy } from '../../bot/notice/policy.ts';
import { CONSOLE_TARGET } from '../../bot/notice/preference-book.ts';
import { SYSTEM_TIMING } from '../../bot/notice/timing.ts';
import { OpenPhrases } from '../../bot/prompts.ts';
import type { Button, Reply } from '../../bot/reply.ts';
import { PendingTaps } from '../../bot/taps.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { ChatDesk } from '../chat/chat-desk.ts';
import { within } from '../within.ts';
import { savedFiles } from './saved-files.ts';

/** How long the end of the console waits for a card that is on its way. */
const LAST_CARD_MS_MAX = 500;

/** Whoever sits at the host may do everything: he has the database and the keys anyhow. */
const HOST: Speaker = { actor: CONSOLE_TARGET, role: 'admin', isPrivate: true };

export interface HostConsoleOptions {
  readonly desk: ChatDesk;
  readonly input: ConsoleInput;
  readonly output: ConsoleOutput;
  readonly header: Rows;
  readonly footer: Rows;
  readonly clock: (atMs: AtMs) => string;
  readonly history: LineHistory;
  readonly colour: boolean;
  readonly screen: boolean;
  /** Where the files of answers are written. */
  readonly dataDir: string;
  readonly quit: () => void;
  readonly report: (error: unknown) => void;
}

/** The chat of the host: commands in, answers and notices out. */
export class HostConsole {
  readonly #surface: ConsoleSurface;
  readonly #notifier: Notifier;
  readonly #desk: ChatDesk;
  readonly #dataDir: string;
  readonly #session = `console/${Date.now()}`;
  readonly #chat: ChatState = {
    key: CONSOLE_TARGET,
    taps: new PendingTaps(),
    phrases: new OpenPhrases(),
    reference: (number) => this.#surface.reference(number),
  };
  #messages = 0;
  #offWake: () => void = () => undefined;

  constructor(options: HostConsoleOptions) {
    const { desk } = options;
    const { queries } = desk.program;
    this.#desk = desk;
    this.#dataDir = options.dataDir;
    this.#surface = new ConsoleSurface({
      ...options,
      timing: SYSTEM_TIMING,
      dispatch: async (line) =>
        savedFiles(await desk.dispatcher.say(line, this.#incoming()), this.#dataDir),
      tap: (button) => this.#tap(button),
      isUrgent: isKill,
      complete: (line) => continuations(line, queries),
    });
    this.#notifier = this.#makeNotifier();
  }

  start(): void {
    this.#surface.start();
    this.#offWake = this.#desk.onWake(() => this.#notifier.wake());
    this.#notifier.start();
  }

  /** Says something that no notice tells, because it is about this host alone. */
  tell(id: string, title: Reply['title'], ...more: readonly string[]): void {
    const said = reply(title, { symbol: '!', blocks: [lines(...more)] });
    const message = { id, atMs: Date.now(), about: id, urgent: true } as const;
    void this.#surface.notify({ ...message, reply: said, delivery: 'on', tally: 'notice' });
  }

  /** Gives the terminal back; safe at any moment. */
  async close(): Promise<void> {
    this.#offWake();
    const delivered = this.#notifier.close();
    // A card that is on its way is still shown; a database that hangs keeps nobody's terminal.
    await within(LAST_CARD_MS_MAX, delivered);
    this.#surface.close();
    await delivered;
  }

  #incoming(): Incoming {
    this.#messages += 1;
    return { id: `${this.#session}/${this.#messages}`, speaker: HOST, chat: this.#chat };
  }

  async #tap(button: Button): Promise<Reply> {
    const token = this.#chat.taps.tokenOf(button) ?? '';
    const { reply: said } = await this.#desk.dispatcher.tap(token, this.#incoming());
    return savedFiles(said, this.#dataDir);
  }

  /** The console paces and joins its cards by itself. */
  #makeNotifier(): Notifier {
    const { preferences, store, notices: context, program, report } = this.#desk;
    let cards = 0;
    return new Notifier({
      target: CONSOLE_TARGET,
      store,
      ready: () => preferences.ready(),
      policy: new NoticePolicy({
        target: CONSOLE_TARGET,
        preferences: () => preferences.of(CONSOLE_TARGET),
        isAdmin: () => true,
        skipsOwn: true,
        timeZone: () => program.queries.timeZone(),
        nowMs: Date.now,
      }),
      context,
      sink: {
        send: async ({ message }) => {
          await this.#surface.notify(message);
          cards += 1;
          return { messageId: String(cards) };
        },
        edit: null,
      },
      timing: SYSTEM_TIMING,
      firstMs: 0,
      report,
    });
  }
}
