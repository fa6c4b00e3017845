import { PassThrough } from 'node:stream';
import { vi } from 'vitest';
import { runCommandLine } from '../../../src/app/command-line.ts';
import { setupCommand } from '../../../src/app/setup.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';
import { quietHost } from '../quiet-host.ts';

/** For what is waited for on a busy machine. */
const WAIT = { timeout: 120_000, interval: 10 };

const UNSEEN = /passphrase|The same again/;

export interface CallOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
}

/** Somebody who calls the command at a terminal, reads and types. */
export function setup(argv: readonly string[], { env, terminal = true }: CallOptions) {
  let shown = '';
  let readTo = 0;
  let stop: (signal: string) => void = () => undefined;
  const untilStopped = new Promise<string>((done) => {
    stop = done;
  });
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = { write: (text: string) => (shown += text), isTTY: terminal };
  const host = { ...quietHost(), untilStopped: () => untilStopped };
  const code = runCommandLine([setupCommand], {
    argv: ['setup', ...argv],
    env,
    stdout: output,
    stderr: output,
    host: terminal ? { ...host, input } : host,
    scrubber: new Scrubber(),
  });
  const sees = (words: string): Promise<void> =>
    vi.waitFor(() => {
      const at = shown.indexOf(words, readTo);
      if (at < 0) throw new Error(`not shown: ${words}\n${shown.slice(-3_000)}`);
      readTo = at + words.length;
    }, WAIT);
  return {
    code,
    shown: () => shown,
    sees,
    async answers(question: string, line: string): Promise<void> {
      await sees(question);
      // A terminal shows what is typed, but for what is typed unseen.
      shown += UNSEEN.test(question) ? '' : `${line}\n`;
      input.write(`${line}\n`);
    },
    /** As Ctrl-C does. */
    stop: () => stop('SIGINT'),
  };
}
