import type { ActionAnswer, Actions } from '../../engine/contract/actions.ts';
import { UnavailableError } from '../../engine/contract/queries.ts';
import type { Effect } from '../../engine/core/effects.ts';
import type { Command } from '../../engine/domain/command.ts';
import type { CommitQueue } from './commit-queue.ts';
import type { LiveLoop } from './live-loop.ts';

/** How long a person waits for the database before being told that it does not answer. */
const DURABLE_MS_MAX = 5_000;

/** How long the engine has to answer: it does at once, unless it has stopped. */
const ANSWER_MS_MAX = 5_000;

/** What acts before it is written: stopping must not wait for a database. */
const AT_ONCE: ReadonlySet<Command['body']['kind']> = new Set(['kill', 'pause']);

/** Hands commands to the loop and their answers back to who asked. */
export class Answers implements Actions {
  readonly #loop: Pick<LiveLoop, 'offerNow'>;
  readonly #commits: Pick<CommitQueue, 'whenDurable'>;
  readonly #waiting = new Map<string, (answer: ActionAnswer, commitId: number | null) => void>();

  constructor(loop: Pick<LiveLoop, 'offerNow'>, commits: Pick<CommitQueue, 'whenDurable'>) {
    this.#loop = loop;
    this.#commits = commits;
  }

  async execute(command: Command): Promise<ActionAnswer> {
    const { answer, commitId } = await this.#step(command);
    if (commitId === null || AT_ONCE.has(command.body.kind)) return answer;
    if (await this.#isDurable(commitId)) return answer;
    throw new UnavailableError(
      'It acts now, but the database does not answer: after a restart it may be forgotten',
    );
  }

  /** What a step led to, as the loop tells it. */
  take(effects: readonly Effect[]): void {
    const commit = effects.find((effect) => effect.kind === 'commit');
    for (const effect of effects) {
      if (effect.kind !== 'answer') continue;
      const { commandId, outcome, message } = effect;
      this.#waiting.get(commandId)?.({ outcome, message }, commit?.commitId ?? null);
      this.#waiting.delete(commandId);
    }
  }

  #step(command: Command): Promise<{ answer: ActionAnswer; commitId: number | null }> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(command.id);
        reject(new UnavailableError('The engine does not answer: it stopped, or it is overloaded'));
      }, ANSWER_MS_MAX);
      this.#waiting.set(command.id, (answer, commitId) => {
        clearTimeout(late);
        resolve({ answer, commitId });
      });
      this.#loop.offerNow({ kind: 'command', command });
    });
  }

  async #isDurable(commitId: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((give) => {
      timer = setTimeout(() => give(false), DURABLE_MS_MAX);
    });
    const durable = this.#commits.whenDurable(commitId).then(() => true);
    const isDurable = await Promise.race([durable, late]);
    clearTimeout(timer);
    return isDurable;
  }
}
