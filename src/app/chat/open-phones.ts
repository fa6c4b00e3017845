import type { Pictures } from '../../bot/charts/chart.ts';
import type { Address } from '../../bot/chat/address.ts';
import type { Outgoing, Sent } from '../../bot/chat/chat-port.ts';
import { DiscordSurface } from '../../bot/discord/discord-surface.ts';
import { COMMANDS } from '../../bot/registry.ts';
import { TelegramSurface } from '../../bot/telegram/telegram-surface.ts';
import type { Queries } from '../../engine/contract/queries.ts';
import { conditionId } from '../../engine/domain/ids.ts';
import type { Logger } from '../../ops/log.ts';
import { isSeedWord } from '../../ops/seed-words.ts';
import type { Config } from '../config.ts';
import type { ChatDesk } from './chat-desk.ts';
import { type PhoneSurface, Phones, type PhonesOptions } from './phones.ts';

export interface OpenPhonesOptions {
  readonly desk: ChatDesk;
  readonly config: Pick<Config, 'telegram' | 'discord' | 'web'>;
  readonly pictures: Pictures;
  readonly log: Logger;
  /** A bot came up, or went down. */
  readonly onState: () => void;
}

/** The bots whose tokens the environment names; none of them connects before it is started. */
export function openPhones(options: OpenPhonesOptions): Phones {
  const { desk, config } = options;
  return new Phones({
    desk,
    secrets: {
      isSeedWord,
      isKnownHash: (hash) => isKnownHash(hash, desk.program.queries),
    },
    alertChats: alertChats(config),
    surfaces: (reception, outbox) => [
      ...telegramOf(options, { reception, outbox }),
      ...discordOf(options, { reception, outbox }),
    ],
  });
}

type Made = Parameters<PhonesOptions['surfaces']>;
interface Wiring {
  readonly reception: Made[0];
  readonly outbox: Made[1];
}

function telegramOf(options: OpenPhonesOptions, { reception, outbox }: Wiring): PhoneSurface[] {
  const { desk, config, pictures, log, onState } = options;
  const { botToken: token, apiRoot } = config.telegram;
  if (token === null) return [];
  const surface = new TelegramSurface({
    token,
    apiRoot,
    reception,
    answer: answerBy(outbox),
    pictures,
    people: desk.people,
    commands: COMMANDS,
    miniAppUrl: miniAppUrlOf(config),
    timing: desk.timing,
    report: (error) => log.warn({ err: error }, 'Telegram'),
    position: {
      load: () => desk.store.position('telegram.update'),
      save: (value) => desk.store.putPosition('telegram.update', value),
    },
    onState,
  });
  return [named('telegram', surface)];
}

/** Telegram opens pages with https alone. */
function miniAppUrlOf({ web }: OpenPhonesOptions['config']): string | null {
  return web.publicUrl?.startsWith('https:') === true ? web.publicUrl : null;
}

function discordOf(options: OpenPhonesOptions, { reception, outbox }: Wiring): PhoneSurface[] {
  const { desk, config, pictures, log, onState } = options;
  const { botToken: token, apiRoot, guildId } = config.discord;
  if (token === null) return [];
  const surface = new DiscordSurface({
    token,
    apiRoot,
    guildId,
    reception,
    answer: answerBy(outbox),
    pictures,
    commands: COMMANDS,
    timing: desk.timing,
    report: (error) => log.warn({ err: error }, 'Discord'),
    onState,
  });
  return [named('discord', surface)];
}

function answerBy(outbox: Wiring['outbox']) {
  return (
    to: Address,
    message: Outgoing,
    { urgent, edits }: { readonly urgent: boolean; readonly edits: Sent | null },
  ): void =>
    outbox.answer(to, message, {
      lane: urgent ? 'safety' : 'answer',
      ...(edits === null ? {} : { replaces: edits }),
    });
}

function named(
  platform: PhoneSurface['platform'],
  surface: TelegramSurface | DiscordSurface,
): PhoneSurface {
  return {
    platform,
    port: surface.port,
    state: () => surface.state(),
    start: () => surface.start(),
    stop: () => surface.stop(),
  };
}

function alertChats({ telegram, discord }: OpenPhonesOptions['config']): readonly Address[] {
  const { alertChatId } = telegram;
  const { channelId } = discord;
  return [
    ...(alertChatId === null ? [] : [chat('telegram', alertChatId)]),
    ...(channelId === null ? [] : [chat('discord', channelId)]),
  ];
}

/** A positive id in Telegram is a person's own chat. */
function chat(platform: Address['platform'], id: string): Address {
  const isPerson = platform === 'telegram' && !id.startsWith('-');
  return { platform, kind: isPerson ? 'person' : 'chat', id };
}

async function isKnownHash(hash: string, queries: Queries): Promise<boolean> {
  const id = conditionId(hash);
  if (id !== null && queries.market(id) !== null) return true;
  return (await queries.order(hash.slice(2))) !== null || (await queries.order(hash)) !== null;
}
