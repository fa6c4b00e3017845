import { expect, test, vi } from 'vitest';
import { ROLES, type Role } from '../../../src/bot/command.ts';
import { COMMANDS } from '../../../src/bot/registry.ts';
import type { SeenMessage } from '../../servers/discord/seen.ts';
import type { Values } from '../../servers/discord/slash-options.ts';
import { ADA, BOB, ChatRun, PATIENCE, VERA } from './chat-run.ts';
import { DiscordPhone, read, registered } from './discord-phone.ts';

const PUT = 'PUT /applications/:application/guilds/:guild/commands';
const CONTENT_LENGTH_MAX = 2_000;
const EMBED_LENGTH_MAX = 4_096;
const BUTTONS_MAX = 25;
const CHOICES_MAX = 25;
const CHOICE_LENGTH_MAX = 100;
/** The longest label there is, with a number behind it. */
const LONG_LABEL = "Wörld's_best-oracle.WW ";
const HOSTILE = '"@everyone <@7> **_`~|[x](http://x) ';

/** Every command as it is used, and how its answer begins; a function needs the run's own names. */
type Use = readonly [values: Values | ((run: ChatRun) => Values | Promise<Values>), answer: RegExp];
const USES: Readonly<Record<string, readonly Use[]>> = {
  status: [[{}, /^(?:PAPER|■|‖).*equity/]],
  positions: [
    [{}, /^(?:Nothing is open|◆ Open \d+ position)/],
    [{ who: LONG_LABEL }, /^(?:Nothing is open|◆ Open \d+ position)/],
  ],
  pnl: [
    [{}, /^◆ PAPER {2}[−+]?\$/],
    [{ span: '7d' }, /^◆ PAPER {2}[−+]?\$.* in 7 d/],
    [{ span: 'some day' }, /^pnl takes today, 12h/],
  ],
  why: [
    [{}, /^(?:✕|●|○|◐|!|Nothing) ?/],
    [{ what: 'today' }, /^(?:◆ \d+ trades? skipped today|Nothing)/],
  ],
  wallet: [
    [{}, /^\d+ wallets followed/],
    [firstWallet, new RegExp(LONG_LABEL.trim())],
    [async (run) => ({ ...firstWallet(run), do: 'scale', value: '0,5' }), /^PAPER .*half/],
    [async (run) => ({ ...firstWallet(run), do: 'scale', value: 'x' }), /^scale takes a number/],
  ],
  top: [[{}, /^◆ .* is first/]],
  market: [
    [(run) => ({ words: run.live.program.queries.positions()[0]?.outcome.market.id ?? 'a' }), /./],
    [{ words: 'zebra crossing' }, /^No market fits "zebra crossing"/],
  ],
  kalshi: [[{ words: 'fed december' }, /^! Not available now: Kalshi is not read here/]],
  arb: [
    [{}, /^⇄ No arbitrage of 3 % and \$2 now/],
    [{ what: 'history' }, /^⇄ No opportunity was seen yet/],
    [{ what: 'edge', value: '4%' }, /^PAPER arbitrage\.edgePercent 3 % → 4 %, now/],
  ],
  pair: [
    [{}, /^⇄ No pairs yet/],
    [{ pair: '7', do: 'reject', why: 'another day' }, /^There is no pair 7/],
  ],
  trades: [[{ count: '25' }, /^Newest \d+ fill/]],
  orders: [[{ count: '5' }, /^(?:\d+ orders? open|No order)/]],
  order: [
    [async (run) => ({ id: (await firstOrder(run)) ?? '' }), /^[○●◐✕] /],
    [{ id: 'NOPE' }, /^There is no order "NOPE"/],
  ],
  close: [
    [{}, /^Close which\?/],
    [{ what: 'all' }, /^(?:(?:! )?Close all\?|Nothing)/],
  ],
  filter: [
    [{}, /^\d+ filters/],
    [{ do: 'test', value: 'fed december' }, /^● Filters let it in: .*Fed/],
    [{ do: 'test', value: 'zebra crossing' }, /^No market fits "zebra crossing"/],
    [{ do: 'remove', what: 'keyword', value: '99' }, /^There is no filter "keyword 99"/],
  ],
  limits: [
    [{}, /^PAPER limits on bankroll \$500/],
    [{ which: 'order', value: '$5' }, /^PAPER one order \$10 \(2 %\) → \$5 \(1 %\)/],
    [{ which: 'order', value: '$50' }, /^! Raise a limit\?/],
  ],
  settings: [
    [{}, /^\d+ settings/],
    [{ key: 'entry.driftCents', value: '1.5c' }, /^PAPER entry\.driftCents 2¢ → 1\.5¢, now/],
  ],
  pause: [[{}, /^‖ Paused/]],
  resume: [[{}, /^Resumed: entries are on/]],
  undo: [[{}, /^‖ Undone · Paused/]],
  notify: [
    [{}, /^Notices to you: normal/],
    [{ what: 'fills', how: 'off', where: 'paper' }, /^fills: on for live, off for paper/],
    [{ what: 'quiet', how: '23:00-07:30' }, /^Quiet 23:00–07:30/],
  ],
  mode: [
    [{}, /^PAPER: copies use real books/],
    [{ mode: 'live' }, /polymind totp enrol discord:\d+7/],
  ],
  operators: [
    [{}, /^3 operators/],
    [
      { do: 'add', who: 'discord:200000000000000012', role: 'viewer', name: 'Zoe <b>' },
      /^! Let Zoe <b> in\?/,
    ],
  ],
  audit: [[{ count: '40' }, /^Last \d+ changes/]],
  export: [[{ year: '2026' }, /^\d+ rows in 2026, times in UTC/]],
  start: [
    [{}, /^PolyMind is yours/],
    [{ step: 'zone', value: 'Europe/Berlin' }, /^◆ Europe\/Berlin: it is/],
  ],
  help: [[{}, /^Commands/]],
  web: [[{}, /^! Not available now: /]],
  kill: [
    [{ off: 'off' }, /^Not killed: everything is armed/],
    [{}, /^■ Killed by you/],
    [{ off: 'off' }, /^! Arm again\?/],
  ],
};
/** Kill is last: what it answers is the same whatever was said before. */
const NAMES = [...COMMANDS.map(({ name }) => name).filter((name) => name !== 'kill'), 'kill'];

