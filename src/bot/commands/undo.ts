import type { ChatCommand } from '../command.ts';

export const undo: ChatCommand = {
  name: 'undo',
  aliases: [],
  summary: 'takes back your last change, within 60 s',
  examples: [['/undo', 'the same as the button']],
  arguments: [],
  role: 'viewer',
  danger: 'more',
  run: ({ undo: takeBack }) => takeBack(),
};
