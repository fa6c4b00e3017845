import { createHash } from 'node:crypto';
import type { Document, File, PhotoSize } from 'grammy/types';
import { type ImageSize, imageSize } from './images.ts';
import type { Upload } from './multipart.ts';
import type { Parameters } from './parameters.ts';
import { badRequest, Refusal } from './refusal.ts';

const PHOTO_BYTES_MAX = 10 * 1024 * 1024;
const DOCUMENT_BYTES_MAX = 50 * 1024 * 1024;
const PHOTO_SIDES_SUM_MAX = 10_000;
const PHOTO_RATIO_MAX = 20;
/** A photo of a person need not be a real image here. */
const UNKNOWN_SIZE: ImageSize = { width: 800, height: 600 };

/** A picture somewhere in a chat. */
export interface Photo {
  readonly size: PhotoSize;
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A file of any kind in a chat. */
export interface SentDocument {
  readonly wire: Document;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Pictures that were sent: by id to be sent again, by path to be downloaded. */
export class Files {
  readonly #photos = new Map<string, Photo>();

  /** What a person sends, any bytes. */
  received(bytes: Uint8Array): Photo {
    return this.#keep(bytes, imageSize(bytes) ?? UNKNOWN_SIZE);
  }

  /** The photo that a parameter names: an upload, an `attach://` name, or an id. @throws Refusal */
  photo(parameters: Parameters, given: string | null, field: string): Photo {
    const direct = parameters.file(field);
    if (direct !== null) return this.#uploaded(direct);
    if (given === null || given === '') throw badRequest(`there is no ${field} in the request`);
    const attached = /^attach:\/\/(.+)$/.exec(given)?.[1];
    if (attached !== undefined) {
      const upload = parameters.file(attached);
      if (upload === null) throw badRequest('wrong file identifier/HTTP URL specified');
      return this.#uploaded(upload);
    }
    if (/^https?:\/\//i.test(given)) throw badRequest('failed to get HTTP URL content');
    const known = this.#photos.get(given);
    if (known === undefined) throw badRequest('wrong file identifier/HTTP URL specified');
    return known;
  }

  /** A file that is uploaded with the call: ours are never sent a second time. @throws Refusal */
  document(parameters: Parameters, given: string | null): SentDocument {
    const attached = /^attach:\/\/(.+)$/.exec(given ?? '')?.[1];
    const upload = parameters.file('document') ?? parameters.file(attached ?? '');
    if (upload === null) throw badRequest('there is no document in the request');
    const { fileName: name, bytes } = upload;
    if (bytes.length === 0) throw badRequest('file must be non-empty');
    if (bytes.length > DOCUMENT_BYTES_MAX) {
      throw new Refusal(413, 'Request Entity Too Large');
    }
    const unique = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
    const wire: Document = {
      ...{ file_id: `BQAC${unique}`, file_unique_id: unique },
      ...{ file_name: name, file_size: bytes.length },
    };
    return { wire, name, bytes };
  }

  /** @throws Refusal */
  file(id: string): File {
    const photo = this.#photos.get(id);
    if (photo === undefined) {
      throw badRequest('wrong file_id or the file is temporarily unavailable');
    }
    const { file_id, file_unique_id } = photo.size;
    return { file_id, file_unique_id, file_size: photo.bytes.length, file_path: photo.path };
  }

  atPath(path: string): Uint8Array | null {
    return [...this.#photos.values()].find((photo) => photo.path === path)?.bytes ?? null;
  }

  #uploaded({ bytes }: Upload): Photo {
    if (bytes.length === 0) throw badRequest('file must be non-empty');
    if (bytes.length > PHOTO_BYTES_MAX) {
      throw badRequest(
        `file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${PHOTO_BYTES_MAX} bytes`,
      );
    }
    const size = imageSize(bytes);
    if (size === null) throw badRequest('IMAGE_PROCESS_FAILED');
    const { width, height } = size;
    const slim = Math.max(width, height) > PHOTO_RATIO_MAX * Math.min(width, height);
    if (slim || width + height > PHOTO_SIDES_SUM_MAX) {
      throw badRequest('PHOTO_INVALID_DIMENSIONS');
    }
    return this.#keep(bytes, size);
  }

  #keep(bytes: Uint8Array, { width, height }: ImageSize): Photo {
    const number = this.#photos.size;
    const unique = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
    const size: PhotoSize = {
      file_id: `AgAC${String(number).padStart(6, '0')}${unique}`,
      file_unique_id: unique,
      width,
      height,
      file_size: bytes.length,
    };
    const photo = { size, path: `photos/file_${number}.jpg`, bytes };
    this.#photos.set(size.file_id, photo);
    return photo;
  }
}
