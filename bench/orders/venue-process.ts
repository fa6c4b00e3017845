import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contractOf } from '../../src/sim/wire/trading/order-contracts.ts';
import { orderPayload } from '../../src/sim/wire/trading/order-payload.ts';
import { orderHash, orderSigner } from '../../src/sim/wire/trading/order-signature.ts';
import { API, type SeenPost, type VenueReady } from './venue-words.ts';

/**
 * A venue in a process of its own that takes every order and matches it at once. It hashes what it
 * is sent by the simulator's own means, and tells afterwards what came.
 */

const IDLE_MS_MAX = 10 * 60_000;
const MICRO = 1_000_000;
const CONTRACT = contractOf({ version: 'v1', negRisk: false } as Parameters<typeof contractOf>[0]);
const key = process.argv[2];
const seen: SeenPost[] = [];

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.writeHead(400).end('{"error":"unreadable"}'));
});
// A connection that the venue closes would be opened anew within a measurement.
server.keepAliveTimeout = IDLE_MS_MAX;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ url: `http://127.0.0.1:${port}` } satisfies VenueReady);
});
process.on('message', () => process.send?.(seen));
process.on('disconnect', () => process.exit());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /time') tell(response, Math.floor(Date.now() / 1_000));
  else if (route === 'GET /auth/derive-api-key') tell(response, API);
  else if (route === 'POST /order') take(request, response, body);
  else response.writeHead(404).end('{"error":"no such route"}');
}

function take(request: IncomingMessage, response: ServerResponse, body: string): void {
  const { order } = orderPayload(JSON.parse(body));
  const hash = orderHash(order, CONTRACT);
  tell(response, {
    success: true,
    errorMsg: '',
    orderID: hash,
    status: 'matched',
    makingAmount: String(Number(order.makerAmount) / MICRO),
    takingAmount: String(Number(order.takerAmount) / MICRO),
  });
  // Recovering the key takes milliseconds: nobody waits for it.
  setImmediate(() => {
    const isProven = orderSigner(order, CONTRACT) === key && isTrueHmac(request, body);
    seen.push({ hash, tokenId: order.tokenId, isProven });
  });
}

function isTrueHmac({ headers, method, url }: IncomingMessage, body: string): boolean {
  const hmac = createHmac('sha256', Buffer.from(API.secret, 'base64'));
  hmac.update(`${headers['poly_timestamp']}${method}${url}${body}`);
  const wanted = hmac.digest('base64').replaceAll('+', '-').replaceAll('/', '_');
  const isOurs = headers['poly_api_key'] === API.apiKey && headers['poly_address'] !== undefined;
  return isOurs && headers['poly_signature'] === wanted;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString('utf8');
}

function tell(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
