interface ReplyParts {
  readonly status?: number;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of a body. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the answer is held back; what it tells of has happened already. */
  readonly delayMs?: number;
  /** The connection is torn, and nothing is answered. */
  readonly isDropped?: boolean;
}

/** What a route answers when it is not just JSON with 200. */
export class Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly delayMs: number;
  readonly isDropped: boolean;

  constructor(parts: ReplyParts) {
    this.status = parts.status ?? 200;
    this.text = parts.text ?? JSON.stringify(parts.body ?? null);
    this.headers = parts.headers ?? {};
    this.delayMs = parts.delayMs ?? 0;
    this.isDropped = parts.isDropped ?? false;
  }
}
