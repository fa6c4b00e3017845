import { type CommandCall, UsageError } from '../command.ts';
import { lines, reply, show } from '../format/compose.ts';
import type { Preferences } from '../notice/preferences.ts';
import { quietWords, readQuietHours } from '../notice/quiet-hours.ts';
import type { Reply } from '../reply.ts';

/** When nothing sounds: shows the hours, or sets them. @throws UsageError, UnavailableError */
export async function quietHours(call: CommandCall, words: readonly string[]): Promise<Reply> {
  const typed = words.join('').toLowerCase();
  const before = call.preferences.read();
  if (typed === '') return reply(quietLine(before), { buttons: [show('All notices', '/notify')] });
  const hours = typed === 'off' || typed === 'none' ? null : readQuietHours(typed);
  if (hours === null && typed !== 'off' && typed !== 'none') {
    throw new UsageError(
      `"${words.join(' ')}" is no time of day; two of them work:`,
      '/notify quiet 23:00-07:30',
    );
  }
  await call.preferences.write({ ...before, quiet: hours });
  const zone = call.queries.timeZone();
  const breaks =
    'kill, a loss limit, failed settlement, doubt, a restart with live positions sound';
  return reply(quietLine({ quiet: hours }), {
    blocks: hours === null ? [] : [lines(`in ${zone}; even then ${breaks}`)],
    buttons: [show('All notices', '/notify')],
  });
}

/** `Quiet 23:00–07:30` */
function quietLine({ quiet: hours }: Pick<Preferences, 'quiet'>): string {
  return hours === null ? 'No quiet hours' : `Quiet ${quietWords(hours)}: no sound then`;
}
