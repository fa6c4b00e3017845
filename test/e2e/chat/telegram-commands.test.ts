import { expect, test, vi } from 'vitest';
import type { ChatOptions } from '../../../src/app/chat/chat.ts';
import { ThreadPictures } from '../../../src/bot/charts/pictures.ts';
import type { Role } from '../../../src/bot/command.ts';
import { COMMANDS } from '../../../src/bot/registry.ts';
import { ADA, BOB, ChatRun, PATIENCE, VERA } from './chat-run.ts';
import { everybody, Phone } from './telegram-phone.ts';

type Picturing = NonNullable<ChatOptions['pictures']>;

/** Telegram's limits, in UTF-16 units. */
const TEXT_LENGTH_MAX = 4_096;
const CAPTION_LENGTH_MAX = 1_024;
/** The longest label there is; the name of a person is not checked by us, a label is. */
const LONG_LABEL = "Wörld's_best-oracle.WW ";

/** How the answer to each command begins, asked by an admin of a program that follows wallets. */
const ANSWERS: Readonly<Record<string, RegExp>> = {
  status: /^(?:PAPER|■|‖).*equity/,
  positions: /^(?:Nothing is open|◆ Open \d+ position)/,
  pnl: /^◆ PAPER {2}[−+]?\$/,
  why: /^(?:✕|●|○|◐|!|Nothing) ?/,
  wallet: /^\d+ wallets? followed/,
  top: /^◆ .* is first/,
  market: /^Which market\?/,
  kalshi: /^Which market of Kalshi\?/,
  arb: /^⇄ No arbitrage of 3 % and \$2 now/,
  pair: /^⇄ No pairs yet/,
  trades: /^Newest \d+ fill/,
  orders: /^(?:\d+ orders? open|No order)/,
  order: /^Which order\?/,
  close: /^(?:Close which\?|Nothing is open)/,
  filter: /^20 filters/,
  limits: /^PAPER limits on bankroll \$500/,
  settings: /^\d+ settings/,
  pause: /^‖ Paused/,
  resume: /^Resumed: entries are on/,
  undo: /^‖ Undone · Paused/,
  notify: /^Notices to you: normal/,
  mode: /^PAPER: copies use real books/,
  operators: /^3 operators/,
  audit: /^Last \d+ changes/,
  export: /^It takes a year, or all/,
  start: /^PolyMind is yours/,
  help: /^Commands/,
  web: /^! Not available now: /,
  kill: /^■ Killed by you/,
};

/** Kill is last: what it answers is the same whatever was said before. */
const NAMES = [...COMMANDS.map(({ name }) => name).filter((name) => name !== 'kill'), 'kill'];

test('every command that is typed is answered by itself, whatever wallets and filters are called', async () => {
  const run = await ChatRun.start({ follows: true, trading: true });
  const [ada, bob, vera] = await everybody(run);
  for (const [at, { address }] of run.live.program.queries.wallets().entries()) {
    await ada.ask(`/wallet ${address} label ${LONG_LABEL}${at}`, `${LONG_LABEL}${at}`);
  }
  for (let at = 0; at < 20; at += 1) {
    ada.person.say(`/filter deny keyword "<i>&*_~ ${at} ${'word '.repeat(9)}"`);
  }
  await vi.waitFor(() => expect(run.live.program.queries.filters().length).toBe(20), PATIENCE);
  await copied(run);
  for (const name of NAMES) {
    const answer = ANSWERS[name];
    if (answer === undefined) throw new Error(`what does /${name} answer?`);
    await ada.ask(`/${name}`, answer);
  }
  for (const { name } of COMMANDS) {
    const help = await ada.ask(`/help ${name}`, new RegExp(`^/${name}: `));
    expect(help.text.split('\n').length).toBeGreaterThan(1);
  }
  await refused(bob, 'trader');
  await refused(vera, 'viewer');
  for (const phone of [ada, bob, vera]) expectFitting(phone);
  expect(run.warned).toEqual([]);
  expect(run.reported).toEqual([]);
});

/** Types what is beyond a role. */
async function refused(phone: Phone, role: Role): Promise<void> {
  for (const { name, role: needed } of COMMANDS) {
    if (reaches(role, needed)) continue;
    await phone.ask(`/${name}`, `✕ This needs the role ${needed}; you are ${role}.`);
  }
}

function expectFitting({ person }: Phone): void {
  for (const { text, photo } of person.sees().filter(({ byBot }) => byBot)) {
    const lengthMax = photo === null ? TEXT_LENGTH_MAX : CAPTION_LENGTH_MAX;
    expect(text.length).toBeLessThanOrEqual(lengthMax);
  }
}

