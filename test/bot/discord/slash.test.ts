import { describe, expect, test } from 'vitest';
import type { ChatCommand } from '../../../src/bot/command.ts';
import {
  CHOICES_MAX,
  fingerprintOf,
  type SlashCommand,
  slashCommands,
} from '../../../src/bot/discord/slash-json.ts';
import { type FilledOption, slashLine } from '../../../src/bot/discord/slash-line.ts';
import { readLine } from '../../../src/bot/grammar/line.ts';
import { COMMANDS, commandNamed } from '../../../src/bot/registry.ts';
import type { Reply } from '../../../src/bot/reply.ts';
import { checkCommand } from '../../servers/discord/command-form.ts';
import { Form } from '../../servers/discord/form.ts';
import { order, position } from '../chat-facts.ts';
import { pastDecisions } from '../chat-past.ts';
import { Chat } from '../chat-person.ts';
import { plainReply } from '../plain-reply.ts';

function told(command: SlashCommand): string {
  const where = command.contexts === undefined ? '' : `, contexts ${command.contexts.join(' ')}`;
  const head = `/${command.name}  ${command.description}  (permissions ${command.default_member_permissions}${where})`;
  const options = command.options.map(({ name, description, required, choices, autocomplete }) => {
    const words = choices.map(({ value }) => value).join(' ');
    const kind = autocomplete ? 'suggested' : words === '' ? 'free' : `one of: ${words}`;
    return `  ${name}${required ? '*' : ''}  ${description}  [${kind}]`;
  });
  return [head, ...options, ''].join('\n');
}

describe('the list of slash commands', () => {
  test('is what people find when they type a slash', async () => {
    const list = slashCommands(COMMANDS, 'global').map(told).join('');
    await expect(list).toMatchFileSnapshot('slash.golden.txt');
  });

  test.each(['guild', 'global'] as const)('is taken by Discord, in the scope %s', (scope) => {
    const form = new Form();
    for (const command of slashCommands(COMMANDS, scope)) checkCommand(form.field(command));
    expect(() => form.check()).not.toThrow();
  });

  test('leaves out no word of a command', () => {
    for (const { arguments: options } of COMMANDS) {
      for (const { choices = [] } of options) {
        expect(choices.length).toBeLessThanOrEqual(CHOICES_MAX);
      }
    }
  });

  test('is the same whatever Discord adds to it, and another when a word changes', () => {
    const wanted = slashCommands(COMMANDS, 'global');
    const kept = wanted
      .map((command) => ({
        ...command,
        id: '1',
        version: '2',
        application_id: '3',
        nsfw: false,
        name_localizations: null,
        options: command.options.map(({ required, autocomplete, choices, ...option }) => ({
          ...option,
          ...(required ? { required } : {}),
          ...(autocomplete ? { autocomplete } : {}),
          ...(choices.length === 0 ? {} : { choices }),
        })),
      }))
      .reverse();
    expect(fingerprintOf(kept)).toBe(fingerprintOf(wanted));
    const [first, ...rest] = kept;
    expect(fingerprintOf([{ ...first, description: 'other' }, ...rest])).not.toBe(
      fingerprintOf(wanted),
    );
    expect(fingerprintOf(rest)).not.toBe(fingerprintOf(wanted));
  });
});

/**
 * How somebody fills in the options to say a line: each word where it is offered, the first of what
 * is free; the last option takes the rest. `null` when the line cannot be said.
 */
function filledFor(command: ChatCommand, words: readonly string[]): readonly FilledOption[] | null {
  const slots = command.arguments;
  const filled = new Map<string, string[]>();
  for (const word of words) {
    const fixed = slots.find(
      ({ name, choices, suggests }) =>
        suggests === undefined && choices?.includes(word) === true && !filled.has(name),
    );
    const free = slots.find(
      ({ name, choices, suggests }) =>
        (suggests !== undefined || choices === undefined) && !filled.has(name),
    );
    const last = slots.at(-1);
    const slot = fixed ?? free ?? last;
    if (slot === undefined || last === undefined) return null;
    const isFull = filled.has(slot.name) && slot !== last;
    if (isFull) return null;
    filled.set(slot.name, [...(filled.get(slot.name) ?? []), word]);
  }
  return [...filled].map(([name, all]) => ({ name, value: all.join(' ') }));
}

async function worldFor(line: string): Promise<Chat> {
  const chat = new Chat();
  chat.references.set('2', pastDecisions()[2]?.id ?? '');
  await chat.say('/filter deny category crypto');
  await chat.say('/filter deny keyword x');
  if (line.startsWith('/start bankroll')) chat.world.isFresh();
  return chat;
}

/** What is answered; secrets are new each time. */
function answered(reply: Reply): string {
  return plainReply(reply).replaceAll(/[\w-]{43}/g, '<secret>');
}

describe('a slash call', () => {
  const examples = COMMANDS.flatMap((one) => one.examples.map(([line]) => line));

  test.each(examples)('says %s', async (example) => {
    const ids: Record<string, string> = { close: position().shortId, order: order().shortId };
    const name = example.slice(1).split(' ')[0] ?? '';
    const line = example.replace('K3F9QX', ids[name] ?? pastDecisions()[2]?.id ?? '');
    const command = commandNamed(name);
    const typed = readLine(line);
    const filled = command === null ? null : filledFor(command, typed.words);
    expect(filled, 'there are slots for its words').not.toBeNull();
    const offered = slashCommands(COMMANDS, 'guild').find((one) => one.name === name);
    for (const { name: slot, value } of filled ?? []) {
      const choices = offered?.options.find((one) => one.name === slot)?.choices ?? [];
      if (choices.length > 0) expect(choices.map((one) => one.value)).toContain(value);
    }
    // Discord sends them in the order in which they were filled in.
    const slash = slashLine(name, [...(filled ?? [])].reverse(), COMMANDS);
    const [byText, bySlash] = [await worldFor(line), await worldFor(line)];
    expect(answered(await bySlash.say(slash))).toBe(answered(await byText.say(line)));
  });

  test('keeps a value of several words together, and quotes out of it', () => {
    const line = slashLine(
      'wallet',
      [
        { name: 'value', value: 'big "bad" fish' },
        { name: 'do', value: 'label' },
        { name: 'who', value: ' whale-7 ' },
      ],
      COMMANDS,
    );
    expect(line).toBe(`/wallet whale-7 label "big 'bad' fish"`);
  });

  test('of a command that is no more says its words in the order given', () => {
    expect(
      slashLine(
        'gone',
        [
          { name: 'b', value: '1' },
          { name: 'a', value: '2' },
        ],
        COMMANDS,
      ),
    ).toBe('/gone 1 2');
  });
});
