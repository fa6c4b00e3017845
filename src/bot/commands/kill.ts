import type { Queries } from '../../engine/contract/queries.ts';
import type { ChatCommand, CommandCall } from '../command.ts';
import { change } from '../confirm.ts';
import { count } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { clock, duration } from '../format/moments.ts';
import { PROOF_COMES } from '../format/proof-words.ts';
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
  const isProving = proving(queries);
  const canceled = before === null || left === null ? 0 : before - left;
  const ended = canceled <= 0 ? [] : [`${count(canceled, 'order')} cancelled`];
  const when = tookMs < 1 ? 'within 1 ms of' : `${duration(tookMs)} after`;
  const blocked = [`blocked ${when} your message`, ...ended].join(' · ');
  const by = outcome === 'done' ? 'Killed by you' : `Kill was refused: ${message}`;
  return reply(
    `${by}, ${clock(queries.nowMs(), queries.timeZone())} · ${openWords(left, isProving)}`,
    {
      symbol: '■',
      blocks: [
        lines(
          blocked,
          ...(isProving ? [PROOF_COMES] : []),
          ...(outcome === 'done' && message !== '' ? [message] : []),
          'positions are kept; automatic exits are off',
        ),
      ],
      buttons: [show('Close positions…', '/close'), show('Arm again…', '/kill off')],
    },
  );
}

/** What is still open, as far as it is known. */
function openWords(left: number | null, isProving: boolean): string {
  if (left === null) return 'open orders cannot be read now';
  if (left > 0) {
    return isProving
      ? `${count(left, 'order')} on the way, being cancelled`
      : `${count(left, 'order')} still being cancelled`;
  }
  return isProving ? 'no order of ours is on the way' : 'nothing is open';
}

/** Whether the venue is still asked; like the count, it must not keep kill from being answered. */
function proving(queries: Queries): boolean {
  try {
    return queries.status().provingNothingOpen;
  } catch {
    return false;
  }
}

/** A count for the answer only: failing to read it must not keep kill from acting. */
function openOrders(queries: Queries): number | null {
  try {
    return queries.openOrders().length;
  } catch {
    return null;
  }
}
