import type { ActionAnswer, Actions } from '../engine/contract/actions.ts';
import type { Queries } from '../engine/contract/queries.ts';
import { contentId } from '../engine/domain/ids.ts';
import { type ActionBody, isOperatorBody } from './action-body.ts';
import { requireBodies } from './authorise.ts';
import type { People } from './chat/people.ts';
import type { Speaker } from './command.ts';

/** Where things are done: trading in the core, who may operate here. */
export interface Doing {
  readonly queries: Queries;
  readonly actions: Actions;
  readonly people: Pick<People, 'execute'>;
}

/**
 * Carries bodies out as one speaker, each authorised again. Ids come from what was said, so that a
 * repeated delivery is the same command.
 */
export function executorOf(
  { queries, actions, people }: Doing,
  speaker: Speaker,
  [kind, of]: readonly [kind: 'command' | 'tap' | 'phrase', of: string],
): (body: ActionBody) => Promise<ActionAnswer> {
  let index = 0;
  return (body) => {
    requireBodies(speaker, [body], queries);
    const id = contentId(kind, [of, index]);
    index += 1;
    const { actor } = speaker;
    return isOperatorBody(body)
      ? people.execute({ id, actor, body })
      : actions.execute({ id, actor, body });
  };
}
