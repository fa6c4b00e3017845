import { type Answer, found, NOTHING, type Platform, type Request, type Route } from './api.ts';
import { checkChoice, OPTION } from './command-form.ts';
import { type Draft, readDraft } from './draft.ts';
import { Form } from './form.ts';
import type { Interaction } from './interaction.ts';
import { isObject, type Json, listOf, objectOf, textOf } from './json.ts';
import { ANSWER, FLAG, INTERACTION, LIMIT } from './limits.ts';
import { NO_PINGS } from './mentions.ts';
import { checkModal } from './modal-form.ts';
import { alreadyAcknowledged, unknownInteraction } from './refusal.ts';
import { announce, toldMessage } from './speech.ts';
import type { MessageOrigin, StoredMessage } from './world.ts';

export const REPLY_FLAGS =
  FLAG.suppressEmbeds | FLAG.ephemeral | FLAG.suppressNotifications | FLAG.componentsV2;
export const CHANGE_FLAGS = FLAG.suppressEmbeds | FLAG.componentsV2;

const MESSAGE_ANSWERS: readonly number[] = [ANSWER.message, ANSWER.deferredMessage];
const CHANGE_ANSWERS: readonly number[] = [ANSWER.deferredUpdate, ANSWER.update];

/** The first answer to an interaction. */
export function callbackRoute(platform: Platform): Route {
  return {
    route: 'POST /interactions/:interaction/:token/callback',
    needsBot: false,
    answer: (request) => {
      const interaction = platform.interactions.get(request.param('interaction'));
      if (interaction === undefined || interaction.token !== request.param('token')) {
        throw unknownInteraction();
      }
      if (interaction.answer !== null) throw alreadyAcknowledged();
      if (!interaction.canBeAnswered(platform.clock.deadlineMs())) throw unknownInteraction();
      return callback(platform, request, interaction);
    },
  };
}

function callback(platform: Platform, request: Request, interaction: Interaction): Answer {
  const body = objectOf(request.body);
  const type = typeOf(body, interaction);
  const data = objectOf(body['data']);
  apply({ platform, interaction, request }, type, data);
  interaction.answer = type;
  platform.world.changes.notify();
  if (request.query.get('with_response') !== 'true') return NOTHING;
  return found(responseJson(platform, interaction));
}

/** Which answers fit which interactions. */
function typeOf(body: Json, interaction: Interaction): number {
  const fits = new Map<number, readonly number[]>([
    [INTERACTION.command, [...MESSAGE_ANSWERS, ANSWER.modal]],
    [INTERACTION.component, [...MESSAGE_ANSWERS, ...CHANGE_ANSWERS, ANSWER.modal]],
    [INTERACTION.autocomplete, [ANSWER.choices]],
    [
      INTERACTION.modal,
      interaction.source === null ? MESSAGE_ANSWERS : [...MESSAGE_ANSWERS, ...CHANGE_ANSWERS],
    ],
  ]);
  const form = new Form();
  const type = form
    .field(body)
    .get('type')
    .oneOf(fits.get(interaction.type) ?? []);
  form.check();
  return type ?? 0;
}

interface Turn {
  readonly platform: Platform;
  readonly interaction: Interaction;
  readonly request: Request;
}

function apply(turn: Turn, type: number, data: Json): void {
  const { interaction, platform } = turn;
  switch (type) {
    case ANSWER.message:
      interaction.original = say(platform, interaction, draftOf(turn, data, null));
      return;
    case ANSWER.deferredMessage:
      interaction.original = say(platform, interaction, thinking(data));
      return;
    case ANSWER.deferredUpdate:
      interaction.original = interaction.source;
      return;
    case ANSWER.update: {
      const { source } = interaction;
      if (source === null) throw unknownInteraction();
      platform.world.edit(source, draftOf(turn, data, source.draft));
      interaction.original = source;
      announce(platform, 'MESSAGE_UPDATE', source);
      return;
    }
    case ANSWER.choices:
      interaction.choices = choicesOf(data, interaction);
      return;
    default:
      interaction.modal = modalOf(data);
  }
}

function draftOf({ platform, request }: Turn, data: Json, before: Draft | null): Draft {
  return readDraft({
    body: data,
    uploads: request.uploads,
    flagsAllowed: before === null ? REPLY_FLAGS : CHANGE_FLAGS,
    newId: () => platform.world.newId(),
    under: 'data',
    ...(before === null ? {} : { before }),
  });
}

/** What stands there until the answer comes. */
function thinking(data: Json): Draft {
  const flags = typeof data['flags'] === 'number' ? data['flags'] : 0;
  return {
    content: '',
    embeds: [],
    components: [],
    flags: (flags & FLAG.ephemeral) | FLAG.loading,
    files: [],
    pings: NO_PINGS,
    nonce: null,
    enforceNonce: false,
    replyTo: null,
  };
}

/** Puts a message of the bot into the channel, for everybody or for this person alone. */
export function say(platform: Platform, interaction: Interaction, draft: Draft): StoredMessage {
  const { world } = platform;
  const message = world.post({
    channelId: interaction.channelId,
    authorId: world.bot.id,
    draft,
    origin: originOf(interaction),
    onlyFor: (draft.flags & FLAG.ephemeral) === 0 ? null : interaction.userId,
  });
  announce(platform, 'MESSAGE_CREATE', message);
  return message;
}

function originOf({ id, type, userId, commandName }: Interaction): MessageOrigin {
  return { id, type, userId, commandName };
}

function choicesOf(data: Json, interaction: Interaction): Interaction['choices'] {
  const form = new Form();
  const list = form.field({ data }).get('data').get('choices');
  const type = interaction.focusedType ?? OPTION.text;
  for (const choice of list.items({ max: LIMIT.choices, required: true }))
    checkChoice(choice, type);
  form.check();
  return listOf(data['choices'])
    .filter(isObject)
    .map(({ name, value }) => ({
      name: textOf(name),
      value: typeof value === 'number' ? value : textOf(value),
    }));
}

function modalOf(data: Json): Json {
  const form = new Form();
  checkModal(form.field({ data }).get('data'));
  form.check();
  return data;
}

function responseJson(platform: Platform, { id, type, answer, original }: Interaction): Json {
  const isMessage = original !== null && answer !== ANSWER.deferredUpdate;
  const about = isMessage
    ? {
        response_message_id: original.id,
        response_message_loading: (original.draft.flags & FLAG.loading) !== 0,
        response_message_ephemeral: original.onlyFor !== null,
      }
    : {};
  const resource = isMessage
    ? { resource: { type: answer, message: toldMessage(platform, original) } }
    : {};
  return { interaction: { id, type, ...about }, ...resource };
}
