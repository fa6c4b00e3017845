import { vi } from 'vitest';
import { COMMANDS } from '../../../src/bot/registry.ts';
import type { Interaction } from '../../servers/discord/interaction.ts';
import type { Person } from '../../servers/discord/person.ts';
import type { SeenMessage } from '../../servers/discord/seen.ts';
import type { Values } from '../../servers/discord/slash-options.ts';
import { type ChatRun, PATIENCE } from './chat-run.ts';

/** Which message: one that says this, that reads like this, or that is like this. */
export type Wanted = string | RegExp | ((message: SeenMessage) => boolean);

/** The kinds of interactions, by Discord's numbers. */
export const COMPONENT = 3;
export const MODAL = 5;
const BUTTON = 2;

function testOf(wanted: Wanted): (message: SeenMessage) => boolean {
  if (typeof wanted === 'function') return wanted;
  return (message) => {
    const text = read(message);
    return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
  };
}

/** A message as it is read: markdown takes the characters that would style it escaped. */
export function read({ text }: Pick<SeenMessage, 'text'>): string {
  return text.replaceAll(/\\([^A-Za-z0-9\s])/g, '$1');
}

/** Waits until the commands are registered, so that they can be used. */
export async function registered({ discord }: Pick<ChatRun, 'discord'>): Promise<void> {
  await discord.until(() => discord.commands('guild').length === COMMANDS.length, {
    what: () => `${discord.commands('guild').length} commands are registered`,
  });
}

/** A person of a run who uses the bot in Discord. */
export class DiscordPhone {
  readonly person: Person;
  readonly #run: Pick<ChatRun, 'discord'>;

  constructor(run: Pick<ChatRun, 'discord'>, person: Person) {
    this.#run = run;
    this.person = person;
  }

  /** Somebody who operates, with the commands at hand. */
  static async of(run: ChatRun, id: number): Promise<DiscordPhone> {
    await registered(run);
    return new DiscordPhone(run, run.inDiscord(id));
  }

  /** Somebody whom the bot does not know, but whom the server lets use every command. */
  static stranger(run: ChatRun, id: string, name: string): DiscordPhone {
    return new DiscordPhone(run, run.discord.person(id, name, { mayUseCommands: true }));
  }

  /** Uses a command and waits for its answer, which nobody else sees. */
  slash(words: string, values: Values = {}, wanted: Wanted = ''): Promise<SeenMessage> {
    return this.answerTo(this.person.slash(words, values), wanted);
  }

  /** Says a line directly and waits for the answer. */
  ask(text: string, wanted: Wanted = ''): Promise<SeenMessage> {
    const { id } = this.person.say(text);
    return this.#after(id, (message) => message.inDm && testOf(wanted)(message));
  }

  /** Taps and waits until that message has become something else. */
  decide(message: SeenMessage, label: string): Promise<SeenMessage> {
    const { edits } = this.person.now(message);
    this.person.tap(message, label);
    return this.person.until((one) => one.id === message.id && one.edits > edits);
  }

  /** Taps and waits for the message that answers below it. */
  tap(message: SeenMessage, label: string, wanted: Wanted = ''): Promise<SeenMessage> {
    return this.answerTo(this.person.tap(message, label), wanted);
  }

  /** Sends the data of a button, whoever's it is, from a message of one's own. */
  forge(data: string, on: SeenMessage): Interaction {
    const component = { custom_id: data, component_type: BUTTON, id: 1 };
    return this.person.forge(COMPONENT, { data: component, on });
  }

  /** Opens the form of a button, and sends this in it. */
  async type(message: SeenMessage, label: string, text: string): Promise<SeenMessage> {
    const opened = await this.person.answered(this.person.tap(message, label));
    const sent = this.person.submit(opened, { form: text });
    return this.answerTo(sent, '');
  }

  /** The message that answers, once it says something. */
  async answerTo(interaction: Interaction, wanted: Wanted): Promise<SeenMessage> {
    const fits = testOf(wanted);
    await this.person.answered(interaction);
    return this.#after(interaction.id, (message) => message.ephemeral && fits(message));
  }

  /** Waits for a message about this, wherever it stands. */
  hears(wanted: Wanted): Promise<SeenMessage> {
    const fits = testOf(wanted);
    return this.person.until((message) => message.fromBot && fits(message));
  }

  /** What the bot said to this person, or where this person reads. */
  get heard(): readonly SeenMessage[] {
    return this.person.sees().filter(({ fromBot }) => fromBot);
  }

  #after(id: string, fits: (message: SeenMessage) => boolean): Promise<SeenMessage> {
    const isNext = (message: SeenMessage): boolean =>
      message.fromBot && !message.thinking && BigInt(message.id) > BigInt(id) && fits(message);
    return this.person.until(isNext);
  }

  /** Waits until the bot has handled all that came before. */
  async settles(): Promise<void> {
    const { journal } = this.#run.discord;
    await vi.waitFor(() => {
      if (journal.calls.some(({ status }) => status === null)) throw new Error('calls are open');
    }, PATIENCE);
    await this.ask('/help', 'Commands');
  }
}

export const labelsOf = ({ controls }: SeenMessage): readonly string[] =>
  controls.map(({ label }) => label);

/** The data of a button of a message. */
export function dataOf({ controls }: SeenMessage, label: string): string {
  const found = controls.find((one) => one.label === label)?.customId ?? null;
  if (found === null) throw new Error(`no button [${label}]`);
  return found;
}
