import { createServer, type IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { DiscordClock } from './clock.ts';
import { CLOSE, GatewayConnection, type GatewaySide } from './gateway-connection.ts';
import { type EventView, GatewaySession } from './gateway-session.ts';
import type { Journal } from './journal.ts';
import type { Json } from './json.ts';
import { guildJson, userJson } from './payloads.ts';
import { INTENT, KNOWN_INTENTS, PRIVILEGED_INTENTS } from './permissions.ts';
import { Port } from './port.ts';
import type { World } from './world.ts';

const INVALID_VERSION = 4012;
/** Sessions that may begin in a day. */
const SESSION_STARTS_MAX = 1_000;

export interface GatewayOptions {
  readonly world: World;
  readonly journal: Journal;
  readonly clock: DiscordClock;
  readonly tokenValid: (token: string) => boolean;
  /** Privileged intents that the application was given. */
  readonly privilegedIntents: number;
  readonly heartbeatIntervalMs: number;
}

/** The websocket side of the platform, on a port of its own so that it can be down alone. */
export class Gateway {
  /** Whether heartbeats are acknowledged; a client that gets no answer has to leave. */
  ackHeartbeats = true;
  readonly #options: GatewayOptions;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #port: Port;
  readonly #connections = new Set<GatewayConnection>();
  readonly #sessions: GatewaySession[] = [];
  #connected = 0;

  constructor(options: GatewayOptions) {
    this.#options = options;
    const server = createServer((_request, response) => response.writeHead(404).end());
    server.on('upgrade', (request, socket, head) => {
      this.#sockets.handleUpgrade(request, socket, head, (ws) => this.#connect(ws, request));
    });
    this.#port = new Port(server);
  }

  get url(): string {
    return this.#port.url('ws');
  }

  /** Sessions that are connected now. */
  get connectedSessions(): number {
    return this.#sessions.filter((session) => session.connected).length;
  }

  /** Sessions that ever began. */
  get sessionsBegun(): number {
    return this.#sessions.length;
  }

  /** What GET /gateway/bot says. */
  startLimit(): Json {
    return {
      total: SESSION_STARTS_MAX,
      remaining: Math.max(0, SESSION_STARTS_MAX - this.#sessions.length),
      reset_after: 14_400_000,
      max_concurrency: 1,
    };
  }

  /** Sends an event to every session that may still get it; says whether there was one. */
  dispatch(type: string, view: EventView): boolean {
    let reached = false;
    for (const session of this.#sessions) {
      if (!session.valid) continue;
      const data = view(session.intents);
      if (data === null) continue;
      session.dispatch(type, data);
      reached = true;
    }
    return reached;
  }

  /** Opcode 7: tells every client to come again and resume. */
  askToReconnect(): void {
    for (const connection of this.#connections) connection.send({ op: 7, d: null });
  }

  /** Opcode 9: ends the sessions, or only asks to resume them. */
  invalidateSessions({ resumable }: { readonly resumable: boolean }): void {
    if (!resumable) this.forgetSessions();
    for (const connection of this.#connections) connection.send({ op: 9, d: resumable });
  }

  /** No session can be resumed any more. */
  forgetSessions(): void {
    for (const session of this.#sessions) session.valid = false;
  }

  /** Cuts every connection without a word. */
  cutConnections(): void {
    for (const connection of [...this.#connections]) connection.cut();
  }

  /** Connections stay open, but nothing goes over them any more; new ones are well. */
  freezeConnections(): void {
    for (const connection of this.#connections) connection.freeze();
  }

  /** Cuts every connection and refuses new ones. */
  async goDown(): Promise<void> {
    this.cutConnections();
    await this.#port.close();
  }

  /** Listens, on the same port as before. */
  async goUp(): Promise<void> {
    await this.#port.open();
  }

  /** The token is no longer good: everybody has to leave. */
  dropUnauthorized(): void {
    this.forgetSessions();
    for (const connection of this.#connections) {
      connection.close(CLOSE.authenticationFailed, 'Authentication failed.');
    }
  }

  #connect(socket: WebSocket, request: IncomingMessage): void {
    const query = new URL(request.url ?? '/', 'http://gateway').searchParams;
    if (query.get('v') !== '10' || (query.get('encoding') ?? 'json') !== 'json') {
      socket.close(INVALID_VERSION, 'Invalid API version.');
      return;
    }
    this.#connected += 1;
    this.#connections.add(new GatewayConnection(socket, this.#side(this.#connected)));
    this.#options.world.changes.notify();
  }

  #side(connectionNumber: number): GatewaySide {
    const gateway = this;
    const { tokenValid, privilegedIntents, heartbeatIntervalMs, clock, journal } = this.#options;
    return {
      tokenValid,
      intentsAllowed: (KNOWN_INTENTS & ~PRIVILEGED_INTENTS) | privilegedIntents,
      heartbeatIntervalMs,
      get ackHeartbeats() {
        return gateway.ackHeartbeats;
      },
      received: (op, data) => journal.received({ op, data, connection: connectionNumber }),
      nowMs: () => clock.nowMs(),
      identified: (connection, intents) => this.#identified(connection, intents),
      resumable: (id) => {
        const found = this.#sessions.find((session) => session.id === id && session.valid);
        return found ?? null;
      },
      ended: (connection, code) => this.#ended(connection, code),
    };
  }

  #identified(connection: GatewayConnection, intents: number): void {
    const { world } = this.#options;
    const session = new GatewaySession(intents);
    this.#sessions.push(session);
    connection.takes(session);
    session.dispatch('READY', {
      v: 10,
      user: userJson(world.bot),
      guilds: [{ id: world.guildId, unavailable: true }],
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: this.url,
      shard: [0, 1],
      application: { id: world.bot.id, flags: 0 },
    });
    if ((intents & INTENT.guilds) !== 0) session.dispatch('GUILD_CREATE', guildJson(world));
    world.changes.notify();
  }

  #ended(connection: GatewayConnection, code: number): void {
    this.#connections.delete(connection);
    // A client that says goodbye gives its session up; one that is cut off may resume.
    if ((code === 1000 || code === 1001) && connection.session !== null) {
      connection.session.valid = false;
    }
    this.#options.world.changes.notify();
  }
}
