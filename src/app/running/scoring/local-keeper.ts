import {
  type AnswerTo,
  type ArgsOf,
  answerOf,
  type KeeperPort,
  type KeeperWord,
} from './keeper-port.ts';
import type { ScoreKeeper } from './score-keeper.ts';

/** A keeper in this thread, for runs that are in no hurry. */
export class LocalKeeper implements KeeperPort {
  readonly #keeper: ScoreKeeper;

  constructor(keeper: ScoreKeeper) {
    this.#keeper = keeper;
  }

  ask<Word extends KeeperWord>(word: Word, ...args: ArgsOf<Word>): Promise<AnswerTo<Word>> {
    return new Promise((resolve) => resolve(answerOf(this.#keeper, word, args)));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
