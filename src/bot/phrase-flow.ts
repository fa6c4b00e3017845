import type { ActionBody } from './action-body.ts';
import { changedMeanwhile } from './answered.ts';
import { requireBodies } from './authorise.ts';
import { balanceBehind } from './commands/effect/at-risk.ts';
import { effectOf } from './commands/effect/effect-of.ts';
import { fingerprint } from './commands/effect/fingerprint.ts';
import { carryOut, sameReply } from './confirm.ts';
import type { DispatcherOptions, Incoming } from './dispatch.ts';
import { executorOf } from './executor.ts';
import { lines, reply } from './format/compose.ts';
import type { PromptDesk } from './prompt-desk.ts';
import type { PhraseQuestion, Said } from './prompts.ts';
import type { Reply } from './reply.ts';
import type { CodeVerdict } from './second-factor.ts';

/** A balance that fell further than this voids a question. Product: confirm by effect. */
const BALANCE_LEFT_MIN = 0.9;

/** Carries out what was confirmed by typing. */
export interface PhraseFlow {
  confirm(said: Said & { kind: 'phrase' }, incoming: Incoming): Promise<Reply>;
}

/**
 * Each check may only end in nothing being done: state, balance, code, and last the one use of the
 * question in the database. What throws leaves paper on paper and killed killed.
 */
export function phraseFlow(
  options: Pick<DispatcherOptions, 'queries' | 'actions' | 'people' | 'secondFactor' | 'onLocked'>,
  prompts: Pick<PromptDesk, 'use'>,
): PhraseFlow {
  const { queries, people, secondFactor } = options;
  return {
    async confirm({ id, question, code }, { speaker, chat }) {
      const { bodies } = question;
      requireBodies(speaker, bodies, queries);
      const changed = changedSince(question);
      if (changed !== null) {
        chat.phrases.mark(id, 'used');
        return changedMeanwhile(changed);
      }
      const effect = await effectOf({ queries, people }, bodies);
      if (effect.same) return sameReply(effect);
      if (question.needsCode) {
        const verdict = secondFactor.check(speaker.actor, code ?? '');
        if (verdict === 'locked') options.onLocked(speaker.actor);
        if (verdict !== 'right') return wrongCode(verdict);
      }
      chat.phrases.mark(id, 'used');
      if (!(await prompts.use(id))) {
        return reply('Nothing done: this question was answered, or its time is over');
      }
      const execute = executorOf(options, speaker, ['phrase', id]);
      return carryOut(
        { queries, execute },
        bodies as readonly [ActionBody, ...ActionBody[]],
        effect,
      );
    },
  };

  function changedSince({
    bodies,
    preparedOn,
    balance,
  }: PhraseQuestion): 'state' | 'balance' | null {
    if (fingerprint(queries, bodies) !== preparedOn) return 'state';
    const cash = balanceBehind(queries, bodies);
    const fell = balance !== null && (cash === null || cash < balance * BALANCE_LEFT_MIN);
    return fell ? 'balance' : null;
  }
}

function wrongCode(verdict: Exclude<CodeVerdict, 'right'>): Reply {
  const words = {
    wrong: 'the code is wrong; the next one from your app may be tried',
    used: 'this code was used already; wait for the next one',
    locked: 'five codes were wrong, so codes are locked for 15 minutes',
    none: 'no second factor is set up for you',
  } as const satisfies Record<typeof verdict, string>;
  return reply(`Nothing done: ${words[verdict]}`, {
    symbol: '✕',
    blocks: verdict === 'locked' ? [lines('All admins are told.')] : [],
  });
}
