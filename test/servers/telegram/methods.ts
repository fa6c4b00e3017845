import type { ChatFullInfo } from 'grammy/types';
import type { Method } from './ask.ts';
import { cleaned } from './formatted-text.ts';
import { changeMethods } from './methods-change.ts';
import { sendMethods } from './methods-send.ts';
import type { Parameters } from './parameters.ts';
import { badRequest } from './refusal.ts';
import { readAllowed } from './updates.ts';
import type { World } from './world.ts';

const LIMIT_STANDARD = 100;
const ACTIONS = new Set(
  'typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location record_video_note upload_video_note'.split(
    ' ',
  ),
);

const botMethods: Readonly<Record<string, Method>> = {
  getMe: ({ world }) => world.bot,
  getUpdates: ({ world, parameters, gone }) =>
    world.updates.poll(
      {
        offset: parameters.integer('offset', { standard: 0 }),
        limit: parameters.integer('limit', { standard: LIMIT_STANDARD }),
        timeoutS: parameters.integer('timeout', { standard: 0 }),
        allowed: readAllowed(parameters.json('allowed_updates')),
      },
      gone,
    ),
  deleteWebhook: ({ world, parameters }) => {
    if (parameters.flag('drop_pending_updates')) world.updates.dropPending();
    return true;
  },
  getWebhookInfo: ({ world }) => ({
    url: '',
    has_custom_certificate: false,
    pending_update_count: world.updates.pending,
  }),
  setMyCommands: ({ world, parameters }) => world.menus.set(parameters),
  getMyCommands: ({ world, parameters }) => world.menus.get(parameters),
  deleteMyCommands: ({ world, parameters }) => world.menus.delete(parameters),
  setChatMenuButton: ({ world, parameters }) => world.menus.setButton(parameters),
  getChatMenuButton: ({ world, parameters }) => world.menus.button(parameters),
  getChat: ({ world, parameters }) => chatInfo(world, parameters),
  getFile: ({ world, parameters }) => world.files.file(parameters.text('file_id') ?? ''),
  sendChatAction: ({ world, parameters }) => {
    world.rooms.reachable(parameters.text('chat_id'));
    const action = (parameters.text('action') ?? '').toLowerCase();
    if (!ACTIONS.has(action)) throw badRequest('wrong parameter action in request');
    return true;
  },
  answerCallbackQuery: ({ world, parameters }) => {
    world.answerTap(parameters.text('callback_query_id') ?? '', {
      text: cleaned(parameters.text('text') ?? ''),
      alert: parameters.flag('show_alert'),
    });
    return true;
  },
};

/** A method and how the Bot API spells it, whatever the case it was called in. */
export interface NamedMethod {
  readonly name: string;
  readonly run: Method;
}

const METHODS: ReadonlyMap<string, NamedMethod> = new Map(
  Object.entries({ ...botMethods, ...sendMethods, ...changeMethods }).map(([name, run]) => [
    name.toLowerCase(),
    { name, run },
  ]),
);

export function methodNamed(name: string): NamedMethod | null {
  return METHODS.get(name.toLowerCase()) ?? null;
}

/** Getting a chat works also where sending would be refused. */
function chatInfo(world: World, parameters: Parameters): Partial<ChatFullInfo> {
  const chatId = parameters.text('chat_id') ?? '';
  if (chatId === '') throw badRequest('chat_id is empty');
  const room = world.rooms.room(Number(chatId));
  if (room === null) throw badRequest('chat not found');
  return { ...room.chat, accent_color_id: 0, max_reaction_count: 11 };
}
