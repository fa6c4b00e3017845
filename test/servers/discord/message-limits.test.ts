import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DiscordDouble } from './discord-double.ts';
import type { Person } from './person.ts';
import { formErrors, type RawAnswer, type RawRequest, raw } from './raw-client.ts';

let double: DiscordDouble;
let ann: Person;
let channels = 0;
let channelId = '';

const post = (body: unknown, more: Omit<RawRequest, 'body'> = {}): Promise<RawAnswer> =>
  raw(double, `POST /channels/${channelId}/messages`, { body, ...more });
const patch = (id: unknown, body: unknown): Promise<RawAnswer> =>
  raw(double, `PATCH /channels/${channelId}/messages/${String(id)}`, { body });

beforeAll(async () => {
  double = await DiscordDouble.start();
  ann = double.person('7001', 'Ann');
});

beforeEach(() => {
  channels += 1;
  channelId = double.addChannel(`room-${channels}`);
});

afterAll(() => double.stop());

describe('a message', () => {
  test('has at most 2,000 characters of content, and some', async () => {
    expect((await post({ content: 'x'.repeat(2_000) })).status).toBe(200);
    expect(await post({ content: 'x'.repeat(2_001) })).toMatchObject({
      status: 400,
      body: {
        code: 50035,
        message: 'Invalid Form Body',
        errors: {
          content: {
            _errors: [
              { code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' },
            ],
          },
        },
      },
    });
    for (const body of [{}, { content: '' }, { content: ' \n ' }, { content: null }]) {
      expect(await post(body)).toMatchObject({ status: 400, body: { code: 50006 } });
    }
    expect(formErrors(await post({ content: 5 }))).toEqual(['content STRING_TYPE_CONVERT']);
    expect(ann.sees({ channel: channelId })).toHaveLength(1);
  });

  test('stays within every limit of its embeds', async () => {
    const field = { name: 'n', value: 'v' };
    const wrong: readonly (readonly [embeds: readonly unknown[], error: string])[] = [
      [[{ title: 'x'.repeat(257) }], 'embeds.0.title BASE_TYPE_MAX_LENGTH'],
      [[{ description: 'x'.repeat(4_097) }], 'embeds.0.description BASE_TYPE_MAX_LENGTH'],
      [[{ title: 't', fields: Array(26).fill(field) }], 'embeds.0.fields BASE_TYPE_MAX_LENGTH'],
      [
        [{ fields: [{ ...field, name: 'x'.repeat(257) }] }],
        'embeds.0.fields.0.name BASE_TYPE_MAX_LENGTH',
      ],
      [
        [{ fields: [{ ...field, value: 'x'.repeat(1_025) }] }],
        'embeds.0.fields.0.value BASE_TYPE_MAX_LENGTH',
      ],
      [[{ fields: [{ ...field, value: '' }] }], 'embeds.0.fields.0.value BASE_TYPE_REQUIRED'],
      [
        [{ title: 't', footer: { text: 'x'.repeat(2_049) } }],
        'embeds.0.footer.text BASE_TYPE_MAX_LENGTH',
      ],
      [
        [{ title: 't', author: { name: 'x'.repeat(257) } }],
        'embeds.0.author.name BASE_TYPE_MAX_LENGTH',
      ],
      [[{ title: 't', color: 0x1000000 }], 'embeds.0.color NUMBER_TYPE_MAX'],
      [[{ title: 't', url: 'ftp://x.y' }], 'embeds.0.url URL_TYPE_INVALID_SCHEME'],
      [[{ title: 't', url: 'nowhere' }], 'embeds.0.url URL_TYPE_INVALID_URL'],
      [[{ title: 't', timestamp: 'soon' }], 'embeds.0.timestamp DATE_TIME_TYPE_PARSE'],
      [[{}], 'embeds.0.description BASE_TYPE_REQUIRED'],
      [Array(11).fill({ title: 't' }), 'embeds BASE_TYPE_MAX_LENGTH'],
      [Array(2).fill({ description: 'x'.repeat(3_001) }), 'embeds MAX_EMBED_SIZE_EXCEEDED'],
      [
        [{ image: { url: 'attachment://none.png' } }],
        'embeds UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
      ],
    ];
    for (const [embeds, error] of wrong)
      expect(formErrors(await post({ embeds }))).toEqual([error]);
    const right = { title: 'x'.repeat(256), description: 'y'.repeat(4_096), fields: [field] };
    expect((await post({ embeds: [right] })).status).toBe(200);
  });

  test('tells every error at once, each where it is', async () => {
    const answer = await post({
      content: 'x'.repeat(2_001),
      embeds: [{ title: 't' }, { title: 'x'.repeat(300), color: -1 }],
    });

    expect(formErrors(answer)).toEqual([
      'content BASE_TYPE_MAX_LENGTH',
      'embeds.1.title BASE_TYPE_MAX_LENGTH',
      'embeds.1.color NUMBER_TYPE_MIN',
    ]);
  });

  test('brings at most 10 files of at most 10 MiB', async () => {
    const file = (bytes: number, name = 'a.bin') => ({ name, bytes: new Uint8Array(bytes) });
    const full = 10 * 1024 * 1024;

    expect((await post({ content: 'fits' }, { files: [file(full)] })).status).toBe(200);
    expect(await post({ content: 'no' }, { files: [file(full + 1)] })).toMatchObject({
      status: 413,
      body: { code: 40005 },
    });
    const eleven = await post({ content: 'no' }, { files: Array(11).fill(file(1)) });
    expect(formErrors(eleven)).toEqual(['attachments BASE_TYPE_MAX_LENGTH']);
    const missing = await post({ attachments: [{ id: 0, description: 'd' }], content: 'x' });
    expect(formErrors(missing)).toEqual(['attachments.0.id ATTACHMENT_NOT_FOUND']);
  });

  test('shows its file at the address it tells', async () => {
    const bytes = new Uint8Array([137, 80, 78, 71, 13, 10, 13, 10, 0]);
    const embeds = [{ image: { url: 'attachment://a_b.png' } }];
    const answer = await post({ embeds }, { files: [{ name: 'a b.png', bytes }] });

    const [embed] = answer.body['embeds'] as [{ image: { url: string } }];
    const fetched = await fetch(embed.image.url);
    expect(new Uint8Array(await fetched.arrayBuffer())).toEqual(bytes);
    expect(ann.last({ channel: channelId })?.attachments[0]?.bytes).toEqual(Buffer.from(bytes));
  });

  test('rings whom it may ring', async () => {
    const content = '@everyone <@7001> <@&55> <@7002>';
    await post({ content });
    await post({ content, allowed_mentions: { parse: [] } });
    await post({ content, allowed_mentions: { parse: ['roles'], users: ['7002'] } });

    expect(ann.sees({ channel: channelId }).map(({ pings }) => pings)).toEqual([
      { everyone: true, users: ['7001', '7002'], roles: ['55'] },
      { everyone: false, users: [], roles: [] },
      { everyone: false, users: ['7002'], roles: ['55'] },
    ]);
    const wrong = await post({ content, allowed_mentions: { parse: ['someone'] } });
    expect(formErrors(wrong)).toEqual(['allowed_mentions.parse.0 BASE_TYPE_CHOICES']);
    const both = await post({ content, allowed_mentions: { parse: ['users'], users: ['1'] } });
    expect(formErrors(both)).toEqual(['allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE']);
  });

  test('with an enforced nonce is made once', async () => {
    const body = { content: 'filled', nonce: 'fill-1', enforce_nonce: true };
    const first = await post(body);
    const again = await post(body);
    const unforced = await post({ ...body, enforce_nonce: false });
    double.advance(5 * 60_000 + 1_000);
    const later = await post(body);

    expect(again.body['id']).toBe(first.body['id']);
    expect(new Set([first, unforced, later].map((each) => each.body['id'])).size).toBe(3);
    expect(formErrors(await post({ content: 'x', nonce: 'x'.repeat(26) }))).toEqual([
      'nonce BASE_TYPE_MAX_LENGTH',
    ]);
  });

  test('for everybody cannot be made private by a flag', async () => {
    const answer = await post({ content: 'for all', flags: 64 | 4_096 });

    expect(answer.body['flags']).toBe(4_096);
    expect(ann.last({ channel: channelId })).toMatchObject({ ephemeral: false, silent: true });
  });

  test('replies to one that is there', async () => {
    const first = await post({ content: 'first' });
    const reference = { message_id: first.body['id'] };
    const reply = await post({ content: 'second', message_reference: reference });
    const unknown = { message_id: '1' };

    expect(reply.body).toMatchObject({ type: 19 });
    expect(formErrors(await post({ content: 'third', message_reference: unknown }))).toEqual([
      'message_reference REPLIES_UNKNOWN_MESSAGE',
    ]);
    const lenient = { ...unknown, fail_if_not_exists: false };
    expect((await post({ content: 'fourth', message_reference: lenient })).body['type']).toBe(0);
  });
});

describe('an edit', () => {
  test('changes what it names and leaves the rest', async () => {
    const { body } = await post({ content: 'one', embeds: [{ title: 'e' }] });

    expect(await patch(body['id'], { content: 'two' })).toMatchObject({ status: 200 });

    const [seen] = ann.sees({ channel: channelId });
    expect(seen).toMatchObject({ text: 'two\ne', edited: true, edits: 1 });
    expect(await patch(body['id'], { content: '', embeds: [] })).toMatchObject({
      status: 400,
      body: { code: 50006 },
    });
    expect(formErrors(await patch(body['id'], { content: 'x'.repeat(2_001) }))).toEqual([
      'content BASE_TYPE_MAX_LENGTH',
    ]);
  });

  test('reaches only own messages that stand', async () => {
    const said = ann.say('mine', { channel: channelId });
    const { body } = await post({ content: 'one' });
    const { status } = await raw(
      double,
      `DELETE /channels/${channelId}/messages/${String(body['id'])}`,
    );

    expect(status).toBe(204);
    expect(await patch(body['id'], { content: 'x' })).toMatchObject({
      status: 404,
      body: { code: 10008, message: 'Unknown Message' },
    });
    expect(await patch(said.id, { content: 'x' })).toMatchObject({
      status: 403,
      body: { code: 50005 },
    });
    expect(ann.sees({ channel: channelId }).map(({ deleted }) => deleted)).toEqual([false, true]);
    expect(ann.last({ channel: channelId })?.text).toBe('mine');
  });

  test('keeps the files it lists and drops the others', async () => {
    const files = ['a.txt', 'b.txt'].map((name) => ({ name, bytes: new Uint8Array([1]) }));
    const { body } = await post({ content: 'two files' }, { files });
    const [, second] = body['attachments'] as { id: string }[];

    await patch(body['id'], { attachments: [{ id: second?.id }] });

    const names = ann.last({ channel: channelId })?.attachments.map(({ name }) => name);
    expect(names).toEqual(['b.txt']);
  });
});
