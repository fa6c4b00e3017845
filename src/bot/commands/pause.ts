import { type ChatCommand, UsageError } from '../command.ts';
import { change } from '../confirm.ts';

export const pause: ChatCommand = {
  name: 'pause',
  aliases: ['stopentries'],
  summary: 'no new copies until you resume; exits go on',
  examples: [['/pause', 'stops entries at once']],
  arguments: [],
  role: 'trader',
  danger: 'less',
  async run(call) {
    if (call.words.length > 0) {
      const who = call.words.join(' ');
      throw new UsageError(
        '/pause stops all entries and takes nothing more. One wallet is disabled instead.',
        `/wallet ${who} disable`,
      );
    }
    return change(call, [{ kind: 'pause', reason: `by ${call.speaker.actor}` }]);
  },
};
