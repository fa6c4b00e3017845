import { expect, test } from 'vitest';
import { COMMANDS as HOST_COMMANDS } from '../../../src/app/commands.ts';
import { COMMANDS as CHAT_COMMANDS } from '../../../src/bot/registry.ts';
import { Story } from '../story.ts';
import { BUYS, LIVE } from './live-words.ts';

/** What takes keys or money away, whatever else it is called. */
const TAKES_AWAY =
  /\b(?:withdraw|transfer|pay out|send money|private key|seed|mnemonic|reveal|dump)/i;

test('61: no command of the chat or of the host exports a key or sends money away', () => {
  expect(CHAT_COMMANDS.length).toBeGreaterThan(20);
  for (const command of CHAT_COMMANDS) expect(JSON.stringify(command)).not.toMatch(TAKES_AWAY);
  expect(HOST_COMMANDS.length).toBeGreaterThan(10);
  for (const { name, summary } of HOST_COMMANDS) {
    expect(`${name}: ${summary}`).not.toMatch(TAKES_AWAY);
  }
});

test('67: a venue that takes no orders from here is asked once, and what it says is told', async () => {
  const told = await new Story().tell(LIVE);
  const text = 'Trading restricted in your region';
  told.account.answers.push({ kind: 'refused', cause: 'blocked', text });
  await told.tell(`${BUYS}\n wait 2s\n = order buy rain.Yes $10 rejected 0 ${text}
    = notice rejected\n wait 10m\n never order\n look live\n has rain.Yes nothing\n reserved $0`);
  expect(told.account.sent, 'nothing tries it again').toHaveLength(1);
  await told.end();
});
