import type { Actions } from '../engine/contract/actions.ts';
import type { Queries } from '../engine/contract/queries.ts';
import {
  changedMeanwhile,
  errorIdOf,
  refusalOf,
  unconfirmed,
  undone,
  unexpected,
  untaken,
} from './answered.ts';
import { requireBodies, requireRole } from './authorise.ts';
import type { People } from './chat/people.ts';
import {
  type ChatCommand,
  type CommandCall,
  type PeopleView,
  type Speaker,
  UsageError,
  type WebAccess,
} from './command.ts';
import { effectOf } from './commands/effect/effect-of.ts';
import { fingerprint } from './commands/effect/fingerprint.ts';
import { bodiesOf, carryOut, sameReply, UNDO } from './confirm.ts';
import { type Doing, executorOf } from './executor.ts';
import { reply, show } from './format/compose.ts';
import { meaningOf } from './free-text.ts';
import { asTyped, readLine } from './grammar/line.ts';
import { nearest } from './grammar/nearest.ts';
import type { PreferencesDesk } from './notice/preferences-desk.ts';
import { type PhraseFlow, phraseFlow } from './phrase-flow.ts';
import { bare, PREVIEWED, SHOWN_ONLY } from './preview.ts';
import { type PromptDesk, promptDesk } from './prompt-desk.ts';
import { holdsCode, type OpenPhrases, type PromptStore } from './prompts.ts';
import { COMMANDS, commandNamed } from './registry.ts';
import type { Reply, Tap } from './reply.ts';
import type { SecondFactor } from './second-factor.ts';
import type { PendingTaps } from './taps.ts';

/** What a chat remembers between messages. */
export interface ChatState {
  /** Unique over all chats. */
  readonly key: string;
  readonly taps: PendingTaps;
  readonly phrases: OpenPhrases;
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
  /** How somebody wants to be told, by who he is. */
  readonly preferences: (actor: string) => PreferencesDesk;
  readonly people: PeopleView & Pick<People, 'execute'>;
  readonly secondFactor: SecondFactor;
  readonly prompts: PromptStore;
  /** The dashboard, where there is one. */
  readonly web?: WebAccess | null;
  /** Somebody typed too many wrong codes. */
  readonly onLocked: (actor: string) => void;
  /** Of this run of the program: an answer to a question of an earlier one is void. */
  readonly run: string;
  /** Takes what nobody expected, with the id that the person is shown. */
  readonly report: (error: unknown, errorId: string) => void;
  readonly commands?: readonly ChatCommand[];
}

/** What a tap led to. */
export interface Tapped {
  readonly reply: Reply;
  /** The question is answered: its message becomes the outcome. */
  readonly isOutcome: boolean;
}

/** Words that ask to stop, but not what. */
const STOP_WORDS = new Set(['stop', 'halt', 'panic', 'abort', 'off']);

