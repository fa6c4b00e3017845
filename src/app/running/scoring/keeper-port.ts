import type { ScoreKeeper } from './score-keeper.ts';

/** What a keeper can be asked. */
export type KeeperWord = {
  [Name in keyof ScoreKeeper]: ScoreKeeper[Name] extends (...args: never) => unknown ? Name : never;
}[keyof ScoreKeeper];

export type ArgsOf<Word extends KeeperWord> = Parameters<ScoreKeeper[Word]>;
export type AnswerTo<Word extends KeeperWord> = ReturnType<ScoreKeeper[Word]>;

/** A keeper somewhere else: what it is asked it does in the order in which it was asked. */
export interface KeeperPort {
  /** Rejects when the keeper is gone, or could not do it. */
  ask<Word extends KeeperWord>(word: Word, ...args: ArgsOf<Word>): Promise<AnswerTo<Word>>;
  close(): Promise<void>;
}

/** Has a keeper do what it is asked. */
export function answerOf<Word extends KeeperWord>(
  keeper: ScoreKeeper,
  word: Word,
  args: ArgsOf<Word>,
): AnswerTo<Word> {
  const act = keeper[word] as unknown as (...args: ArgsOf<Word>) => AnswerTo<Word>;
  return act.call(keeper, ...args);
}
