import type { Pictures } from '../charts/chart.ts';
import type { Timing } from '../notice/timing.ts';
import type { Reply } from '../reply.ts';
import { PICTURE_NAME } from './discord-rest.ts';
import { inTime } from './in-time.ts';
import { type MessageBody, renderReply } from './render.ts';

/** A picture that takes longer is left out. */
export const DRAW_MS_MAX = 5_000;
/** What a server without boosts takes as a file. */
const PICTURE_BYTES_MAX = 10 * 1024 * 1024;
const DESCRIPTION_LENGTH_MAX = 1_024;

/** A message ready to be sent, with the picture that goes with it. */
export interface Payload {
  readonly body: MessageBody & { readonly attachments: readonly Attached[] };
  readonly picture: Uint8Array | null;
}

interface Attached {
  readonly id: number;
  readonly filename: string;
  /** Read out to those who do not see the picture. */
  readonly description: string;
}

/** Makes messages of replies. */
export class Payloads {
  readonly #pictures: Pictures;
  readonly #timing: Timing;

  constructor({ pictures, timing }: { readonly pictures: Pictures; readonly timing: Timing }) {
    this.#pictures = pictures;
    this.#timing = timing;
  }

  /** The whole list of files is told, so that a changed message loses the picture it had. */
  async of(
    reply: Reply,
    options: { readonly taps: readonly string[]; readonly forms: boolean },
  ): Promise<Payload> {
    const picture = await this.#drawn(reply);
    const description = (reply.picture?.title ?? '').slice(0, DESCRIPTION_LENGTH_MAX);
    const attachments = picture === null ? [] : [{ id: 0, filename: PICTURE_NAME, description }];
    return { body: { ...renderReply(reply, options), attachments }, picture };
  }

  async #drawn({ picture }: Reply): Promise<Uint8Array | null> {
    if (picture === undefined) return null;
    const outcome = await inTime(this.#pictures.draw(picture), DRAW_MS_MAX, this.#timing);
    const drawn = outcome.isDone ? outcome.result : null;
    return drawn === null || drawn.length > PICTURE_BYTES_MAX ? null : drawn;
  }
}
