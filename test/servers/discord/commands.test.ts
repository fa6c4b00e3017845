import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DiscordDouble } from './discord-double.ts';
import { formErrors, type RawAnswer, raw } from './raw-client.ts';

const kill = { name: 'kill', description: 'Stops everything' };
const option = (name: string, more: object = {}): object => ({
  type: 3,
  name,
  description: 'An option',
  ...more,
});
const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

let double: DiscordDouble;

const put = (commands: readonly object[], scope = 'global'): Promise<RawAnswer> => {
  const guild = scope === 'guild' ? `/guilds/${double.guildId}` : '';
  return raw(double, `PUT /applications/${double.applicationId}${guild}/commands`, {
    body: commands,
  });
};
const withOptions = (...options: readonly object[]): Promise<RawAnswer> =>
  put([{ ...kill, options }]);

beforeAll(async () => {
  double = await DiscordDouble.start();
});

beforeEach(async () => {
  await put([]);
  await put([], 'guild');
});

afterAll(() => double.stop());

describe('a command', () => {
  test('has a name and a description of the right make', async () => {
    for (const name of ['Kill', 'kill all', 'a'.repeat(33), '', 'kill!', '/kill']) {
      expect(formErrors(await put([{ ...kill, name }]))[0]).toMatch(/^0\.name /);
    }
    for (const name of ['kill', 'kill-all', 'kill_9', "l'arrêt", 'убить', 'a'.repeat(32)]) {
      expect((await put([{ ...kill, name }])).status).toBe(200);
    }
    expect(formErrors(await put([{ name: 'kill' }]))).toEqual(['0.description BASE_TYPE_REQUIRED']);
    expect(formErrors(await put([{ ...kill, description: 'x'.repeat(101) }]))).toEqual([
      '0.description BASE_TYPE_BAD_LENGTH',
    ]);
  });

  test('is known by its name', async () => {
    expect(formErrors(await put([kill, kill]))).toEqual([
      '1.name APPLICATION_COMMANDS_DUPLICATE_NAME',
    ]);
    await put([kill], 'guild');
    const [first] = double.commands('guild');
    await put(
      [
        { ...kill, description: 'Stops it all' },
        { ...kill, name: 'why' },
      ],
      'guild',
    );

    const [second] = double.commands('guild');
    expect(second).toMatchObject({ description: 'Stops it all', id: first?.['id'] });
    expect(second?.['version']).not.toBe(first?.['version']);
    expect(double.commands('global')).toEqual([]);
  });

  test('says where and by whom it is used', async () => {
    expect(
      formErrors(await put([{ ...kill, contexts: [0, 3], default_member_permissions: 'admins' }])),
    ).toEqual([
      '0.default_member_permissions BITFIELD_TYPE_COERCE',
      '0.contexts.1 BASE_TYPE_CHOICES',
    ]);
    const right = {
      ...kill,
      contexts: [0],
      default_member_permissions: '0',
      integration_types: [0],
    };
    expect((await put([right])).status).toBe(200);
  });

  test('has at most 8,000 characters in all', async () => {
    const choice = (index: number): object => ({
      name: `${index}`.padEnd(100, 'n'),
      value: `${index}`.padEnd(61, 'v'),
    });
    const options = [
      option('a', { choices: times(25, choice) }),
      option('b', { choices: times(24, choice) }),
    ];
    const used = 'kill'.length + 'a'.length + 'b'.length + 2 * 'An option'.length + 49 * 161;
    const fitting = { ...kill, options, description: 'd'.repeat(8_000 - used) };

    expect((await put([fitting])).status).toBe(200);
    expect(formErrors(await put([{ ...fitting, description: `${fitting.description}d` }]))).toEqual(
      ['0 APPLICATION_COMMAND_TOO_LARGE'],
    );
  });

  test('can be added, read and taken away alone', async () => {
    const path = `/applications/${double.applicationId}/commands`;
    const added = await raw(double, `POST ${path}`, { body: kill });

    expect(added).toMatchObject({ status: 201, body: { name: 'kill' } });
    expect((await raw(double, `DELETE ${path}/${String(added.body['id'])}`)).status).toBe(204);
    expect(await raw(double, `DELETE ${path}/1`)).toMatchObject({ body: { code: 10063 } });
    expect((await raw(double, `GET ${path}`)).text).toBe('[]');
  });

  test('belongs to the application and a guild it is in', async () => {
    for (const path of [
      '/applications/1/commands',
      `/applications/${double.applicationId}/guilds/1/commands`,
    ]) {
      expect(await raw(double, `PUT ${path}`, { body: [kill] })).toMatchObject({
        status: 403,
        body: { code: 50001 },
      });
    }
  });
});

