import type { Queries } from '../../engine/contract/queries.ts';
import type { ChatCommand, CommandCall } from '../command.ts';
import { change } from '../confirm.ts';
import { count } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { clock, duration } from '../format/moments.ts';
import type { Reply } from '../reply.ts';

export const kill: ChatCommand = {
  name: 'kill',
  aliases: [],
  summary: 'stops every automatic order at once and cancels all',
  examples: [
    ['/kill', 'acts before it answers; so do kill and /kill now'],
    ['/kill off', 'arms again, after a tap'],
  ],
  arguments: [{ name: 'off', about: 'arms again', required: false, choices: ['off'] }],
  role: 'trader',
  danger: 'limits',
  async run(call) {
    // Only exactly `off` arms. All else kills, because who types kill means it.
    const off = call.words.length === 1 && call.words[0] === 'off';
    return off ? change(call, [{ kind: 'arm' }]) : killAll(call);
  },
};

async function killAll({ queries, execute, speaker }: CommandCall): Promise<Reply> {
  const toldAtMs = queries.nowMs();
  const before = openOrders(queries);
  const { outcome, message } = await execute({ kind: 'kill', reason: `by ${speaker.actor}` });
  const tookMs = queries.nowMs() - toldAtMs;
  const left = openOrders(queries);
  const proof =
    left === null
      ? 'open orders cannot be read now'
      : left === 0
        ? 'nothing is open'
        : `${count(left, 'order')} still being cancelled`;
  const canceled = before === null || left === null ? 0 : before - left;
  const ended = canceled <= 0 ? [] : [`${count(canceled, 'order')} cancelled`];
  const when = tookMs < 1 ? 'within 1 ms of' : `${duration(tookMs)} after`;
  const blocked = [`blocked ${when} your message`, ...ended].join(' · ');
  const by = outcome === 'done' ? 'Killed by you' : `Kill was refused: ${message}`;
  return reply(`${by}, ${clock(queries.nowMs(), queries.timeZone())} · ${proof}`, {
    symbol: '■',
    blocks: [
      lines(
        blocked,
        ...(outcome === 'done' && message !== '' ? [message] : []),
        'positions are kept; automatic exits are off',
      ),
    ],
    buttons: [show('Close positions…', '/close'), show('Arm again…', '/kill off')],
  });
}

/** A count for the answer only: failing to read it must not keep kill from acting. */
function openOrders(queries: Queries): number | null {
  try {
    return queries.openOrders().length;
  } catch {
    return null;
  }
}
