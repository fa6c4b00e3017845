import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DiscordDouble } from './discord-double.ts';
import type { Interaction } from './interaction.ts';
import { formErrors, type RawAnswer, raw } from './raw-client.ts';

const V2 = 32_768;
const button = (label: string, more: object = {}): object => ({
  type: 2,
  style: 1,
  label,
  custom_id: label,
  ...more,
});
const row = (...components: readonly object[]): object => ({ type: 1, components });
const text = (content: string): object => ({ type: 10, content });
const container = (...components: readonly object[]): object => ({ type: 17, components });
const option = (label: string): object => ({ label, value: label });
const select = (options: readonly object[], more: object = {}): object => ({
  type: 3,
  custom_id: 's',
  options,
  ...more,
});
const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

let double: DiscordDouble;

const post = (body: unknown): Promise<RawAnswer> =>
  raw(double, `POST /channels/${double.channelId}/messages`, { body });
const errorsOf = async (components: readonly object[], flags = 0): Promise<readonly string[]> => {
  const content = flags === V2 ? {} : { content: 'x' };
  return formErrors(await post({ ...content, flags, components }));
};

beforeAll(async () => {
  double = await DiscordDouble.start();
});

afterAll(() => double.stop());

describe('rows', () => {
  test('hold five buttons each, and are five', async () => {
    const five = (from: number): object => row(...times(5, (index) => button(`${from}-${index}`)));

    expect((await post({ content: 'x', components: times(5, five) })).status).toBe(200);
    expect(await errorsOf([row(...times(6, (index) => button(`${index}`)))])).toEqual([
      'components.0.components BASE_TYPE_MAX_LENGTH',
    ]);
    expect(await errorsOf(times(6, five))).toEqual(['components BASE_TYPE_MAX_LENGTH']);
    expect(await errorsOf([row()])).toEqual(['components.0.components BASE_TYPE_BAD_LENGTH']);
    expect(await errorsOf([button('bare')])).toEqual(['components.0.type UNION_TYPE_CHOICES']);
  });

  test('hold buttons of the right make', async () => {
    const at = 'components.0.components.0';
    const wrong: readonly (readonly [made: object, error: string])[] = [
      [button('x'.repeat(81), { custom_id: 'a' }), `${at}.label BASE_TYPE_MAX_LENGTH`],
      [button('', { custom_id: 'a' }), `${at}.label BASE_TYPE_REQUIRED`],
      [button('a', { custom_id: 'x'.repeat(101) }), `${at}.custom_id BASE_TYPE_BAD_LENGTH`],
      [button('a', { custom_id: undefined }), `${at}.custom_id BASE_TYPE_REQUIRED`],
      [button('a', { style: 7 }), `${at}.style BASE_TYPE_CHOICES`],
      [button('a', { url: 'https://x.y' }), `${at} BUTTON_COMPONENT_URL`],
      [button('a', { style: 5, custom_id: undefined }), `${at}.url BASE_TYPE_REQUIRED`],
      [
        button('a', { style: 5, url: 'https://x.y' }),
        `${at} BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE`,
      ],
      [
        button('a', { style: 5, custom_id: undefined, url: 'javascript://x' }),
        `${at}.url URL_TYPE_INVALID_SCHEME`,
      ],
      [{ type: 4, custom_id: 'a' }, `${at}.type BASE_TYPE_CHOICES`],
    ];
    for (const [made, error] of wrong) expect(await errorsOf([row(made)])).toEqual([error]);
    const link = button('a', { style: 5, custom_id: undefined, url: 'https://x.y' });
    expect((await post({ content: 'x', components: [row(link)] })).status).toBe(200);
  });

  test('carry every custom id once', async () => {
    const twice = [row(button('a')), row(button('b', { custom_id: 'a' }))];

    expect(await errorsOf(twice)).toEqual([
      'components.1.components.0.custom_id COMPONENT_CUSTOM_ID_DUPLICATED',
    ]);
  });

  test('hold one select of at most 25 options', async () => {
    const at = 'components.0.components.0';
    const options = times(25, (index) => option(`${index}`));

    expect((await post({ content: 'x', components: [row(select(options))] })).status).toBe(200);
    expect(await errorsOf([row(select([...options, option('26')]))])).toEqual([
      `${at}.options BASE_TYPE_MAX_LENGTH`,
    ]);
    expect(await errorsOf([row(select([]))])).toEqual([
      `${at}.options BASE_TYPE_BAD_LENGTH`,
      `${at}.max_values SELECT_COMPONENT_MAX_VALUES`,
    ]);
    expect(await errorsOf([row(select([option('a'), option('a')]))])).toEqual([
      `${at}.options.1.value SELECT_COMPONENT_OPTION_VALUE_DUPLICATED`,
    ]);
    expect(await errorsOf([row(select([option('x'.repeat(101))]))])).toEqual([
      `${at}.options.0.label BASE_TYPE_BAD_LENGTH`,
      `${at}.options.0.value BASE_TYPE_BAD_LENGTH`,
    ]);
    expect(await errorsOf([row(select([option('a')], { placeholder: 'x'.repeat(151) }))])).toEqual([
      `${at}.placeholder BASE_TYPE_MAX_LENGTH`,
    ]);
    expect(await errorsOf([row(select([option('a')], { max_values: 2 }))])).toEqual([
      `${at}.max_values SELECT_COMPONENT_MAX_VALUES`,
    ]);
    expect(await errorsOf([row(select([option('a')]), button('b'))])).toEqual([
      'components.0.components COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    ]);
  });
});

describe('a message of components only', () => {
  test('takes neither content nor embeds', async () => {
    const components = [text('hello')];
    const wrong = await post({ flags: V2, components, content: 'x', embeds: [{ title: 't' }] });

    expect(formErrors(wrong)).toEqual([
      'content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      'embeds MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ]);
    expect((await post({ flags: V2, components })).body).toMatchObject({ content: '', flags: V2 });
    expect(await errorsOf([], V2)).toEqual(['components BASE_TYPE_BAD_LENGTH']);
    expect(await errorsOf([text('hello')])).toEqual(['components.0.type UNION_TYPE_CHOICES']);
  });

  test('has at most 40 components, however deep', async () => {
    const full = container(...times(39, (index) => text(`${index}`)));
    const buttons = row(...times(5, (index) => button(`${index}`)));
    const texts = (count: number): readonly object[] => times(count, (index) => text(`${index}`));

    expect((await post({ flags: V2, components: [full] })).status).toBe(200);
    expect(await errorsOf([full, text('one more')], V2)).toEqual([
      'components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
    ]);
    expect((await post({ flags: V2, components: [buttons, ...texts(34)] })).status).toBe(200);
    expect(await errorsOf([buttons, ...texts(35)], V2)).toEqual([
      'components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
    ]);
  });

  test('shows at most 4,000 characters, all texts together', async () => {
    const half = text('x'.repeat(2_000));

    expect((await post({ flags: V2, components: [half, container(half)] })).status).toBe(200);
    expect(await errorsOf([half, container(half), text('y')], V2)).toEqual([
      'components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
    ]);
    expect(await errorsOf([text('')], V2)).toEqual(['components.0.content BASE_TYPE_REQUIRED']);
  });

  test('nests only what fits', async () => {
    const section = (accessory: object, ...texts: readonly object[]): object => ({
      type: 9,
      components: texts,
      accessory,
    });
    const at = 'components.0';

    expect(await errorsOf([container(container(text('x')))], V2)).toEqual([
      `${at}.components.0.type BASE_TYPE_CHOICES`,
    ]);
    expect(await errorsOf([section(button('a'), ...times(4, () => text('x')))], V2)).toEqual([
      `${at}.components BASE_TYPE_MAX_LENGTH`,
    ]);
    expect(await errorsOf([section(text('a'), text('x'))], V2)).toEqual([
      `${at}.accessory.type BASE_TYPE_CHOICES`,
    ]);
    expect(await errorsOf([{ type: 12, items: [] }], V2)).toEqual([
      `${at}.items BASE_TYPE_BAD_LENGTH`,
    ]);
    expect(
      await errorsOf([{ type: 12, items: [{ media: { url: 'attachment://no.png' } }] }], V2),
    ).toEqual(['components UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND']);
    expect(await errorsOf([{ type: 13, file: { url: 'https://x.y/z' } }], V2)).toEqual([
      `${at}.file.url URL_TYPE_INVALID_SCHEME`,
    ]);
    expect(await errorsOf([{ type: 14, spacing: 3 }], V2)).toEqual([
      `${at}.spacing BASE_TYPE_CHOICES`,
    ]);
  });

  test('never goes back to being another, and numbers its parts', async () => {
    const made = await post({ flags: V2, components: [container(text('a'), row(button('Go')))] });
    const edit = (body: unknown): Promise<RawAnswer> =>
      raw(double, `PATCH /channels/${double.channelId}/messages/${String(made.body['id'])}`, {
        body,
      });

    expect(made.body['components']).toMatchObject([
      { id: 1, components: [{ id: 2 }, { id: 3, components: [{ id: 4 }] }] },
    ]);
    expect(formErrors(await edit({ flags: 0, content: 'x' }))).toEqual([
      'content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ]);
    const changed = await edit({ components: [text('b')] });
    expect(changed.body).toMatchObject({ flags: V2, components: [{ content: 'b' }] });
  });

  test('replaces an older message only when its content is emptied', async () => {
    const made = await post({ content: 'old' });
    const edit = (body: unknown): Promise<RawAnswer> =>
      raw(double, `PATCH /channels/${double.channelId}/messages/${String(made.body['id'])}`, {
        body,
      });
    const components = [text('new')];

    expect(formErrors(await edit({ flags: V2, components }))).toEqual([
      'content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ]);
    expect((await edit({ flags: V2, components, content: null })).status).toBe(200);
  });
});

describe('a modal', () => {
  const input = (more: object = {}): object => ({ type: 4, custom_id: 'i', style: 1, ...more });
  const label = (component: object, more: object = {}): object => ({
    type: 18,
    label: 'Code',
    component,
    ...more,
  });
  let used: Interaction;
  const show = (data: object): Promise<RawAnswer> =>
    raw(double, `POST /interactions/${used.id}/${used.token}/callback`, {
      token: null,
      body: {
        type: 9,
        data: { custom_id: 'm', title: 'T', components: [label(input())], ...data },
      },
    });

  beforeAll(async () => {
    await raw(double, `PUT /applications/${double.applicationId}/commands`, {
      body: [{ name: 'kill', description: 'Stops' }],
    });
    used = double.person('7001', 'Ann').slash('kill');
  });

  test('stays within its limits', async () => {
    const first = 'data.components.0';
    const wrong: readonly (readonly [data: object, error: string])[] = [
      [{ title: 'x'.repeat(46) }, 'data.title BASE_TYPE_BAD_LENGTH'],
      [{ custom_id: 'x'.repeat(101) }, 'data.custom_id BASE_TYPE_BAD_LENGTH'],
      [{ components: [] }, 'data.components BASE_TYPE_BAD_LENGTH'],
      [
        { components: times(6, (index) => label(input({ custom_id: `${index}` }))) },
        'data.components BASE_TYPE_MAX_LENGTH',
      ],
      [
        { components: [label(input(), { label: 'x'.repeat(46) })] },
        `${first}.label BASE_TYPE_BAD_LENGTH`,
      ],
      [
        { components: [label(input(), { description: 'x'.repeat(101) })] },
        `${first}.description BASE_TYPE_MAX_LENGTH`,
      ],
      [
        { components: [label(input({ label: 'Code' }))] },
        `${first}.component.label COMPONENT_LABEL_NOT_ALLOWED`,
      ],
      [
        { components: [label(input({ placeholder: 'x'.repeat(101) }))] },
        `${first}.component.placeholder BASE_TYPE_MAX_LENGTH`,
      ],
      [
        { components: [label(input({ max_length: 4_001 }))] },
        `${first}.component.max_length NUMBER_TYPE_MAX`,
      ],
      [{ components: [row(input())] }, `${first}.components.0.label BASE_TYPE_REQUIRED`],
      [{ components: [row(button('a'))] }, `${first}.components.0.type BASE_TYPE_CHOICES`],
    ];
    for (const [data, error] of wrong) expect(formErrors(await show(data))[0]).toBe(error);
    expect(used.answer).toBeNull();

    expect((await show({})).status).toBe(204);
    expect(used.modal).toMatchObject({ title: 'T' });
  });
});
