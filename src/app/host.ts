import process from 'node:process';
import type { ConsoleInput, ConsoleOutput } from '../bot/console/streams.ts';

/** The terminal and the signals of this process, for commands that stay. */
export interface Host {
  readonly input: ConsoleInput;
  readonly output: ConsoleOutput;
  /** Resolves with the signal's name when the process is asked to stop; asked twice, it ends at once. */
  untilStopped(): Promise<string>;
  /** Acts whenever the host asks for a kill by SIGUSR2; returns how to stop listening. */
  onKillSignal(act: () => void): () => void;
}

const KILL_SIGNAL = 'SIGUSR2';
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** As a shell reports a process that a signal ended. */
const EXIT_INTERRUPTED = 130;

export const PROCESS_HOST: Host = {
  input: process.stdin,
  output: process.stdout,
  untilStopped: () =>
    new Promise((stop) => {
      let asked = false;
      for (const signal of STOP_SIGNALS) {
        process.on(signal, () => {
          if (asked) process.exit(EXIT_INTERRUPTED);
          asked = true;
          stop(signal);
        });
      }
    }),
  onKillSignal: (act) => {
    process.on(KILL_SIGNAL, act);
    return () => process.off(KILL_SIGNAL, act);
  },
};
