import type { ChatCommand, Role } from '../../src/bot/command.ts';
import { Dispatcher } from '../../src/bot/dispatch.ts';
import { COMMANDS } from '../../src/bot/registry.ts';
import type { Reply } from '../../src/bot/reply.ts';
import { PendingTaps } from '../../src/bot/taps.ts';
import { ChatWorld } from './chat-world.ts';
import { plainReply } from './plain-reply.ts';

/** A chat with one or more people in it, on a world of plain values and a clock that stands. */
export class Chat {
  readonly world = new ChatWorld();
  readonly reports: unknown[] = [];
  readonly references = new Map<string, string>();
  readonly #dispatcher: Dispatcher;
  readonly #taps: PendingTaps;
  #messages = 0;
  #tokens = 0;
  last: Reply = { symbol: null, title: '', blocks: [], buttons: [] };

  constructor(commands: readonly ChatCommand[] = COMMANDS) {
    this.#taps = new PendingTaps(() => {
      this.#tokens += 1;
      return `token-${this.#tokens}`;
    });
    this.#dispatcher = new Dispatcher({
      queries: this.world.queries,
      actions: this.world.actions,
      commands,
      report: (error) => this.reports.push(error),
    });
  }

  #incoming(role: Role, actor: string, id?: string) {
    this.#messages += 1;
    return {
      id: id ?? `message-${this.#messages}`,
      speaker: { actor, role },
      chat: { taps: this.#taps, reference: (n: string) => this.references.get(n) ?? null },
    };
  }

  async say(
    text: string,
    { role = 'admin', actor = 'console', id }: { role?: Role; actor?: string; id?: string } = {},
  ): Promise<Reply> {
    this.last = await this.#dispatcher.say(text, this.#incoming(role, actor, id));
    return this.last;
  }

  /** The token of a button of the newest answer, or of the one given. */
  token(label: string, of: Reply = this.last): string {
    const button = of.buttons.find((one) => one.label === label);
    if (button === undefined) throw new Error(`no button ${label} in ${plainReply(of)}`);
    const token = this.#taps.tokenOf(button);
    if (token === null) throw new Error(`${label} was not offered`);
    return token;
  }

  async tap(
    token: string,
    { role = 'admin', actor = 'console' }: { role?: Role; actor?: string } = {},
  ): Promise<Reply> {
    this.last = await this.#dispatcher.tap(token, this.#incoming(role, actor));
    return this.last;
  }

  press(label: string, who: { role?: Role; actor?: string } = {}): Promise<Reply> {
    return this.tap(this.token(label), who);
  }

  /** What was asked and answered, as plain lines. */
  async transcript(lines: readonly string[]): Promise<string> {
    const parts: string[] = [];
    for (const line of lines) {
      const pressed = /^\[(.*)\]$/.exec(line)?.[1];
      const answer = pressed === undefined ? await this.say(line) : await this.press(pressed);
      parts.push(`> ${line}\n${plainReply(answer)}\n`);
    }
    return parts.join('\n');
  }
}
