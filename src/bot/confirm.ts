import type { Queries } from '../engine/contract/queries.ts';
import type { CommandBody } from '../engine/domain/command.ts';
import { invariant } from '../engine/domain/values/invariant.ts';
import { requireRole, roleFor } from './authorise.ts';
import type { CommandCall, Speaker } from './command.ts';
import type { Bodies, Effect, Question } from './commands/effect/effect.ts';
import { effectOf } from './commands/effect/effect-of.ts';
import { fingerprint } from './commands/effect/fingerprint.ts';
import { CHANGE_VALID_MS, lines, reply } from './format/compose.ts';
import type { Button, Reply, Tap } from './reply.ts';

/** The label of the button that takes a change back. */
export const UNDO = 'Undo';

type Doer = Pick<CommandCall, 'queries' | 'execute' | 'speaker'>;

/** @throws ForbiddenError when the speaker may not do one of them. */
export function authoriseAll(
  speaker: Speaker,
  bodies: readonly CommandBody[],
  queries: Queries,
): void {
  const { control } = queries.status();
  for (const body of bodies) requireRole(speaker, roleFor(body, control));
}

/**
 * Carries out a change, or asks first where its effect wants that (product, confirm by effect): on
 * paper only raised limits, arming, resuming after a loss, and closing all take a tap.
 * @throws ForbiddenError, UsageError, UnavailableError
 */
export async function change(call: Doer, bodies: Bodies): Promise<Reply> {
  authoriseAll(call.speaker, bodies, call.queries);
  const effect = await effectOf(call.queries, bodies);
  if (effect.same) return reply(effect.title);
  if (effect.danger === 'limits') {
    invariant(effect.question !== null, 'what raises a limit has a question');
    return card(call.queries, bodies, effect.question);
  }
  return carryOut(call, bodies, effect);
}

/** What a prepared change is bound to: these bodies on this state. */
function prepared(queries: Queries, [body, ...also]: Bodies): Tap {
  const preparedOn = fingerprint(queries, [body, ...also]);
  return { kind: 'action', body, ...(also.length === 0 ? {} : { also }), preparedOn };
}

function card(queries: Queries, bodies: Bodies, question: Question): Reply {
  const keep: Button = {
    label: question.keep,
    tap: { kind: 'command', text: question.keepShows },
    style: 'safe',
    validMs: CHANGE_VALID_MS,
  };
  const go: Button = {
    label: question.go,
    tap: prepared(queries, bodies),
    style: 'danger',
    validMs: CHANGE_VALID_MS,
  };
  const asked = [
    ...question.lines,
    `Nothing has changed yet; ${CHANGE_VALID_MS / 1_000} s to decide.`,
  ];
  return reply(question.title, { symbol: '!', blocks: [lines(...asked)], buttons: [keep, go] });
}

/** Executes in order and tells what it means; ends at the first that the core refuses. */
export async function carryOut(call: Doer, bodies: Bodies, effect: Effect): Promise<Reply> {
  const told: string[] = [];
  for (const body of bodies) {
    const { outcome, message } = await call.execute(body);
    if (outcome === 'refused') return reply(`Not done: ${message}`, { symbol: '✕' });
    if (message !== '') told.push(message);
  }
  const otherwise = effect.instead?.(call.queries) ?? null;
  if (otherwise !== null) return reply(otherwise, { symbol: '!' });
  const all = [...effect.lines, ...told];
  return reply(effect.title, {
    ...(effect.symbol === null ? {} : { symbol: effect.symbol }),
    blocks: all.length === 0 ? [] : [lines(...all)],
    buttons: effect.undo === null ? [] : [undo(call.queries, effect.undo)],
  });
}

/** Bound to the state that the change left: it takes back this change and no later one. */
function undo(queries: Queries, body: CommandBody): Button {
  return { label: UNDO, tap: prepared(queries, [body]), style: 'plain', validMs: CHANGE_VALID_MS };
}
