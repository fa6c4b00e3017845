import type { Actions } from '../engine/contract/actions.ts';
import { type Queries, UnavailableError } from '../engine/contract/queries.ts';
import type { CommandBody } from '../engine/domain/command.ts';
import { contentId, shortId } from '../engine/domain/ids.ts';
import { ForbiddenError, requireRole } from './authorise.ts';
import { type ChatCommand, type CommandCall, type Speaker, UsageError } from './command.ts';
import { effectOf } from './commands/effect/effect-of.ts';
import { fingerprint } from './commands/effect/fingerprint.ts';
import { authoriseAll, carryOut, UNDO } from './confirm.ts';
import { doIt, lines, plainText, reply, show, spans } from './format/compose.ts';
import { duration } from './format/moments.ts';
import { meaningOf } from './free-text.ts';
import { asTyped, readLine } from './grammar/line.ts';
import { nearest } from './grammar/nearest.ts';
import { COMMANDS, commandNamed } from './registry.ts';
import type { Reply, Tap } from './reply.ts';
import type { PendingTaps, Taken } from './taps.ts';

/** What a chat remembers between messages. */
export interface ChatState {
  readonly taps: PendingTaps;
  /** What `#2` stands for in this chat. */
  readonly reference: (number: string) => string | null;
}

/** Something a person sent. `id` is the surface's own, unique over all chats and repeated with a repetition. */
export interface Incoming {
  readonly id: string;
  readonly speaker: Speaker;
  readonly chat: ChatState;
}

export interface DispatcherOptions {
  readonly queries: Queries;
  readonly actions: Actions;
  /** Takes what nobody expected, with the id that the person is shown. */
  readonly report: (error: unknown, errorId: string) => void;
  readonly commands?: readonly ChatCommand[];
}

/** Words that ask to stop, but not what. */
const STOP_WORDS = new Set(['stop', 'halt', 'panic', 'abort', 'off']);

