import { DAY_MS, MINUTE_MS } from '../../engine/domain/time.ts';
import { type CommandCall, UsageError } from '../command.ts';
import { lines, reply, show } from '../format/compose.ts';
import { clockMinute, day, duration } from '../format/moments.ts';
import { readDuration } from '../grammar/duration.ts';
import type { Reply } from '../reply.ts';

/** Longest time for which alerts are muted. */
const MUTE_MS_MAX = 30 * DAY_MS;
const OFF: ReadonlySet<string> = new Set(['off', 'end', '0', 'default']);

/** Leaves new arbitrage to the digest for a while, for this speaker alone; it is recorded as before. */
export async function muteArbitrage(call: CommandCall, value: readonly string[]): Promise<Reply> {
  const { preferences, queries } = call;
  const typed = value.join('').toLowerCase();
  const nowMs = queries.nowMs();
  const before = preferences.read();
  if (OFF.has(typed)) {
    await preferences.write({ ...before, arbitrageMutedUntilMs: null });
    return reply('Arbitrage is told again', { symbol: '⇄', buttons: [show('Now', '/arb')] });
  }
  const ms = readDuration(typed, MINUTE_MS);
  if (ms === null || ms <= 0 || ms > MUTE_MS_MAX) {
    throw new UsageError(
      `mute takes a time up to ${duration(MUTE_MS_MAX)}, for example: /arb mute 2h`,
      '/arb mute 2h',
    );
  }
  const untilMs = nowMs + ms;
  await preferences.write({ ...before, arbitrageMutedUntilMs: untilMs });
  const zone = queries.timeZone();
  const until = `${ms < DAY_MS ? '' : `${day(untilMs, zone)} `}${clockMinute(untilMs, zone)}`;
  const counted = preferences.hasDigest ? 'the digest counts them; ' : '';
  return reply(`Arbitrage is muted until ${until}, for you`, {
    symbol: '⇄',
    blocks: [
      lines(
        `${counted}each is written down as before: /arb history`,
        'what is bought is told all the same',
      ),
    ],
    buttons: [show('Unmute', '/arb mute off')],
  });
}
