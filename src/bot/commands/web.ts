import { UnavailableError } from '../../engine/contract/queries.ts';
import { requireRole } from '../authorise.ts';
import {
  type ChatCommand,
  type CommandCall,
  type Role,
  UsageError,
  type WebAccess,
} from '../command.ts';
import { count } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { clock, day, duration } from '../format/moments.ts';
import type { Line, Reply } from '../reply.ts';

const TOKEN_EXAMPLE = '/web token grafana viewer';
const NAME = /^[a-z][a-z0-9-]{0,19}$/;
/** A program that may lift a kill or let people in would be a person nobody knows. */
const TOKEN_ROLES = ['viewer', 'trader'] as const satisfies readonly Role[];

export const web: ChatCommand = {
  name: 'web',
  aliases: ['dashboard', 'panel'],
  summary: 'a link into the dashboard, good once for two minutes',
  examples: [
    ['/web', 'a link that lets you in, in our private chat'],
    ['/web out', 'ends all your sessions'],
    [TOKEN_EXAMPLE, 'a secret for a program that uses the API, shown once'],
    ['/web tokens', 'programs that may use the API'],
    ['/web revoke grafana', 'takes it back'],
  ],
  arguments: [
    {
      name: 'do',
      about: 'out, token, tokens or revoke',
      required: false,
      choices: ['out', 'token', 'tokens', 'revoke'],
    },
    { name: 'name', about: 'of a program', required: false },
    { name: 'role', about: 'viewer or trader', required: false, choices: TOKEN_ROLES },
  ],
  role: 'viewer',
  danger: 'none',
  run(call) {
    return Promise.resolve(answer(call));
  },
};

function answer(call: CommandCall): Reply {
  const [verb, name, role] = call.words.map((word) => word.toLowerCase());
  const access = accessOf(call);
  switch (verb) {
    case undefined:
      return link(call, access);
    case 'out':
      return out(call, access);
    case 'tokens':
      requireRole(call.speaker, 'admin');
      return tokens(call, access);
    case 'token':
      requireRole(call.speaker, 'admin');
      return makeToken(call, access, { name, role });
    case 'revoke':
      requireRole(call.speaker, 'admin');
      return revoke(call, access, name);
    default:
      throw new UsageError(
        `web takes out, token, tokens or revoke, got "${verb}", for example: ${TOKEN_EXAMPLE}`,
      );
  }
}

/** @throws UnavailableError where no dashboard is served. */
function accessOf({ web: access }: CommandCall): WebAccess {
  if (access?.url == null) throw new UnavailableError('the dashboard is not served here');
  return access;
}

/** Whoever has the address is let in, so it is shown to one person alone. */
function link({ speaker, queries }: CommandCall, access: WebAccess): Reply {
  if (!speaker.isPrivate) {
    return reply('A link lets in whoever has it: say /web in our private chat', { symbol: '✕' });
  }
  const opened = access.link(speaker.actor);
  if (opened === null) {
    return reply('A program has no dashboard of its own', { symbol: '✕' });
  }
  const left = duration(opened.expiresAtMs - queries.nowMs());
  return reply(['Dashboard  ', { link: 'open it', url: opened.url }], {
    blocks: [
      lines(
        [{ code: opened.url }],
        `Good once, for ${left}: it lets you in as ${speaker.role}. Give it to nobody.`,
        ...(isLocal(opened.url) ? ['It opens on the machine that PolyMind runs on.'] : []),
      ),
    ],
  });
}

function isLocal(url: string): boolean {
  return /^http:\/\/(?:127\.|localhost|\[::1\])/.test(url);
}

function out({ speaker }: CommandCall, access: WebAccess): Reply {
  const ended = access.signOutAll(speaker.actor);
  return reply(
    ended === 0 ? 'No session of yours was open' : `${count(ended, 'session')} of yours ended`,
  );
}

function tokens({ queries }: CommandCall, access: WebAccess): Reply {
  const list = access.tokens();
  if (list.length === 0) {
    return reply('No program may use the API', {
      blocks: [lines(['Let one in: ', { code: TOKEN_EXAMPLE }])],
    });
  }
  const zone = queries.timeZone();
  const rows: Line[] = list.map(({ name, role, madeBy, expiresAtMs }) => [
    { bold: name },
    `  ${role} · until ${day(expiresAtMs, zone)} · made by ${madeBy}`,
  ]);
  return reply(`${count(list.length, 'program')} may use the API`, {
    blocks: [lines(...rows, ['Take one back: ', { code: `/web revoke ${list[0]?.name ?? ''}` }])],
  });
}

function makeToken(
  { speaker, queries }: CommandCall,
  access: WebAccess,
  { name, role }: { readonly name: string | undefined; readonly role: string | undefined },
): Reply {
  if (!speaker.isPrivate) {
    return reply('Not here, where others read: say it in our private chat', { symbol: '✕' });
  }
  const may = TOKEN_ROLES.find((one) => one === (role ?? 'viewer'));
  if (name === undefined || !NAME.test(name) || may === undefined) {
    throw new UsageError(
      `A token has a name of small letters and a role, viewer or trader, for example: ${TOKEN_EXAMPLE}`,
    );
  }
  const made = access.makeToken(name, { role: may, by: speaker.actor });
  if (made === null) {
    return reply(`Not done: ${name} exists already, or there are too many`, {
      symbol: '✕',
      buttons: [show('Tokens', '/web tokens')],
    });
  }
  const zone = queries.timeZone();
  return reply(`${name} may use the API as ${may}`, {
    blocks: [
      lines(
        [{ code: made.secret }],
        'It is shown here and never again; a program sends it as "Authorization: Bearer …".',
        `It ends on ${day(made.expiresAtMs, zone)} ${clock(made.expiresAtMs, zone)}, or when you are admin no longer.`,
        ['Take it back: ', { code: `/web revoke ${name}` }],
      ),
    ],
  });
}

function revoke({ speaker }: CommandCall, access: WebAccess, name: string | undefined): Reply {
  if (name === undefined) throw new UsageError('Which one? For example: /web revoke grafana');
  return access.revokeToken(name, speaker.actor)
    ? reply(`${name} may use the API no longer`)
    : reply(`No token is called "${name}"`, { buttons: [show('Tokens', '/web tokens')] });
}
