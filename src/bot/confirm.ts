import type { Queries } from '../engine/contract/queries.ts';
import { invariant } from '../engine/domain/values/invariant.ts';
import type { ActionBody } from './action-body.ts';
import { requireBodies } from './authorise.ts';
import type { CommandCall } from './command.ts';
import { balanceBehind, isLive, mostAtRiskNow } from './commands/effect/at-risk.ts';
import type { Bodies, Effect, Question } from './commands/effect/effect.ts';
import { effectOf } from './commands/effect/effect-of.ts';
import { fingerprint } from './commands/effect/fingerprint.ts';
import { CHANGE_VALID_MS, lines, reply } from './format/compose.ts';
import { PHRASE_VALID_MS } from './prompts.ts';
import type { Button, Reply, Tap } from './reply.ts';

/** The label of the button that takes a change back. */
export const UNDO = 'Undo';

type Doer = Pick<
  CommandCall,
  'queries' | 'execute' | 'speaker' | 'hasCode' | 'people' | 'isPreview'
>;

/** How a change is confirmed. */
type Confirmation = 'none' | 'tap' | 'phrase';

/**
 * Carries out a change, or asks first where its effect wants that (product, confirm by effect): on
 * paper only what raises limits takes a tap; with real money more risk takes a tap, and what raises
 * limits a typed phrase with a number from the card and the second factor.
 * @throws ForbiddenError, UsageError, UnavailableError
 */
export async function change(call: Doer, bodies: Bodies): Promise<Reply> {
  requireBodies(call.speaker, bodies, call.queries);
  const effect = await effectOf(call, bodies);
  if (effect.same) return sameReply(effect);
  const confirmation = confirmationOf(call.queries, bodies, effect);
  if (call.isPreview) return previewReply(effect, confirmation);
  switch (confirmation) {
    case 'none':
      return carryOut(call, bodies, effect);
    case 'tap':
      return tapCard(call.queries, bodies, questionOf(call.queries, effect));
    case 'phrase':
      return phraseCard(call, bodies, questionOf(call.queries, effect));
  }
}

const ASKED: Record<Confirmation, readonly string[]> = {
  none: [],
  tap: ['It is asked first.'],
  phrase: ['It is asked first, and confirmed by typing.'],
};

/** What a change would do, which nobody has asked for yet. */
function previewReply({ title, symbol, lines: more }: Effect, confirmation: Confirmation): Reply {
  const all = [...more, ...ASKED[confirmation]];
  const blocks = all.length === 0 ? [] : [lines(...all)];
  return reply(title, { blocks, ...(symbol === null ? {} : { symbol }) });
}

/** What is so already, or cannot be. */
export function sameReply({ title, symbol, lines: more, next }: Effect): Reply {
  const blocks = more.length === 0 ? [] : [lines(...more)];
  const buttons = next ?? [];
  return reply(title, { blocks, buttons, ...(symbol === null ? {} : { symbol }) });
}

export function confirmationOf(queries: Queries, bodies: Bodies, effect: Effect): Confirmation {
  const live = isLive(queries, bodies);
  if (effect.danger === 'limits') return live ? 'phrase' : 'tap';
  return effect.danger === 'more' && live ? 'tap' : 'none';
}

/** What is asked; a change within limits has no question of its own. */
function questionOf(queries: Queries, effect: Effect): Question {
  if (effect.question !== null) return effect.question;
  invariant(effect.danger === 'more', 'what raises a limit has a question');
  return {
    title: ['Change it?  ', ...(typeof effect.title === 'string' ? [effect.title] : effect.title)],
    lines: [...effect.lines, mostAtRiskNow(queries)],
    keep: 'Leave it',
    go: 'Change it',
    keepShows: '/status',
    phrase: null,
  };
}

