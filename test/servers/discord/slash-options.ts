import { OPTION } from './command-form.ts';
import { isObject, type Json, listOf, textOf } from './json.ts';

/** What somebody fills in, by the name of the option. */
export type Values = Readonly<Record<string, string | number | boolean>>;

/** A command as somebody is about to send it: the way to it and its options. */
export interface ChosenCommand {
  readonly command: Json;
  /** The names of the groups and subcommands behind the command's own. */
  readonly way: readonly string[];
  readonly options: readonly Json[];
}

/** Follows `wallet add` into a registered command. @throws Error when there is no such command */
export function chosen(commands: readonly Json[], words: string): ChosenCommand {
  const [name = '', ...way] = words.trim().split(/\s+/);
  const command = commands.find((each) => each['name'] === name);
  if (command === undefined) {
    const known = commands.map((each) => `/${textOf(each['name'])}`).join(' ');
    throw new Error(`Discord offers no /${name} here; it offers ${known === '' ? 'none' : known}`);
  }
  let options = optionsOf(command);
  for (const step of way) {
    const branch = options.find((each) => each['name'] === step && isBranch(each));
    if (branch === undefined) throw new Error(`/${words} is not a command of Discord here`);
    options = optionsOf(branch);
  }
  if (options.some(isBranch)) throw new Error(`/${words} wants a subcommand`);
  return { command, way, options };
}

/** The options of an event, checked as Discord's own client checks them. @throws Error */
export function filledOptions(chosenCommand: ChosenCommand, values: Values): readonly Json[] {
  const { options, way } = chosenCommand;
  const unknown = Object.keys(values).find(
    (name) => !options.some((each) => each['name'] === name),
  );
  if (unknown !== undefined) throw new Error(`the command has no option ${unknown}`);
  const filled = options.flatMap((option) => {
    const name = textOf(option['name']);
    const value = values[name];
    if (value === undefined) {
      if (option['required'] === true) throw new Error(`the option ${name} has to be filled in`);
      return [];
    }
    checkValue(option, value);
    return [{ name, type: option['type'], value }];
  });
  return wrapped(way, filled);
}

/** The options of an autocompletion: what was typed so far is not checked. @throws Error */
export function focusedOptions(
  chosenCommand: ChosenCommand,
  focus: { readonly option: string; readonly value: string; readonly filled: Values },
): { readonly options: readonly Json[]; readonly type: number } {
  const option = chosenCommand.options.find((each) => each['name'] === focus.option);
  if (option === undefined) throw new Error(`the command has no option ${focus.option}`);
  if (option['autocomplete'] !== true) throw new Error(`${focus.option} does not autocomplete`);
  const others = Object.entries(focus.filled).map(([name, value]) => {
    const type = chosenCommand.options.find((each) => each['name'] === name)?.['type'];
    if (type === undefined) throw new Error(`the command has no option ${name}`);
    return { name, type, value };
  });
  const focused = { name: focus.option, type: option['type'], value: focus.value, focused: true };
  return {
    options: wrapped(chosenCommand.way, [...others, focused]),
    type: Number(option['type']),
  };
}

function wrapped(way: readonly string[], options: readonly Json[]): readonly Json[] {
  return [...way].reverse().reduce<readonly Json[]>((inside, name, index) => {
    return [{ name, type: index === 0 ? OPTION.subcommand : OPTION.group, options: inside }];
  }, options);
}

function checkValue(option: Json, value: string | number | boolean): void {
  const name = textOf(option['name']);
  const choices = listOf(option['choices']).filter(isObject);
  if (choices.length > 0 && !choices.some((choice) => choice['value'] === value)) {
    throw new Error(`${name} offers no ${String(value)}`);
  }
  switch (option['type']) {
    case OPTION.flag:
      if (typeof value !== 'boolean') throw new Error(`${name} is a flag`);
      return;
    case OPTION.integer:
    case OPTION.number:
      if (typeof value !== 'number') throw new Error(`${name} is a number`);
      if (option['type'] === OPTION.integer && !Number.isInteger(value)) {
        throw new Error(`${name} is a whole number`);
      }
      checkSpan(option, value, 'value');
      return;
    case OPTION.text:
      if (typeof value !== 'string') throw new Error(`${name} is a text`);
      checkSpan(option, value.length, 'length');
      return;
    case OPTION.user:
      if (typeof value !== 'string') throw new Error(`${name} is a person`);
      return;
    default:
      throw new Error(`the double cannot fill in ${name}, an option of type ${option['type']}`);
  }
}

function checkSpan(option: Json, size: number, of: 'value' | 'length'): void {
  const least = option[`min_${of}`];
  const most = option[`max_${of}`];
  const fits =
    (typeof least !== 'number' || size >= least) && (typeof most !== 'number' || size <= most);
  if (!fits) throw new Error(`${textOf(option['name'])} is out of its bounds with ${size}`);
}

function optionsOf(of: Json): readonly Json[] {
  return listOf(of['options']).filter(isObject);
}

function isBranch(option: Json): boolean {
  return option['type'] === OPTION.subcommand || option['type'] === OPTION.group;
}
