/** A file as it was uploaded. */
export interface Upload {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

export interface Parts {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, Upload>;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Reads `multipart/form-data`, also without the space after a header's colon and with names that are
 * not quoted, as clients of the Bot API write it. `null` when it is no multipart body.
 */
export function readMultipart(body: Buffer, contentType: string): Parts | null {
  const boundary = /^multipart\/form-data;.*\bboundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const name = boundary?.[1] ?? boundary?.[2];
  if (name === undefined) return null;
  const fields = new Map<string, string>();
  const files = new Map<string, Upload>();
  for (const part of split(body, Buffer.from(`--${name}`))) {
    const headEnd = part.indexOf(HEAD_END);
    if (headEnd < 0) return null;
    const head = part.subarray(0, headEnd).toString();
    const content = part.subarray(headEnd + HEAD_END.length);
    const field = parameter(head, 'name');
    if (field === null) return null;
    const fileName = parameter(head, 'filename');
    if (fileName === null) fields.set(field, content.toString());
    else files.set(field, { fileName, bytes: new Uint8Array(content) });
  }
  return { fields, files };
}

/** What stands between the boundaries, without the line ends that belong to them. */
function split(body: Buffer, delimiter: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let begin = body.indexOf(delimiter);
  while (begin >= 0) {
    const from = begin + delimiter.length;
    if (body.subarray(from, from + 2).toString() === '--') return parts;
    const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), from);
    if (next < 0) return parts;
    parts.push(body.subarray(from + 2, next));
    begin = next + 2;
  }
  return parts;
}

function parameter(head: string, name: string): string | null {
  const line = head.split('\r\n').find((one) => /^content-disposition:/i.test(one)) ?? '';
  const found = new RegExp(`[;\\s]${name}=(?:"([^"]*)"|([^;]*))`, 'i').exec(line);
  return found?.[1] ?? found?.[2]?.trim() ?? null;
}
