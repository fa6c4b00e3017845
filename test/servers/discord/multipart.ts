/** A file as it came with a request. */
export interface UploadedFile {
  /** `files[0]` */
  readonly field: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface Multipart {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly UploadedFile[];
}

const BLANK_LINE = '\r\n\r\n';

/** Reads a multipart body. @throws Error when it is not one */
export function readMultipart(body: Buffer, contentType: string): Multipart {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const name = boundary?.[1] ?? boundary?.[2];
  if (name === undefined) throw new Error('a multipart body without its boundary');
  const fields = new Map<string, string>();
  const files: UploadedFile[] = [];
  for (const part of partsOf(body, `--${name}`)) {
    const head = part.indexOf(BLANK_LINE);
    if (head < 0) throw new Error('a part without a blank line');
    const about = headersOf(part.subarray(0, head).toString('utf8'));
    const bytes = Buffer.from(part.subarray(head + BLANK_LINE.length));
    if (about.file === null) fields.set(about.field, bytes.toString('utf8'));
    else
      files.push({ field: about.field, name: about.file, contentType: about.contentType, bytes });
  }
  return { fields, files };
}

function partsOf(body: Buffer, mark: string): Buffer[] {
  const parts: Buffer[] = [];
  let from = body.indexOf(mark);
  if (from < 0) throw new Error('the boundary does not occur');
  for (;;) {
    const start = from + mark.length;
    if (body.subarray(start, start + 2).toString() === '--') return parts;
    const end = body.indexOf(`\r\n${mark}`, start);
    if (end < 0) throw new Error('the last boundary is missing');
    parts.push(body.subarray(start + 2, end));
    from = end + 2;
  }
}

interface PartHead {
  readonly field: string;
  readonly file: string | null;
  readonly contentType: string;
}

function headersOf(text: string): PartHead {
  const disposition = /^content-disposition:[^\r\n]*/im.exec(text)?.[0] ?? '';
  const field = /[;\s]name="([^"]*)"/.exec(disposition)?.[1];
  if (field === undefined) throw new Error('a part without a name');
  const file = /filename="([^"]*)"/.exec(disposition)?.[1] ?? null;
  const contentType = /^content-type:\s*([^\r\n]+)/im.exec(text)?.[1] ?? 'application/octet-stream';
  return { field, file, contentType };
}
