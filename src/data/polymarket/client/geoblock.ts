import { z } from 'zod';
import type { JsonHttp, ReadOptions } from '../../http/json-http.ts';
import { malformed } from './data-envelope.ts';

/** Whether the venue serves orders from here. The answer's own address is dropped. */
export interface Geoblock {
  readonly blocked: boolean;
  /** ISO 3166-1, two letters. */
  readonly country: string;
}

const schema: z.ZodType<Geoblock> = z
  .object({ blocked: z.boolean(), country: z.string().max(8) })
  .transform(({ blocked, country }) => ({ blocked, country }));

/** Asks the website; live trading is refused when it says blocked. @throws VenueError */
export async function readGeoblock(http: JsonHttp, options: ReadOptions = {}): Promise<Geoblock> {
  const endpoint = 'site.geoblock';
  const body = await http.getJson({ ...options, endpoint, groups: ['total'], path: '' });
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw malformed(endpoint, 'an answer that names no country');
  return parsed.data;
}