/** Waits for a fill to be counted. */
async function copied({ live }: ChatRun): Promise<void> {
  const { queries } = live.program;
  await vi.waitFor(async () => expect(await queries.fills(1)).toHaveLength(1), PATIENCE);
}

function reaches(role: Role, needed: Role): boolean {
  const roles = ['viewer', 'trader', 'admin'];
  return roles.indexOf(role) >= roles.indexOf(needed);
}

test('menus are set for each role, given to whom is let in and taken from whom is removed', async () => {
  const run = await ChatRun.start();
  const ada = await Phone.started(run, ADA, 'Ada');
  for (const [id, name] of [
    [BOB, 'Bob'],
    [VERA, 'Vera'],
  ] as const) {
    await Phone.started(run, id, name);
    await run.telegram.until(() => menus(run, id).length > 0);
  }
  await run.telegram.until(() => menus(run, ADA).length > 0);
  const zoe = run.telegram.person(12, 'Zoe');
  const card = await ada.ask('/operators add telegram:12 viewer Zoe', 'Let Zoe in?');
  await ada.decide(card, 'Let in');
  zoe.start();
  await zoe.until(({ text }) => text.includes('You are viewer'));
  await run.telegram.until(() => menus(run, 12).length > 0);
  expect(zoe.menu().map(({ command }) => command)).not.toContain('kill');
  const promotion = await ada.ask('/operators add telegram:12 trader Zoe', 'viewer → trader');
  await ada.decide(promotion, 'Let in');
  await run.telegram.until(() => zoe.menu().some(({ command }) => command === 'kill'));
  const removal = await ada.ask('/operators remove telegram:12', 'Remove Zoe?');
  await ada.decide(removal, 'Remove');
  await run.telegram.until(() => zoe.menu().length === 1);
  expect(zoe.menu().map(({ command }) => command)).toEqual(['start']);
  const golden = [ADA, BOB, VERA].map((id) => `${roleOf(id)}\n${printed(menus(run, id).at(-1))}`);
  const everywhere = `a stranger, and in groups\n${printed(menus(run, null).at(-1))}`;
  await expect([everywhere, ...golden].join('\n\n')).toMatchFileSnapshot(
    'telegram-menus.golden.txt',
  );
});

interface MenuLine {
  readonly command: string;
  readonly description: string;
}

/** Menus that were set for a chat, oldest first. */
function menus(run: ChatRun, chatId: number | null): (readonly MenuLine[])[] {
  const scope = JSON.stringify(
    chatId === null ? { type: 'default' } : { type: 'chat', chat_id: chatId },
  );
  return run.telegram
    .callsOf('setMyCommands')
    .filter((call) => call.outcome === 'ok' && JSON.stringify(call.json('scope')) === scope)
    .map((call) => call.json('commands') as readonly MenuLine[]);
}

function printed(menu: readonly MenuLine[] = []): string {
  return menu.map(({ command, description }) => `  /${command}  ${description}`).join('\n');
}

function roleOf(id: number): string {
  return id === ADA ? 'an admin' : id === BOB ? 'a trader' : 'a viewer';
}

test('results come as a photo with the text under it, and as text when that does not work', async () => {
  let isBroken = false;
  const failures: unknown[] = [];
  const drawn = new ThreadPictures({ report: (error) => void failures.push(error) });
  const pictures: Picturing = {
    draw: (chart) => (isBroken ? Promise.resolve(null) : drawn.draw(chart)),
    close: () => drawn.close(),
  };
  const run = await ChatRun.start({ follows: true, pictures });
  const ada = await Phone.started(run, ADA, 'Ada');
  await copied(run);
  // The other pictures come with more words than a caption holds, once wallets are scored.
  for (const name of ['pnl']) {
    const answer = ANSWERS[name] ?? '';
    const whole = await ada.ask(`/${name}`, answer);
    expect([...(whole.photo ?? []).slice(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    expect(run.warned).toEqual([]);
    run.telegram.fail('sendPhoto', { code: 400, description: 'Bad Request: PHOTO_INVALID' });
    const refused = await ada.ask(`/${name}`, answer);
    expect(run.warned.splice(0).join()).toContain('PHOTO_INVALID');
    isBroken = true;
    const undrawn = await ada.ask(`/${name}`, answer);
    isBroken = false;
    for (const { photo, labels } of [refused, undrawn]) {
      expect(photo).toBeNull();
      expect(labels).toEqual(whole.labels);
    }
  }
  expect(failures).toEqual([]);
  await ada.ask('/kill', 'Killed by you');
});
