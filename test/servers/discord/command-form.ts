import type { Field } from './form.ts';
import { isObject, type Json, textOf } from './json.ts';
import { LIMIT } from './limits.ts';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Types of options. */
export const OPTION = {
  subcommand: 1,
  group: 2,
  text: 3,
  integer: 4,
  flag: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;
const OPTION_TYPES = Object.values(OPTION);
const BRANCHES: readonly unknown[] = [OPTION.subcommand, OPTION.group];
const CHOOSABLE: readonly unknown[] = [OPTION.text, OPTION.integer, OPTION.number];

/** Examines one application command. */
export function checkCommand(command: Field): void {
  if (!command.object()) return;
  const type = command.get('type').oneOf([1, 2, 3], false) ?? 1;
  if (type === 1) {
    checkName(command.get('name'), 'APPLICATION_COMMAND_INVALID_NAME');
    checkDescription(command);
    checkOptions(command, 0);
  } else {
    command.get('name').text({ min: 1, max: 32, required: true });
    if (textOf(command.get('description').value) !== '') {
      command
        .get('description')
        .refuse('APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_NOT_EMPTY', 'Must be empty');
    }
  }
  checkWhere(command);
  const characters = isObject(command.value) ? charactersOf(command.value) : 0;
  if (characters > LIMIT.commandCharacters) {
    command.refuse(
      'APPLICATION_COMMAND_TOO_LARGE',
      `Command exceeds maximum size (${LIMIT.commandCharacters})`,
    );
  }
}

function checkName(name: Field, code: string): void {
  const text = name.text({ min: 1, max: 32, required: true });
  if (text === null) return;
  if (!NAME.test(text) || text !== text.toLowerCase()) name.refuse(code, 'Command name is invalid');
}

function checkDescription(of: Field): void {
  const max = LIMIT.commandDescriptionCharacters;
  of.get('description').text({ min: 1, max, required: true });
}

function checkWhere(command: Field): void {
  const permissions = command.get('default_member_permissions');
  if (permissions.given && !/^\d{1,20}$/.test(String(permissions.value))) {
    permissions.refuse('BITFIELD_TYPE_COERCE', 'Could not interpret the value as permissions.');
  }
  for (const context of command.get('contexts').items({ max: 3 })) context.oneOf([0, 1, 2]);
  for (const kind of command.get('integration_types').items({ max: 2 })) kind.oneOf([0, 1]);
  command.get('nsfw').flag();
}

function checkOptions(parent: Field, depth: number): void {
  const options = parent.get('options').items({ max: LIMIT.commandOptions });
  const names = new Set<string>();
  let optionalSeen = false;
  for (const option of options) {
    if (!option.object()) continue;
    checkOption(option, depth);
    const name = textOf(option.get('name').value);
    if (names.has(name)) {
      option
        .get('name')
        .refuse('APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists');
    }
    names.add(name);
    if (BRANCHES.includes(option.get('type').value)) continue;
    const required = option.get('required').flag() === true;
    if (required && optionalSeen) {
      option.refuse(
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    optionalSeen ||= !required;
  }
  const branches = options.filter((option) => BRANCHES.includes(option.get('type').value)).length;
  if (branches > 0 && branches < options.length) {
    parent
      .get('options')
      .refuse(
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and sub-command group option types are mutually exclusive to all other types',
      );
  }
}

function checkOption(option: Field, depth: number): void {
  const type = option.get('type').oneOf(OPTION_TYPES);
  checkName(option.get('name'), 'APPLICATION_COMMAND_INVALID_NAME');
  checkDescription(option);
  if (type === OPTION.subcommand || type === OPTION.group) {
    const deepest = type === OPTION.subcommand ? 1 : 0;
    if (depth > deepest) {
      option.refuse('APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Nested too deep');
    } else checkOptions(option, depth + 1);
    if (type === OPTION.group) checkGroup(option);
    return;
  }
  if (type === null) return;
  checkChoices(option, type);
  checkBounds(option, type);
}

/** A group holds subcommands and nothing else. */
function checkGroup(group: Field): void {
  for (const option of group.get('options').items({ min: 1, max: LIMIT.commandOptions })) {
    option.get('type').oneOf([OPTION.subcommand]);
  }
}

function checkChoices(option: Field, type: number): void {
  const choices = option.get('choices').items({ max: LIMIT.choices });
  const autocomplete = option.get('autocomplete').flag() === true;
  if ((choices.length > 0 || autocomplete) && !CHOOSABLE.includes(type)) {
    option.refuse('APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'This type takes no choices');
  }
  if (choices.length > 0 && autocomplete) {
    option
      .get('autocomplete')
      .refuse(
        'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
        'Options with autocomplete cannot have choices',
      );
  }
  const values = new Set<unknown>();
  for (const choice of choices) {
    checkChoice(choice, type);
    const value = choice.get('value').value;
    if (values.has(value)) {
      choice
        .get('value')
        .refuse('APPLICATION_COMMAND_OPTIONS_CHOICE_VALUE_ALREADY_EXISTS', 'Choice already exists');
    }
    values.add(value);
  }
}

/** Examines one choice, of a command as of an answer to autocompletion. */
export function checkChoice(choice: Field, type: number): void {
  if (!choice.object()) return;
  const max = LIMIT.choiceCharacters;
  choice.get('name').text({ min: 1, max, required: true });
  const value = choice.get('value');
  if (type === OPTION.text) value.text({ min: 1, max, required: true });
  else if (typeof value.value !== 'number') {
    value.refuse('NUMBER_TYPE_COERCE', `Value "${String(value.value)}" is not a number.`);
  }
}

function checkBounds(option: Field, type: number): void {
  const isNumber = type === OPTION.integer || type === OPTION.number;
  const allowed = new Map<string, boolean>([
    ['min_value', isNumber],
    ['max_value', isNumber],
    ['min_length', type === OPTION.text],
    ['max_length', type === OPTION.text],
  ]);
  for (const [name, fits] of allowed) {
    if (option.get(name).given && !fits) {
      option.get(name).refuse('APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Not of this type');
    }
  }
  option.get('min_length').integer({ min: 0, max: LIMIT.optionLengthCharacters });
  option.get('max_length').integer({ min: 1, max: LIMIT.optionLengthCharacters });
}

/** Names, descriptions and values, all the way down: what Discord counts. */
export function charactersOf(part: Json): number {
  const own = ['name', 'description', 'value'].map((key) => part[key]);
  const inside = ['options', 'choices'].flatMap((key) => {
    const list = part[key];
    return Array.isArray(list) ? list.filter(isObject) : [];
  });
  return (
    own.reduce<number>((sum, value) => sum + textOf(value).length, 0) +
    inside.reduce((sum, each) => sum + charactersOf(each), 0)
  );
}
