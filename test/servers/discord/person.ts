import type { Platform } from './api.ts';
import { offeredCommands, resolvedPeople } from './command-offer.ts';
import type { Choice, Interaction } from './interaction.ts';
import { interact } from './interaction-event.ts';
import { type Json, textOf } from './json.ts';
import { INTERACTION } from './limits.ts';
import { pingsOf } from './mentions.ts';
import { type ModalValues, submittedComponents } from './modal-answer.ts';
import {
  isVisible,
  type SeenControl,
  type SeenMessage,
  seenMessage,
  toldMessages,
} from './seen.ts';
import {
  type ChosenCommand,
  chosen,
  filledOptions,
  focusedOptions,
  type Values,
} from './slash-options.ts';
import { announce } from './speech.ts';
import type { StoredChannel, StoredMessage, StoredUser } from './world.ts';

/** Where somebody does something; the guild's first channel unless told, or the DM of a non-member. */
export interface Place {
  readonly channel?: string;
  readonly dm?: true;
}

/** Where, and how long ago when it is delivered late. */
export interface Circumstance extends Place {
  readonly ageMs?: number;
}

export interface Typing extends Place {
  readonly option: string;
  readonly value: string;
  /** Options that were filled in before. */
  readonly filled?: Values;
}

/** Somebody with a Discord client. */
export class Person {
  readonly id: string;
  readonly name: string;
  readonly #platform: Platform;
  readonly #user: StoredUser;

  constructor(platform: Platform, user: StoredUser) {
    this.id = user.id;
    this.name = user.name;
    this.#platform = platform;
    this.#user = user;
  }

  /** Closes or opens direct messages from members of the guild. */
  takesDms(takes: boolean): void {
    this.#user.takesDms = takes;
  }

  leavesGuild(): void {
    this.#user.member = false;
  }

  joinsGuild(): void {
    this.#user.member = true;
  }

  /** Uses a slash command. @throws Error when Discord would not offer it, or not with these values */
  slash(words: string, values: Values = {}, where: Circumstance = {}): Interaction {
    const channel = this.#channel(where);
    const command = chosen(offeredCommands(this.#platform, this.#user, channel), words);
    return this.#command(channel, command, {
      type: INTERACTION.command,
      options: filledOptions(command, values),
      ageMs: where.ageMs ?? 0,
    });
  }

  /** Types into an option and reads what is offered. @throws Error when nothing is offered in time */
  async type(words: string, typing: Typing): Promise<readonly Choice[]> {
    const channel = this.#channel(typing);
    const command = chosen(offeredCommands(this.#platform, this.#user, channel), words);
    const { options, type } = focusedOptions(command, { filled: {}, ...typing });
    const interaction = this.#command(channel, command, {
      type: INTERACTION.autocomplete,
      options,
      focusedType: type,
      ageMs: 0,
    });
    await this.answered(interaction);
    return interaction.choices ?? [];
  }

  /**
   * Taps a button by its label. `raced` stands for a tap that left before the change of the message
   * arrived. @throws Error when there is no such button to tap
   */
  tap(message: SeenMessage, label: string, { raced = false } = {}): Interaction {
    const source = this.#source(message, raced);
    const shown = raced ? message : seenMessage(this.#platform.world, source);
    const control = shown.controls.find((each) => each.kind === 'button' && each.label === label);
    if (control === undefined) throw new Error(`no button ${label} on\n${toldMessages([shown])}`);
    if (control.url !== null) throw new Error(`${label} is a link`);
    return this.#component(source, control, {});
  }

  /** Chooses options of a select by their labels. @throws Error when it does not offer them */
  choose(message: SeenMessage, labels: readonly string[]): Interaction {
    const source = this.#source(message, false);
    const control = seenMessage(this.#platform.world, source).controls.find((each) =>
      labels.every((label) => each.options.some((option) => option.label === label)),
    );
    if (control === undefined) throw new Error(`no select offers ${labels.join(', ')}`);
    const values = control.options.filter(({ label }) => labels.includes(label));
    return this.#component(source, control, { values: values.map(({ value }) => value) });
  }

  /** Sends the modal that an interaction opened. @throws Error when it opened none */
  submit(opened: Interaction, values: ModalValues): Interaction {
    const { modal } = opened;
    if (modal === null || opened.userId !== this.id) throw new Error('no modal is open');
    return interact(this.#platform, {
      type: INTERACTION.modal,
      userId: this.id,
      channelId: opened.channelId,
      commandName: opened.commandName,
      source: opened.source,
      data: { custom_id: modal['custom_id'], components: submittedComponents(modal, values) },
    });
  }

