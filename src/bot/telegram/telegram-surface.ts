import type { ReplyKeyboardMarkup, Update, UserFromGetMe } from 'grammy/types';
import type { Pictures } from '../charts/chart.ts';
import type { Address } from '../chat/address.ts';
import type { ChatPort, Outgoing, Sent } from '../chat/chat-port.ts';
import type { Answer, Reception } from '../chat/reception.ts';
import type { SurfaceState } from '../chat/surface-state.ts';
import type { ChatCommand, Role } from '../command.ts';
import type { Timing } from '../notice/timing.ts';
import { TelegramClient } from './client.ts';
import { Errands } from './errands.ts';
import { addressOf, type Heard, heardIn } from './intake.ts';
import { replyKeyboard } from './keyboard.ts';
import { Menus, type PeopleList } from './menus.ts';
import { Pauses } from './pauses.ts';
import { Polling } from './polling.ts';
import { ReadPosition, type ReadPositionOptions } from './read-position.ts';
import { TelegramPort } from './telegram-port.ts';

/** Stopping takes no longer, whatever is still under way. */
const STOP_MS_MAX = 800;

const TOO_LATE = /query is too old|query ID is invalid/i;
const NOT_THERE = /message to delete not found/i;

export interface TelegramOptions {
  readonly token: string;
  /** `null` is Telegram's own. */
  readonly apiRoot: string | null;
  readonly reception: Reception;
  /** Puts an answer on its way; returns at once. */
  readonly answer: (
    to: Address,
    message: Outgoing,
    how: { readonly urgent: boolean; readonly edits: Sent | null },
  ) => void;
  readonly pictures: Pictures;
  readonly people: PeopleList;
  readonly commands: readonly ChatCommand[];
  /** Where the pages are, if Telegram may open them: with https; left out for none. */
  readonly miniAppUrl?: string | null;
  readonly timing: Timing;
  /** Takes what went wrong; holds neither the token nor what was said. */
  readonly report: (error: unknown) => void;
  /** Where the number of the last update is kept. */
  readonly position: ReadPositionOptions['store'];
  readonly onState: (state: SurfaceState) => void;
}

/** PolyMind in Telegram: hears people, and sends what is for them. */
export class TelegramSurface {
  readonly port: ChatPort;
  readonly #options: TelegramOptions;
  readonly #client: TelegramClient;
  readonly #position: ReadPosition;
  readonly #polling: Polling;
  readonly #menus: Menus;
  readonly #errands: Errands;
  readonly #port: TelegramPort;
  /** Answers to somebody here, as against notices, which may be edited later. */
  readonly #answers = new WeakSet<Outgoing>();
  /** Whose keyboard was brought, for which role. */
  readonly #keyboards = new Map<string, Role>();
  #forgetPeople: (() => void) | null = null;

  constructor(options: TelegramOptions) {
    this.#options = options;
    const { timing, report, people, commands, pictures, miniAppUrl = null } = options;
    const client = new TelegramClient(options);
    this.#client = client;
    this.#position = new ReadPosition({ store: options.position, timing, report });
    this.#menus = new Menus({ client, people, commands, miniAppUrl, timing, report });
    this.#errands = new Errands({ timing, report });
    this.#port = new TelegramPort({
      client,
      pictures,
      keyboardFor: (to, message) => this.#keyboardFor(to, message),
      keyboardShown: ({ id }) => this.#shown(id),
      report,
    });
    this.port = this.#port;
    this.#polling = new Polling({
      client,
      timing,
      position: this.#position,
      take: (update, me) => this.#take(update, me),
      onState: (state) => this.#changed(state),
    });
  }

  state(): SurfaceState {
    return this.#polling.state;
  }

  /** Begins, and goes on by itself whatever Telegram does. */
  start(): void {
    this.#forgetPeople ??= this.#options.people.onChange(() => {
      if (this.state().name !== null) this.#menus.sync();
    });
    this.#polling.start();
  }

  /** Hears nothing more, lets what is under way end for a moment, and closes every connection. */
  async stop(): Promise<void> {
    this.#forgetPeople?.();
    this.#errands.stop();
    const pauses = new Pauses(this.#options.timing);
    const done = Promise.all([this.#quiet(), this.#menus.stop(), this.#port.close()]);
    await pauses.wait(
      STOP_MS_MAX,
      done.then(() => undefined),
    );
    this.#position.stop();
    this.#client.close();
  }

  async #quiet(): Promise<void> {
    await this.#polling.stop();
    await this.#position.flushed();
  }

  #changed(state: SurfaceState): void {
    if (state.state === 'up') this.#menus.sync();
    try {
      this.#options.onState(state);
    } catch (error) {
      this.#options.report(error);
    }
  }

  /** Hands an update on before anything is waited for, so that a kill acts first. */
  #take(update: Update, me: UserFromGetMe): void {
    const id = update.update_id;
    this.#position.begin(id);
    void this.#received(update, me)
      .catch(this.#options.report)
      .finally(() => this.#position.end(id));
  }

  async #received(update: Update, me: UserFromGetMe): Promise<void> {
    const { reception, timing } = this.#options;
    const heard = heardIn(update, { me, nowMs: timing.nowMs() });
    if (heard === null) return;
    const { from } = heard;
    const answer =
      heard.kind === 'text' ? reception.text(from, heard.text) : reception.tap(from, heard.data);
    this.#menus.spoke(from.userId);
    this.#answered(heard, await answer);
  }

  #answered(heard: Heard, answer: Answer | null): void {
    // Silence: not even the end of a button's spinner.
    if (answer === null) return;
    const message: Outgoing = { reply: answer.reply, taps: answer.taps, silent: false };
    this.#answers.add(message);
    const tapped = heard.kind === 'tap' ? heard.tapped : null;
    const edits = answer.place === 'edit' ? tapped : null;
    this.#options.answer(addressOf(heard.from), message, { urgent: answer.urgent, edits });
    if (heard.kind === 'tap') this.#endSpinner(heard.queryId);
    else if (answer.deleteTheirs) this.#delete(Number(heard.from.chatId), heard.messageId);
  }

  #endSpinner(queryId: string): void {
    this.#errands.run({
      name: 'answerCallbackQuery',
      again: false,
      done: TOO_LATE,
      call: () => this.#client.calls.answerCallbackQuery(queryId),
    });
  }

  /** What they sent holds a secret: it is tried until it is gone. */
  #delete(chat: number, messageId: number): void {
    this.#errands.run({
      name: 'deleteMessage',
      again: true,
      done: NOT_THERE,
      call: () => this.#client.calls.deleteMessage(chat, messageId),
    });
  }

  #keyboardFor(to: Address, message: Outgoing): ReplyKeyboardMarkup | null {
    // What brings a keyboard can never be edited.
    if (to.kind !== 'person' || !this.#answers.has(message)) return null;
    const role = this.#roleOf(to.id);
    if (role === null || this.#keyboards.get(to.id) === role) return null;
    return replyKeyboard(role, this.#options.commands);
  }

  #shown(userId: string): void {
    const role = this.#roleOf(userId);
    if (role !== null) this.#keyboards.set(userId, role);
  }

  #roleOf(userId: string): Role | null {
    const list = this.#options.people.list();
    const person = list.find((one) => one.platform === 'telegram' && one.userId === userId);
    return person?.role ?? null;
  }
}
