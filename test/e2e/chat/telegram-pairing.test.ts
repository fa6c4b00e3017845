import { expect, test, vi } from 'vitest';
import { PAIRING_MS_MAX, PAIRING_TRIES_MAX } from '../../../src/bot/chat/pairing.ts';
import type { TelegramPerson } from '../../servers/telegram/person.ts';
import { ChatRun, PATIENCE } from './chat-run.ts';
import { Phone } from './telegram-phone.ts';

const MALLORY = 666;
const EVE = 42;

/** The code that the console was shown last. */
function shownCode(run: ChatRun): string {
  const code = /\/start ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(run.told.at(-1) ?? '')?.[1];
  if (code === undefined) throw new Error(`the console was told ${run.told.join()}`);
  return code;
}

const wrongOf = (code: string): string => (code === '0000-0000' ? '1111-1111' : '0000-0000');

/** Says it and waits until the bot has handled it. */
async function heard(run: ChatRun, by: TelegramPerson, text: string): Promise<void> {
  by.say(text);
  await run.telegram.until(() => run.telegram.pendingUpdates === 0);
}

test('a bot that nobody operates is opened with the code of the console, by one person, who is asked three things', async () => {
  const run = await ChatRun.start({ locked: true });
  await vi.waitFor(() => expect(run.told).toHaveLength(1), PATIENCE);
  expect(run.told[0]).toContain('@double_bot');
  const first = shownCode(run);
  const mallory = run.telegram.person(MALLORY, 'Mallory');
  const eve = new Phone(run, EVE, 'Eve <b>');

  await heard(run, mallory, '/status');
  await heard(run, mallory, '/kill');
  for (let tries = 0; tries < PAIRING_TRIES_MAX; tries += 1) {
    await heard(run, mallory, `/start ${wrongOf(first)}`);
  }
  await heard(run, eve.person, `/start ${first}`);
  expect(run.people.list()).toEqual([]);
  expect(run.control.killed).toBeNull();

  // The host shows another one, which comes too late.
  const late = run.chat.desk.pairing.open().code;
  run.time.pass(PAIRING_MS_MAX);
  await heard(run, eve.person, `/start ${late}`);
  expect(run.people.list()).toEqual([]);
  expect(run.telegram.callsOf('sendMessage')).toEqual([]);

  const { code } = run.chat.desk.pairing.open();
  const welcome = await eve.ask(`/start ${code.toLowerCase().replace('-', '')}`, '1 of 3');
  expect(welcome.text).toContain('You operate PolyMind now');
  expect(welcome.labels).toEqual(['$500', '$1,000', '$5,000']);
  const zone = await eve.tap(welcome, '$1,000', '2 of 3');
  expect(zone.text).toContain('PAPER bankroll $1,000: one copy spends $10');
  const follow = await eve.tap(zone, 'UTC', '3 of 3');
  expect(follow.text).toContain('Whom to follow?');
  await eve.ask('/status', 'equity $1,000.00');
  const [leader] = run.live.world.venue.leaders;
  const shown = await eve.ask(leader?.address ?? '', (one) =>
    one.labels.some((label) => label.startsWith('Follow')),
  );
  const label = shown.labels.find((one) => one.startsWith('Follow')) ?? '';
  await eve.tap(shown, label, 'followed from now on');
  await vi.waitFor(() => expect(run.live.program.queries.wallets()).toHaveLength(1), PATIENCE);

  // Used up, and kept.
  await heard(run, mallory, `/start ${code}`);
  await run.restart();
  await eve.ask('/operators', '1 operator');
  expect(run.told).toHaveLength(1);
  expect(mallory.sees().filter(({ byBot }) => byBot)).toEqual([]);
  const audit = await run.live.program.queries.audit(50);
  // The day may turn while the story is told: then somebody is noted twice.
  const strangers = new Set(
    audit.filter(({ action }) => action === 'stranger').map(({ actor }) => actor),
  );
  expect([...strangers].sort()).toEqual([`telegram:${EVE}`, `telegram:${MALLORY}`]);
  expect(audit.filter(({ action }) => action === 'putOperator')).toHaveLength(1);
  expect(run.reported).toEqual([]);
});
