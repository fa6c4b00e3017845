import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteraction,
  type APIApplicationCommandInteractionDataOption,
  type APIInteraction,
  type APIMessageComponentInteraction,
  type APIModalSubmitInteraction,
  type APIUser,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  type GatewayMessageCreateDispatchData,
  InteractionType,
  MessageType,
  SnowflakeUtil,
} from 'discord.js';
import type { From } from '../chat/from.ts';
import type { Typing } from '../chat/reception.ts';
import type { ChatCommand } from '../command.ts';
import { FORM_ID } from './forms.ts';
import { type FilledOption, slashLine } from './slash-line.ts';

const NAME_LENGTH_MAX = 80;

/** How an interaction is answered. */
export interface Turn {
  readonly id: string;
  readonly applicationId: string;
  /** Answers it, and only it; a secret for fifteen minutes. */
  readonly token: string;
  /** It came from a message, which can be changed in answer. */
  readonly isOnMessage: boolean;
}

/** Something a person did. */
export type Heard =
  | { readonly kind: 'text'; readonly from: From; readonly text: string; readonly turn: Turn }
  | { readonly kind: 'tap'; readonly from: From; readonly data: string; readonly turn: Turn }
  | {
      readonly kind: 'typing';
      readonly from: From;
      readonly typing: Typing;
      readonly turn: Turn;
    };

/** Something a person wrote to the bot directly. */
export interface HeardMessage {
  readonly from: From;
  readonly text: string;
  readonly channelId: string;
  readonly messageId: string;
}

/** What a person did in an interaction; `null` when it is nothing of ours. */
export function heardIn(of: APIInteraction, commands: readonly ChatCommand[]): Heard | null {
  const user = of.member?.user ?? of.user;
  if (user === undefined || user.bot === true) return null;
  const from = fromOf(user, {
    id: of.id,
    // A direct chat is its person, as elsewhere; its channel may come and go.
    chatId: of.guild_id === undefined ? user.id : (of.channel?.id ?? user.id),
  });
  const { id, application_id: applicationId, token } = of;
  const isOnMessage = 'message' in of && of.message !== undefined;
  const at = { from, turn: { id, applicationId, token, isOnMessage } };
  switch (of.type) {
    case InteractionType.ApplicationCommand:
      return commandIn(of, at, commands);
    case InteractionType.MessageComponent:
      return tapIn(of, at);
    case InteractionType.ModalSubmit:
      return formIn(of, at);
    case InteractionType.ApplicationCommandAutocomplete:
      return typingIn(of, at);
    default:
      return null;
  }
}

interface At {
  readonly from: From;
  readonly turn: Turn;
}

function commandIn(
  { data }: APIApplicationCommandInteraction,
  at: At,
  commands: readonly ChatCommand[],
): Heard | null {
  if (data.type !== ApplicationCommandType.ChatInput) return null;
  const filled = (data.options ?? []).flatMap(filledIn);
  return { kind: 'text', ...at, text: slashLine(data.name, filled, commands) };
}

function filledIn(option: APIApplicationCommandInteractionDataOption): FilledOption[] {
  if (option.type !== ApplicationCommandOptionType.String) return [];
  return [{ name: option.name, value: option.value }];
}

function tapIn({ data }: APIMessageComponentInteraction, at: At): Heard | null {
  if (data.component_type !== ComponentType.Button) return null;
  return { kind: 'tap', ...at, data: data.custom_id };
}

function formIn({ data }: APIModalSubmitInteraction, at: At): Heard | null {
  for (const part of data.components) {
    const inputs = part.type === ComponentType.Label ? [part.component] : [];
    for (const input of inputs) {
      const isOurs = input.type === ComponentType.TextInput && input.custom_id === FORM_ID;
      if (isOurs) return { kind: 'text', ...at, text: input.value };
    }
  }
  return null;
}

function typingIn({ data }: APIApplicationCommandAutocompleteInteraction, at: At): Heard | null {
  for (const option of data.options) {
    if (option.type !== ApplicationCommandOptionType.String || option.focused !== true) continue;
    const typing = { command: data.name, argument: option.name, typed: option.value };
    return { kind: 'typing', ...at, typing };
  }
  return null;
}

/**
 * What a person wrote to the bot alone; `null` for all else: what is said in a server, by a bot or a
 * webhook, and what Discord says itself.
 */
export function heardMessageIn(message: GatewayMessageCreateDispatchData): HeardMessage | null {
  const { id, author, channel_id: channelId, content, type } = message;
  if (message.guild_id !== undefined || message.webhook_id !== undefined) return null;
  if (author.bot === true || author.system === true) return null;
  if (type !== MessageType.Default && type !== MessageType.Reply) return null;
  if (content.trim() === '') return null;
  return {
    from: fromOf(author, { id, chatId: author.id }),
    text: content,
    channelId,
    messageId: id,
  };
}

function fromOf(
  user: APIUser,
  { id, chatId }: { readonly id: string; readonly chatId: string },
): From {
  const names = [user.global_name ?? '', `@${user.username}`].filter((name) => name !== '');
  return {
    platform: 'discord',
    userId: user.id,
    name: names.join(' ').slice(0, NAME_LENGTH_MAX),
    chatId,
    // Interactions are answered so that nobody else sees it.
    isPrivate: true,
    updateId: `discord/${id}`,
    sentAtMs: SnowflakeUtil.timestampFrom(id),
  };
}
