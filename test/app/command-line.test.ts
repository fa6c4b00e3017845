import { describe, expect, test } from 'vitest';
import { type Command, CommandUsageError, defineCommand } from '../../src/app/command.ts';
import { runCommandLine } from '../../src/app/command-line.ts';
import { Scrubber } from '../../src/ops/scrubber.ts';
import { quietHost } from './quiet-host.ts';

const echo = defineCommand({
  name: 'echo',
  summary: 'say it again',
  usage: 'echo WORD...\n\n  --times N  how often',
  options: { times: { type: 'string' }, set: { type: 'string', multiple: true } },
  async run({ args, values, json, stdout }) {
    const times: string | undefined = values.times;
    stdout.write(`${JSON.stringify({ args, times, set: values.set, json })}\n`);
    return 0;
  },
});

const failing = (error: unknown): Command =>
  defineCommand({
    name: 'fail',
    summary: 'fail',
    usage: 'fail',
    options: {},
    run: () => Promise.reject(error),
  });

const reading = defineCommand({
  name: 'read',
  summary: 'read the configuration',
  usage: 'read',
  options: {},
  async run({ loadConfig }) {
    throw new Error(`cannot reach ${loadConfig().databaseUrl}`);
  },
});

async function call(argv: string[], commands: readonly Command[], env = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommandLine(commands, {
    argv,
    env,
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    host: quietHost(),
    scrubber: new Scrubber(),
  });
  return { code, out: out.join(''), err: err.join('') };
}

const run = (...argv: string[]) => call(argv, [echo, reading]);

describe('help', () => {
  test.each([[[]], [['--help']], [['-h']]])('polymind %j lists the commands', async (argv) => {
    const { code, out, err } = await run(...argv);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}echo {2}say it again$/m);
    expect(err).toBe('');
  });

  test('the list comes as JSON too', async () => {
    const { out } = await run('--json');
    expect(JSON.parse(out).commands[0]).toEqual({ name: 'echo', summary: 'say it again' });
  });

  test('a command prints its own usage and does not run', async () => {
    const { code, out } = await run('echo', 'word', '--help');
    expect(code).toBe(0);
    expect(out).toBe('polymind echo WORD...\n\n  --times N  how often\n');
  });

  test('the version is the package version', async () => {
    expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(JSON.parse((await run('--version', '--json')).out)).toHaveProperty('version');
  });
});

describe('running', () => {
  test('arguments, options and --json reach the command', async () => {
    const argv = ['echo', 'a', '--times', '3', 'b', '--set', 'x=1', '--set=y=2', '--json'];
    expect(JSON.parse((await run(...argv)).out)).toEqual({
      args: ['a', 'b'],
      times: '3',
      set: ['x=1', 'y=2'],
      json: true,
    });
  });

  test('the exit code is the one the command returns', async () => {
    const three = defineCommand({ ...echo, run: async () => 3 });
    expect((await call(['echo'], [three])).code).toBe(3);
  });
});

describe('wrong use', () => {
  test.each([
    [['ehco'], 'there is no command "ehco": did you mean echo?'],
    [['elephant'], 'there is no command "elephant": polymind --help lists what there is'],
    [['echo', '--tims', '3'], 'there is no option "--tims": did you mean --times?'],
    [['echo', '-x'], 'there is no option "-x": polymind --help lists what there is'],
    [['echo', '--times'], '--times takes a value: --times=VALUE'],
    [['echo', '--times', '--json'], '--times takes a value: --times=VALUE'],
    [['echo', '--json=1'], '--json takes no value'],
    [['--verison'], 'there is no option "--verison": did you mean --version?'],
  ])('polymind %j exits 2 with one line', async (argv, line) => {
    expect(await run(...argv)).toEqual({ code: 2, out: '', err: `polymind: ${line}\n` });
  });

  test('a command may refuse its arguments', async () => {
    const { code, err } = await call(['fail'], [failing(new CommandUsageError('give a tape'))]);
    expect({ code, err }).toEqual({ code: 2, err: 'polymind: give a tape\n' });
  });

  test('a wrong environment is wrong use', async () => {
    const { code, err } = await call(['read'], [reading], { WEB_PORT: 'x' });
    expect(code).toBe(2);
    expect(err).toMatch(/^polymind: WEB_PORT is not a port.*\n$/);
  });
});

describe('failure', () => {
  test('an error is one line without its stack', async () => {
    const { code, err } = await call(['fail'], [failing(new Error('a\n  b\n'))]);
    expect({ code, err }).toEqual({ code: 1, err: 'polymind: a b\n' });
  });

  test('the stack is shown on debug alone', async () => {
    const { err } = await call(['fail'], [failing(new Error('deep'))], { LOG_LEVEL: 'debug' });
    expect(err).toMatch(/^polymind: Error: deep\n {4}at /);
  });

  test('whatever is thrown becomes a line', async () => {
    expect((await call(['fail'], [failing('text')])).err).toBe('polymind: text\n');
    expect((await call(['fail'], [failing(new TypeError())])).err).toBe('polymind: TypeError\n');
  });

  test('secrets of the configuration are kept out of the line', async () => {
    const env = { DATABASE_URL: 'postgres://me:canary-password@db/x' };
    for (const LOG_LEVEL of ['info', 'debug']) {
      const { code, err } = await call(['read'], [reading], { ...env, LOG_LEVEL });
      expect(code).toBe(1);
      expect(err).toContain('cannot reach [secret]');
      expect(err).not.toContain('canary');
    }
  });
});
