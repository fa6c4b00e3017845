import { type Queries, UnavailableError } from '../engine/contract/queries.ts';
import { contentId } from '../engine/domain/ids.ts';
import { RecentIds } from './chat/recent-ids.ts';
import type { Incoming } from './dispatch.ts';
import { PHRASE_VALID_MS, type PromptStore } from './prompts.ts';
import type { Reply } from './reply.ts';

/** Used questions that are remembered; a button is forgotten long before. */
const USED_MAX = 1_000;

export interface PromptDeskOptions {
  readonly queries: Pick<Queries, 'nowMs'>;
  readonly prompts: PromptStore;
  readonly run: string;
}

/** Keeps what was offered: buttons in the chat, questions that raise risk in the database too. */
export interface PromptDesk {
  /** @throws UnavailableError when a question cannot be kept: then it is not asked. */
  offer(answer: Reply, incoming: Incoming): Promise<void>;
  /** Uses a question up; `false` when it was used, is over, or is of an earlier run. @throws UnavailableError */
  use(id: string): Promise<boolean>;
}

export function promptDesk({ queries, prompts, run }: PromptDeskOptions): PromptDesk {
  const used = new RecentIds(USED_MAX);
  return {
    async offer(answer, { chat, speaker }) {
      const nowMs = queries.nowMs();
      const { actor } = speaker;
      const tokens = chat.taps.offer(answer.buttons, { actor, nowMs });
      const shared = { actor, chat: chat.key, run } as const;
      for (const [index, { tap, validMs }] of answer.buttons.entries()) {
        const id = tokens[index];
        if (tap.kind !== 'action' || tap.isPrompt !== true || id === undefined) continue;
        const action = contentId('action', [JSON.stringify([tap.body, tap.also ?? []])]);
        const preparedOn = tap.preparedOn ?? '';
        await kept(() =>
          prompts.putPrompt({ ...shared, id, action, preparedOn, expiresAtMs: nowMs + validMs }),
        );
      }
      const { asks } = answer;
      if (asks === undefined) return;
      const id = contentId('phrase', [chat.key, actor, nowMs, run, asks.preparedOn]);
      const action = contentId('action', [JSON.stringify(asks.bodies)]);
      const { preparedOn } = asks;
      const expiresAtMs = nowMs + PHRASE_VALID_MS;
      await kept(() => prompts.putPrompt({ ...shared, id, action, preparedOn, expiresAtMs }));
      chat.phrases.offer(id, asks, { actor, nowMs });
    },
    async use(id) {
      // Used up by an attempt that was not confirmed: the same command may be sent again.
      if (used.has(id)) return true;
      const isOurs = await kept(() => prompts.usePrompt(id, { run, atMs: queries.nowMs() }));
      if (isOurs) used.add(id);
      return isOurs;
    },
  };
}

async function kept<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new UnavailableError(
      'the database does not answer, so nothing that raises risk is asked or done',
      { cause },
    );
  }
}
