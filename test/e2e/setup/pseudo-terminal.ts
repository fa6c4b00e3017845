import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A screen as people have it. */
export const COLUMNS = 80;
const ROWS = 50;
/** For what is waited for on a busy machine. */
const PATIENCE_MS = 120_000;
/** Characters of the screen that a failure shows. */
const TAIL_LENGTH = 4_000;

/** Gives the program a terminal of its own and passes bytes both ways; ends with its exit code. */
const PYTHON = `
import fcntl, os, pty, select, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', ${ROWS}, ${COLUMNS}, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
sources = [fd, 0]
while True:
    for source in select.select(sources, [], [])[0]:
        try:
            data = os.read(source, 65536)
        except OSError:
            data = b''
        if source == fd and data == b'':
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 255)
        if source == 0 and data == b'':
            sources.remove(0)
        else:
            os.write(1 if source == fd else fd, data)
`;

/** How a program is given a terminal here. */
export type Giver = (argv: readonly string[]) => readonly [command: string, ...args: string[]];

const GIVERS: readonly { readonly proof: readonly string[]; readonly give: Giver }[] = [
  {
    proof: ['python3', '-c', 'import pty, os; os.waitstatus_to_exitcode'],
    give: (argv) => ['python3', '-c', PYTHON, ...argv],
  },
  {
    proof: ['script', '--version'],
    give: (argv) => {
      const command = argv.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
      return ['script', '-qec', `stty cols ${COLUMNS} rows ${ROWS}; exec ${command}`, '/dev/null'];
    },
  },
];

/** `null` on a machine that has nothing to make one with. */
export function findGiver(): Giver | null {
  for (const { proof, give } of GIVERS) {
    const [command = '', ...args] = proof;
    try {
      execFileSync(command, args, { stdio: 'ignore' });
      return give;
    } catch {
      // Not there, or of another kind.
    }
  }
  return null;
}

/** A program at a real terminal, and a person who reads and types. */
export class PseudoTerminal {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;
  #screen = '';
  #readTo = 0;
  #isEnded = false;
  #look: () => void = () => undefined;

  constructor(of: {
    readonly giver: Giver;
    readonly argv: readonly string[];
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
  }) {
    const [command, ...args] = of.giver(of.argv);
    this.#child = spawn(command, args, {
      cwd: of.cwd,
      env: { PATH: process.env['PATH'], HOME: of.cwd, ...of.env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#screen += text;
      this.#look();
    });
    this.#ended = once(this.#child, 'close').then(([code]) => {
      this.#isEnded = true;
      this.#look();
      return Number(code);
    });
  }

  /** All that was shown, with the line ends of a file. */
  get screen(): string {
    return this.#screen.replaceAll('\r\n', '\n').replaceAll('\r', '');
  }

  /** Waits until this is shown behind what was waited for before; the words that were found. */
  async sees(wanted: string | RegExp): Promise<readonly string[]> {
    const untilMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = this.#find(wanted);
      if (found !== null) return found;
      const leftMs = untilMs - performance.now();
      if (this.#isEnded || leftMs <= 0) {
        const why = this.#isEnded ? 'it ended' : 'in time';
        throw new Error(`never shown (${why}): ${wanted}\n${this.screen.slice(-TAIL_LENGTH)}`);
      }
      await new Promise<void>((look) => {
        const timer = setTimeout(look, leftMs);
        this.#look = () => {
          clearTimeout(timer);
          look();
        };
      });
    }
  }

  #find(wanted: string | RegExp): readonly string[] | null {
    const unread = this.screen.slice(this.#readTo);
    const pattern = typeof wanted === 'string' ? literal(wanted) : wanted;
    const found = pattern.exec(unread);
    if (found === null) return null;
    this.#readTo += found.index + found[0].length;
    return found;
  }

  /** Waits for a question and answers it with a line. */
  async answers(question: string | RegExp, line: string): Promise<void> {
    await this.sees(question);
    this.types(line);
  }

  types(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Keys as a terminal sends them. */
  presses(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** Its exit code. */
  get ended(): Promise<number> {
    return this.#ended;
  }

  /** Ends it, whatever it does. */
  async end(): Promise<void> {
    if (!this.#isEnded) this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

function literal(text: string): RegExp {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}
