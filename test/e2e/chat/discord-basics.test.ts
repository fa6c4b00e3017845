import { expect, test, vi } from 'vitest';
import { ADA, ChatRun, PATIENCE } from './chat-run.ts';

test('a person asks and is answered', async () => {
  const run = await ChatRun.start({ on: ['discord'] });
  const ada = run.inDiscord(ADA);
  await vi.waitFor(
    () => expect(run.discord.commands('guild').length).toBeGreaterThan(10),
    PATIENCE,
  );
  ada.slash('status');
  await ada.until((message) => JSON.stringify(message).includes('equity $500'));
  ada.slash('kill');
  await vi.waitFor(() => expect(run.control.killed).not.toBeNull(), PATIENCE);
  const killed = await ada.until((message) => JSON.stringify(message).includes('Killed by you'));
  ada.tap(killed, 'Arm again…');
  const card = await ada.until((message) => JSON.stringify(message).includes('Arm again?'));
  ada.tap(card, 'Arm');
  await vi.waitFor(() => expect(run.control.killed).toBeNull(), PATIENCE);
  expect(run.reported).toEqual([]);
});