/** What a prepared change is bound to: these bodies on this state. */
function prepared(queries: Queries, [body, ...also]: Bodies): Tap & { kind: 'action' } {
  const preparedOn = fingerprint(queries, [body, ...also]);
  return { kind: 'action', body, ...(also.length === 0 ? {} : { also }), preparedOn };
}

function keepButton({ keep: label, keepShows: text }: Question, validMs: number): Button {
  return { label, tap: { kind: 'command', text }, style: 'safe', validMs };
}

function tapCard(queries: Queries, bodies: Bodies, question: Question): Reply {
  const validMs = question.validMs ?? CHANGE_VALID_MS;
  const go: Button = {
    label: question.go,
    tap: { ...prepared(queries, bodies), isPrompt: true },
    style: 'danger',
    validMs,
  };
  const asked = [...question.lines, `Nothing has changed yet; ${validMs / 1_000} s to decide.`];
  return reply(question.title, {
    symbol: '!',
    blocks: [lines(...asked)],
    buttons: [keepButton(question, validMs), go],
  });
}

/** What has to be typed, in one message: the phrase, and the code of the second factor behind it. */
function phraseCard(
  { queries, speaker, hasCode }: Doer,
  bodies: Bodies,
  question: Question,
): Reply {
  const { phrase } = question;
  invariant(phrase !== null, 'what is confirmed by a phrase has one');
  // Whoever sits at the host enrols codes there: a code proves something only where they wanted one.
  const needsCode = phrase.needsCode && (speaker.actor !== 'console' || hasCode());
  if (needsCode && !hasCode()) return withoutCode(speaker.actor, question);
  const words = needsCode ? `${phrase.words} and your 6-digit code` : phrase.words;
  const seconds = PHRASE_VALID_MS / 1_000;
  const example = needsCode ? `${phrase.words} 123456` : phrase.words;
  const type: Button = {
    label: question.go,
    tap: { kind: 'form', title: words, field: `Type ${words}`, example },
    style: 'danger',
    validMs: PHRASE_VALID_MS,
  };
  const behind = needsCode ? ' and your 6-digit code' : '';
  const typed = ['Type  ', { code: phrase.words }, `${behind} within ${seconds} s`] as const;
  const body = lines(...question.lines, typed);
  return {
    ...reply(question.title, {
      symbol: '!',
      blocks: [body],
      buttons: [keepButton(question, PHRASE_VALID_MS), type],
    }),
    asks: {
      phrase: phrase.words,
      needsCode,
      bodies,
      preparedOn: fingerprint(queries, bodies),
      balance: balanceBehind(queries, bodies),
    },
  };
}

function withoutCode(actor: string, { title }: Question): Reply {
  const enrol = `polymind totp enrol ${actor}`;
  return reply(
    ['Not done, it needs a second factor · ', ...(typeof title === 'string' ? [title] : title)],
    {
      symbol: '✕',
      blocks: [
        lines('Real money is confirmed with a code from an authenticator app.', [
          'Set it up at the host: ',
          { code: enrol },
        ]),
      ],
    },
  );
}

/** Executes in order and tells what it means; ends at the first that is refused. */
export async function carryOut(
  call: Pick<Doer, 'queries' | 'execute'>,
  bodies: Bodies,
  effect: Effect,
): Promise<Reply> {
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
    buttons: [...undoOf(call.queries, bodies, effect), ...(effect.next ?? [])],
  });
}

/** With real money a change is taken back by changing it again, which is confirmed like any other. */
function undoOf(queries: Queries, bodies: Bodies, { undo }: Effect): Button[] {
  if (undo === null || isLive(queries, [...bodies, undo])) return [];
  const tap = prepared(queries, [undo]);
  return [{ label: UNDO, tap, style: 'plain', validMs: CHANGE_VALID_MS }];
}

/** The bodies of a tap, as one change. */
export function bodiesOf(tap: Tap & { kind: 'action' }): readonly [ActionBody, ...ActionBody[]] {
  return [tap.body, ...(tap.also ?? [])];
}
