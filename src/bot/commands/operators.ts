import { PLATFORMS, type Platform } from '../chat/address.ts';
import { type ChatCommand, type CommandCall, ROLES, type Role, UsageError } from '../command.ts';
import { change } from '../confirm.ts';
import { count } from '../format/amounts.ts';
import { lines, reply } from '../format/compose.ts';
import { clock } from '../format/moments.ts';
import { nearest } from '../grammar/nearest.ts';
import type { Line, Reply } from '../reply.ts';
import { roleSentence } from './effect/operator-effect.ts';

const EXAMPLE = '/operators add telegram:123456789 trader';

export const operators: ChatCommand = {
  name: 'operators',
  aliases: ['operator'],
  summary: 'who may operate, and what each role may do',
  examples: [
    ['/operators', 'who may do what'],
    [EXAMPLE, 'lets somebody in, after a question'],
    ['/operators remove telegram:123456789', 'takes it back'],
    ['/operators code', 'at the host: a code with which an admin lets himself in'],
  ],
  arguments: [
    {
      name: 'do',
      about: 'add, remove or code',
      required: false,
      choices: ['add', 'remove', 'code'],
    },
    { name: 'who', about: 'telegram:ID or discord:ID', required: false },
    { name: 'role', about: 'viewer, trader or admin', required: false, choices: ROLES },
    { name: 'name', about: 'what to call them', required: false },
  ],
  role: 'admin',
  danger: 'limits',
  async run(call) {
    const [verb, who, ...rest] = call.words;
    switch (verb?.toLowerCase()) {
      case undefined:
      case 'list':
        return overview(call);
      case 'code':
        return openCode(call);
      case 'add':
      case 'set':
        return change(call, [{ kind: 'putOperator', ...idOf(who), ...roleOf(rest) }]);
      case 'remove':
        return change(call, [{ kind: 'removeOperator', ...idOf(who) }]);
      default:
        throw new UsageError(
          `operators takes add, remove or code, got "${verb}", for example: ${EXAMPLE}`,
        );
    }
  },
};

function overview({ people }: CommandCall): Reply {
  const list = people.list();
  const rows: Line[] = list.map(({ platform, userId, role, name, isPermanent }) => [
    { bold: role },
    `  ${name}  `,
    { code: `${platform}:${userId}` },
    ...(isPermanent ? [{ muted: '  named at the host' }] : []),
  ]);
  const roles: Line[] = ROLES.map((role) => roleSentence(role));
  return reply(list.length === 0 ? 'Nobody operates yet' : `${count(list.length, 'operator')}`, {
    blocks: [...(rows.length === 0 ? [] : [lines(...rows)]), lines(...roles)],
  });
}

/** Shown at the host only: whoever reads a chat must not become admin by it. */
function openCode({ speaker, people, queries }: CommandCall): Reply {
  if (speaker.actor !== 'console') {
    return reply('Codes are shown at the host only', {
      symbol: '✕',
      blocks: [lines(['From here: ', { code: EXAMPLE }])],
    });
  }
  const { code, expiresAtMs } = people.openPairing();
  return reply(['Send ', { code: `/start ${code}` }, ' to the bot: the sender becomes admin'], {
    symbol: '!',
    blocks: [lines(`Good once, until ${clock(expiresAtMs, queries.timeZone())}, for five tries.`)],
  });
}

/** @throws UsageError */
function idOf(word: string | undefined): { readonly platform: Platform; readonly userId: string } {
  const match = /^([a-z]+):(\d{1,20})$/.exec(word?.toLowerCase() ?? '');
  const platform = PLATFORMS.find((one) => one === match?.[1]);
  const userId = match?.[2];
  if (platform === undefined || userId === undefined) {
    throw new UsageError(`Who is telegram:ID or discord:ID, for example: ${EXAMPLE}`);
  }
  return { platform, userId };
}

/** @throws UsageError */
function roleOf([word, ...name]: readonly string[]): {
  readonly role: Role;
  readonly name: string;
} {
  const role = ROLES.find((one) => one === word?.toLowerCase());
  if (role === undefined) {
    const meant = word === undefined ? null : nearest(word, ROLES);
    throw new UsageError(
      `A role is ${ROLES.join(', ')}${meant === null ? '' : `; did you mean ${meant}?`}`,
    );
  }
  return { role, name: name.length === 0 ? 'operator' : name.join(' ') };
}
