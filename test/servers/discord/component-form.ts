import { CustomIds, checkButton, checkRow } from './control-form.ts';
import type { Field } from './form.ts';
import { COMPONENT, LIMIT } from './limits.ts';

const MEDIA_SCHEMES = ['http', 'https', 'attachment'];
const INSIDE: readonly number[] = [
  COMPONENT.row,
  COMPONENT.section,
  COMPONENT.text,
  COMPONENT.gallery,
  COMPONENT.file,
  COMPONENT.separator,
];
const TOP: readonly number[] = [...INSIDE, COMPONENT.container];

/** Examines rows under a message with content or embeds. */
export function checkRows(field: Field): void {
  const ids = new CustomIds();
  for (const row of field.items({ max: LIMIT.rows })) {
    if (row.get('type').value === COMPONENT.row) checkRow(row, ids);
    else {
      row.get('type').refuse('UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).');
    }
  }
}

/** Examines a message that consists of components only. */
export function checkLayout(field: Field): void {
  const layout = new Layout();
  const parts = field.items({ min: 1, max: LIMIT.v2Components, required: true });
  for (const part of parts) layout.check(part, TOP);
  if (layout.components > LIMIT.v2Components) {
    field.refuse(
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The total number of components must be at most ${LIMIT.v2Components}`,
    );
  }
  if (layout.characters > LIMIT.v2Characters) {
    field.refuse(
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `Total displayable text must be at most ${LIMIT.v2Characters} characters`,
    );
  }
}

/** Counts what only a message as a whole may be too much of. */
class Layout {
  components = 0;
  characters = 0;
  readonly #ids = new CustomIds();

  check(part: Field, types: readonly number[]): void {
    this.components += 1;
    const type = part.get('type').oneOf(types);
    switch (type) {
      case COMPONENT.row:
        this.components += part.get('components').items({ max: LIMIT.rowButtons }).length;
        checkRow(part, this.#ids);
        return;
      case COMPONENT.section:
        this.#section(part);
        return;
      case COMPONENT.text:
        this.#text(part);
        return;
      case COMPONENT.gallery:
        this.#gallery(part);
        return;
      case COMPONENT.file:
        checkMedia(part.get('file'), ['attachment']);
        return;
      case COMPONENT.separator:
        part.get('divider').flag();
        part.get('spacing').oneOf([1, 2], false);
        return;
      case COMPONENT.container:
        this.#container(part);
        return;
      default:
        return;
    }
  }

  #text(part: Field): void {
    const text = part.get('content').text({ min: 1, max: LIMIT.v2Characters, required: true });
    this.characters += (text ?? '').length;
  }

  #section(part: Field): void {
    const texts = part.get('components').items({ min: 1, max: LIMIT.sectionTexts, required: true });
    for (const text of texts) this.check(text, [COMPONENT.text]);
    this.components += 1;
    const accessory = part.get('accessory');
    const type = accessory.get('type').oneOf([COMPONENT.button, COMPONENT.thumbnail]);
    if (type === COMPONENT.button) checkButton(accessory, this.#ids);
    if (type === COMPONENT.thumbnail) checkPicture(accessory);
  }

  #gallery(part: Field): void {
    const items = part.get('items').items({ min: 1, max: LIMIT.galleryItems, required: true });
    for (const item of items) checkPicture(item);
  }

  #container(part: Field): void {
    part.get('accent_color').integer({ min: 0, max: LIMIT.color });
    part.get('spoiler').flag();
    const inside = part
      .get('components')
      .items({ min: 1, max: LIMIT.v2Components, required: true });
    for (const each of inside) this.check(each, INSIDE);
  }
}

function checkPicture(item: Field): void {
  checkMedia(item.get('media'), MEDIA_SCHEMES);
  item.get('description').text({ min: 1, max: LIMIT.mediaDescriptionCharacters });
}

function checkMedia(media: Field, schemes: readonly string[]): void {
  const url = media.get('url');
  if (!url.given) url.refuse('BASE_TYPE_REQUIRED', 'This field is required');
  url.url(schemes);
}
