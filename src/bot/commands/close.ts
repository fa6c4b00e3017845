import type { PositionView } from '../../engine/contract/views.ts';
import type { CommandBody } from '../../engine/domain/command.ts';
import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import { change } from '../confirm.ts';
import { count, shares } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { cut, sideName } from '../format/names.ts';
import type { Reply } from '../reply.ts';
import { positionLines } from './positions.ts';
import { subjectId } from './subject.ts';

/** Positions offered as buttons. */
const OFFERED = 6;

export const close: ChatCommand = {
  name: 'close',
  aliases: ['sell'],
  summary: 'sells one position, or all after a tap',
  examples: [
    ['/close', 'lists what can be closed'],
    ['/close K3F9QX', 'sells it all, by its short id'],
    ['/close 2', 'what message #2 was about'],
    ['/close all', 'every position, after a tap'],
  ],
  arguments: [
    {
      name: 'what',
      about: 'short id, # of a message, or all',
      required: false,
      choices: ['all'],
      suggests: 'position',
    },
  ],
  role: 'trader',
  danger: 'more',
  async run(call) {
    const open = call.queries
      .positions()
      .filter(({ position }) => !position.ledger.startsWith('shadow:'));
    const [word, ...more] = call.words;
    if (open.length === 0) return reply('Nothing is open');
    if (word === undefined) return choice(open, 'Close which?');
    if (more.length > 0)
      throw new UsageError('close takes one position, for example: /close K3F9QX', '/close');
    const all = word.toLowerCase() === 'all';
    const meant = all ? open : await matching(call, open, word);
    const [first, ...rest] = bodiesOf(meant);
    if (first === undefined) throw new UsageError(`No open position is "${word}".`, '/close');
    // All of one is asked like all of many.
    if (all && rest.length === 0) return choice(open, 'Close all? It is one position');
    if (!all && rest.length > 0) {
      return choice(meant, `"${word}" fits ${count(meant.length, 'position')}`);
    }
    return change(call, [first, ...rest]);
  },
};

async function matching(
  call: CommandCall,
  open: readonly PositionView[],
  word: string,
): Promise<readonly PositionView[]> {
  const id = subjectId(call, word);
  const direct = open.filter((one) => one.shortId.toLowerCase() === id);
  if (direct.length > 0) return direct;
  if (!/^#?\d{1,5}$/.test(word))
    return open.filter((one) => one.shortId.toLowerCase().startsWith(id));
  const decision = (await call.queries.decision(id))?.decision;
  return open.filter(
    ({ position }) => position.tokenId === decision?.tokenId && position.ledger === decision.ledger,
  );
}

/** A token is sold once, whoever it was copied from. */
function bodiesOf(views: readonly PositionView[]): CommandBody[] {
  const bodies = new Map<string, CommandBody>();
  for (const { position } of views) {
    const { ledger, tokenId } = position;
    bodies.set(`${ledger}|${tokenId}`, { kind: 'close', ledger, tokenId });
  }
  return [...bodies.values()];
}

/** One of several positions of a token: closing one closes the token. */
function onePerToken(views: readonly PositionView[]): readonly PositionView[] {
  const byToken = new Map(
    views.map((one) => [`${one.position.ledger}|${one.position.tokenId}`, one]),
  );
  return [...byToken.values()];
}

function choice(open: readonly PositionView[], title: string): Reply {
  const buttons = onePerToken(open)
    .slice(0, OFFERED)
    .map((one) => {
      const name = `${shares(one.position.quantity)} ${sideName(one.outcome)} ${one.outcome.market.question ?? ''}`;
      return show(`Close ${cut(name, 28)}`, `/close ${one.shortId}`);
    });
  return reply(title, {
    blocks: [lines(...open.slice(0, OFFERED).flatMap(positionLines))],
    buttons: [...buttons, ...(open.length > 1 ? [show('Close all…', '/close all')] : [])],
  });
}