/** The one way from what people type and tap, on any surface, to an answer. Never rejects. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #commands: readonly ChatCommand[];

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#commands = options.commands ?? COMMANDS;
  }

  /** Answers a line; its buttons can be tapped afterwards. */
  async say(text: string, incoming: Incoming): Promise<Reply> {
    return this.#offered(incoming, await this.#guarded(incoming, () => this.#say(text, incoming)));
  }

  /** Does what a button stands for, by the token it was offered under. */
  async tap(token: string, incoming: Incoming): Promise<Reply> {
    return this.#offered(incoming, await this.#guarded(incoming, () => this.#tap(token, incoming)));
  }

  #offered({ chat, speaker }: Incoming, answer: Reply): Reply {
    chat.taps.offer(answer.buttons, { actor: speaker.actor, nowMs: this.#options.queries.nowMs() });
    return answer;
  }

  async #guarded({ id }: Incoming, answer: () => Promise<Reply>): Promise<Reply> {
    try {
      return await answer();
    } catch (error) {
      if (error instanceof UsageError) return misunderstood(error);
      if (error instanceof ForbiddenError) return reply(error.message, { symbol: '✕' });
      if (error instanceof UnavailableError) {
        return reply(`Not available now: ${error.message}`, { symbol: '!' });
      }
      const errorId = shortId(contentId('error', [id, this.#options.queries.nowMs()]));
      this.#options.report(error, errorId);
      return reply(`No answer: it failed inside PolyMind, noted in the log as ${errorId}`, {
        symbol: '!',
        blocks: [lines('Whether it acted stands in /audit; trading goes on, /status shows how.')],
      });
    }
  }

  async #say(text: string, incoming: Incoming): Promise<Reply> {
    const line = readLine(text);
    if (line.kind === 'command') return this.#run(line.name, line.words, incoming);
    if (line.words.length === 0) return this.#run('help', [], incoming);
    const meant = meaningOf(line.text);
    return this.#run(meant.name, meant.words, incoming);
  }

  async #run(name: string, words: readonly string[], incoming: Incoming): Promise<Reply> {
    const command = commandNamed(name, this.#commands);
    if (command === null) return this.#unknown(name, words);
    requireRole(incoming.speaker, command.role);
    return command.run(this.#call(words, incoming));
  }

  #unknown(name: string, words: readonly string[]): Reply {
    if (STOP_WORDS.has(name)) {
      return reply('Stop what? /pause stops new copies, /kill stops everything', {
        buttons: [show('Pause', '/pause'), show('KILL', '/kill')],
      });
    }
    const known = this.#commands.flatMap((one) => [one.name, ...one.aliases]);
    const meant = nearest(name, known);
    if (meant === null) throw new UsageError(`There is no command /${name}; /help lists them.`);
    const line = [`/${meant}`, ...words.map(asTyped)].join(' ');
    throw new UsageError(`There is no command /${name}. Did you mean ${line}?`, line);
  }

  #call(words: readonly string[], incoming: Incoming): CommandCall {
    const { speaker, chat } = incoming;
    return {
      speaker,
      words,
      queries: this.#options.queries,
      execute: this.#executor(speaker, ['command', incoming.id]),
      reference: chat.reference,
      commands: this.#commands,
      undo: () => this.#undo(incoming),
    };
  }

  /** Ids from what was said, so that a repeated delivery is the same command. */
  #executor(speaker: Speaker, parts: readonly [string, string]): CommandCall['execute'] {
    let index = 0;
    return (body: CommandBody) => {
      authoriseAll(speaker, [body], this.#options.queries);
      const [kind, of] = parts;
      const id = contentId(kind, [of, index]);
      index += 1;
      return this.#options.actions.execute({ id, actor: speaker.actor, body });
    };
  }

  async #undo(incoming: Incoming): Promise<Reply> {
    const { chat, speaker } = incoming;
    const nowMs = this.#options.queries.nowMs();
    const token = chat.taps.newest(UNDO, { actor: speaker.actor, nowMs });
    if (token === null) return reply('Nothing of yours from the last 60 s to take back');
    return this.#tap(token, incoming);
  }

  async #tap(token: string, incoming: Incoming): Promise<Reply> {
    const { chat, speaker } = incoming;
    const nowMs = this.#options.queries.nowMs();
    const taken = chat.taps.take(token, { actor: speaker.actor, nowMs });
    if (taken.kind !== 'button') return untaken(taken);
    const { tap, label } = taken.button;
    if (tap.kind === 'command') return this.#say(tap.text, incoming);
    try {
      return await this.#act(tap, { token, undoes: label === UNDO }, incoming);
    } catch (error) {
      // It may not have acted. Tapped again it has the same id, and so acts at most once.
      chat.taps.release(token);
      throw error;
    }
  }

  async #act(
    tap: Tap & { kind: 'action' },
    { token, undoes }: { readonly token: string; readonly undoes: boolean },
    { speaker }: Incoming,
  ): Promise<Reply> {
    const { queries } = this.#options;
    const bodies = [tap.body, ...(tap.also ?? [])] as const;
    authoriseAll(speaker, bodies, queries);
    if (tap.preparedOn !== undefined && tap.preparedOn !== fingerprint(queries, bodies)) {
      return reply('Nothing done: it has been changed since this was shown', {
        symbol: '✕',
        blocks: [lines('Look at it again, then decide; /audit tells who changed it.')],
      });
    }
    const effect = await effectOf(queries, bodies);
    if (effect.same) return reply(effect.title);
    const execute = this.#executor(speaker, ['tap', token]);
    const done = await carryOut({ queries, speaker, execute }, bodies, effect);
    return undoes ? undone(done) : done;
  }
}

/** Taking back is the end of it: a second /undo reaches the change before, not this one. */
function undone(done: Reply): Reply {
  const refused = plainText(done.title).startsWith('Not done');
  const title = refused ? done.title : ['Undone · ', ...spans(done.title)];
  return { ...done, title, buttons: [] };
}

function misunderstood({ message, meant }: UsageError): Reply {
  if (meant === null) return reply(message);
  return reply(message, { blocks: [lines([{ code: meant }])], buttons: [doIt(meant)] });
}

function untaken(taken: Exclude<Taken, { kind: 'button' }>): Reply {
  switch (taken.kind) {
    case 'unknown':
      return reply('Nothing done: this button is too old');
    case 'expired':
      return reply(
        `Nothing done: the ${duration(taken.button.validMs)} of "${taken.button.label}" are over`,
      );
    case 'used':
      return reply('This was done already, once');
    case 'void':
      return reply('Nothing done: you answered this already');
    case 'notYours':
      return reply(`Nothing done: this is for ${taken.actor} to decide`);
  }
}

/** Whether a line kills, so that a surface lets it pass everything that waits. */
export function isKill(text: string): boolean {
  const line = readLine(text);
  const { name, words } = line.kind === 'command' ? line : meaningOf(line.text);
  return name === 'kill' && !(words.length === 1 && words[0] === 'off');
}
