import type { BotCommand, MenuButton } from 'grammy/types';
import { cleaned } from './formatted-text.ts';
import { checkLink } from './links.ts';
import type { Parameters } from './parameters.ts';
import { badRequest } from './refusal.ts';
import type { Room, Rooms } from './rooms.ts';

const COMMANDS_MAX = 100;
const COMMAND_CHARACTERS_MAX = 32;
const DESCRIPTION_CHARACTERS_MAX = 256;
const PLAIN_SCOPES = new Set([
  'default',
  'all_private_chats',
  'all_group_chats',
  'all_chat_administrators',
]);
const CHAT_SCOPES = new Set(['chat', 'chat_administrators', 'chat_member']);

type Fields = Readonly<Record<string, unknown>>;

/** Lists of commands per scope and language, and menu buttons. */
export class Menus {
  readonly #rooms: Rooms;
  readonly #lists = new Map<string, readonly BotCommand[]>();
  readonly #buttons = new Map<number | 'default', MenuButton>();

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  /** @throws Refusal */
  set(parameters: Parameters): true {
    const key = this.#key(parameters);
    const commands = readCommands(parameters.json('commands'));
    if (commands.length === 0) this.#lists.delete(key);
    else this.#lists.set(key, commands);
    return true;
  }

  /** The list of exactly this scope. @throws Refusal */
  get(parameters: Parameters): readonly BotCommand[] {
    return this.#lists.get(this.#key(parameters)) ?? [];
  }

  /** @throws Refusal */
  delete(parameters: Parameters): true {
    this.#lists.delete(this.#key(parameters));
    return true;
  }

  /** What a person sees behind the menu button of a chat: the list of the narrowest scope. */
  shown(room: Room): readonly BotCommand[] {
    const kind = room.chat.type === 'private' ? 'all_private_chats' : 'all_group_chats';
    const scopes = [`chat ${room.chat.id}`, kind, 'default'];
    for (const scope of scopes) {
      const list = this.#lists.get(`${scope}//`);
      if (list !== undefined) return list;
    }
    return [];
  }

  /** @throws Refusal */
  setButton(parameters: Parameters): true {
    const key = this.#buttonKey(parameters);
    const given = fields(parameters.json('menu_button')) ?? { type: 'default' };
    this.#buttons.set(key, readButton(given));
    return true;
  }

  /** @throws Refusal */
  button(parameters: Parameters): MenuButton {
    return this.#buttons.get(this.#buttonKey(parameters)) ?? { type: 'default' };
  }

  #buttonKey(parameters: Parameters): number | 'default' {
    const chatId = parameters.text('chat_id');
    return chatId === null ? 'default' : this.#knownChat(chatId);
  }

  #key(parameters: Parameters): string {
    const scope = fields(parameters.json('scope')) ?? { type: 'default' };
    const language = parameters.text('language_code') ?? '';
    if (!/^(?:[a-z]{2})?$/.test(language)) {
      throw badRequest('invalid language code specified');
    }
    return `${this.#scope(scope)}//${language}`;
  }

  #scope(scope: Fields): string {
    const type = String(scope['type'] ?? '');
    if (PLAIN_SCOPES.has(type)) return type;
    if (!CHAT_SCOPES.has(type)) {
      throw badRequest("can't parse BotCommandScope: Unsupported type specified");
    }
    const chatId = scope['chat_id'];
    if (chatId === undefined) throw badRequest("can't parse BotCommandScope: chat_id is empty");
    const user = type === 'chat_member' ? ` ${String(scope['user_id'])}` : '';
    return `${type} ${this.#knownChat(String(chatId))}${user}`;
  }

  /** A chat whose person has never written is not known here. */
  #knownChat(chatId: string): number {
    const room = this.#rooms.room(Number(chatId));
    if (room === null) throw badRequest('chat not found');
    return room.chat.id;
  }
}

function readCommands(given: unknown): readonly BotCommand[] {
  if (given === undefined) throw badRequest('commands must be specified');
  if (!Array.isArray(given)) throw badRequest('expected an Array of BotCommand');
  const commands = given.map((one: unknown) => readCommand(fields(one)));
  if (commands.length > COMMANDS_MAX) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  return commands;
}

function readCommand(given: Fields | null): BotCommand {
  if (given === null) throw badRequest("can't parse BotCommand: Expected an Object");
  const [name, about] = [given['command'], given['description']];
  for (const [field, value] of Object.entries({ command: name, description: about })) {
    if (typeof value !== 'string') {
      throw badRequest(`can't parse BotCommand: Can't find field "${field}"`);
    }
  }
  const command = cleaned(String(name)).trim().replace(/^\//, '');
  const description = cleaned(String(about)).trim();
  if (command === '') throw badRequest('command must be non-empty');
  if ([...command].length > COMMAND_CHARACTERS_MAX) {
    throw badRequest(`command length must not exceed ${COMMAND_CHARACTERS_MAX}`);
  }
  if (description === '') throw badRequest('command description must be non-empty');
  if ([...description].length > DESCRIPTION_CHARACTERS_MAX) {
    throw badRequest(`command description length must not exceed ${DESCRIPTION_CHARACTERS_MAX}`);
  }
  if (!/^[a-z0-9_]+$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
  return { command, description };
}

function readButton(given: Fields): MenuButton {
  const { type, text } = given;
  if (type === 'default' || type === 'commands') return { type };
  if (type !== 'web_app')
    throw badRequest("can't parse MenuButton: MenuButton has unsupported type");
  if (typeof text !== 'string' || text.trim() === '') {
    throw badRequest('can\'t parse MenuButton: Can\'t find field "text"');
  }
  const url = String(fields(given['web_app'])?.['url'] ?? '');
  const link = checkLink(url, 'https');
  if (link.kind === 'wrong') {
    throw badRequest(`menu button Web App URL '${url}' is invalid: ${link.why}`);
  }
  return { type, text, web_app: { url: link.url } };
}

function fields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? (value as Fields) : null;
}
