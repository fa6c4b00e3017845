import type { Field } from './form.ts';
import { COMPONENT, LIMIT } from './limits.ts';

const STYLE = { first: 1, link: 5, premium: 6 } as const;
const STYLES = [1, 2, 3, 4, 5, 6];
const SELECTS: readonly number[] = [
  COMPONENT.stringSelect,
  COMPONENT.userSelect,
  COMPONENT.roleSelect,
  COMPONENT.mentionableSelect,
  COMPONENT.channelSelect,
];

/** The ids that controls of one message or modal carry: each may occur once. */
export class CustomIds {
  readonly #seen = new Set<string>();

  check(field: Field): void {
    const id = field.text({ min: 1, max: LIMIT.customIdCharacters, required: true });
    if (id === null) return;
    if (this.#seen.has(id)) {
      field.refuse('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
    }
    this.#seen.add(id);
  }
}

/** Examines one row of up to five buttons or one select. */
export function checkRow(row: Field, ids: CustomIds): void {
  const controls = row.get('components').items({ min: 1, max: LIMIT.rowButtons, required: true });
  const selects = controls.filter((control) => SELECTS.includes(Number(control.get('type').value)));
  if (selects.length > 0 && controls.length > 1) {
    row
      .get('components')
      .refuse(
        'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
        'The number of components exceeds the width of the row',
      );
  }
  for (const control of controls) {
    const type = control.get('type').oneOf([COMPONENT.button, ...SELECTS]);
    if (type === COMPONENT.button) checkButton(control, ids);
    else if (type !== null) checkSelect(control, ids);
  }
}

export function checkButton(button: Field, ids: CustomIds): void {
  const style = button.get('style').oneOf(STYLES);
  button.get('disabled').flag();
  if (style === STYLE.premium) {
    button.get('sku_id').text({ min: 1, max: 20, required: true });
    return;
  }
  const label = button.get('label').text({ max: LIMIT.buttonLabelCharacters });
  if ((label ?? '').trim() === '' && !button.get('emoji').given) {
    button.get('label').refuse('BASE_TYPE_REQUIRED', 'This field is required');
  }
  if (style === STYLE.link) checkLink(button);
  else if (style !== null) {
    ids.check(button.get('custom_id'));
    if (button.get('url').given) {
      button.refuse('BUTTON_COMPONENT_URL', 'A url can only be used on a link button');
    }
  }
}

function checkLink(button: Field): void {
  const url = button.get('url');
  if (!url.given) url.refuse('BASE_TYPE_REQUIRED', 'This field is required');
  url.url(['http', 'https', 'discord']);
  url.text({ max: LIMIT.buttonUrlCharacters });
  if (button.get('custom_id').given) {
    button.refuse(
      'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
      'A custom id and url cannot both be specified',
    );
  }
}

/** Examines a select; in a modal it stands inside a label. */
export function checkSelect(select: Field, ids: CustomIds): void {
  ids.check(select.get('custom_id'));
  select.get('placeholder').text({ max: LIMIT.selectPlaceholderCharacters });
  select.get('disabled').flag();
  const least = select.get('min_values').integer({ min: 0, max: LIMIT.selectOptions });
  const most = select.get('max_values').integer({ min: 1, max: LIMIT.selectOptions });
  if (least !== null && least > (most ?? 1)) {
    select
      .get('min_values')
      .refuse('COMPONENT_MIN_VALUES', 'min_values must be at most max_values');
  }
  if (select.get('type').value === COMPONENT.stringSelect) checkOptions(select, most ?? 1);
}

function checkOptions(select: Field, most: number): void {
  const options = select.get('options').items({ min: 1, max: LIMIT.selectOptions, required: true });
  const max = LIMIT.selectLabelCharacters;
  const values = new Set<string>();
  for (const option of options) {
    option.get('label').text({ min: 1, max, required: true });
    option.get('description').text({ max });
    const value = option.get('value').text({ min: 1, max, required: true });
    if (value !== null && values.has(value)) {
      option
        .get('value')
        .refuse(
          'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
          'The specified option value is already used',
        );
    }
    if (value !== null) values.add(value);
  }
  const chosen = options.filter((option) => option.get('default').flag() === true).length;
  if (most > options.length || chosen > most) {
    select.get('max_values').refuse('SELECT_COMPONENT_MAX_VALUES', 'There are fewer options');
  }
}
