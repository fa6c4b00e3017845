import { expect, test, vi } from 'vitest';
import { PAIRING_MS_MAX, PAIRING_TRIES_MAX } from '../../../src/bot/chat/pairing.ts';
import { ChatRun, PATIENCE } from './chat-run.ts';
import { DiscordPhone, labelsOf, read, registered } from './discord-phone.ts';

const MALLORY = '200000000000000666';
const EVE = '200000000000000042';

/** The code that the console was shown last. */
function shownCode(run: ChatRun): string {
  const code = /\/start ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(run.told.at(-1) ?? '')?.[1];
  if (code === undefined) throw new Error(`the console was told ${run.told.join()}`);
  return code;
}

const wrongOf = (code: string): string => (code === '0000-0000' ? '1111-1111' : '0000-0000');

/** Waits until the program has heard of a stranger this often; each is noted once a day. */
async function noted(run: ChatRun, strangers: readonly string[]): Promise<void> {
  await vi.waitFor(async () => {
    const rows = await run.live.program.queries.audit(50);
    const actors = rows.filter(({ action }) => action === 'stranger').map(({ actor }) => actor);
    // The day may turn while the story is told: then somebody is noted twice.
    expect([...new Set(actors)].sort()).toEqual([...strangers].sort());
  }, PATIENCE);
}

test('a bot that nobody operates is opened with the code of the console, by one person, who is asked three things', async () => {
  const run = await ChatRun.start({ on: ['discord'], locked: true });
  await registered(run);
  await vi.waitFor(() => expect(run.told).toHaveLength(1), PATIENCE);
  expect(run.told[0]).toContain('polymind');
  const first = shownCode(run);
  const { pairing } = run.chat.desk;
  const mallory = DiscordPhone.stranger(run, MALLORY, 'Mallory');
  const eve = DiscordPhone.stranger(run, EVE, 'Eve <b>');

  const used = ['status', 'kill', 'pause'].map((name) => mallory.person.slash(name));
  mallory.person.say('/kill');
  for (let tries = 0; tries < PAIRING_TRIES_MAX; tries += 1) {
    mallory.person.say(`/start ${wrongOf(first)}`);
  }
  await vi.waitFor(() => expect(pairing.current).toBeNull(), PATIENCE);
  eve.person.say(`/start ${first}`);
  await noted(run, [`discord:${MALLORY}`, `discord:${EVE}`]);
  expect(run.people.list()).toEqual([]);
  expect(run.control.killed).toBeNull();
  expect(used.map(({ answer }) => answer)).toEqual([null, null, null]);

  // The host shows another one, which comes too late.
  const late = pairing.open().code;
  run.pass(PAIRING_MS_MAX);
  eve.person.say(`/start ${late}`);
  await run.discord.until(() => eve.person.sees().length === 2, { what: () => 'nothing was said' });

  const { code } = pairing.open();
  const welcome = await eve.ask(`/start ${code.toLowerCase().replace('-', '')}`, '1 of 3');
  expect(read(welcome)).toContain('You operate PolyMind now');
  expect(labelsOf(welcome)).toEqual(['$500', '$1,000', '$5,000']);
  const zone = await eve.tap(welcome, '$1,000', '2 of 3');
  expect(read(zone)).toContain('PAPER bankroll $1,000: one copy spends $10');
  const follow = await eve.tap(zone, 'UTC', '3 of 3');
  expect(read(follow)).toContain('Whom to follow?');
  await eve.slash('status', {}, 'equity $1,000.00');
  const [leader] = run.live.world.venue.leaders;
  const shown = await eve.ask(leader?.address ?? '', (one) =>
    labelsOf(one).some((label) => label.startsWith('Follow')),
  );
  const label = labelsOf(shown).find((one) => one.startsWith('Follow')) ?? '';
  await eve.tap(shown, label, 'followed from now on');
  await vi.waitFor(() => expect(run.live.program.queries.wallets()).toHaveLength(1), PATIENCE);

  // Used up, and kept.
  const again = mallory.person.slash('start', { step: code });
  mallory.person.say(`/start ${code}`);
  await run.restart();
  await eve.slash('operators', {}, '1 operator');
  expect(run.told).toHaveLength(1);
  expect(again.answer).toBeNull();
  expect(mallory.heard).toEqual([]);
  await noted(run, [`discord:${MALLORY}`, `discord:${EVE}`]);
  const audit = await run.live.program.queries.audit(50);
  expect(audit.filter(({ action }) => action === 'putOperator')).toHaveLength(1);
  expect(run.reported).toEqual([]);
});

test('the code is good as a command too, and where others would read it they do not', async () => {
  const run = await ChatRun.start({ on: ['discord'], locked: true });
  await registered(run);
  await vi.waitFor(() => expect(run.told).toHaveLength(1), PATIENCE);
  const eve = DiscordPhone.stranger(run, EVE, 'Eve');
  const welcome = await eve.slash('start', { step: shownCode(run) }, '1 of 3');
  expect(welcome.ephemeral).toBe(true);
  expect(run.people.roleOf('discord', EVE)).toBe('admin');
});
