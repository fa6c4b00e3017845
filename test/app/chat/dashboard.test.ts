import { describe, expect, test } from 'vitest';
import { requireSafeDashboard } from '../../../src/app/chat/dashboard.ts';
import { ConfigError, loadConfig } from '../../../src/app/config.ts';

const BOT = { TELEGRAM_BOT_TOKEN: '123456:AAabcdefghijklmnopqrstuvwxyz0123456' };

describe('off this machine', () => {
  test.each(['127.0.0.1', '127.0.0.2', 'localhost', '::1'])('%s is this machine', (host) => {
    expect(() => requireSafeDashboard(loadConfig({ WEB_HOST: host }))).not.toThrow();
  });

  test.each(['0.0.0.0', '::', '192.168.1.5', 'polymind.example.com'])(
    'nobody is served at %s without a bot that knows people',
    (host) => {
      expect(() => requireSafeDashboard(loadConfig({ WEB_HOST: host }))).toThrow(ConfigError);
      expect(() => requireSafeDashboard(loadConfig({ WEB_HOST: host, ...BOT }))).not.toThrow();
    },
  );
});
