import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigError, loadConfig } from '../../src/app/config.ts';
import { ENVIRONMENT_NAMES, VARIABLES, type VariableName } from '../../src/app/environment.ts';

/** Variables of other programs' images that a service may set. */
const FOREIGN_VARIABLES = /^(?:POSTGRES_(?:USER|DB|PASSWORD_FILE))$/;
const DURATION = z.string().regex(/^\d+[sm]$/);
const PORT = z.string().regex(/^(?:[\d.]+:)?\d+:\d+$/);

/** The part of the Compose specification that is used here; what is not listed is a mistake. */
const container = z.strictObject({
  build: z.string().optional(),
  image: z.string().regex(/^[a-z/.-]+:[\w.-]+$/, 'an image with a version'),
  profiles: z.array(z.string()).min(1),
  init: z.boolean().optional(),
  restart: z.enum(['unless-stopped', 'no']),
  stop_grace_period: DURATION.optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string().startsWith('/')).optional(),
  cap_drop: z.array(z.string()).optional(),
  cap_add: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  mem_limit: z.string().optional(),
  pids_limit: z.number().optional(),
  shm_size: z.string().optional(),
  stdin_open: z.boolean().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(PORT).optional(),
  volumes: z.array(z.string().regex(/^[^:]+:\/[^:]+(?::ro)?$/)).optional(),
  secrets: z.array(z.string()).optional(),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.literal('service_healthy') }))
    .optional(),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.literal('CMD')], z.string()),
      interval: DURATION,
      timeout: DURATION,
      retries: z.int().positive(),
    })
    .optional(),
  logging: z
    .strictObject({ driver: z.string(), options: z.record(z.string(), z.string()) })
    .optional(),
});

const file = z.looseObject({
  name: z.string(),
  services: z.record(z.string(), container),
  volumes: z.record(z.string(), z.strictObject({})),
  secrets: z.record(z.string(), z.strictObject({ file: z.string().startsWith('./secrets/') })),
});

export type Compose = z.infer<typeof file>;
export type Container = z.infer<typeof container>;

/** The file with its anchors merged. @throws ZodError */
export function composeOf(text: string): Compose {
  return file.parse(parse(text, { merge: true, uniqueKeys: true }));
}

/** The services that a profile starts. */
export function containersOf(compose: Compose, profile: string): Map<string, Container> {
  return new Map(
    Object.entries(compose.services).filter(([, { profiles }]) => profiles.includes(profile)),
  );
}

/** What is wrong with a file that is well-formed, one line each. */
export function composeViolations(compose: Compose): string[] {
  const extensions = Object.keys(compose).filter(
    (key) => !['name', 'services', 'volumes', 'secrets'].includes(key) && !key.startsWith('x-'),
  );
  return [
    ...extensions.map((key) => `${key} is no part of a compose file`),
    ...Object.entries(compose.services).flatMap(([name, one]) =>
      [
        ...environmentProblems(one),
        ...portProblems(one),
        ...storageProblems(compose, one),
        ...neighbourProblems(compose, one),
      ].map((problem) => `${name}: ${problem}`),
    ),
  ];
}

function environmentProblems({ environment = {}, build }: Container): string[] {
  const names = Object.entries(environment).flatMap(([name, value]) => [
    ...unknownNames(name),
    ...[...value.matchAll(/\$\{(\w+)/g)].flatMap(([, asked = '']) => unknownNames(asked)),
    ...(isSecret(name) && /:\/\/[^/]*:[^/]*@/.test(value) ? [`${name} holds a password`] : []),
  ]);
  return build === undefined ? names : [...names, ...startProblems(environment)];
}

function unknownNames(name: string): string[] {
  if (FOREIGN_VARIABLES.test(name) || ENVIRONMENT_NAMES.includes(name as VariableName)) return [];
  const base = name.replace(/_FILE$/, '') as VariableName;
  return VARIABLES[base]?.secret === true ? [] : [`${name} is no variable of the program`];
}

function isSecret(name: string): boolean {
  return VARIABLES[name as VariableName]?.secret === true;
}

/** Whether the program would take what it is given when nobody set anything. */
function startProblems(environment: Readonly<Record<string, string>>): string[] {
  const given = Object.entries(environment)
    .map(([name, value]) => [name, interpolated(value, {})] as const)
    // The files are the host's: whether they can be read is seen where they are.
    .filter(([name]) => !name.endsWith('_FILE'));
  try {
    loadConfig(Object.fromEntries(given));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return [error.message];
    throw error;
  }
}

/** `${NAME:-default}` and `${NAME}` as Compose puts them in. */
export function interpolated(value: string, environment: Readonly<Record<string, string>>): string {
  return value.replaceAll(/\$\{(\w+)(?::-([^}]*))?\}/g, (_, name: string, otherwise = '') => {
    const set = environment[name];
    return set === undefined || set === '' ? otherwise : set;
  });
}

function portProblems({ ports = [], environment = {} }: Container): string[] {
  return ports.flatMap((port) => {
    const [target, , host] = port.split(':').reverse();
    return [
      ...(host === '127.0.0.1' ? [] : [`${port} is open to other machines`]),
      ...(target === environment['WEB_PORT'] ? [] : [`${port} leads to nobody`]),
    ];
  });
}

function storageProblems(compose: Compose, { volumes = [], secrets = [] }: Container) {
  const named = volumes.map((volume) => volume.split(':')[0] ?? '').filter((v) => /^\w/.test(v));
  return [
    ...named.filter((v) => compose.volumes[v] === undefined).map((v) => `no volume ${v}`),
    ...secrets.filter((s) => compose.secrets[s] === undefined).map((s) => `no secret ${s}`),
  ];
}

/** Whoever is waited for is in the same profile, and says when it is there. */
function neighbourProblems(compose: Compose, { depends_on = {}, profiles }: Container) {
  return Object.keys(depends_on).flatMap((name) => {
    const neighbour = compose.services[name];
    if (neighbour === undefined) return [`it waits for ${name}, which there is not`];
    const isBeside = profiles.every((profile) => neighbour.profiles.includes(profile));
    return [
      ...(isBeside ? [] : [`it waits for ${name} of another profile`]),
      ...(neighbour.healthcheck === undefined ? [`${name} never says that it is well`] : []),
    ];
  });
}
