import { isObject, type Json, listOf, textOf } from './json.ts';
import { COMPONENT, LIMIT } from './limits.ts';
import { childrenOf } from './mentions.ts';

/** What somebody writes into a modal, by the custom id or the label of the input. */
export type ModalValues = Readonly<Record<string, string>>;

/** The components of a submitted modal, checked as Discord's own client checks them. @throws Error */
export function submittedComponents(modal: Json, values: ModalValues): readonly Json[] {
  const parts = listOf(modal['components']).filter(isObject);
  const names = new Set(parts.flatMap(namesOf));
  const unknown = Object.keys(values).find((name) => !names.has(name));
  if (unknown !== undefined) throw new Error(`the modal has no input ${unknown}`);
  return parts.map((part, index) => submittedPart(part, values, index + 1));
}

function namesOf(part: Json): readonly string[] {
  const inside = childrenOf(part).filter(isObject);
  return [part, ...inside].flatMap((each) => [textOf(each['label']), textOf(each['custom_id'])]);
}

function submittedPart(part: Json, values: ModalValues, id: number): Json {
  const { type } = part;
  const inputs = childrenOf(part)
    .filter(isObject)
    .map((input) => submittedInput(input, valueFor(part, input, values)));
  if (type === COMPONENT.label) return { type, id, component: inputs[0] };
  if (type === COMPONENT.row) return { type, id, components: inputs };
  return { type, id };
}

function valueFor(part: Json, input: Json, values: ModalValues): string {
  const names = [input['custom_id'], part['label'], input['label']].map(textOf);
  const given = names.find((name) => name !== '' && values[name] !== undefined);
  return given === undefined ? textOf(input['value']) : (values[given] ?? '');
}

function submittedInput(input: Json, value: string): Json {
  const { type, custom_id } = input;
  const name = textOf(custom_id);
  if (input['required'] !== false && value === '') throw new Error(`${name} has to be filled in`);
  if (type === COMPONENT.stringSelect) {
    const offered = listOf(input['options'])
      .filter(isObject)
      .some((option) => option['value'] === value);
    if (!offered) throw new Error(`${name} offers no ${value}`);
    return { type, custom_id, values: [value] };
  }
  const least = typeof input['min_length'] === 'number' ? input['min_length'] : 0;
  const most =
    typeof input['max_length'] === 'number' ? input['max_length'] : LIMIT.inputCharacters;
  if (value !== '' && (value.length < least || value.length > most)) {
    throw new Error(`${name} takes ${least} to ${most} characters, not ${value.length}`);
  }
  return { type, custom_id, value };
}
