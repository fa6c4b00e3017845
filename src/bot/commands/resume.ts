import { type ChatCommand, UsageError } from '../command.ts';
import { change } from '../confirm.ts';

export const resume: ChatCommand = {
  name: 'resume',
  aliases: ['unpause'],
  summary: 'entries on again; after a loss limit it asks first',
  examples: [['/resume', 'ends a pause']],
  arguments: [],
  role: 'trader',
  danger: 'more',
  async run(call) {
    if (call.words.length > 0) throw new UsageError('/resume takes nothing more.', '/resume');
    return change(call, [{ kind: 'resume' }]);
  },
};