describe('options', () => {
  test('are at most 25, the required ones first, each once', async () => {
    expect((await withOptions(...times(25, (index) => option(`o${index}`)))).status).toBe(200);
    expect(formErrors(await withOptions(...times(26, (index) => option(`o${index}`))))).toEqual([
      '0.options BASE_TYPE_MAX_LENGTH',
    ]);
    expect(formErrors(await withOptions(option('a'), option('b', { required: true })))).toEqual([
      '0.options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ]);
    expect(formErrors(await withOptions(option('a'), option('a')))).toEqual([
      '0.options.1.name APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    ]);
  });

  test('are of a known type, named and described', async () => {
    const at = '0.options.0';
    expect(formErrors(await withOptions(option('a', { type: 12 })))).toEqual([
      `${at}.type BASE_TYPE_CHOICES`,
    ]);
    expect(formErrors(await withOptions(option('A b')))).toEqual([
      `${at}.name APPLICATION_COMMAND_INVALID_NAME`,
    ]);
    expect(formErrors(await withOptions(option('a', { description: '' })))).toEqual([
      `${at}.description BASE_TYPE_REQUIRED`,
    ]);
    expect(formErrors(await withOptions(option('a', { min_value: 1 })))).toEqual([
      `${at}.min_value APPLICATION_COMMAND_OPTIONS_TYPE_INVALID`,
    ]);
  });

  test('offer at most 25 choices, or complete what is typed, never both', async () => {
    const at = '0.options.0';
    const choices = times(25, (index) => ({ name: `${index}`, value: `${index}` }));
    const wrong: readonly (readonly [more: object, error: string])[] = [
      [{ choices: [...choices, { name: 'x', value: 'x' }] }, `${at}.choices BASE_TYPE_MAX_LENGTH`],
      [
        { choices, autocomplete: true },
        `${at}.autocomplete APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES`,
      ],
      [{ type: 5, autocomplete: true }, `${at} APPLICATION_COMMAND_OPTIONS_TYPE_INVALID`],
      [
        { choices: [{ name: 'x'.repeat(101), value: 'x' }] },
        `${at}.choices.0.name BASE_TYPE_BAD_LENGTH`,
      ],
      [{ choices: [{ name: 'x', value: 5 }] }, `${at}.choices.0.value STRING_TYPE_CONVERT`],
      [
        { type: 4, choices: [{ name: 'x', value: 'x' }] },
        `${at}.choices.0.value NUMBER_TYPE_COERCE`,
      ],
      [
        {
          choices: [
            { name: 'x', value: 'x' },
            { name: 'y', value: 'x' },
          ],
        },
        `${at}.choices.1.value APPLICATION_COMMAND_OPTIONS_CHOICE_VALUE_ALREADY_EXISTS`,
      ],
    ];
    for (const [more, error] of wrong) {
      expect(formErrors(await withOptions(option('a', more)))).toEqual([error]);
    }
    expect((await withOptions(option('a', { choices }))).status).toBe(200);
  });

  test('are all subcommands or none', async () => {
    const sub = (name: string, ...options: readonly object[]): object =>
      option(name, { type: 1, options });
    const group = (name: string, ...options: readonly object[]): object =>
      option(name, { type: 2, options });

    expect((await withOptions(sub('add', option('a')), group('more', sub('x')))).status).toBe(200);
    expect(formErrors(await withOptions(sub('add'), option('a')))).toEqual([
      '0.options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ]);
    expect(formErrors(await withOptions(group('a', group('b', sub('c')))))).toContain(
      '0.options.0.options.0 APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    );
    expect(formErrors(await withOptions(group('a', option('b'))))).toEqual([
      '0.options.0.options.0.type BASE_TYPE_CHOICES',
    ]);
    await withOptions(sub('add', option('a', { required: true })), group('more', sub('x')));
    const ann = double.person('7001', 'Ann');
    expect(ann.slash('kill add', { a: '1' }).event).toMatchObject({
      data: { options: [{ type: 1, name: 'add', options: [{ name: 'a', value: '1' }] }] },
    });
    expect(ann.slash('kill more x').event).toMatchObject({
      data: { options: [{ type: 2, name: 'more', options: [{ type: 1, name: 'x' }] }] },
    });
    expect(() => ann.slash('kill')).toThrow('wants a subcommand');
    expect(() => ann.slash('kill gone')).toThrow('/kill gone is not a command');
  });
});

test('there are at most 100 commands, and 200 new ones a day', async () => {
  const own = await DiscordDouble.start();
  const path = `PUT /applications/${own.applicationId}/commands`;
  const send = (from: number, count: number): Promise<RawAnswer> =>
    raw(own, path, { body: times(count, (index) => ({ ...kill, name: `c${from + index}` })) });

  expect(await send(0, 101)).toMatchObject({ status: 400, body: { code: 30032 } });
  expect((await send(0, 100)).status).toBe(200);
  expect((await send(0, 100)).status).toBe(200);
  expect((await send(100, 100)).status).toBe(200);
  expect(await send(200, 1)).toMatchObject({ status: 400, body: { code: 30034 } });
  await own.stop();
});
