import { DiscordDouble } from '../test/servers/discord/discord-double.ts';
import type { Interaction } from '../test/servers/discord/interaction.ts';
import type { Call } from '../test/servers/discord/journal.ts';
import type { Person } from '../test/servers/discord/person.ts';
import {
  type Ask,
  labelOf,
  machineMs,
  type PhoneReport,
  rightAnswer,
  STUCK,
  STUCK_S,
  TALKERS,
} from './chat/protocol.ts';
import { servePhone } from './chat/serve-phone.ts';

const CALLBACK = 'POST /interactions/:interaction/:token/callback';
const LATER = 'PATCH /webhooks/:application/:token/messages/:message';
const RATE_LIMITED = 429;
const SAY = 'POST /channels/:channel/messages';

/** Discord and its people in a process of their own: what they cost is not the program's. */
const discord = await DiscordDouble.start({ deadlines: 'wall' });
const people = new Map(
  TALKERS.map((id) => [
    id as number,
    discord.person(String(id), `Person ${id}`, { mayUseCommands: true }),
  ]),
);
const stuckPath = `/channels/${discord.person(String(STUCK), 'Stuck').say('hello').channelId}/messages`;
discord.faults.limit(
  SAY,
  { retryAfterS: STUCK_S },
  { times: Number.POSITIVE_INFINITY, when: ({ path }) => path === stuckPath },
);

const done: { readonly ask: Ask; readonly interaction: Interaction }[] = [];

async function ask(of: Ask) {
  const person = people.get(of.who);
  if (person === undefined) throw new Error(`nobody is ${of.who}`);
  const right = rightAnswer(of);
  await discord.until(() => discord.commands('guild').length > 0, {
    what: () => 'no commands were registered',
  });
  const act = prepared(person, of);
  const before = discord.journal.calls.length;
  const askedMs = machineMs();
  const interaction = act();
  done.push({ ask: of, interaction });
  const answer = await discord.until(() => answerAmong(before, interaction, right), {
    what: () => `no right answer to ${of.deed}: ${toldOf(interaction)}`,
  });
  return { askedMs, answeredMs: machineMs(), text: textOf(answer) };
}

/** Looking a button up is no part of what is measured. */
function prepared(person: Person, { deed, wallet, scale }: Ask): () => Interaction {
  if (deed === 'scale') {
    return () => person.slash('wallet', { who: wallet, do: 'scale', value: scale });
  }
  if (deed !== 'askToArm' && deed !== 'arm') return () => person.slash(deed);
  const label = labelOf(deed);
  const message = person
    .sees()
    .findLast(
      ({ controls, ephemeral }) => ephemeral && controls.some((one) => one.label === label),
    );
  if (message === undefined) throw new Error(`there is no button ${label}`);
  return () => person.tap(message, label);
}

function answerAmong(from: number, interaction: Interaction, right: RegExp): Call | null {
  const { calls } = discord.journal;
  for (let at = from; at < calls.length; at += 1) {
    const call = calls[at];
    if (call !== undefined && answers(call, interaction) && right.test(textOf(call))) return call;
  }
  return null;
}

/** Whether this call answers it, and was taken. */
function answers(call: Call, { id, token }: Interaction): boolean {
  const { route, path } = call;
  if (!isTaken(call)) return false;
  return route === CALLBACK
    ? path.startsWith(`/interactions/${id}/`)
    : route === LATER && path.includes(`/${token}/`);
}

/** What a person reads of it. */
function textOf({ body }: Call): string {
  return [...textsIn(body)].join('\n').replaceAll(/[*\\]/g, '');
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inside] of Object.entries(value)) {
    if (typeof inside !== 'string') yield* textsIn(inside);
    else if (name === 'content' || name === 'title' || name === 'description') yield inside;
  }
}

function toldOf(interaction: Interaction): string {
  return discord.journal.calls
    .filter((call) => call.path.includes(interaction.id) || call.path.includes(interaction.token))
    .map((call) => `${call.status} ${textOf(call)}`)
    .join('\n');
}

function report(): Omit<PhoneReport, 'delayMsP99'> {
  const { calls } = discord.journal;
  const stuck = calls.filter(({ path }) => path === stuckPath);
  const others = calls.filter(({ path }) => path !== stuckPath);
  const repeated = repeatedAnswers();
  const tookStuck = stuck.some(({ status }) => status !== RATE_LIMITED);
  return {
    answers: done.length - repeated.length,
    refusedStuck: stuck.length,
    notices: others.filter(({ route }) => route === SAY).length,
    problems: [
      ...repeated,
      ...others.flatMap((call) => (isTaken(call) ? [] : [refusalOf(call)])),
      ...(tookStuck ? ['the stuck chat took a call'] : []),
    ],
  };
}

/** Interactions that were not answered just once. */
function repeatedAnswers(): string[] {
  const counts = new Map<string, number>();
  for (const { route, path } of discord.journal.calls) {
    const id = path.split('/')[2] ?? '';
    if (route === CALLBACK) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return done.flatMap(({ ask: { who, deed }, interaction: { id } }) => {
    const count = counts.get(id) ?? 0;
    return count === 1 ? [] : [`${who}: ${count} answers to one ${deed}`];
  });
}

function refusalOf({ route, path, status }: Call): string {
  return `${route ?? path} was answered with ${status}`;
}

function isTaken({ status }: Call): boolean {
  return status !== null && status >= 200 && status < 300;
}

servePhone({
  env: {
    DISCORD_BOT_TOKEN: discord.token,
    DISCORD_API_ROOT: discord.apiUrl,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_ADMIN_IDS: TALKERS.join(','),
    DISCORD_TRADER_IDS: String(STUCK),
  },
  ask,
  report,
});
