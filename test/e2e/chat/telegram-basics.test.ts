import { expect, test, vi } from 'vitest';
import { ADA, BOB, ChatRun, PATIENCE, VERA } from './chat-run.ts';

test('a person asks and is answered', async () => {
  const run = await ChatRun.start();
  // Who never pressed start cannot be told of the kill.
  for (const id of [BOB, VERA]) run.telegram.person(id, `Person ${id}`).start();
  const ada = run.telegram.person(ADA, 'Ada');
  ada.start();
  const welcome = await ada.until((message) => message.byBot);
  expect(welcome.text).toContain('You operate PolyMind now');
  ada.say('/status');
  const status = await ada.until((message) => message.text.includes('equity $500'));
  expect(status.text).toContain('PAPER');
  ada.say('/kill');
  await vi.waitFor(() => expect(run.control.killed).not.toBeNull(), PATIENCE);
  const killed = await ada.until((message) => message.text.includes('Killed by you'));
  expect(killed.labels).toEqual(['Close positions…', 'Arm again…']);
  ada.tap('Arm again…');
  const card = await ada.until((message) => message.text.includes('Arm again?'));
  ada.tap('Arm', { messageId: card.id });
  await vi.waitFor(() => expect(run.control.killed).toBeNull(), PATIENCE);
  const done = await ada.until((message) => message.id === card.id && message.edits > 0);
  expect(done.text).toContain('Armed');
  expect(run.reported).toEqual([]);
});
