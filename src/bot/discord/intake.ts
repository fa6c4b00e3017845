import type { APIInteraction, GatewayMessageCreateDispatchData } from 'discord.js';
import type { Address } from '../chat/address.ts';
import type { Outgoing } from '../chat/chat-port.ts';
import { RecentIds } from '../chat/recent-ids.ts';
import type { Answer, Reception } from '../chat/reception.ts';
import type { ChatCommand } from '../command.ts';
import { lines } from '../format/compose.ts';
import { holdsCode } from '../prompts.ts';
import type { DiscordPort } from './discord-port.ts';
import type { Forms } from './forms.ts';
import { type Heard, type HeardMessage, heardIn, heardMessageIn } from './heard.ts';
import type { InteractionAnswers } from './interaction-answers.ts';

/** A resumed session tells again what came while it was away. */
const EVENTS_MAX = 1_000;

/** Puts a message to a person on its way; returns at once. */
export type SendAnswer = (
  to: Address,
  message: Outgoing,
  how: { readonly urgent: boolean; readonly edits: null },
) => void;

export interface IntakeOptions {
  readonly reception: Reception;
  readonly commands: readonly ChatCommand[];
  readonly answers: InteractionAnswers;
  readonly forms: Forms;
  readonly port: DiscordPort;
  readonly sendAnswer: SendAnswer;
}

/**
 * Takes what people do. The reception is called before anything is sent, so that whatever it does has
 * been done by then, however slow Discord is.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #seen = new RecentIds(EVENTS_MAX);

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Resolves when it was answered. */
  async interaction(data: APIInteraction): Promise<void> {
    const heard = heardIn(data, this.#options.commands);
    if (heard !== null && this.#seen.add(data.id)) await this.#heard(heard);
  }

  /** Resolves when the answer is on its way. */
  async message(data: GatewayMessageCreateDispatchData): Promise<void> {
    const heard = heardMessageIn(data);
    if (heard === null || !this.#seen.add(data.id)) return;
    const { reception, port } = this.#options;
    const { from, text, channelId } = heard;
    const answering = reception.text(from, text);
    port.learn(from.userId, channelId);
    const answer = await answering;
    if (answer !== null) this.#reply(heard, answer);
  }

  #heard(heard: Heard): Promise<void> {
    const { reception, answers, forms } = this.#options;
    const { from, turn } = heard;
    const { userId } = from;
    switch (heard.kind) {
      case 'typing':
        return answers.suggest(turn, reception.suggest(from, heard.typing));
      case 'text': {
        const answer = reception.text(from, heard.text);
        return answers.answer({ turn, userId, by: 'text' }, answer);
      }
      case 'tap': {
        const form = forms.opened(heard.data, userId);
        if (form !== null) return answers.open(turn, form);
        return answers.answer({ turn, userId, by: 'tap' }, reception.tap(from, heard.data));
      }
    }
  }

  #reply({ from, text }: HeardMessage, { reply, taps, urgent, deleteTheirs }: Answer): void {
    const to: Address = { platform: 'discord', kind: 'person', id: from.userId };
    // In a direct channel nobody takes back another's words. A code that was typed is used up.
    const stays = deleteTheirs && !holdsCode(text);
    const said = stays ? { ...reply, blocks: [lines(DELETE_YOURSELF), ...reply.blocks] } : reply;
    this.#options.sendAnswer(to, { reply: said, taps, silent: false }, { urgent, edits: null });
  }
}

const DELETE_YOURSELF = 'It still stands here: Discord lets only you delete it. Do that now.';
