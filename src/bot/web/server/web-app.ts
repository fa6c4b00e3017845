import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { WebDoor } from '../access/door.ts';
import { isLoopback } from '../access/host-key.ts';
import type { Visitor } from '../access/visitor.ts';
import type { Command } from '../contract/command.ts';
import type { Route } from '../contract/route.ts';
import { ROUTES, type RouteName } from '../contract/routes.ts';
import { streamListener } from '../live/listener.ts';
import type { LiveHub } from '../live/live-hub.ts';
import type { AnsweredName, Answers, Asked } from './answers.ts';
import { API_STYLE, apiPage, openApiDocument } from './api-document.ts';
import { kills } from './command-desk.ts';
import { Guard } from './guard.ts';
import type { Readiness } from './health.ts';
import { jsonBody } from './json-body.ts';
import { hostCheck, securityHeaders } from './security.ts';
import type { StaticFiles } from './static-files.ts';
import { failureOf, failureResponse, WebFailure } from './web-failure.ts';

const KEY = /^[A-Za-z0-9_-]{8,64}$/;
const NOT_BUILT =
  'The pages are not built: npm run build makes them. The API works without: see /api.';

export interface WebAppOptions {
  readonly door: WebDoor;
  readonly answers: Answers;
  readonly hub: LiveHub;
  readonly files: StaticFiles;
  readonly readiness: () => Readiness;
  readonly metrics: () => string;
  readonly version: string;
  readonly host: string;
  readonly publicUrl: string | null;
  /** Whose pages may show this one in a frame. */
  readonly frameAncestors: readonly string[];
  readonly monotonicMs: () => number;
  /** Takes what nobody expected. */
  readonly report: (error: unknown) => void;
}

type Bindings = { readonly Bindings: HttpBindings };
type Request = Context<Bindings>;
export type WebApp = Hono<Bindings>;

/** Every route of the server, each behind the same guard. */
export function webApp(options: WebAppOptions): WebApp {
  const app: WebApp = new Hono<Bindings>();
  const guard = new Guard(options.door, options.monotonicMs);
  const isHttps = options.publicUrl?.startsWith('https:') === true;
  app.use(securityHeaders({ frameAncestors: options.frameAncestors, isHttps }));
  app.use(hostCheck(options));
  app.onError((error) => {
    const known = failureOf(error);
    if (known !== null) return failureResponse(known);
    options.report(error);
    return failureResponse(
      new WebFailure(
        'unexpected',
        'No answer: it failed inside PolyMind, and is noted in the log.',
      ),
    );
  });
  addOpenRoutes(app, options, guard);
  addLive(app, options, guard);
  for (const [name, route] of Object.entries(ROUTES) as [RouteName, Route][]) {
    if (name !== 'signIn' && name !== 'live') addAnswered(app, { ...options, guard, name, route });
  }
  app.all('/api/*', () => {
    throw new WebFailure('notFound', 'There is no such part of the API; /api lists all of them.');
  });
  app.get('*', (context) => fileAnswer(context, options.files));
  app.notFound(() => failureResponse(new WebFailure('notFound', 'There is nothing here.')));
  return app;
}

/** What is answered before anybody has signed in, and the metrics, which are not. */
function addOpenRoutes(app: WebApp, options: WebAppOptions, guard: Guard): void {
  const { door, readiness, metrics, version } = options;
  app.post(ROUTES.signIn.path, async (context) => {
    const address = addressOf(context);
    guard.paceSignIn(address);
    const way = ROUTES.signIn.body.parse(await jsonBody(context.req.raw));
    return jsonAnswer(door.signIn(way, { isLocal: isLoopback(address) && !isForwarded(context) }));
  });
  app.get('/healthz', () => jsonAnswer({ ok: true }));
  app.get('/readyz', () => {
    const now = readiness();
    return jsonAnswer(now, now.ready ? 200 : 503);
  });
  app.get('/metrics', (context) => {
    guard.admit(context.req.header('authorization'), 'viewer');
    return context.body(metrics(), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    });
  });
  app.get('/api', (context) => context.html(apiPage(version)));
  app.get('/api/style.css', (context) =>
    context.body(API_STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }),
  );
  app.get('/api/openapi.json', () => jsonAnswer(openApiDocument(version)));
}

function addLive(app: WebApp, { hub }: WebAppOptions, guard: Guard): void {
  app.get(ROUTES.live.path, async (context) => {
    const visitor = guard.admit(context.req.header('authorization'), ROUTES.live.access);
    guard.pace(visitor);
    if (hub.isFull) {
      throw new WebFailure('unavailable', 'Too many watch already: close one of them.');
    }
    let leave: () => void = () => undefined;
    const { outgoing } = context.env;
    const { listener, body } = streamListener({
      onGone: () => leave(),
      drop: () => outgoing.destroy(),
    });
    const lastEventId = context.req.header('last-event-id') ?? null;
    leave = await hub.join(listener, { stands: visitor.stands, lastEventId });
    return new Response(body, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      },
    });
  });
}

interface Answered extends WebAppOptions {
  readonly guard: Guard;
  readonly name: AnsweredName;
  readonly route: Route;
}

function addAnswered(app: WebApp, { answers, guard, name, route }: Answered): void {
  const { access } = route;
  if (access === 'open') return;
  app.on(route.method, route.path, async (context) => {
    const visitor = guard.admit(context.req.header('authorization'), access);
    const body = route.body === null ? null : route.body.parse(await jsonBody(context.req.raw));
    if (!(name === 'command' && kills(body as Command))) guard.pace(visitor);
    const asked = {
      params: route.params?.parse(context.req.param()) ?? null,
      query: route.query?.parse(context.req.query()) ?? null,
      body,
      visitor,
      key: keyOf(context),
    };
    const answer = await answerBy(answers, name)(asked);
    if (answer === null) throw new WebFailure('notFound', 'Nothing of that name is known.');
    return jsonAnswer(answer);
  });
}

/** The route's own schemas made the parts: its answer takes them. */
function answerBy(
  answers: Answers,
  name: AnsweredName,
): (asked: {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly visitor: Visitor;
  readonly key: string | null;
}) => unknown {
  return (asked) => (answers[name] as (of: Asked<never>) => unknown)(asked as Asked<never>);
}

function jsonAnswer(answer: unknown, status = 200): Response {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return new Response(JSON.stringify(answer), { status, headers });
}

/** @throws WebFailure for a key that is none. */
function keyOf(context: Request): string | null {
  const key = context.req.header('idempotency-key');
  if (key === undefined) return null;
  if (KEY.test(key)) return key;
  throw new WebFailure('badRequest', 'Idempotency-Key takes 8 to 64 letters, digits, _ and -.');
}

function addressOf(context: Request): string {
  return context.env.incoming.socket.remoteAddress ?? '';
}

/** Somebody else asked for it: a proxy on this machine is not this machine's person. */
function isForwarded(context: Request): boolean {
  return ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => context.req.header(name) !== undefined,
  );
}

function fileAnswer(context: Request, files: StaticFiles): Response {
  const { path } = context.req;
  const page = /\btext\/html\b|^\*\/\*$|^$/.test(context.req.header('accept') ?? '');
  const encoding = context.req.header('accept-encoding') ?? '';
  const file = files.answer(path === '/' ? '/index.html' : path, { encoding, page });
  if (file !== null) return file;
  if (files.isEmpty && page) return context.text(NOT_BUILT, 503);
  throw new WebFailure('notFound', 'There is nothing here.');
}
