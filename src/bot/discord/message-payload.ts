import type { Pictures } from '../charts/chart.ts';
import type { Timing } from '../notice/timing.ts';
import type { Reply, ReplyFile } from '../reply.ts';
import { inTime } from './in-time.ts';
import { type MessageBody, renderReply } from './render.ts';

/** What a picture is called in its message. */
const PICTURE_NAME = 'chart.png';
/** A picture that takes longer is left out. */
export const DRAW_MS_MAX = 5_000;
/** What a server without boosts takes as a file. */
const PICTURE_BYTES_MAX = 10 * 1024 * 1024;
const DESCRIPTION_LENGTH_MAX = 1_024;

/** A message ready to be sent, with the files that go with it: a picture first. */
export interface Payload {
  readonly body: MessageBody & { readonly attachments: readonly Attached[] };
  readonly files: readonly ReplyFile[];
}

interface Attached {
  readonly id: number;
  readonly filename: string;
  /** Read out to those who do not see a picture. */
  readonly description?: string;
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
    const pictures = picture === null ? [] : [pictureFile(picture)];
    const files = [...pictures, ...(reply.files ?? [])];
    const attachments = files.map(({ name: filename }, id): Attached => {
      return { id, filename, ...(id < pictures.length ? { description } : {}) };
    });
    return { body: { ...renderReply(reply, options), attachments }, files };
  }

  async #drawn({ picture }: Reply): Promise<Uint8Array | null> {
    if (picture === undefined) return null;
    const outcome = await inTime(this.#pictures.draw(picture), DRAW_MS_MAX, this.#timing);
    const drawn = outcome.isDone ? outcome.result : null;
    return drawn === null || drawn.length > PICTURE_BYTES_MAX ? null : drawn;
  }
}

function pictureFile(bytes: Uint8Array): ReplyFile {
  return { name: PICTURE_NAME, bytes, type: 'image/png' };
}