/** The one way from what people type and tap, on any surface, to an answer. Never rejects. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #commands: readonly ChatCommand[];
  readonly #doing: Doing;
  readonly #prompts: PromptDesk;
  readonly #phrases: PhraseFlow;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#commands = options.commands ?? COMMANDS;
    this.#doing = options;
    this.#prompts = promptDesk(options);
    this.#phrases = phraseFlow(options, this.#prompts);
  }

  /** Answers a line; its buttons can be tapped afterwards. */
  async say(text: string, incoming: Incoming): Promise<Reply> {
    const { reply: answer } = await this.#guarded(incoming, async () => ({
      reply: await this.#say(text, incoming),
      isOutcome: false,
    }));
    return answer;
  }

  /**
   * What a change would do, without doing it: of wallets, filters, limits and settings. Its answer has
   * nothing to tap.
   */
  async preview(words: readonly string[], incoming: Incoming): Promise<Reply> {
    const { reply: answer } = await this.#guarded(incoming, async () => {
      const [name = '', ...rest] = words;
      const command = commandNamed(name, this.#commands);
      if (command === null || !PREVIEWED.has(command.name)) {
        throw new UsageError(`Only changes of ${[...PREVIEWED].join(', ')} can be shown before.`);
      }
      requireRole(incoming.speaker, command.role);
      const shown = await command.run({ ...this.#call(rest, incoming), ...SHOWN_ONLY });
      return { reply: bare(shown), isOutcome: false };
    });
    return bare(answer);
  }

  /** Does what a button stands for, by the token it was offered under. */
  tap(token: string, incoming: Incoming): Promise<Tapped> {
    return this.#guarded(incoming, () => this.#tap(token, incoming));
  }

  async #guarded(incoming: Incoming, answer: () => Promise<Tapped>): Promise<Tapped> {
    try {
      const given = await answer();
      await this.#prompts.offer(given.reply, incoming);
      return given;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== null) {
        await this.#prompts.offer(refusal, incoming);
        return { reply: refusal, isOutcome: false };
      }
      const errorId = errorIdOf(incoming.id, Date.now());
      this.#options.report(error, errorId);
      return { reply: unexpected(errorId), isOutcome: false };
    }
  }

  async #say(text: string, incoming: Incoming): Promise<Reply> {
    const { chat, speaker } = incoming;
    const line = readLine(text);
    if (line.kind === 'command') return this.#run(line.name, line.words, incoming);
    if (line.words.length === 0) return this.#run('help', [], incoming);
    const meant = meaningOf(line.text);
    if (meant.name === 'kill') return this.#run(meant.name, meant.words, incoming);
    const nowMs = this.#options.queries.nowMs();
    const said = chat.phrases.read(text, { actor: speaker.actor, nowMs });
    if (said.kind === 'phrase') return this.#phrases.confirm(said, incoming);
    if (said.kind !== 'other') return unconfirmed(said);
    // Not to be looked for among the venue's markets.
    if (holdsCode(text)) return reply('Nothing done: no question waits for a code');
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
    const { queries, people, secondFactor } = this.#options;
    return {
      speaker,
      words,
      queries,
      people,
      hasCode: () => secondFactor.has(speaker.actor),
      execute: executorOf(this.#doing, speaker, ['command', incoming.id]),
      reference: chat.reference,
      preferences: this.#options.preferences(speaker.actor),
      commands: this.#commands,
      web: this.#options.web ?? null,
      isPreview: false,
      undo: () => this.#undo(incoming),
    };
  }

  async #undo(incoming: Incoming): Promise<Reply> {
    const { chat, speaker } = incoming;
    const nowMs = this.#options.queries.nowMs();
    const token = chat.taps.newest(UNDO, { actor: speaker.actor, nowMs });
    if (token === null) return reply('Nothing of yours from the last 60 s to take back');
    return (await this.#tap(token, incoming)).reply;
  }

  async #tap(token: string, incoming: Incoming): Promise<Tapped> {
    const { chat, speaker } = incoming;
    const nowMs = this.#options.queries.nowMs();
    const taken = chat.taps.take(token, { actor: speaker.actor, nowMs });
    if (taken.kind !== 'button') return { reply: untaken(taken), isOutcome: false };
    const { tap, label, style } = taken.button;
    // The safe answer also ends what could have been typed.
    if (style === 'safe') chat.phrases.voidAll(speaker.actor);
    if (tap.kind === 'form') return { reply: reply(tap.field), isOutcome: false };
    if (tap.kind === 'command') {
      return { reply: await this.#say(tap.text, incoming), isOutcome: style === 'safe' };
    }
    try {
      return { reply: await this.#act(tap, { token, label }, incoming), isOutcome: true };
    } catch (error) {
      // It may not have acted. Tapped again it has the same id, and so acts at most once.
      chat.taps.release(token);
      throw error;
    }
  }

  async #act(
    tap: Tap & { kind: 'action' },
    { token, label }: { readonly token: string; readonly label: string },
    incoming: Incoming,
  ): Promise<Reply> {
    const { speaker } = incoming;
    const { queries, people } = this.#options;
    const bodies = bodiesOf(tap);
    requireBodies(speaker, bodies, queries);
    if (tap.preparedOn !== undefined && tap.preparedOn !== fingerprint(queries, bodies)) {
      return changedMeanwhile('state');
    }
    const effect = await effectOf({ queries, people }, bodies);
    if (effect.same) return sameReply(effect);
    if (tap.isPrompt === true && !(await this.#prompts.use(token))) {
      return reply('Nothing done: this question was answered, or its time is over');
    }
    const execute = executorOf(this.#doing, speaker, ['tap', token]);
    const done = await carryOut({ queries, execute }, bodies, effect);
    const next = effect.leadsTo?.(queries) ?? null;
    if (next !== null) return await this.#say(next, incoming);
    return label === UNDO ? undone(done) : done;
  }
}

/** Whether a line kills, so that a surface lets it pass everything that waits. */
export function isKill(text: string): boolean {
  const line = readLine(text);
  const { name, words } = line.kind === 'command' ? line : meaningOf(line.text);
  return name === 'kill' && !(words.length === 1 && words[0] === 'off');
}