  /** Sends what no honest client would: data that was never offered. */
  forge(
    type: number,
    { data, on, ...where }: Place & { readonly data: Json; readonly on?: SeenMessage },
  ): Interaction {
    const source = on === undefined ? null : this.#source(on, true);
    const channelId = source?.channelId ?? this.#channel(where).id;
    const deed = { type, channelId, commandName: null, source, data };
    return interact(this.#platform, { ...deed, userId: this.id });
  }

  /** Writes a message. */
  say(text: string, where: Circumstance = { dm: true }): SeenMessage {
    const { world, clock } = this.#platform;
    const message = world.post({
      channelId: this.#channel(where).id,
      authorId: this.id,
      atMs: clock.nowMs() - (where.ageMs ?? 0),
      draft: spoken(text),
    });
    announce(this.#platform, 'MESSAGE_CREATE', message);
    return seenMessage(world, message);
  }

  /** Writes his own message anew. @throws Error when it is not his */
  rewrite(message: SeenMessage, text: string): SeenMessage {
    const { world } = this.#platform;
    const stored = world.find(message.channelId, message.id);
    if (stored === null || stored.authorId !== this.id) throw new Error('that is not his message');
    world.edit(stored, spoken(text));
    announce(this.#platform, 'MESSAGE_UPDATE', stored);
    return seenMessage(world, stored);
  }

  /** What he sees, everywhere unless a place is told, oldest first; deleted ones are marked. */
  sees(where?: Place): readonly SeenMessage[] {
    const { world } = this.#platform;
    const channelId = where === undefined ? null : this.#channel(where).id;
    return world.messages
      .filter((message) => isVisible(world, message, this.id))
      .filter((message) => channelId === null || message.channelId === channelId)
      .map((message) => seenMessage(world, message));
  }

  /** The newest message that still stands. */
  last(where?: Place): SeenMessage | null {
    return this.sees(where).findLast(({ deleted }) => !deleted) ?? null;
  }

  /** How a message looks to him now. @throws Error when he does not see it */
  now(message: SeenMessage): SeenMessage {
    const found = this.sees().find(({ id }) => id === message.id);
    if (found === undefined) throw new Error('he does not see that message');
    return found;
  }

  /** The newest message that fits, as soon as there is one. @throws Error with what is there instead */
  until(fits: (message: SeenMessage) => boolean, where?: Place): Promise<SeenMessage> {
    return this.#platform.world.changes.until(() => this.sees(where).findLast(fits), {
      what: () => `${this.name} sees no such message, but\n${toldMessages(this.sees(where))}`,
    });
  }

  /** Resolves when the bot has answered. @throws Error when it did not in time */
  async answered(interaction: Interaction): Promise<Interaction> {
    const name = interaction.commandName ?? 'a component';
    const outcome = await this.#platform.world.changes.until(
      () => (interaction.answer === null && !interaction.failed ? null : interaction),
      { what: () => `no answer to ${name}; there is\n${toldMessages(this.sees())}` },
    );
    if (outcome.failed) throw new Error(`the application did not respond to ${name}`);
    return outcome;
  }

  #channel({ channel, dm }: Place): StoredChannel {
    const { world } = this.#platform;
    if (channel !== undefined) {
      if (!this.#user.member) throw new Error(`${this.name} is not in the guild`);
      return world.channel(channel);
    }
    const first = [...world.channels.values()].find(({ kind }) => kind === 'text');
    if (dm === true || !this.#user.member || first === undefined) return world.dmWith(this.id);
    return first;
  }

  #command(
    channel: StoredChannel,
    { command, way }: ChosenCommand,
    deed: {
      readonly type: number;
      readonly options: readonly Json[];
      readonly ageMs: number;
      readonly focusedType?: number;
    },
  ): Interaction {
    const { options, ...about } = deed;
    const { id, name, guild_id } = command;
    const resolved = resolvedPeople(this.#platform.world, options);
    return interact(this.#platform, {
      ...about,
      userId: this.id,
      channelId: channel.id,
      commandName: [textOf(name), ...way].join(' '),
      source: null,
      data: {
        id,
        name,
        type: 1,
        options,
        ...(guild_id === undefined ? {} : { guild_id }),
        ...(resolved === null ? {} : { resolved }),
      },
    });
  }

  #source(message: SeenMessage, raced: boolean): StoredMessage {
    const { world } = this.#platform;
    const stored = world.messages.find(({ id }) => id === message.id);
    const standing = stored !== undefined && (raced || !stored.deleted);
    if (!standing || !isVisible(world, stored, this.id)) {
      throw new Error(`${this.name} does not see that message`);
    }
    return stored;
  }

  #component(source: StoredMessage, control: SeenControl, chosenValues: Json): Interaction {
    if (control.disabled) throw new Error(`${control.label} is disabled`);
    return interact(this.#platform, {
      type: INTERACTION.component,
      userId: this.id,
      channelId: source.channelId,
      commandName: null,
      source,
      data: {
        id: control.number,
        custom_id: control.customId,
        component_type: control.type,
        ...chosenValues,
      },
    });
  }
}

function spoken(text: string): StoredMessage['draft'] {
  return {
    content: text,
    embeds: [],
    components: [],
    flags: 0,
    files: [],
    pings: pingsOf([text], undefined),
    nonce: null,
    enforceNonce: false,
    replyTo: null,
  };
}
