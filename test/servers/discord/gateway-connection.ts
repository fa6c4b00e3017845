import type { RawData, WebSocket } from 'ws';
import type { GatewaySession } from './gateway-session.ts';
import { isObject, type Json, objectOf, textOf } from './json.ts';
import { KNOWN_INTENTS } from './permissions.ts';

export const CLOSE = {
  unknownOp: 4001,
  decode: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSeq: 4007,
  rateLimited: 4008,
  invalidShard: 4010,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const;

/** Frames that one connection may send in a minute. */
const FRAMES_PER_MINUTE_MAX = 120;
const MINUTE_MS = 60_000;

/** What a connection asks of the gateway it belongs to. */
export interface GatewaySide {
  readonly tokenValid: (token: string) => boolean;
  readonly intentsAllowed: number;
  readonly heartbeatIntervalMs: number;
  readonly ackHeartbeats: boolean;
  received(op: number, data: unknown): void;
  nowMs(): number;
  /** Begins a session and says READY. */
  identified(connection: GatewayConnection, intents: number): void;
  /** The session to resume, or null when it cannot be. */
  resumable(sessionId: string): GatewaySession | null;
  ended(connection: GatewayConnection, code: number): void;
}

/** One websocket of a client: hello, identify or resume, heartbeats. */
export class GatewayConnection {
  session: GatewaySession | null = null;
  /** Heartbeats that came over this connection. */
  heartbeats = 0;
  readonly #socket: WebSocket;
  readonly #side: GatewaySide;
  readonly #frameTimes: number[] = [];
  #frozen = false;

  constructor(socket: WebSocket, side: GatewaySide) {
    this.#socket = socket;
    this.#side = side;
    socket.on('message', (data) => this.#receive(data));
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      this.session?.detach(this);
      side.ended(this, code);
    });
    this.send({ op: 10, d: { heartbeat_interval: side.heartbeatIntervalMs } });
  }

  send(frame: Json): void {
    if (this.#frozen || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(JSON.stringify(frame));
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  /** Cuts the wire without a close frame. */
  cut(): void {
    this.session?.detach(this);
    this.#socket.terminate();
  }

  /** From now on nothing reaches the client, though the connection stays open. */
  freeze(): void {
    this.#frozen = true;
  }

  takes(session: GatewaySession): void {
    this.session = session;
    session.attach(this);
  }

  #receive(data: RawData): void {
    const frame = parsed(data);
    if (frame === null) {
      this.close(CLOSE.decode, 'Error while decoding payload.');
      return;
    }
    const op = typeof frame['op'] === 'number' ? frame['op'] : -1;
    this.#side.received(op, frame['d']);
    if (this.#tooMany()) {
      this.close(CLOSE.rateLimited, 'Rate limited.');
      return;
    }
    this.#act(op, frame['d']);
  }

  #act(op: number, data: unknown): void {
    switch (op) {
      case 1:
        this.heartbeats += 1;
        if (this.#side.ackHeartbeats) this.send({ op: 11 });
        return;
      case 2:
        this.#identify(objectOf(data));
        return;
      case 6:
        this.#resume(objectOf(data));
        return;
      case 3:
      case 4:
      case 8:
        if (this.session === null) this.close(CLOSE.notAuthenticated, 'Not authenticated.');
        return;
      default:
        this.close(CLOSE.unknownOp, 'Unknown opcode.');
    }
  }

  #identify(data: Json): void {
    if (this.session !== null) {
      this.close(CLOSE.alreadyAuthenticated, 'Already authenticated.');
      return;
    }
    const { intents, shard } = data;
    const refused = this.#refused(data);
    if (refused !== null) {
      this.close(...refused);
      return;
    }
    if (Array.isArray(shard) && (shard[0] !== 0 || shard[1] !== 1)) {
      this.close(CLOSE.invalidShard, 'Invalid shard.');
      return;
    }
    this.#side.identified(this, Number(intents));
  }

  #refused({ token, intents, properties }: Json): [code: number, reason: string] | null {
    if (!this.#side.tokenValid(textOf(token))) {
      return [CLOSE.authenticationFailed, 'Authentication failed.'];
    }
    if (!isObject(properties)) return [CLOSE.decode, 'Error while decoding payload.'];
    const isKnown = typeof intents === 'number' && (intents & ~KNOWN_INTENTS) === 0;
    if (!isKnown) return [CLOSE.invalidIntents, 'Invalid intent(s).'];
    if ((intents & ~this.#side.intentsAllowed) !== 0) {
      return [CLOSE.disallowedIntents, 'Disallowed intent(s).'];
    }
    return null;
  }

  #resume(data: Json): void {
    if (!this.#side.tokenValid(textOf(data['token']))) {
      this.close(CLOSE.authenticationFailed, 'Authentication failed.');
      return;
    }
    const session = this.#side.resumable(textOf(data['session_id']));
    if (session === null) {
      this.send({ op: 9, d: false });
      return;
    }
    const seq = data['seq'];
    if (typeof seq !== 'number' || seq > session.sequence) {
      this.close(CLOSE.invalidSeq, 'Invalid seq.');
      return;
    }
    this.takes(session);
    session.replay(seq);
    session.dispatch('RESUMED', {});
  }

  #tooMany(): boolean {
    const nowMs = this.#side.nowMs();
    this.#frameTimes.push(nowMs);
    while ((this.#frameTimes[0] ?? nowMs) < nowMs - MINUTE_MS) this.#frameTimes.shift();
    return this.#frameTimes.length > FRAMES_PER_MINUTE_MAX;
  }
}

function parsed(data: RawData): Json | null {
  try {
    const frame: unknown = JSON.parse(data.toString());
    return isObject(frame) ? frame : null;
  } catch {
    return null;
  }
}
