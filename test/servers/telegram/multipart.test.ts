import { describe, expect, test } from 'vitest';
import { readMultipart } from './multipart.ts';

const body = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1');

describe('multipart', () => {
  test('reads the header style of grammY, without spaces and quotes', () => {
    const parts = readMultipart(
      body(
        '--B',
        'content-disposition:form-data;name="chat_id"',
        '',
        '7',
        '--B',
        'content-disposition:form-data;name="f1";filename=a b.png',
        'content-type:application/octet-stream',
        '',
        'x\r\n--\0y',
        '--B--',
        '',
      ),
      'multipart/form-data; boundary=B',
    );
    expect(parts?.fields).toEqual(new Map([['chat_id', '7']]));
    const file = parts?.files.get('f1');
    expect(file?.fileName).toBe('a b.png');
    expect(Buffer.from(file?.bytes ?? []).toString('latin1')).toBe('x\r\n--\0y');
  });

  test('reads the header style of browsers', async () => {
    const form = new FormData();
    form.set('caption', 'line 1\r\nline 2 "é"');
    form.set('photo', new Blob([new Uint8Array([0, 13, 10, 45, 45, 255])]), 'p "q".png');
    const request = new Request('http://a.bc', { method: 'POST', body: form });
    const parts = readMultipart(
      Buffer.from(await request.arrayBuffer()),
      request.headers.get('content-type') ?? '',
    );
    expect(parts?.fields.get('caption')).toBe('line 1\r\nline 2 "é"');
    expect([...(parts?.files.get('photo')?.bytes ?? [])]).toEqual([0, 13, 10, 45, 45, 255]);
  });

  test('anything else is none', () => {
    expect(readMultipart(body('{}'), 'application/json')).toBeNull();
    expect(readMultipart(body('--B', 'x', '--B--'), 'multipart/form-data; boundary=B')).toBeNull();
  });
});
