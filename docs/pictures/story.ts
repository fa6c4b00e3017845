import { setTimeout as wait } from 'node:timers/promises';
import type { SeenMessage as DiscordMessage } from '../../test/servers/discord/seen.ts';
import type { TelegramPerson } from '../../test/servers/telegram/person.ts';
import type { SeenMessage as TelegramMessage } from '../../test/servers/telegram/seen.ts';
import type { PhoneRun } from './phone-run.ts';

const ADA = { telegram: 123_456_789, discord: '80351110224678912' } as const;
const WAITING = { waitMsMax: 600_000 } as const;
/** Until a chat has said all that it has to say to one thing. */
const CALM_MS = 1_500;

/** How long skips are told, and how long it is calm until they are told singly again. */
const SINGLES_MS = 10_000;
const BURST_ENDS_MS = 20_000;
const DENIED_TRIES_MAX = 20;

const FILL = /^● PAPER bought .*\n.*(?:ace|whale-7) paid/;
const DENIED = /^✕ PAPER not copied: (?:price moved|market quality|it closes in) /;

/** What a person met in a run of the demo, by what it shows. */
export interface Story {
  readonly fill: TelegramMessage;
  readonly denied: TelegramMessage;
  readonly asksPnl: TelegramMessage;
  readonly pnl: TelegramMessage;
  readonly asksLimit: TelegramMessage;
  readonly limit: TelegramMessage;
  readonly kills: TelegramMessage;
  readonly killed: TelegramMessage;
  readonly discordFill: DiscordMessage;
  readonly wallet: DiscordMessage;
}

/** Lets somebody operate for a while from both platforms, and keeps what was shown. */
export async function liveThrough(run: PhoneRun, forMs: number): Promise<Story> {
  const ends = wait(forMs);
  const ada = run.telegram.person(ADA.telegram, 'Ada');
  const alsoAda = run.discord.person(ADA.discord, 'Ada', { administrator: true });
  await asked(ada, await run.pairingLine(), 'You are admin');
  const letIn = `/operators add discord:${ADA.discord} admin Ada`;
  const [, card] = await asked(ada, letIn, 'Let Ada in?');
  ada.tap('Let in', { messageId: card.id });
  await wait(CALM_MS);
  // Its many trades would be told together with the others, in one card.
  await asked(ada, '/notify maker-9 off', 'maker-9');
  const fill = await ada.until(({ text }) => FILL.test(text), WAITING);
  const denied = await deniedAlone(ada);
  await ends;
  const [asksLimit, limit] = await asked(ada, '/limits day 30', 'Raise');
  const [asksPnl, pnl] = await asked(ada, '/pnl', 'today');
  const discordFill = await alsoAda.until(({ text }) => FILL.test(text), { dm: true });
  const used = await alsoAda.answered(alsoAda.slash('wallet', { who: 'ace' }));
  const wallet = await alsoAda.until(
    ({ ephemeral, thinking, id }) => ephemeral && !thinking && id === used.original?.id,
  );
  const [kills, killed] = await asked(ada, '/kill', 'Killed by you');
  return {
    ...{ fill, denied, asksPnl, pnl, asksLimit, limit },
    ...{ kills, killed, discordFill, wallet },
  };
}

/** A skipped trade in a message of its own: after a calm a few are told singly. */
async function deniedAlone(ada: TelegramPerson): Promise<TelegramMessage> {
  for (let tries = 0; tries < DENIED_TRIES_MAX; tries += 1) {
    await asked(ada, '/notify skips silent', 'skips');
    await wait(SINGLES_MS);
    await asked(ada, '/notify skips digest', 'skips');
    const found = ada.sees().find(({ text }) => DENIED.test(text));
    if (found !== undefined) return found;
    await wait(BURST_ENDS_MS);
  }
  throw new Error('no trade was skipped by a rule with two numbers');
}

/** Says a line, and waits for what answers it. */
async function asked(
  person: TelegramPerson,
  line: string,
  words: string,
): Promise<readonly [TelegramMessage, TelegramMessage]> {
  const after = person.say(line);
  const answer = await person.until(({ text }) => text.includes(words), { after, ...WAITING });
  const said = person.sees().find(({ id }) => id === after);
  if (said === undefined) throw new Error(`${line} is gone`);
  await wait(CALM_MS);
  return [said, answer];
}
