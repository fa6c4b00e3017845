import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defineCommand } from '../../src/app/command.ts';
import { runCommandLine } from '../../src/app/command-line.ts';
import { ConfigError } from '../../src/app/config.ts';
import {
  changedLines,
  readEnvFile,
  under,
  variablesIn,
  withVariables,
  writeEnvFile,
} from '../../src/app/env-file.ts';
import { Scrubber } from '../../src/ops/scrubber.ts';
import { temporaryFolder } from './folder.ts';
import { quietHost } from './quiet-host.ts';

describe('variables in an environment file', () => {
  test('are changed where they stand last, and everything else stays', () => {
    const before = [
      '# the account',
      'POLYMARKET_FUNDER=0x01',
      '#POLYMARKET_FUNDER=0x02',
      'export POLYMARKET_SIGNATURE_TYPE="1" # a proxy',
      '',
      'LOG_LEVEL=debug',
      'POLYMARKET_FUNDER=0x03',
    ].join('\n');
    const after = withVariables(before, {
      POLYMARKET_FUNDER: '0x0a',
      POLYMARKET_SIGNATURE_TYPE: '3',
      POLYMARKET_KEYSTORE: 'my keys/k.json',
    });
    expect(after.split('\n')).toEqual([
      '# the account',
      'POLYMARKET_FUNDER=0x01',
      '#POLYMARKET_FUNDER=0x02',
      'export POLYMARKET_SIGNATURE_TYPE=3 # a proxy',
      '',
      'LOG_LEVEL=debug',
      'POLYMARKET_FUNDER=0x0a',
      "POLYMARKET_KEYSTORE='my keys/k.json'",
      '',
    ]);
    expect(changedLines(before, after)).toEqual([
      '- export POLYMARKET_SIGNATURE_TYPE="1" # a proxy',
      '- POLYMARKET_FUNDER=0x03',
      '+ export POLYMARKET_SIGNATURE_TYPE=3 # a proxy',
      '+ POLYMARKET_FUNDER=0x0a',
      "+ POLYMARKET_KEYSTORE='my keys/k.json'",
    ]);
  });

  test('keep the line ends of the file', () => {
    expect(withVariables('A=1\r\nB=2\r\n', { A: '3' })).toBe('A=3\r\nB=2\r\n');
  });

  test('are read back as they were written, beside whatever else was there', () => {
    const name = fc.stringMatching(/^[A-Z][A-Z_]{0,6}$/);
    const value = fc.string({ unit: 'grapheme-ascii', maxLength: 20 });
    const line = fc.oneof(
      fc
        .tuple(name, fc.stringMatching(/^[\w./# "']{0,12}$/))
        .map(([key, text]) => `${key}=${text}`),
      fc.stringMatching(/^#[ \w='"]{0,12}$/),
      fc.constant(''),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), name, value, (lines, key, text) => {
        const before = lines.join('\n');
        let after: string;
        try {
          after = withVariables(before, { [key]: text });
        } catch {
          return;
        }
        expect(parseEnv(after)).toEqual({ ...parseEnv(before), [key]: text });
      }),
    );
  });

  test('are refused where a value over several lines hides them', () => {
    const before = 'KEY="first\nFUNDER=0x01\nlast"\n';
    expect(() => withVariables(before, { FUNDER: '0x02' })).toThrow(/write it by hand/);
    // Node reads nothing behind a line without a name.
    expect(() => withVariables('A=1\n=2\n', { FUNDER: '0x02' })).toThrow(/write it by hand/);
    expect(() => withVariables('', { FUNDER: "it's\nmine" })).toThrow(/another/);
  });

  test('count under those of the process, and an empty one is none', () => {
    const merged = under({ A: '1', B: '' }, { A: '2', B: '3', C: undefined }, { C: '4', B: '5' });
    expect(merged).toEqual({ A: '1', B: '3', C: '4' });
  });
});

describe('the file', () => {
  test('is private once it is written, and a link stays one', () => {
    const folder = temporaryFolder();
    const [real, path] = [join(folder, 'shared.env'), join(folder, '.env')];
    writeFileSync(real, 'A=1\n', { mode: 0o644 });
    symlinkSync(real, path);
    writeEnvFile(path, 'A=2\n');
    expect(readFileSync(real, 'utf8')).toBe('A=2\n');
    expect(statSync(real).mode & 0o777).toBe(0o600);
    writeEnvFile(join(folder, 'new.env'), 'B=1\n');
    expect(statSync(join(folder, 'new.env')).mode & 0o777).toBe(0o600);
  });

  test('is empty where there is none, and named where it cannot be read', () => {
    const folder = temporaryFolder();
    expect(variablesIn(readEnvFile(join(folder, '.env')))).toEqual({});
    mkdirSync(join(folder, 'dir'));
    expect(() => readEnvFile(join(folder, 'dir'))).toThrow(ConfigError);
  });
});

describe('a command', () => {
  const reading = defineCommand({
    name: 'read',
    summary: '',
    usage: '',
    options: {},
    async run({ dataDir, loadConfig, stdout }) {
      const { funder } = loadConfig().polymarket;
      const { signatureType } = loadConfig({ POLYMARKET_SIGNATURE_TYPE: '2' }).polymarket;
      stdout.write([dataDir, funder, signatureType].join(' '));
      return 0;
    },
  });
  const run = async (envFile: () => Record<string, string>) => {
    let shown = '';
    const output = { write: (text: string) => (shown += text) };
    const code = await runCommandLine([reading], {
      argv: ['read'],
      env: { POLYMARKET_FUNDER: `0x${'1'.repeat(40)}` },
      envFile,
      stdout: output,
      stderr: output,
      host: quietHost(),
      scrubber: new Scrubber(),
    });
    return { code, shown };
  };

  test('reads the file under its own environment, and what was written meanwhile over the file', async () => {
    const file = {
      POLYMIND_DATA_DIR: './here',
      POLYMARKET_FUNDER: `0x${'2'.repeat(40)}`,
      POLYMARKET_SIGNATURE_TYPE: '1',
    };
    const { shown } = await run(() => file);
    expect(shown).toBe(`./here 0x${'1'.repeat(40)} 2`);
  });

  test('is told of a file that cannot be read only when it asks for the configuration', async () => {
    const { code, shown } = await run(() => {
      throw new ConfigError('.env cannot be read (EACCES)');
    });
    expect({ code, shown }).toEqual({ code: 2, shown: 'polymind: .env cannot be read (EACCES)\n' });
  });
});
