import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/app/config.ts';
import { composeOf, composeViolations, containersOf, interpolated } from './compose.ts';

const TEXT = readFileSync(new URL('../../compose.yaml', import.meta.url), 'utf8');
const DOCKERFILE = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');

/** The file with one of its lines written otherwise. */
function edited(from: string, to: string): string {
  expect(TEXT).toContain(from);
  return TEXT.replace(from, to);
}

describe('compose.yaml', () => {
  const compose = composeOf(TEXT);

  test('is what Compose and the program take', () => {
    expect(composeViolations(compose)).toEqual([]);
  });

  test.each(['solo', 'served'])('profile %s has one PolyMind, shut in', (profile) => {
    const own = [...containersOf(compose, profile).values()].filter(({ build }) => build === '.');
    expect(own).toHaveLength(1);
    const [one] = own;
    expect(one?.read_only).toBe(true);
    expect(one?.cap_drop).toEqual(['ALL']);
    expect(one?.security_opt).toEqual(['no-new-privileges:true']);
    expect(one?.volumes).toContain('data:/data');
    // Its database and its proof that nothing else runs there are in that folder.
    expect(one?.environment?.['POLYMIND_DATA_DIR']).toBe('/data');
  });

  test('needs nothing beside itself in solo, and both servers in served', () => {
    expect([...containersOf(compose, 'solo').keys()]).toEqual(['solo']);
    expect([...containersOf(compose, 'served').keys()]).toEqual(['served', 'postgres', 'redis']);
    expect(Object.keys(compose.services['solo']?.environment ?? {})).not.toContain('REDIS_URL');
  });

  test('publishes the port that the image exposes', () => {
    const exposed = /^EXPOSE (\d+)$/m.exec(DOCKERFILE)?.[1];
    for (const name of ['solo', 'served']) {
      expect(compose.services[name]?.ports).toEqual([`127.0.0.1:${exposed}:${exposed}`]);
      const port = compose.services[name]?.environment?.['WEB_PORT'] ?? '';
      expect(String(loadConfig({ WEB_PORT: port }).web.port)).toBe(exposed);
    }
  });

  test('lets what a person sets reach the program', () => {
    const given = compose.services['solo']?.environment ?? {};
    const set = { WEB_HOST: '0.0.0.0', TELEGRAM_ADMIN_IDS: '5' };
    expect(interpolated(given['WEB_HOST'] ?? '', set)).toBe('0.0.0.0');
    expect(interpolated(given['WEB_HOST'] ?? '', {})).toBe('127.0.0.1');
    expect(interpolated(given['TELEGRAM_ADMIN_IDS'] ?? '', set)).toBe('5');
  });
});

describe('the lint of compose.yaml', () => {
  test.each([
    ['["127.0.0.1:8420:8420"]', '["8420:8420"]', /open to other machines/],
    ['["127.0.0.1:8420:8420"]', '["127.0.0.1:8420:8421"]', /leads to nobody/],
    ['POLYMIND_DATA_DIR: /data', 'POLYMIND_DATA_DIRECTORY: /data', /no variable of the program/],
    ['WEB_HOST:-127', 'WEB_HOTS:-127', /WEB_HOTS is no variable/],
    ['info}', 'chatty}', /LOG_LEVEL is not one of/],
    [
      'DATABASE_URL_FILE: /run/polymind/database-url',
      'DATABASE_URL: postgres://p:w@postgres/p',
      /holds a password/,
    ],
    ['  postgres: {}', '  other: {}', /no volume postgres/],
    ['      redis: { condition', '      radish: { condition', /radish, which there is not/],
  ])('sees %s as %s', (from, to, expected) => {
    expect(composeViolations(composeOf(edited(from, to))).join('\n')).toMatch(expected);
  });

  test.each([
    ['    read_only: true', '    readonly: true'],
    ['restart: unless-stopped', 'restart: sometimes'],
    ['image: redis:7-bookworm', 'image: redis'],
    ['{ condition: service_healthy }', '{ condition: service_started }'],
  ])('refuses %s as %s', (from, to) => {
    expect(() => composeOf(edited(from, to))).toThrow();
  });
});
