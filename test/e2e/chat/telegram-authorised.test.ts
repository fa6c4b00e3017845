import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../../src/bot/registry.ts';
import type { Command } from '../../../src/engine/domain/command.ts';
import type { TelegramPerson } from '../../servers/telegram/person.ts';
import { ADA, BOB, ChatRun, VERA } from './chat-run.ts';
import { dataOf, Phone } from './telegram-phone.ts';

const MALLORY = 666;
const GROUP = -1001;
const RUNS = 20;
const UPDATES_MIN = 8;
const UPDATES_MAX = 16;

/** What a trader may do anywhere, and what only where nobody else reads. */
const ANYWHERE = ['kill', 'pause'];
const PRIVATELY = [
  'follow',
  'unfollow',
  'changeWallet',
  'addFilter',
  'removeFilter',
  'close',
  'resume',
];

const LINES = [
  ...COMMANDS.flatMap(({ examples }) => examples.map(([line]) => line)),
  ...COMMANDS.map(({ name }) => `/${name}`),
  'live 300 123456',
  'arm 300 123456',
  '/start bankroll 5000',
  '/start zone UTC',
  '/start 0000-0000',
  `/operators add telegram:${MALLORY} admin`,
  `/operators remove telegram:${ADA}`,
];

/** What has an effect when its sender may have it. */
const ACTING = [
  '/kill',
  'kill',
  '/kill off',
  '/pause',
  '/resume',
  '/mode live',
  '/mode paper',
  '/wallet ace live',
  '/wallet ace disable',
  '/wallet ace scale 2',
  '/filter deny keyword election',
  '/limits order 50',
  '/limits order 1',
  '/settings entry.maxAgeSeconds 20',
  '/close all',
];

interface Sent {
  readonly who: number;
  readonly text: string | null;
  readonly data: string;
  readonly inGroup: boolean;
}

/** Everything that the chats had done, as it was asked of the core. */
function watched({ live }: ChatRun): Command[] {
  const done: Command[] = [];
  const { actions } = live.program;
  const execute = actions.execute.bind(actions);
  Object.assign(actions, {
    execute: (command: Command) => {
      done.push(command);
      return execute(command);
    },
  });
  return done;
}

function isAllowed({ actor, body }: Command, inGroup: boolean): boolean {
  if (actor !== `telegram:${BOB}`) return false;
  if (ANYWHERE.includes(body.kind)) return true;
  if (inGroup) return false;
  if (body.kind === 'setMode') return body.mode === 'paper';
  if (body.kind === 'changeWallet') return body.change.mode !== 'live';
  return PRIVATELY.includes(body.kind);
}

test('whatever strangers, viewers and traders send or forge has no effect beyond their role', async () => {
  const run = await ChatRun.start({ trading: true });
  const ada = await Phone.started(run, ADA, 'Ada');
  const [ace] = run.live.world.venue.leaders;
  await ada.ask(`/wallet ${ace?.address ?? ''} add`, 'followed from now on');
  await ada.ask(`/wallet ${ace?.address ?? ''} label ace`, 'ace');
  const done = watched(run);
  const people = new Map<number, TelegramPerson>();
  for (const [id, name] of [
    [BOB, 'Bob'],
    [VERA, 'Vera'],
    [MALLORY, 'Mallory'],
  ] as const) {
    const person = run.telegram.person(id, name);
    person.start();
    people.set(id, person);
  }
  run.telegram.group({ id: GROUP, title: 'Desk', members: [...people.values()] });
  for (const person of people.values()) person.say('hello', { chatId: GROUP });
  const raise = dataOf(await ada.ask('/limits order 50', 'Raise a limit?'), 'Raise to $50');
  const letIn = await ada.ask('/operators add telegram:12 admin Zoe', 'Let Zoe in?');
  const operators = JSON.stringify(run.people.list());
  const settings = JSON.stringify(run.live.program.queries.settingList());

  const kinds = new Set<string>();
  const data = fc.oneof(
    fc.constantFrom(raise, dataOf(letIn, 'Let in'), 'k:', 'c:/kill off', 'i:/mode live', 'x'),
    fc.constantFrom(...ACTING).map((line) => `c:${line}`),
    fc.constantFrom(...LINES).map((line) => `i:${line}`),
    fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' }),
  );
  const update = fc.record<Sent>({
    who: fc.constantFrom(...people.keys(), BOB),
    text: fc.option(
      fc.oneof(
        { arbitrary: fc.constantFrom(...ACTING), weight: 4 },
        { arbitrary: fc.constantFrom(...LINES), weight: 1 },
        { arbitrary: fc.string().map((word) => `/wallet x${word}`), weight: 1 },
      ),
    ),
    data,
    inGroup: fc.constantFrom(true, false, false),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(update, { minLength: UPDATES_MIN, maxLength: UPDATES_MAX }),
      async (updates) => {
        const inGroup = updates[0]?.inGroup === true;
        for (const { who, text, data: tapped } of updates) {
          const person = people.get(who);
          if (person === undefined) throw new Error(`nobody is ${who}`);
          const chatId = inGroup ? GROUP : who;
          if (text !== null) person.say(text, { chatId });
          else person.forge(tapped, { chatId, messageId: person.sees(chatId)[0]?.id ?? 0 });
        }
        await run.telegram.until(() => run.telegram.pendingUpdates === 0);
        const acted = done.splice(0);
        expect(acted.filter((command) => !isAllowed(command, inGroup))).toEqual([]);
        for (const { body } of acted) kinds.add(body.kind);
        expect(JSON.stringify(run.people.list())).toBe(operators);
        expect(JSON.stringify(run.live.program.queries.settingList())).toBe(settings);
        expect(run.live.program.queries.status().mode).toBe('paper');
      },
    ),
    { numRuns: RUNS },
  );
  // What is allowed did happen.
  expect(kinds).toContain('kill');
  expect(kinds.size).toBeGreaterThan(3);
  expect(
    people
      .get(MALLORY)
      ?.sees()
      .some(({ byBot }) => byBot),
  ).toBe(false);
  expect(run.reported).toEqual([]);
});
