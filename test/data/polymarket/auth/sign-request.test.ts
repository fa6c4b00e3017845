import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ApiCredentialError,
  ApiCredentials,
  type ApiCredentialTexts,
} from '../../../../src/data/polymarket/auth/api-credentials.ts';
import {
  type RequestToSign,
  signRequest,
} from '../../../../src/data/polymarket/auth/sign-request.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { KEY, WALLET } from '../order/setting.ts';
import { clientVectors, published, skipped } from '../order/vectors.ts';

const TEXTS: ApiCredentialTexts = {
  apiKey: 'an-api-key',
  secret: 'yM_W3eTr8vkABw4VHCMqMTg_Rk1UW2JpcHd-hYyTmqE=',
  passphrase: 'a-passphrase',
};
const credentials = new ApiCredentials(TEXTS);
const signed = (request: RequestToSign, timestampS = 1_795_000_000) =>
  signRequest(request, { credentials, key: KEY, timestampS });

describe.skipIf(skipped !== '')(`published signatures of level 2${skipped}`, () => {
  test('all 6 of a whole session are ours', () => {
    const session = published();
    const signing = {
      credentials: new ApiCredentials(session),
      key: session.address.toLowerCase() as WalletAddress,
      timestampS: Number(session.timestampSeconds),
    };
    for (const { method, path, body, sig } of session.hmac) {
      const text = body === '<postOrderBody>' ? session.postOrderBody : (body ?? null);
      const request = { method: method as RequestToSign['method'], target: path, body: text };
      expect(signRequest(request, signing).headers, path).toEqual({
        POLY_ADDRESS: session.address,
        POLY_SIGNATURE: sig,
        POLY_TIMESTAMP: session.timestampSeconds,
        POLY_API_KEY: session.apiKey,
        POLY_PASSPHRASE: session.passphrase,
      });
    }
    expect(session.hmac).toHaveLength(6);
  });

  test("that of the official client's own test is ours", () => {
    const { secret, timestamp, method, path, body, sig } = clientVectors().hmac;
    const other = new ApiCredentials({ ...TEXTS, secret });
    const bytes = new TextEncoder().encode(body ?? '');
    expect(other.signature({ timestampS: timestamp, method, path, body: bytes })).toBe(sig);
  });
});

/** Any text a JavaScript string can hold, halves of characters too. */
const anyText = fc.uint16Array({ maxLength: 200 }).map((units) => String.fromCharCode(...units));

describe('level 2', () => {
  test('has the headers of the official client', () => {
    const post = signed({ method: 'POST', target: '/order', body: '{"price":"é","n":1}' });
    expect(post.headers).toEqual({
      POLY_ADDRESS: WALLET.address,
      POLY_SIGNATURE: 'LW_8Q8Lnw50y_inA_wO21RCBkebExCRoadWWRmiRCjQ=',
      POLY_TIMESTAMP: '1795000000',
      POLY_API_KEY: 'an-api-key',
      POLY_PASSPHRASE: 'a-passphrase',
    });
    const get = signed({ method: 'GET', target: '/data/orders', body: null });
    expect(get.headers['POLY_SIGNATURE']).toBe('K7mXDx8H09ECmXIUw9qFoIhQdxfEGRPslgLhU2BzuUE=');
  });

  test('sends the very bytes that it signed', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (body, timestampS) => {
        const request = signed({ method: 'POST', target: '/orders', body }, timestampS);
        const mac = createHmac('sha256', Buffer.from(TEXTS.secret, 'base64url'))
          .update(`${timestampS}POST/orders`)
          .update(request.body ?? '')
          .digest('base64url');
        expect(request.headers['POLY_SIGNATURE']).toBe(`${mac}=`);
        expect(Buffer.from(request.body ?? []).toString('utf8')).toBe(
          Buffer.from(body).toString('utf8'),
        );
      }),
    );
  });

  test('leaves the query out of what it signs, not out of what it sends', () => {
    const bare = signed({ method: 'GET', target: '/data/orders', body: null });
    const asked = signed({ method: 'GET', target: '/data/orders?id=0xab&market=1', body: null });
    expect(asked.headers).toEqual(bare.headers);
    expect(asked.target).toBe('/data/orders?id=0xab&market=1');
  });

  test('is another signature for another time, method, path or body', () => {
    const post = { method: 'POST', target: '/order', body: '{}' } as const;
    const signatures = [
      signed(post),
      signed(post, 1_795_000_001),
      signed({ ...post, method: 'DELETE' }),
      signed({ ...post, target: '/orders' }),
      signed({ ...post, body: '{ }' }),
    ].map(({ headers }) => headers['POLY_SIGNATURE']);
    expect(new Set(signatures).size).toBe(signatures.length);
  });

  test.each(['order', 'https://elsewhere/order', '/order#part', '/order\r\nx: y', '/or der'])(
    'signs no request to %j',
    (target) => {
      expect(() => signed({ method: 'GET', target, body: null })).toThrow('Invariant');
    },
  );
});

describe('credentials', () => {
  const broken = (over: Partial<ApiCredentialTexts>) => () =>
    new ApiCredentials({ ...TEXTS, ...over });

  test('sign alike in either alphabet, with or without padding', () => {
    const secret = TEXTS.secret.replaceAll('_', '/').replaceAll('-', '+').replace('=', '');
    const parts = { timestampS: 1, method: 'GET', path: '/ok', body: null };
    const other = new ApiCredentials({ ...TEXTS, secret });
    expect(other.signature(parts)).toBe(credentials.signature(parts));
  });

  test.each([
    { secret: '' },
    { secret: 'A' },
    { secret: 'AAAA=' },
    { secret: 'not base64!' },
    { secret: 'A'.repeat(260) },
    { apiKey: '' },
    { apiKey: 'two words' },
    { passphrase: 'line\nbreak' },
  ])('that are not whole are refused: %j', (over) => {
    expect(broken(over)).toThrow(ApiCredentialError);
  });

  test('that are refused are not repeated', () => {
    expect(broken({ passphrase: 'hush hush' })).toThrow(/^the venue's passphrase is not usable$/);
  });

  test('never show their secrets when they are printed', () => {
    const holder = { credentials, error: new Error('broken', { cause: credentials }) };
    const printed = [inspect(holder, { depth: null, showHidden: true }), JSON.stringify(holder)];
    for (const text of printed) {
      expect(text).toContain('an-api-key');
      expect(text).not.toContain(TEXTS.secret);
      expect(text).not.toContain(TEXTS.passphrase);
    }
  });

  test('open the user channel as the venue gave them', () => {
    expect(credentials.channelAuth()).toEqual(TEXTS);
  });
});