function firstWallet({ live }: ChatRun): { readonly who: string } {
  const [wallet] = live.program.queries.wallets();
  if (wallet === undefined) throw new Error('nobody is followed');
  return { who: wallet.label ?? wallet.address };
}

async function firstOrder({ live }: ChatRun): Promise<string | undefined> {
  const [order] = await live.program.queries.orders(1);
  return order?.shortId;
}

/** A run with as much as there can be to tell, and Ada, who operates it. */
async function fullRun(): Promise<readonly [ChatRun, DiscordPhone]> {
  const run = await ChatRun.start({ on: ['discord'], follows: true, trading: true });
  const ada = await DiscordPhone.of(run, ADA);
  const { queries } = run.live.program;
  for (const [at, { address }] of queries.wallets().entries()) {
    const label = `${LONG_LABEL}${at}`;
    await ada.slash('wallet', { who: address, do: 'label', value: label }, label);
  }
  for (let at = 0; at < 20; at += 1) {
    const value = `${HOSTILE}${at} ${'word '.repeat(4)}`;
    ada.person.slash('filter', { do: 'deny', what: 'keyword', value });
  }
  await vi.waitFor(async () => {
    expect(queries.filters()).toHaveLength(20);
    expect(queries.positions().length).toBeGreaterThan(0);
    expect(await queries.fills(1)).toHaveLength(1);
  }, PATIENCE);
  return [run, ada];
}

function checkLimits({ content, embeds, controls, pings, ephemeral }: SeenMessage): void {
  expect(content.length).toBeLessThanOrEqual(CONTENT_LENGTH_MAX);
  for (const embed of embeds) {
    expect(String(embed['description']).length).toBeLessThanOrEqual(EMBED_LENGTH_MAX);
  }
  expect(controls.length).toBeLessThanOrEqual(BUTTONS_MAX);
  expect({ ...pings, ephemeral }).toMatchObject({ users: [], everyone: false, ephemeral: true });
}

test('every command with its options is answered by itself, for whom used it alone, whatever things are called', async () => {
  const [run, ada] = await fullRun();
  for (const name of NAMES) {
    const uses = USES[name] ?? [];
    expect(uses.length, `how is /${name} used?`).toBeGreaterThan(0);
    for (const [values, answer] of uses) {
      const filled = typeof values === 'function' ? await values(run) : values;
      const answered = await ada.slash(name, filled, answer);
      expect.soft(read(answered), `/${name} ${Object.values(filled).join(' ')}`).toMatch(answer);
      checkLimits(answered);
    }
  }
  // Nobody else has read any of it, where everybody reads along.
  const bob = await DiscordPhone.of(run, BOB);
  expect(bob.person.sees({ channel: run.discord.channelId })).toEqual([]);
  expect(run.warned).toEqual([]);
  expect(run.reported).toEqual([]);
});

