import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { ROLES, type Role } from '../../../src/bot/command.ts';
import { COMMANDS } from '../../../src/bot/registry.ts';
import type { Interaction } from '../../servers/discord/interaction.ts';
import type { SeenMessage } from '../../servers/discord/seen.ts';
import { ADA, BOB, ChatRun, discordId, PATIENCE, VERA } from './chat-run.ts';
import { DiscordPhone, MODAL } from './discord-phone.ts';

const DEEDS = 300;
const MALLORY = '200000000000000666';
/** What each change needs at least, written down once more: what the program says is not asked. */
const NEEDS: Readonly<Record<string, Role>> = {
  follow: 'trader',
  unfollow: 'trader',
  changeWallet: 'trader',
  addFilter: 'trader',
  removeFilter: 'trader',
  kill: 'trader',
  pause: 'trader',
  resume: 'trader',
  close: 'trader',
};

/** Lines that change something when the right person says them. */
const LINES = [
  '/kill',
  'kill',
  '/kill off',
  '/pause',
  '/resume',
  '/mode live',
  '/mode paper',
  '/limits order 50',
  '/limits order 5',
  '/limits bankroll 100000',
  '/settings entry.driftCents 3c',
  '/wallet ace scale 5',
  '/wallet ace live',
  '/wallet ace disable',
  '/wallet remove fox',
  '/filter allow category politics',
  '/filter deny keyword election',
  '/filter remove 1',
  '/close all',
  '/start bankroll 9000',
  '/start zone UTC',
  `/operators add discord:${MALLORY} admin Mallory`,
  `/operators add discord:${discordId(BOB)} admin Bob`,
  `/operators remove discord:${discordId(ADA)}`,
  '/operators code',
  '/undo',
  'live 300 123456',
  'raise 50 123456',
] as const;

type Deed = {
  readonly who: number;
  readonly how: 'slash' | 'say' | 'line' | 'stolen' | 'own' | 'form' | 'noise';
  readonly what: number;
  readonly noise: string;
};

const deed: fc.Arbitrary<Deed> = fc.record({
  who: fc.nat(),
  how: fc.constantFrom('slash', 'say', 'line', 'stolen', 'own', 'form', 'noise'),
  what: fc.nat(),
  noise: fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
});

const at = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('there is none');
  return item;
};

/** Does it; what Discord's own client would not let somebody do is not done. */
function act(phone: DiscordPhone, { how, what, noise }: Deed, stolen: readonly string[]) {
  const { person } = phone;
  const line = at(LINES, what);
  const base = person.last() ?? person.say('hello');
  switch (how) {
    case 'slash':
      return slashOf(phone, what);
    case 'say':
      person.say(line);
      return null;
    case 'line':
      return phone.forge(`${what % 2 === 0 ? 'c' : 'i'}:${line}`, base);
    case 'stolen':
      return phone.forge(at(stolen, what), base);
    case 'own':
      return tapOf(phone, base, what);
    case 'form':
      return person.forge(MODAL, { data: formData(line), on: base });
    case 'noise':
      return phone.forge(noise, base);
  }
}

/** One of the lines as the command that it is. */
function slashOf({ person }: DiscordPhone, what: number): Interaction {
  const [name = '', ...words] = at(
    LINES.filter((line) => line.startsWith('/')),
    what,
  )
    .slice(1)
    .split(' ');
  const options = COMMANDS.find((one) => one.name === name)?.arguments ?? [];
  const values = options.flatMap(({ name: option, choices, suggests }) => {
    const isFixed = choices !== undefined && suggests === undefined;
    const isLast = option === options.at(-1)?.name;
    if (words.length === 0 || (isFixed && !choices.includes(words[0] ?? ''))) return [];
    return [[option, words.splice(0, isLast ? words.length : 1).join(' ')] as const];
  });
  return person.slash(name, Object.fromEntries(values));
}

