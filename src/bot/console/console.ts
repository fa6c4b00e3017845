import type { AtMs } from '../../engine/domain/time.ts';
import { CardNumbers } from '../notice/card-numbers.ts';
import { CardPace, type Joined } from '../notice/card-pace.ts';
import { joinedLine } from '../notice/joined-line.ts';
import type { NoticeMessage } from '../notice/notice-message.ts';
import type { Timing } from '../notice/timing.ts';
import type { Button, Reply } from '../reply.ts';
import { Answers } from './answers.ts';
import type { Complete } from './completion.ts';
import type { Face, Rows } from './face.ts';
import type { LineHistory } from './history.ts';
import { Plain } from './plain.ts';
import { type Place, renderLine, renderReply } from './render.ts';
import { Screen } from './screen.ts';
import type { ConsoleInput, ConsoleOutput } from './streams.ts';
import { textWidth } from './text-width.ts';

/** A smaller terminal gets plain lines. */
export const SCREEN_ROWS_MIN = 8;
export const SCREEN_COLUMNS_MIN = 40;

export interface ConsoleOptions {
  readonly input: ConsoleInput;
  readonly output: ConsoleOutput;
  readonly timing: Timing;
  /** Answers a line; what goes wrong is an answer too. */
  readonly dispatch: (line: string) => Promise<Reply>;
  /** Does what a button of an answer stands for. */
  readonly tap: (button: Button) => Promise<Reply>;
  /** Whether a line may not wait for those before it: kill. */
  readonly isUrgent: (line: string) => boolean;
  /** Rows that stay on top, asked for once a second. */
  readonly header: Rows;
  /** Rows that stay above the input. */
  readonly footer: Rows;
  readonly complete: Complete;
  /** The time before a card: five columns such as `00:52` or `14:02`. */
  readonly clock: (atMs: AtMs) => string;
  readonly history: LineHistory;
  /** Off where NO_COLOR is set; without a terminal there are none anyhow. */
  readonly colour: boolean;
  /** Off for plain lines on a terminal too: one that cannot move its cursor (`TERM=dumb`). */
  readonly screen: boolean;
  /** The person wants to leave, or the streams are gone. */
  readonly quit: () => void;
  /** Takes errors that have no other way to be seen. */
  readonly report: (error: unknown) => void;
}

/** The surface is closed and shows nothing any more. */
export class ConsoleClosedError extends Error {
  override readonly name = 'ConsoleClosedError';
}

/** The chat of the host: a screen on a terminal, plain lines without one. */
export class ConsoleSurface {
  readonly #options: ConsoleOptions;
  readonly #face: Face;
  readonly #answers: Answers;
  readonly #pace: CardPace;
  readonly #numbers = new CardNumbers();
  #closed = false;

  constructor(options: ConsoleOptions) {
    this.#options = options;
    const screen = hasScreen(options);
    this.#face = this.#makeFace(screen);
    this.#answers = new Answers({
      ...options,
      face: this.#face,
      echo: screen || options.input.isTTY !== true,
    });
    this.#pace = new CardPace({
      timing: options.timing,
      showCard: (message) => this.#showCard(message),
      showJoined: (joined) => this.#showJoined(joined),
    });
  }

  start(): void {
    this.#face.start();
  }

  /**
   * Shows a notice, joined with others when many come at once.
   * @throws ConsoleClosedError after {@link close}.
   */
  async notify(message: NoticeMessage): Promise<void> {
    if (this.#closed) throw new ConsoleClosedError('the console is closed');
    this.#pace.add(message);
  }

  /** What `#7` or `7` stands for in this chat. */
  reference(number: string): string | null {
    return this.#numbers.reference(number);
  }

  /** Gives the terminal back as it was. Safe at any moment, also twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pace.flush();
    this.#face.close();
  }

  #makeFace(screen: boolean): Face {
    const { input, output, timing, header, footer, complete, history, quit } = this.#options;
    const shared = {
      input,
      output,
      header,
      footer,
      quit,
      takeLine: (line: string) => this.#take(line),
    };
    if (!screen) return new Plain({ ...shared, colour: false });
    return new Screen({
      ...shared,
      complete,
      colour: this.#options.colour,
      history: history.load(),
      after: (delayMs, act) => timing.after(delayMs, act),
    });
  }

  #take(line: string): Promise<void> {
    this.#options.history.append(line);
    return this.#answers.take(line);
  }

  #showCard(message: NoticeMessage): void {
    const number = this.#numbers.add(message.about);
    const clock = this.#options.clock(message.atMs);
    const place: Place = {
      lead: `${clock} #${number} `,
      indent: textWidth(clock) + 1,
      buttons: false,
    };
    this.#face.show({ rows: (style) => renderReply(message.reply, style, place) });
  }

  #showJoined(joined: Joined): void {
    const clock = this.#options.clock(joined.atMs);
    const line = joinedLine(joined.counts);
    this.#face.show({ rows: (style) => renderLine([{ muted: `${clock} ` }, ...line], style) });
  }
}

function hasScreen({ input, output, screen }: ConsoleOptions): boolean {
  if (!screen || input.isTTY !== true || output.isTTY !== true) return false;
  return (output.rows ?? 0) >= SCREEN_ROWS_MIN && (output.columns ?? 0) >= SCREEN_COLUMNS_MIN;
}