test('every command is explained, and refused to whose role does not reach it, which nobody else sees', async () => {
  const run = await ChatRun.start({ on: ['discord'] });
  const ada = await DiscordPhone.of(run, ADA);
  const bob = await DiscordPhone.of(run, BOB);
  const vera = await DiscordPhone.of(run, VERA);
  for (const { name } of COMMANDS) {
    const help = await ada.slash('help', { command: name }, new RegExp(`^/${name}: `));
    expect(help.text.split('\n').length).toBeGreaterThan(1);
  }
  for (const [phone, role] of [
    [bob, 'trader'],
    [vera, 'viewer'],
  ] as const) {
    for (const { name, role: needed } of COMMANDS) {
      if (reaches(role, needed)) continue;
      const values = name === 'export' ? { year: 'all' } : {};
      const refused = await phone.slash(
        name,
        values,
        `This needs the role ${needed}; you are ${role}`,
      );
      expect(refused.ephemeral).toBe(true);
    }
  }
  expect(run.warned).toEqual([]);
  expect(run.reported).toEqual([]);
});

function reaches(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

test('what is typed into a command is continued from memory, for those who operate', async () => {
  const [run, ada] = await fullRun();
  const { queries } = run.live.program;
  // Nothing is bought or sold meanwhile.
  await ada.slash('kill', {}, 'Killed by you');
  const vera = await DiscordPhone.of(run, VERA);
  const wallets = await ada.person.type('wallet', { option: 'who', value: "wörld's" });
  expect(wallets.map(({ value }) => value).sort()).toEqual(
    queries
      .wallets()
      .map(({ label }) => label)
      .sort(),
  );
  const [position] = queries.positions();
  const positions = await ada.person.type('close', { option: 'what', value: '' });
  expect(positions.map(({ value }) => value)).toEqual([
    'all',
    ...queries.positions().map(({ shortId }) => shortId),
  ]);
  const { question } = position?.outcome.market ?? {};
  expect(positions[1]?.name).toContain(question?.slice(0, 60));
  for (const [command, option] of [
    ['settings', 'key'],
    ['market', 'words'],
    ['order', 'id'],
    ['help', 'command'],
    ['notify', 'what'],
    ['filter', 'value'],
  ] as const) {
    const offered = await vera.person.type(command, { option, value: '' });
    expect(offered.length).toBeLessThanOrEqual(CHOICES_MAX);
    for (const { name, value } of offered) {
      expect(name.length).toBeLessThanOrEqual(CHOICE_LENGTH_MAX);
      expect(String(value).length).toBeLessThanOrEqual(CHOICE_LENGTH_MAX);
    }
  }
  // What is offered can be used.
  const [who] = wallets;
  await ada.slash('wallet', { who: who?.value ?? '' }, String(who?.value));
  await ada.slash(
    'close',
    { what: positions[1]?.value ?? '' },
    /^(?:● |○ |✕ |! )?.*(?:sell|clos|Nothing)/i,
  );
  const mallory = DiscordPhone.stranger(run, '200000000000000666', 'Mallory');
  expect(await mallory.person.type('wallet', { option: 'who', value: '' })).toEqual([]);
  expect(run.warned).toEqual([]);
  expect(run.reported).toEqual([]);
});

test('commands are registered once in the server, alike for every role, and hidden from all others', async () => {
  const run = await ChatRun.start({ on: ['discord'] });
  await registered(run);
  const [put] = run.discord.journal.to(PUT);
  if (!Array.isArray(put?.body)) throw new Error('no list of commands was registered');
  const told = put.body.map((command: unknown) => `${JSON.stringify(command)}\n`).join('');
  await expect(told).toMatchFileSnapshot('discord-registration.golden.jsonl');
  await run.restart();
  await run.die();
  const ada = await DiscordPhone.of(run, ADA);
  await ada.slash('status', {}, 'equity');
  expect(run.discord.journal.to(PUT)).toHaveLength(1);
  const zoe = run.discord.person('200000000000000012', 'Zoe');
  expect(() => zoe.slash('status')).toThrow('Discord offers no /status here');
});