function tapOf({ person }: DiscordPhone, base: SeenMessage, what: number): Interaction | null {
  const buttons = person.now(base).controls;
  return buttons.length === 0 ? null : person.tap(base, at(buttons, what).label);
}

function formData(text: string) {
  const component = { type: 4, custom_id: 'form', value: text, id: 2 };
  return { custom_id: 'form', components: [{ type: 18, id: 1, component }] };
}

test('whatever strangers, viewers and traders send, nothing is done that their role does not allow', async () => {
  const run = await ChatRun.start({ on: ['discord'], follows: true, trading: true });
  // Nothing else happens meanwhile.
  await run.live.world.sim.close();
  const ada = await DiscordPhone.of(run, ADA);
  const bob = await DiscordPhone.of(run, BOB);
  const vera = await DiscordPhone.of(run, VERA);
  const mallory = DiscordPhone.stranger(run, MALLORY, 'Mallory');
  const roles = new Map<DiscordPhone, Role | null>([
    [bob, 'trader'],
    [vera, 'viewer'],
    [mallory, null],
  ]);
  for (const id of [ADA, BOB]) run.enrol(`discord:${discordId(id)}`);
  // Questions to an admin that are open, whose buttons others have learned.
  const cards = [
    await ada.slash('limits', { which: 'order', value: '50' }, 'Raise a limit?'),
    await ada.slash('mode', { mode: 'live' }, 'Go live?'),
    await ada.slash('operators', { do: 'add', who: `discord:${MALLORY}`, role: 'admin' }),
    await ada.slash('wallet', { who: 'ace', do: 'scale', value: '2' }),
  ];
  const stolen = cards.flatMap(({ controls }) =>
    controls.flatMap(({ customId }) => customId ?? []),
  );
  expect(stolen.length).toBeGreaterThan(6);
  const before = await doneBy(run);
  const settings = (): string => JSON.stringify(run.live.program.queries.settingList());
  const settingsBefore = settings();
  const people = [...roles.keys()];

  let sent = 0;
  for (const one of fc.sample(deed, DEEDS)) {
    const phone = at(people, one.who);
    const interaction = act(phone, one, stolen);
    sent += 1;
    if (interaction === null) continue;
    if (roles.get(phone) !== null) await phone.person.answered(interaction);
    else expect(interaction.answer).toBeNull();
  }
  await ada.settles();
  expect(sent).toBe(DEEDS);

  const after = (await doneBy(run)).slice(before.length);
  for (const { actor, action } of after) {
    const by = people.find(({ person }) => actor === `discord:${person.id}`);
    const role = by === undefined ? null : roles.get(by);
    const needed = NEEDS[action];
    const may =
      role != null && needed !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(needed);
    expect(may, `${actor} did ${action}`).toBe(true);
  }
  // Traders did do what they may.
  expect(new Set(after.map(({ action }) => action)).size).toBeGreaterThan(4);
  expect(settings()).toBe(settingsBefore);
  expect(run.live.program.queries.status().mode).toBe('paper');
  expect(run.control.killed).not.toBeNull();
  const who = run.people.list().map(({ userId, role }) => [userId, role] as const);
  expect(new Map(who)).toEqual(
    new Map([
      [discordId(ADA), 'admin'],
      [discordId(BOB), 'trader'],
      [discordId(VERA), 'viewer'],
    ]),
  );
  expect(run.live.program.queries.wallets().filter(({ mode }) => mode === 'live')).toEqual([]);
  expect(mallory.heard).toEqual([]);
  await vi.waitFor(() => expect(run.reported).toEqual([]), PATIENCE);
});

/** What was done, oldest first. */
async function doneBy(run: ChatRun): Promise<readonly { actor: string; action: string }[]> {
  const rows = await run.live.program.queries.audit(1_000);
  return rows
    .filter(({ outcome, actor }) => outcome === 'done' && actor.startsWith('discord:'))
    .map(({ actor, action }) => ({ actor, action }))
    .reverse();
}
