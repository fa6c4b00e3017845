import type { Field } from './form.ts';
import { LIMIT } from './limits.ts';

const MEDIA_SCHEMES = ['http', 'https', 'attachment'];

/** Examines the embeds of a message. */
export function checkEmbeds(field: Field): void {
  const embeds = field.items({ max: LIMIT.embeds });
  const characters = embeds.reduce((sum, embed) => sum + checkEmbed(embed), 0);
  if (characters > LIMIT.embedsCharacters) {
    field.refuse(
      'MAX_EMBED_SIZE_EXCEEDED',
      `Embed size exceeds maximum size of ${LIMIT.embedsCharacters}`,
    );
  }
}

/** The characters of an embed that count. */
function checkEmbed(embed: Field): number {
  if (!embed.object()) return 0;
  const title = embed.get('title').text({ max: LIMIT.embedTitleCharacters });
  const description = embed.get('description').text({ max: LIMIT.embedDescriptionCharacters });
  const footer = checkFooter(embed.get('footer'));
  const author = checkAuthor(embed.get('author'));
  const fields = embed
    .get('fields')
    .items({ max: LIMIT.embedFields })
    .reduce((sum, each) => sum + checkEmbedField(each), 0);
  const hasImage = checkMedia(embed);
  embed.get('url').url(['http', 'https']);
  embed.get('color').integer({ min: 0, max: LIMIT.color });
  checkTimestamp(embed.get('timestamp'));
  const characters = (title ?? '').length + (description ?? '').length + footer + author + fields;
  if (characters === 0 && !hasImage) {
    embed.get('description').refuse('BASE_TYPE_REQUIRED', 'This field is required');
  }
  return characters;
}

function checkFooter(footer: Field): number {
  if (!footer.given || !footer.object()) return 0;
  footer.get('icon_url').url(MEDIA_SCHEMES);
  return lengthOf(footer.get('text'), LIMIT.embedFooterCharacters);
}

function checkAuthor(author: Field): number {
  if (!author.given || !author.object()) return 0;
  author.get('url').url(['http', 'https']);
  author.get('icon_url').url(MEDIA_SCHEMES);
  return lengthOf(author.get('name'), LIMIT.embedAuthorCharacters);
}

function checkEmbedField(field: Field): number {
  if (!field.object()) return 0;
  field.get('inline').flag();
  return (
    lengthOf(field.get('name'), LIMIT.embedFieldNameCharacters) +
    lengthOf(field.get('value'), LIMIT.embedFieldValueCharacters)
  );
}

function lengthOf(field: Field, max: number): number {
  return (field.text({ max, required: true }) ?? '').length;
}

function checkMedia(embed: Field): boolean {
  const media = ['image', 'thumbnail'].map((name) => embed.get(name)).filter((each) => each.given);
  for (const each of media) each.get('url').url(MEDIA_SCHEMES);
  return media.length > 0;
}

function checkTimestamp(field: Field): void {
  const text = field.text({ max: 40 });
  if (text !== null && Number.isNaN(Date.parse(text))) {
    field.refuse('DATE_TIME_TYPE_PARSE', `Could not parse ${text}. Should be ISO8601.`);
  }
}
