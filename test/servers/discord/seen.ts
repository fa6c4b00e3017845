import { isObject, type Json, listOf, objectOf, textOf } from './json.ts';
import { COMPONENT, FLAG } from './limits.ts';
import { childrenOf, type Pings, shownTexts } from './mentions.ts';
import type { StoredMessage, World } from './world.ts';

/** A button or a select as a person sees it. */
export interface SeenControl {
  readonly kind: 'button' | 'select';
  /** The label of a button, the placeholder of a select. */
  readonly label: string;
  readonly type: number;
  readonly number: number;
  readonly customId: string | null;
  readonly url: string | null;
  readonly style: number | null;
  readonly disabled: boolean;
  /** What a select offers, by label. */
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

export interface SeenFile {
  readonly name: string;
  readonly description: string | null;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** A message as one person sees it, at one moment. */
export interface SeenMessage {
  readonly id: string;
  readonly channelId: string;
  readonly inDm: boolean;
  readonly author: string;
  readonly fromBot: boolean;
  /** Everything that can be read in it, buttons apart. */
  readonly text: string;
  readonly content: string;
  readonly embeds: readonly Json[];
  readonly components: readonly Json[];
  readonly controls: readonly SeenControl[];
  readonly attachments: readonly SeenFile[];
  /** Only this person sees it. */
  readonly ephemeral: boolean;
  /** "polymind is thinking…" */
  readonly thinking: boolean;
  readonly silent: boolean;
  readonly edited: boolean;
  readonly edits: number;
  readonly deleted: boolean;
  readonly pings: Pings;
  readonly repliesTo: string | null;
  readonly nonce: string | null;
  readonly atMs: number;
}

/** How somebody who may see a message sees it. */
export function seenMessage(world: World, message: StoredMessage): SeenMessage {
  const { draft } = message;
  const author = world.user(message.authorId);
  const { content, embeds, components, files, flags } = draft;
  return {
    id: message.id,
    channelId: message.channelId,
    inDm: world.channel(message.channelId).kind === 'dm',
    author: author.name,
    fromBot: author.isBot,
    text: [content, ...embeds.flatMap(embedTexts), ...shownTexts(components)]
      .filter((text) => text !== '')
      .join('\n'),
    content,
    embeds,
    components,
    controls: controlsOf(components),
    attachments: files,
    ephemeral: message.onlyFor !== null,
    thinking: (flags & FLAG.loading) !== 0,
    silent: (flags & FLAG.suppressNotifications) !== 0,
    edited: message.edits > 0,
    edits: message.edits,
    deleted: message.deleted,
    pings: message.pings,
    repliesTo: draft.replyTo,
    nonce: draft.nonce,
    atMs: message.atMs,
  };
}

/** Whether somebody sees what was said here. */
export function isVisible(world: World, message: StoredMessage, userId: string): boolean {
  if (message.onlyFor !== null) return message.onlyFor === userId;
  const channel = world.channel(message.channelId);
  return channel.kind === 'dm' ? channel.userId === userId : world.user(userId).member;
}

/** A line for each message, for errors. */
export function toldMessages(messages: readonly SeenMessage[]): string {
  if (messages.length === 0) return 'nothing is there';
  return messages
    .map((message) => {
      const marks = [
        message.inDm ? 'dm' : 'guild',
        ...(message.ephemeral ? ['ephemeral'] : []),
        ...(message.thinking ? ['thinking'] : []),
        ...(message.edited ? [`edited ${message.edits}`] : []),
        ...(message.deleted ? ['deleted'] : []),
      ];
      const labels = message.controls.map(({ label }) => `[${label}]`).join(' ');
      return `  ${message.author} (${marks.join(', ')}): ${message.text} ${labels}`;
    })
    .join('\n');
}

function embedTexts(embed: Json): readonly string[] {
  const fields = listOf(embed['fields']).map(objectOf);
  return [
    textOf(objectOf(embed['author'])['name']),
    textOf(embed['title']),
    textOf(embed['description']),
    ...fields.flatMap((field) => [textOf(field['name']), textOf(field['value'])]),
    textOf(objectOf(embed['footer'])['text']),
  ];
}

const SELECTS: readonly unknown[] = [
  COMPONENT.stringSelect,
  COMPONENT.userSelect,
  COMPONENT.roleSelect,
  COMPONENT.mentionableSelect,
  COMPONENT.channelSelect,
];

function controlsOf(components: readonly unknown[]): readonly SeenControl[] {
  return components.filter(isObject).flatMap((part) => {
    const isButton = part['type'] === COMPONENT.button;
    const own = isButton || SELECTS.includes(part['type']) ? [controlOf(part, isButton)] : [];
    return [...own, ...controlsOf(childrenOf(part))];
  });
}

function controlOf(part: Json, isButton: boolean): SeenControl {
  return {
    kind: isButton ? 'button' : 'select',
    label: textOf(part[isButton ? 'label' : 'placeholder']),
    type: Number(part['type']),
    number: Number(part['id']),
    customId: typeof part['custom_id'] === 'string' ? part['custom_id'] : null,
    url: typeof part['url'] === 'string' ? part['url'] : null,
    style: typeof part['style'] === 'number' ? part['style'] : null,
    disabled: part['disabled'] === true,
    options: listOf(part['options'])
      .map(objectOf)
      .map(({ label, value }) => ({ label: textOf(label), value: textOf(value) })),
  };
}
