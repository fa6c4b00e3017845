import { CustomIds, checkSelect } from './control-form.ts';
import type { Field } from './form.ts';
import { COMPONENT, LIMIT } from './limits.ts';

/** Examines a modal: a title and up to five labelled inputs. */
export function checkModal(modal: Field): void {
  if (!modal.object()) return;
  const max = LIMIT.modalTitleCharacters;
  modal.get('title').text({ min: 1, max, required: true });
  modal.get('custom_id').text({ min: 1, max: LIMIT.customIdCharacters, required: true });
  const ids = new CustomIds();
  const parts = modal
    .get('components')
    .items({ min: 1, max: LIMIT.modalComponents, required: true });
  for (const part of parts) checkPart(part, ids);
}

function checkPart(part: Field, ids: CustomIds): void {
  const type = part.get('type').oneOf([COMPONENT.row, COMPONENT.text, COMPONENT.label]);
  if (type === COMPONENT.label) checkLabel(part, ids);
  if (type === COMPONENT.row) checkOldRow(part, ids);
  if (type === COMPONENT.text) {
    part.get('content').text({ min: 1, max: LIMIT.v2Characters, required: true });
  }
}

function checkLabel(label: Field, ids: CustomIds): void {
  label.get('label').text({ min: 1, max: LIMIT.labelCharacters, required: true });
  label.get('description').text({ max: LIMIT.labelDescriptionCharacters });
  const control = label.get('component');
  const type = control.get('type').oneOf([COMPONENT.textInput, COMPONENT.stringSelect]);
  if (type === COMPONENT.stringSelect) checkSelect(control, ids);
  if (type !== COMPONENT.textInput) return;
  if (control.get('label').given) {
    control
      .get('label')
      .refuse('COMPONENT_LABEL_NOT_ALLOWED', 'A text input inside a label has no label');
  }
  checkInput(control, ids);
}

/** The older form: a row around one text input that carries its own label. */
function checkOldRow(row: Field, ids: CustomIds): void {
  const inputs = row.get('components').items({ min: 1, max: 1, required: true });
  for (const input of inputs) {
    input.get('type').oneOf([COMPONENT.textInput]);
    input.get('label').text({ min: 1, max: LIMIT.labelCharacters, required: true });
    checkInput(input, ids);
  }
}

function checkInput(input: Field, ids: CustomIds): void {
  const max = LIMIT.inputCharacters;
  ids.check(input.get('custom_id'));
  input.get('style').oneOf([1, 2]);
  const least = input.get('min_length').integer({ min: 0, max });
  const most = input.get('max_length').integer({ min: 1, max });
  if (least !== null && most !== null && least > most) {
    input.get('min_length').refuse('COMPONENT_MIN_LENGTH', 'min_length must be at most max_length');
  }
  input.get('required').flag();
  input.get('value').text({ max });
  input.get('placeholder').text({ max: LIMIT.inputPlaceholderCharacters });
}
