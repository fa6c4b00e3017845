import type { TelegramPerson } from '../../servers/telegram/person.ts';
import type { SeenMessage } from '../../servers/telegram/seen.ts';
import { ADA, BOB, type ChatRun, VERA } from './chat-run.ts';

/** Which message: one that says this, that reads like this, or that is like this. */
export type Wanted = string | RegExp | ((message: SeenMessage) => boolean);

function testOf(wanted: Wanted): (message: SeenMessage) => boolean {
  if (typeof wanted === 'function') return wanted;
  return ({ text }) => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text));
}

/** A person of a run who talks with the bot privately. */
export class Phone {
  readonly person: TelegramPerson;

  constructor(run: Pick<ChatRun, 'telegram'>, id: number, name: string) {
    this.person = run.telegram.person(id, name);
  }

  /** With a chat that the bot may write to, and no keyboard still to come. */
  static async started(run: Pick<ChatRun, 'telegram'>, id: number, name: string): Promise<Phone> {
    const phone = new Phone(run, id, name);
    await phone.ask('/start');
    await phone.ask('/mode');
    return phone;
  }

  /** Says a line and waits for the message behind it, the newest that is as wanted. */
  async ask(text: string, wanted: Wanted = ''): Promise<SeenMessage> {
    const after = this.person.say(text);
    return this.person.until(testOf(wanted), { after });
  }

  /** Taps and waits until that message has become something else. */
  async decide(message: SeenMessage, label: string): Promise<SeenMessage> {
    const { edits } = this.message(message.id);
    this.person.tap(label, { messageId: message.id });
    return this.person.until((one) => one.id === message.id && one.edits > edits);
  }

  /** Taps and waits for the message that answers. */
  async tap(message: SeenMessage, label: string, wanted: Wanted = ''): Promise<SeenMessage> {
    const after = this.newest;
    this.person.tap(label, { messageId: message.id });
    return this.person.until(testOf(wanted), { after });
  }

  /** Sends the data of a button, whoever's it is, at the newest message of one's own chat. */
  forge(data: string, wanted: Wanted = ''): Promise<SeenMessage> {
    const after = this.newest;
    this.person.forge(data, { messageId: this.newest });
    return this.person.until(testOf(wanted), { after });
  }

  message(id: number): SeenMessage {
    const found = this.person.sees().find((one) => one.id === id);
    if (found === undefined) throw new Error(`there is no message ${id}`);
    return found;
  }

  /** Waits for a message about this, wherever it stands. */
  hears(wanted: Wanted): Promise<SeenMessage> {
    return this.person.until(testOf(wanted));
  }

  get newest(): number {
    return this.person.sees().at(-1)?.id ?? 0;
  }
}

/** The data of a button of a message. */
export function dataOf(message: SeenMessage, label: string): string {
  const button = message.buttons.flat().find(({ text }) => text === label);
  if (button === undefined || !('callback_data' in button)) throw new Error(`no button [${label}]`);
  return button.callback_data;
}

/** All who operate, each with a chat. */
export async function everybody(
  run: Pick<ChatRun, 'telegram'>,
): Promise<readonly [ada: Phone, bob: Phone, vera: Phone]> {
  return [
    await Phone.started(run, ADA, 'Ada'),
    await Phone.started(run, BOB, 'Bob'),
    await Phone.started(run, VERA, 'Vera'),
  ];
}
