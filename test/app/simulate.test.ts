import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/app/command-line.ts';
import { COMMANDS } from '../../src/app/commands.ts';
import { runSeed } from '../../src/app/simulate/seed-run.ts';
import { Scrubber } from '../../src/ops/scrubber.ts';
import { quietHost } from './quiet-host.ts';

async function call(...argv: string[]) {
  const text = { out: '', err: '' };
  const code = await runCommandLine(COMMANDS, {
    argv,
    env: {},
    stdout: { write: (part) => (text.out += part) },
    stderr: { write: (part) => (text.err += part) },
    host: quietHost(),
    scrubber: new Scrubber(),
  });
  return { code, ...text };
}

describe('polymind simulate', () => {
  it('prints one document with what was simulated', async () => {
    const { code, out } = await call('simulate', '--seeds', '3', '--from', '5', '--json');
    const document = JSON.parse(out);
    expect(code).toBe(0);
    expect(document).toMatchObject({ seeds: 3, from: 5, violations: 0, failing: [] });
    expect(document.medians.steps).toBeGreaterThanOrEqual(500);
    expect(document.medians.signals).toBeGreaterThanOrEqual(10);
    expect(document.medians.faults).toBeGreaterThanOrEqual(3);
    expect(document.medians.crashes).toBeGreaterThanOrEqual(1);
    expect(document.seconds).toBeGreaterThan(0);
  });

  it('runs a seed again exactly, step by step', async () => {
    const trace = async () => {
      const lines: string[] = [];
      const result = await runSeed(12, {
        settings: {},
        live: true,
        trace: (line) => lines.push(line),
      });
      return { lines, result };
    };
    expect(await trace()).toEqual(await trace());
  });

  it('says what is wrong with its options', async () => {
    const { code, err } = await call('simulate', '--seeds', 'many');
    expect(code).toBe(2);
    expect(err).toBe('polymind: --seeds takes a whole number from 1 to 1000000, got "many"\n');
  });
});
