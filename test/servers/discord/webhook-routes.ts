import { type Answer, found, NOTHING, type Platform, type Request, type Route } from './api.ts';
import { readDraft } from './draft.ts';
import type { Interaction } from './interaction.ts';
import { CHANGE_FLAGS, REPLY_FLAGS, say } from './interaction-routes.ts';
import { objectOf } from './json.ts';
import { FLAG } from './limits.ts';
import { invalidWebhookToken, unknownMessage, unknownWebhook } from './refusal.ts';
import { announce, toldMessage } from './speech.ts';
import type { StoredMessage } from './world.ts';

const MESSAGE = '/webhooks/:application/:token/messages/:message';

/** What an interaction's token serves after the first answer: edits and follow-ups. */
export function webhookRoutes(platform: Platform): readonly Route[] {
  const at = (
    route: string,
    answer: (request: Request, interaction: Interaction) => Answer,
  ): Route => ({
    route,
    needsBot: false,
    answer: (request) => answer(request, interactionOf(platform, request)),
  });
  return [
    at('POST /webhooks/:application/:token', (request, interaction) =>
      followUp(platform, request, interaction),
    ),
    at(`GET ${MESSAGE}`, (request, interaction) =>
      found(toldMessage(platform, messageOf(platform, request, interaction))),
    ),
    at(`PATCH ${MESSAGE}`, (request, interaction) =>
      edit(platform, request, messageOf(platform, request, interaction)),
    ),
    at(`DELETE ${MESSAGE}`, (request, interaction) => {
      const message = messageOf(platform, request, interaction);
      platform.world.delete(message);
      announce(platform, 'MESSAGE_DELETE', message);
      return NOTHING;
    }),
  ];
}

function interactionOf(platform: Platform, request: Request): Interaction {
  const token = request.param('token');
  const interaction = [...platform.interactions.values()].find((each) => each.token === token);
  if (interaction === undefined || request.param('application') !== platform.world.bot.id) {
    throw unknownWebhook();
  }
  if (interaction.answer === null) throw unknownWebhook();
  if (!interaction.tokenLives(platform.clock.deadlineMs())) throw invalidWebhookToken();
  return interaction;
}

function messageOf({ world }: Platform, request: Request, interaction: Interaction): StoredMessage {
  const id = request.param('message');
  const message = id === '@original' ? interaction.original : world.find(interaction.channelId, id);
  const mine = message !== null && (message === interaction.original || isOf(message, interaction));
  if (!mine || message.deleted) throw unknownMessage();
  return message;
}

function isOf(message: StoredMessage, interaction: Interaction): boolean {
  return message.origin?.id === interaction.id;
}

function followUp(platform: Platform, request: Request, interaction: Interaction): Answer {
  const { original } = interaction;
  // The first follow-up to a deferred answer is that answer, and as private as it was announced.
  if (original !== null && isLoading(original)) return edit(platform, request, original);
  const draft = readDraft({
    body: objectOf(request.body),
    uploads: request.uploads,
    flagsAllowed: REPLY_FLAGS,
    newId: () => platform.world.newId(),
  });
  const message = say(platform, interaction, draft);
  return request.query.get('wait') === 'true' ? found(toldMessage(platform, message)) : NOTHING;
}

function edit(platform: Platform, request: Request, message: StoredMessage): Answer {
  const { world } = platform;
  const draft = readDraft({
    body: objectOf(request.body),
    uploads: request.uploads,
    flagsAllowed: CHANGE_FLAGS,
    before: message.draft,
    newId: () => world.newId(),
  });
  if (isLoading(message)) world.fill(message, draft);
  else world.edit(message, draft);
  announce(platform, 'MESSAGE_UPDATE', message);
  return found(toldMessage(platform, message));
}

function isLoading(message: StoredMessage): boolean {
  return (message.draft.flags & FLAG.loading) !== 0;
}
