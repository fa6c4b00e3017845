import { chownSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { operatorCommand } from '../../src/app/operator.ts';
import { openStore } from '../../src/data/store/open-store.ts';
import { call } from './called.ts';
import { answerOn } from './control-acts.ts';
import { temporaryFolder } from './folder.ts';

/** The embedded database is opened three times; a busy machine takes long for it. */
const DATABASE_MS_MAX = 240_000;

async function operator(folder: string, argv: readonly string[], env: Record<string, string> = {}) {
  const called = call(operatorCommand, argv, { POLYMIND_DATA_DIR: folder, ...env });
  const code = await called.code;
  return { code, out: called.out(), err: called.err() };
}

describe('with a running program', () => {
  test('it is asked, and says who may operate', async () => {
    const folder = temporaryFolder();
    await answerOn(folder, {
      operators: async () => ({
        operators: [
          {
            platform: 'telegram',
            userId: '123',
            role: 'admin',
            name: 'telegram:123',
            isPermanent: true,
          },
          {
            platform: 'discord',
            userId: '80351110224678912',
            role: 'viewer',
            name: 'Ann\u001b[2J',
            isPermanent: false,
          },
        ],
      }),
    });
    expect(await operator(folder, ['list'])).toEqual({
      code: 0,
      out: [
        'telegram:123               admin   telegram:123  by the environment',
        'discord:80351110224678912  viewer  Ann [2J',
        '',
      ].join('\n'),
      err: '',
    });
  });

  test('people are added and removed there', async () => {
    const folder = temporaryFolder();
    const asked = await answerOn(folder);
    const added = await operator(folder, ['add', 'telegram:123', 'trader', '--name', ' Ann ']);
    expect(added).toEqual({ code: 0, out: 'telegram:123 is trader now.\n', err: '' });
    const json = await operator(folder, ['add', 'telegram:5', 'admin', '--json']);
    expect(JSON.parse(json.out)).toEqual({ outcome: 'done', message: '' });
    const removed = await operator(folder, ['remove', 'telegram:123']);
    expect(removed).toEqual({ code: 0, out: 'telegram:123 may do nothing any more.\n', err: '' });
    const person = { platform: 'telegram', userId: '123' };
    expect(asked).toEqual([
      { ask: 'addOperator', operator: { ...person, role: 'trader', name: 'Ann' } },
      {
        ask: 'addOperator',
        operator: { platform: 'telegram', userId: '5', role: 'admin', name: 'telegram:5' },
      },
      { ask: 'removeOperator', operator: person },
    ]);
  });

  test('what it refuses is said, with exit code 1', async () => {
    const folder = temporaryFolder();
    const refused = { outcome: 'refused', message: 'telegram:123 is the only admin' } as const;
    await answerOn(folder, { removeOperator: async () => refused });
    expect(await operator(folder, ['remove', 'telegram:123'])).toEqual({
      code: 1,
      out: '',
      err: 'polymind: telegram:123 is the only admin\n',
    });
    const json = await operator(folder, ['remove', 'telegram:123', '--json']);
    expect({ ...json, out: JSON.parse(json.out) }).toEqual({ code: 1, out: refused, err: '' });
  });

  test('that nobody may operate is said with what helps', async () => {
    const folder = temporaryFolder();
    await answerOn(folder);
    expect((await operator(folder, ['list'])).out).toBe(
      'Nobody may operate from a chat yet: polymind operator add telegram:123456789 admin\n',
    );
  });

  test('a program that fails is no empty list', async () => {
    const folder = temporaryFolder();
    await answerOn(folder, {
      operators: async () => {
        throw new Error('The program is still starting: try again');
      },
    });
    expect(await operator(folder, ['list'])).toMatchObject({
      code: 1,
      err: 'polymind: The running program did not do it: The program is still starting: try again\n',
    });
  });
});

describe('without a program', () => {
  test(
    'the database is changed itself, with audit and notice',
    async () => {
      const folder = join(temporaryFolder(), 'data');
      const env = { TELEGRAM_ADMIN_IDS: '1' };
      expect(
        await operator(folder, ['add', 'telegram:123', 'trader', '--name', 'Ann'], env),
      ).toEqual({
        code: 0,
        out: 'telegram:123 is trader now.\n',
        err: '',
      });
      const listed = await operator(folder, ['list', '--json'], env);
      expect(JSON.parse(listed.out)).toEqual({
        operators: [
          {
            platform: 'telegram',
            userId: '1',
            role: 'admin',
            name: 'telegram:1',
            isPermanent: true,
          },
          { platform: 'telegram', userId: '123', role: 'trader', name: 'Ann', isPermanent: false },
        ],
      });
      const store = await openStore({ databaseUrl: null, dataDir: folder });
      const audit = await store.recentAudit(10);
      await store.close();
      expect(audit.map(({ actor, action }) => `${actor} ${action}`)).toEqual(['host putOperator']);
    },
    DATABASE_MS_MAX,
  );

  test.runIf(process.getuid?.() === 0)('the folder of another user is not touched', async () => {
    const folder = temporaryFolder();
    chownSync(folder, 12_345, 12_345);
    expect(await operator(folder, ['list'])).toEqual({
      code: 1,
      out: '',
      err: `polymind: ${folder} belongs to user 12345, and this is user 0: run it as that user\n`,
    });
  });
});

test.each([
  [[], 'operator takes list, add or remove: polymind operator list'],
  [['show'], 'operator takes list, add or remove: polymind operator list'],
  [['list', 'all'], 'list takes nothing: polymind operator list'],
  [
    ['add', 'telegram:123'],
    'add takes a person and a role: polymind operator add telegram:123456789 trader',
  ],
  [
    ['add', '@ann', 'trader'],
    'add takes a person and a role: polymind operator add telegram:123456789 trader',
  ],
  [
    ['add', 'telegram:1', 'owner'],
    'add takes a person and a role: polymind operator add telegram:123456789 trader',
  ],
  [['remove'], 'remove takes a person: polymind operator remove telegram:123456789'],
])('%j is wrong use', async (argv, message) => {
  const { code, err } = await operator(temporaryFolder(), argv);
  expect({ code, err }).toEqual({ code: 2, err: `polymind: ${message}\n` });
});
