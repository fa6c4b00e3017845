import { type Answer, found, NOTHING, type Platform, type Request, type Route } from './api.ts';
import type { Scope } from './command-book.ts';
import { openDm } from './message-routes.ts';
import { channelJson, guildJson, memberJson, userJson } from './payloads.ts';
import {
  missingAccess,
  unknownCommand,
  unknownGuild,
  unknownMember,
  unknownUser,
} from './refusal.ts';
import { snowflakeIn } from './speech.ts';

/** The application, its commands, the guild and its people. */
export function applicationRoutes(platform: Platform): readonly Route[] {
  const at = (route: string, answer: (request: Request) => Answer): Route => ({
    route,
    needsBot: true,
    answer,
  });
  const { world, gateway } = platform;
  return [
    at('GET /gateway/bot', () =>
      found({ url: gateway.url, shards: 1, session_start_limit: gateway.startLimit() }),
    ),
    at('GET /users/@me', () => found(userJson(world.bot))),
    at('GET /users/:user', (request) => {
      const user = world.users.get(snowflakeIn('user_id', request.param('user')));
      if (user === undefined) throw unknownUser();
      return found(userJson(user));
    }),
    at('POST /users/@me/channels', (request) => openDm(platform, request)),
    at('GET /applications/@me', () => found(applicationJson(platform))),
    at('GET /oauth2/applications/@me', () => found(applicationJson(platform))),
    at('GET /guilds/:guild', (request) => {
      checkGuild(platform, request);
      return found(guildJson(world));
    }),
    at('GET /guilds/:guild/channels', (request) => {
      checkGuild(platform, request);
      const texts = [...world.channels.values()].filter(({ kind }) => kind === 'text');
      return found(texts.map((channel) => channelJson(world, channel)));
    }),
    at('GET /guilds/:guild/members/:user', (request) => {
      checkGuild(platform, request);
      const user = world.users.get(snowflakeIn('user_id', request.param('user')));
      if (user === undefined || !user.member) throw unknownMember();
      return found(memberJson(user));
    }),
    ...commandRoutes(platform, 'global', '/applications/:application/commands'),
    ...commandRoutes(platform, 'guild', '/applications/:application/guilds/:guild/commands'),
  ];
}

function commandRoutes(platform: Platform, scope: Scope, path: string): readonly Route[] {
  const { commands, world } = platform;
  const check = (request: Request): void => {
    if (request.param('application') !== world.bot.id) throw missingAccess();
    if (scope === 'guild' && request.param('guild') !== world.guildId) throw missingAccess();
  };
  const at = (method: string, answer: (request: Request) => Answer): Route => ({
    route: `${method} ${path}`,
    needsBot: true,
    answer: (request) => {
      check(request);
      return answer(request);
    },
  });
  return [
    at('GET', () => found(commands.in(scope))),
    at('PUT', (request) => found(commands.replace(scope, request.body))),
    at('POST', (request) => ({ status: 201, body: commands.put(scope, request.body) })),
    {
      route: `DELETE ${path}/:command`,
      needsBot: true,
      answer: (request) => {
        check(request);
        if (!commands.remove(scope, request.param('command'))) throw unknownCommand();
        return NOTHING;
      },
    },
  ];
}

function checkGuild({ world }: Platform, request: Request): void {
  if (snowflakeIn('guild_id', request.param('guild')) !== world.guildId) throw unknownGuild();
}

function applicationJson({ world }: Platform): Record<string, unknown> {
  return {
    id: world.bot.id,
    name: world.bot.name,
    icon: null,
    description: '',
    bot_public: false,
    bot_require_code_grant: false,
    flags: 0,
    verify_key: '0'.repeat(64),
    team: null,
    owner: userJson(world.bot),
  };
}
