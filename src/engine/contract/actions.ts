import type { CommandBody } from '../domain/command.ts';

export interface ActionAnswer {
  readonly outcome: 'done' | 'refused';
  /** Why it was refused, or what to know; may be empty. */
  readonly message: string;
}

/** What a surface may do. */
export interface Actions {
  /**
   * Hands a command to the core. Kill and pause are answered as soon as they act, all else when it
   * is durable. `id` makes a repeated delivery harmless.
   * @throws UnavailableError when it acted and the database does not confirm it in time.
   */
  execute(command: {
    readonly id: string;
    readonly actor: string;
    readonly body: CommandBody;
  }): Promise<ActionAnswer>;
}
