import type { Person } from '../servers/discord/person.ts';
import type { TelegramPerson } from '../servers/telegram/person.ts';

/** How long something may take on a busy machine; a first copy waits for a leader's trade. */
const WAIT_MS_MAX = 120_000;

interface HeardMessage {
  readonly text: string;
  readonly labels: readonly string[];
  tap(label: string): void;
}

/** What the first hour takes of a person's phone, on either platform. */
export interface FirstPhone {
  say(text: string): void;
  /** Waits for a message of the bot that says this, or has a button of this name. */
  hears(words: string | RegExp): Promise<HeardMessage>;
  /** How much the bot has told this person. */
  heard(): number;
}

type Read = Pick<HeardMessage, 'text' | 'labels'>;

function says(words: string | RegExp, { text, labels }: Read): boolean {
  if (typeof words !== 'string') return words.test(text);
  return text.includes(words) || labels.includes(words);
}

export function telegramPhone(person: TelegramPerson): FirstPhone {
  return {
    say: (text) => void person.say(text),
    hears: async (words) => {
      const waiting = { waitMsMax: WAIT_MS_MAX };
      const message = await person.until((one) => says(words, one), waiting);
      const { id: messageId, text, labels } = message;
      return { text, labels, tap: (label) => void person.tap(label, { messageId }) };
    },
    heard: () => person.sees().filter(({ byBot }) => byBot).length,
  };
}

export function discordPhone(person: Person): FirstPhone {
  return {
    say: (text) => void person.say(text),
    hears: async (words) => {
      const read = (one: {
        readonly text: string;
        readonly controls: readonly Labelled[];
      }): Read => ({
        text: one.text,
        labels: one.controls.map(({ label }) => label),
      });
      const message = await person.until((one) => one.fromBot && says(words, read(one)), {
        dm: true,
      });
      return { ...read(message), tap: (label) => void person.tap(message, label) };
    },
    heard: () => person.sees({ dm: true }).filter(({ fromBot }) => fromBot).length,
  };
}

interface Labelled {
  readonly label: string;
}
