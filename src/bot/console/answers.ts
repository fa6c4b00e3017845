import type { Timing } from '../notice/timing.ts';
import type { Button, Reply } from '../reply.ts';
import type { Entry, Face } from './face.ts';
import { PROMPT } from './input-row.ts';
import { Offers } from './offers.ts';
import { ANSWER, renderLine, renderReply } from './render.ts';

/** An answer that takes longer is announced by `…`. */
export const PATIENCE_MS = 300;
/** Lines that may wait for their turn. */
export const LINES_WAITING_MAX = 20;

export interface AnswersOptions {
  readonly face: Pick<Face, 'show' | 'hide' | 'isLast'>;
  readonly timing: Timing;
  readonly dispatch: (line: string) => Promise<Reply>;
  readonly tap: (button: Button) => Promise<Reply>;
  /** Whether a line may not wait for those before it: kill. */
  readonly isUrgent: (line: string) => boolean;
  /** Whether the typed line is shown above its answer: not where the terminal shows it already. */
  readonly echo: boolean;
  readonly report: (error: unknown) => void;
}

/** Carries typed lines out one after the other, so that they answer in the order typed. */
export class Answers {
  readonly #options: AnswersOptions;
  readonly #offers = new Offers();
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  /** Takes a line; resolves when it was answered. Never rejects. */
  take(line: string): Promise<void> {
    if (this.#options.isUrgent(line)) return this.#answer(line);
    if (this.#waiting >= LINES_WAITING_MAX) {
      this.#show(overfull(line));
      return Promise.resolve();
    }
    this.#waiting += 1;
    const echo = this.#echo(line);
    const turn = this.#tail.then(async () => {
      await this.#answer(line, echo);
      this.#waiting -= 1;
    });
    this.#tail = turn;
    return turn;
  }

  #echo(line: string): Entry {
    const echo: Entry = { rows: (style) => renderLine([{ muted: PROMPT }, line], style) };
    if (this.#options.echo) this.#options.face.show(echo);
    return echo;
  }

  async #answer(line: string, echo: Entry = this.#echo(line)): Promise<void> {
    const { face, timing } = this.#options;
    const dots: Entry = { rows: (style) => renderLine([{ muted: `…  ${line}` }], style) };
    const cancel = timing.after(PATIENCE_MS, () => face.show(dots));
    const reply = await this.#reply(line);
    cancel();
    face.hide(dots);
    if (this.#options.echo && !face.isLast(echo)) {
      // Something else was shown since: the question goes down to its answer.
      face.hide(echo);
      face.show(echo);
    }
    this.#offers.add(reply.buttons, timing.monotonicMs());
    this.#show(reply);
  }

  async #reply(line: string): Promise<Reply> {
    const { dispatch, tap, report, timing } = this.#options;
    const button = this.#offers.find(line, timing.monotonicMs());
    try {
      return await (button === null ? dispatch(line) : tap(button));
    } catch (error) {
      report(error);
      return unanswered(line);
    }
  }

  #show(reply: Reply): void {
    this.#options.face.show({ rows: (style) => renderReply(reply, style, ANSWER) });
  }
}

function overfull(line: string): Reply {
  const title = `${LINES_WAITING_MAX} lines still wait for their answers; not taken: ${line}`;
  return { symbol: '✕', title, blocks: [], buttons: [] };
}

function unanswered(line: string): Reply {
  const title = `No answer to ${line}: it failed inside PolyMind, and the log has the reason`;
  const lines = ['Whether it acted stands in /audit'];
  return { symbol: '✕', title, blocks: [{ kind: 'lines', lines }], buttons: [] };
}
