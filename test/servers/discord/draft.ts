import { checkLayout, checkRows } from './component-form.ts';
import { checkEmbeds } from './embed-form.ts';
import { type Field, Form } from './form.ts';
import { isObject, type Json, listOf, textOf } from './json.ts';
import { FLAG, LIMIT } from './limits.ts';
import { checkAllowedMentions, type Pings, pingsOf, shownTexts } from './mentions.ts';
import type { UploadedFile } from './multipart.ts';
import { emptyMessage, tooLarge } from './refusal.ts';

/** A file of a message. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** What a message says, examined. */
export interface Draft {
  readonly content: string;
  readonly embeds: readonly Json[];
  readonly components: readonly Json[];
  readonly flags: number;
  readonly files: readonly StoredFile[];
  readonly pings: Pings;
  readonly nonce: string | null;
  readonly enforceNonce: boolean;
  readonly replyTo: string | null;
}

/** What a body is read against. */
export interface DraftSource {
  readonly body: Json;
  readonly uploads: readonly UploadedFile[];
  /** Flags that this way of speaking may set; others are ignored, as Discord does. */
  readonly flagsAllowed: number;
  /** What an edit starts from. */
  readonly before?: Draft;
  readonly newId: () => string;
  /** The way to the message inside the body, for errors. */
  readonly under?: string;
}

/** Reads a message, or an edit laid over what was there. @throws Refusal */
export function readDraft(source: DraftSource): Draft {
  const form = new Form();
  const { body, before } = source;
  const merged: Json = before === undefined ? body : { ...rawOf(before), ...body };
  const outer = form.field(source.under === undefined ? merged : { [source.under]: merged });
  const field = source.under === undefined ? outer : outer.get(source.under);
  const flags = flagsOf(field, source);
  const files = filesOf(field, source);
  checkBody(field, flags);
  checkReferences(field, files);
  form.check();
  const content = textOf(merged['content']).trim();
  const embeds = listOf(merged['embeds']).filter(isObject);
  const components = numbered(listOf(merged['components']).filter(isObject));
  if (content === '' && embeds.length + components.length + files.length === 0) {
    throw emptyMessage();
  }
  const reference = merged['message_reference'];
  return {
    content,
    embeds,
    components,
    flags,
    files,
    pings: pingsOf([content, ...shownTexts(components)], merged['allowed_mentions']),
    nonce: merged['nonce'] === undefined ? null : String(merged['nonce']),
    enforceNonce: merged['enforce_nonce'] === true,
    replyTo: isObject(reference) ? textOf(reference['message_id']) : null,
  };
}

function rawOf(draft: Draft): Json {
  return { content: draft.content, embeds: draft.embeds, components: draft.components };
}

function flagsOf(field: Field, { flagsAllowed, before }: DraftSource): number {
  const given = field.get('flags').integer({ min: 0, max: 0x7fffffff }) ?? 0;
  // A message that has become components only never goes back.
  const kept = (before?.flags ?? 0) & ~(FLAG.loading | FLAG.suppressEmbeds);
  return (given & flagsAllowed) | kept;
}

function checkBody(field: Field, flags: number): void {
  field.get('tts').flag();
  field.get('enforce_nonce').flag();
  checkAllowedMentions(field.get('allowed_mentions'));
  const nonce = field.get('nonce');
  if (typeof nonce.value !== 'number') nonce.text({ max: LIMIT.nonceCharacters });
  if ((flags & FLAG.componentsV2) === 0) {
    field.get('content').text({ max: LIMIT.contentCharacters });
    checkEmbeds(field.get('embeds'));
    checkRows(field.get('components'));
    return;
  }
  for (const name of ['content', 'embeds', 'poll', 'stickers']) {
    const legacy = field.get(name);
    if (!isUsed(legacy.value)) continue;
    legacy.refuse(
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      `The '${name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    );
  }
  checkLayout(field.get('components'));
}

/** Neither left out nor emptied. */
function isUsed(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '';
}

function filesOf(field: Field, { uploads, before, newId }: DraftSource): readonly StoredFile[] {
  if (uploads.some(({ bytes }) => bytes.length > LIMIT.fileBytes)) throw tooLarge();
  const listed = field.get('attachments').items({ max: LIMIT.files });
  const kept = (before?.files ?? []).filter(
    ({ id }) =>
      !field.get('attachments').given || listed.some((each) => each.get('id').value === id),
  );
  const described = new Map<string, string | null>();
  for (const each of listed) {
    const id = String(each.get('id').value);
    const description = each.get('description').text({ max: LIMIT.mediaDescriptionCharacters });
    const known = uploads.some(({ field: name }) => name === `files[${id}]`);
    if (!known && !kept.some((file) => file.id === id)) {
      each.get('id').refuse('ATTACHMENT_NOT_FOUND', 'The attachment was not found');
    }
    described.set(id, description);
  }
  const files = [...kept, ...uploads.map((upload) => storedFrom(upload, described, newId()))];
  if (files.length > LIMIT.files) {
    field
      .get('attachments')
      .refuse('BASE_TYPE_MAX_LENGTH', `Must be ${LIMIT.files} or fewer in length.`);
  }
  return files;
}

function storedFrom(
  upload: UploadedFile,
  described: ReadonlyMap<string, string | null>,
  id: string,
): StoredFile {
  const index = /^files\[(\d+)\]$/.exec(upload.field)?.[1] ?? '';
  return {
    id,
    name: upload.name.replaceAll(/[^\w.-]/g, '_'),
    description: described.get(index) ?? null,
    contentType: upload.contentType,
    bytes: upload.bytes,
  };
}

/** Everything that points at `attachment://` has to find its file. */
function checkReferences(field: Field, files: readonly StoredFile[]): void {
  for (const name of ['embeds', 'components']) {
    for (const url of attachmentUrls(field.get(name).value)) {
      if (files.some((file) => file.name === url.slice('attachment://'.length))) continue;
      field
        .get(name)
        .refuse(
          'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
          `The referenced attachment ${url} was not found`,
        );
    }
  }
}

function attachmentUrls(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('attachment://') ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(attachmentUrls);
  if (!isObject(value)) return [];
  const urls = ['url', 'icon_url'].map((key) => value[key]).flatMap(attachmentUrls);
  const inside = Object.values(value).filter((each) => typeof each === 'object');
  return [...urls, ...inside.flatMap(attachmentUrls)];
}

/** Gives every component the number that Discord gives those that have none. */
function numbered(components: readonly Json[]): readonly Json[] {
  let next = 0;
  const visit = (part: Json): Json => {
    next += 1;
    const id = typeof part['id'] === 'number' && part['id'] !== 0 ? part['id'] : next;
    const inside = Object.entries(part).map(([key, value]) => {
      if (key === 'components' && Array.isArray(value)) {
        return [key, value.filter(isObject).map(visit)] as const;
      }
      return [key, key === 'accessory' && isObject(value) ? visit(value) : value] as const;
    });
    return { ...Object.fromEntries(inside), id };
  };
  return components.map(visit);
}
