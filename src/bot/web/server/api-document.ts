import { z } from 'zod';
import { failure } from '../contract/failure.ts';
import type { Route } from '../contract/route.ts';
import { ROUTES } from '../contract/routes.ts';

type Json = Readonly<Record<string, unknown>>;

const ROUTE_LIST: readonly (readonly [name: string, route: Route])[] = Object.entries(ROUTES);

/** The API as an OpenAPI 3.1 document, made of the contract. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, route] of ROUTE_LIST) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'PolyMind', version, description: 'Amounts are integers of a millionth.' },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    paths,
  };
}

function operation(name: string, route: Route): Json {
  const { about, access, body, answer } = route;
  const type = answer === null ? 'text/event-stream' : 'application/json';
  return {
    operationId: name,
    summary: about,
    ...(access === 'open' ? {} : { security: [{ bearer: [access] }] }),
    parameters: [...parametersOf(route, 'path'), ...parametersOf(route, 'query')],
    ...(body === null ? {} : { requestBody: { required: true, content: content(body, 'input') } }),
    responses: {
      200: {
        description: answer === null ? 'a stream of events' : 'the answer',
        content: { [type]: answer === null ? {} : { schema: schemaOf(answer, 'output') } },
      },
      default: { description: 'why nothing was done', content: content(failure, 'output') },
    },
  };
}

function content(schema: z.ZodType, io: 'input' | 'output'): Json {
  return { 'application/json': { schema: schemaOf(schema, io) } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

/** One named part of a request, as the page and the document tell of it. */
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description: string;
  readonly schema: Json;
}

function parametersOf(route: Route, place: 'path' | 'query'): readonly Parameter[] {
  const schema = place === 'path' ? route.params : route.query;
  if (schema === null) return [];
  const { properties, required } = schemaOf(schema, 'input');
  const names = Array.isArray(required) ? required : [];
  return Object.entries((properties ?? {}) as Record<string, Json>).map(([name, of]) => ({
    name,
    in: place,
    required: names.includes(name),
    description: String(of['description'] ?? ''),
    schema: of,
  }));
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** The same as a page for people; it has no script, and its style stands in a file of its own. */
export function apiPage(version: string): string {
  const rows = ROUTE_LIST.map(([name, route]) => section(name, route)).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>PolyMind API</title>
<link rel="stylesheet" href="/api/style.css">
</head>
<body>
<main>
<h1>PolyMind API <small>${escaped(version)}</small></h1>
<p>Send <code>Authorization: Bearer …</code> with a token: an admin says <code>/web token NAME viewer</code>
in a private chat or at the host. Money, prices and shares are integers of a millionth; times are
milliseconds since 1970, UTC. A request with the header <code>Idempotency-Key</code> may be repeated:
what was done already is not done again. The same as a document: <a href="/api/openapi.json">openapi.json</a>.</p>
${rows}
</main>
</body>
</html>
`;
}

function section(name: string, route: Route): string {
  const { method, path, access, about, body, answer } = route;
  const parameters = [...parametersOf(route, 'path'), ...parametersOf(route, 'query')];
  const who = access === 'open' ? 'everybody' : `${access} and above`;
  return `<section id="${escaped(name)}">
<h2><code>${method} ${escaped(path)}</code></h2>
<p>${escaped(about)} <span class="role">For ${who}.</span></p>
${parameters.length === 0 ? '' : parameterTable(parameters)}
${body === null ? '' : schemaBlock('Body', schemaOf(body, 'input'))}
${answer === null ? '' : schemaBlock('Answer', schemaOf(answer, 'output'))}
</section>`;
}

function parameterTable(parameters: readonly Parameter[]): string {
  const rows = parameters.map(
    ({ name, in: place, required, description }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${place}${required ? '' : ', optional'}</td><td>${escaped(description)}</td></tr>`,
  );
  return `<table><thead><tr><th>name</th><th>where</th><th>what</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function schemaBlock(title: string, schema: Json): string {
  const text = escaped(JSON.stringify(schema, null, 2));
  return `<details><summary>${title}</summary><pre tabindex="0">${text}</pre></details>`;
}

export const API_STYLE = `:root { color-scheme: dark light; --back: #0e1116; --panel: #161b22; --text: #e6edf3; --muted: #8b949e; --grid: #222b36; --link: #56b4e9; }
@media (prefers-color-scheme: light) { :root { --back: #ffffff; --panel: #f3f5f8; --text: #14181f; --muted: #57606a; --grid: #d5dbe3; --link: #0b6ba8; } }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 Inter, system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 24px 16px 64px; }
h1 small, .role { color: var(--muted); font-weight: 400; }
h2 { font-size: 1rem; margin: 0 0 4px; overflow-wrap: anywhere; }
a { color: var(--link); }
section { border-top: 1px solid var(--grid); padding: 16px 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 4px 12px 4px 0; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--muted); font-weight: 400; }
pre { background: var(--panel); padding: 12px; overflow-x: auto; border-radius: 8px; font-size: 13px; }
summary { cursor: pointer; color: var(--link); padding: 4px 0; }
`;
