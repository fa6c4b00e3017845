import { HOUR_MS, MINUTE_MS } from '../../../engine/domain/time.ts';
import { invariant } from '../../../engine/domain/values/invariant.ts';
import type { BinanceHost } from '../hosts.ts';

/** A host that fails so often in a row rests, if there is another one. */
export const FAILURES_MAX = 3;
export const REST_MS = MINUTE_MS;
/** A host that does not serve this place is asked again after so long: people move, and use VPNs. */
export const BLOCKED_REST_MS = HOUR_MS;
/** When no host serves this place, one of them is asked again so often. */
export const BLOCKED_RETRY_MS = 5 * MINUTE_MS;

interface Standing {
  failures: number;
  restsUntilMs: number;
  isBlocked: boolean;
}

/**
 * Which of several hosts to use: the first that does not rest. A host of another exchange than the
 * first one's has other prices: it is used only where that exchange does not serve this place. Times
 * are monotonic.
 */
export class HostOrder {
  readonly #hosts: readonly BinanceHost[];
  readonly #standings = new Map<BinanceHost, Standing>();

  constructor(hosts: readonly BinanceHost[]) {
    invariant(hosts.length > 0, 'there is a host');
    this.#hosts = hosts;
  }

  /** The host to use, and how long to wait for it; all may rest, and the first to be back is used. */
  pick(nowMs: number): { readonly host: BinanceHost; readonly waitMs: number } {
    const [first] = this.#allowed().sort((a, b) => this.#restMs(a, nowMs) - this.#restMs(b, nowMs));
    invariant(first !== undefined, 'there is a host');
    return { host: first, waitMs: this.isAllBlocked ? this.#restMs(first, nowMs) : 0 };
  }

  /** Whether no other host comes before it. */
  isFirst(host: BinanceHost): boolean {
    return this.#hosts[0] === host;
  }

  /** It refused us by place. */
  blocked(host: BinanceHost, nowMs: number): void {
    const standing = this.#standing(host);
    standing.isBlocked = true;
    standing.restsUntilMs = nowMs + (this.isAllBlocked ? BLOCKED_RETRY_MS : BLOCKED_REST_MS);
  }

  failed(host: BinanceHost, nowMs: number): void {
    const standing = this.#standing(host);
    standing.isBlocked = false;
    standing.failures += 1;
    if (standing.failures >= FAILURES_MAX) standing.restsUntilMs = nowMs + REST_MS;
  }

  /** It answers, and not with prices that can be used. */
  rest(host: BinanceHost, untilMs: number): void {
    const standing = this.#standing(host);
    standing.restsUntilMs = Math.max(standing.restsUntilMs, untilMs);
  }

  worked(host: BinanceHost): void {
    this.#standings.delete(host);
  }

  /** Hosts that do not serve this place, by name. */
  get blockedNames(): readonly string[] {
    return this.#hosts.filter((host) => this.#standing(host).isBlocked).map(({ name }) => name);
  }

  get isAllBlocked(): boolean {
    return this.#hosts.every((host) => this.#standing(host).isBlocked);
  }

  #allowed(): BinanceHost[] {
    const own = this.#hosts.filter(({ exchange }) => exchange === this.#hosts[0]?.exchange);
    return own.every((host) => this.#standing(host).isBlocked) ? [...this.#hosts] : own;
  }

  #restMs(host: BinanceHost, nowMs: number): number {
    return Math.max(0, this.#standing(host).restsUntilMs - nowMs);
  }

  #standing(host: BinanceHost): Standing {
    let standing = this.#standings.get(host);
    if (standing === undefined) {
      standing = { failures: 0, restsUntilMs: Number.NEGATIVE_INFINITY, isBlocked: false };
      this.#standings.set(host, standing);
    }
    return standing;
  }
}
