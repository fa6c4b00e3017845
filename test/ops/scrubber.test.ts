import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SCRUBBED_LENGTH_MIN, Scrubber } from '../../src/ops/scrubber.ts';

function scrubberOf(...secrets: string[]): Scrubber {
  const scrubber = new Scrubber();
  for (const secret of secrets) expect(scrubber.register(secret)).toBe(true);
  return scrubber;
}

describe('scrubber', () => {
  test('without secrets a text stays as it is', () => {
    expect(new Scrubber().scrub('anything')).toBe('anything');
  });

  test('every occurrence is replaced and the rest is kept', () => {
    expect(scrubberOf('canary').scrub('a canary, b Canary.')).toBe('a [secret], b [secret].');
  });

  test('a hex key is found with and without 0x, in any case, and as base64 of its bytes', () => {
    const key = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
    const bytes = Buffer.from(key, 'hex');
    const forms = [
      key,
      `0x${key}`,
      `0x${key.toUpperCase()}`,
      bytes.toString('base64'),
      bytes.toString('base64url'),
    ];
    for (const registered of [key, `0x${key}`]) {
      const scrubber = scrubberOf(registered);
      for (const form of forms) {
        expect(scrubber.scrub(`<${form}>`)).toMatch(/^<\[secret\]=*>$/);
      }
    }
  });

  test('a passphrase is found in JSON, in a URL and in base64', () => {
    const secret = 'quote" slash\\ tab\t ü';
    const scrubber = scrubberOf(secret);
    const forms = [
      JSON.stringify({ secret }),
      `https://x/?p=${encodeURIComponent(secret)}`,
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('base64url'),
    ];
    for (const form of forms) {
      expect(scrubber.scrub(form)).toContain('[secret]');
      expect(scrubber.scrub(form)).not.toContain('slash');
    }
  });

  test('a PEM key is found whole, as JSON, and line by line', () => {
    const body = ['MIIEvQIBADANBgkqhkiG9w0B', 'AQEFAASCBKcwggSjAgEAAoIB'];
    const pem = ['-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----'].join('\n');
    const scrubber = scrubberOf(pem);
    expect(scrubber.scrub(JSON.stringify({ pem }))).toBe('{"pem":"[secret]"}');
    for (const line of body) expect(scrubber.scrub(`x ${line} y`)).toBe('x [secret] y');
    expect(scrubber.scrub('-----BEGIN PRIVATE KEY-----')).toContain('BEGIN');
  });

  test('a secret that holds another is replaced whole', () => {
    expect(scrubberOf('canary', 'canary-and-more').scrub('canary-and-more')).toBe('[secret]');
  });

  test('a value too short to be told from words is refused, and says so', () => {
    const scrubber = new Scrubber();
    expect(scrubber.register('x'.repeat(SCRUBBED_LENGTH_MIN - 1))).toBe(false);
    expect(scrubber.register('')).toBe(false);
    expect(scrubber.scrub('xxxxx')).toBe('xxxxx');
  });

  test('no secret survives, whatever its characters and surroundings', () => {
    const secret = fc.string({ minLength: SCRUBBED_LENGTH_MIN, maxLength: 40, unit: 'grapheme' });
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const line = JSON.stringify({ [`${before}${value}`]: [`${value}${after}`, { value }] });
        const scrubbed = scrubberOf(value).scrub(line).replaceAll('[secret]', '');
        expect(scrubbed).not.toContain(JSON.stringify(value).slice(1, -1));
      }),
    );
  });
});
