/** One instruction of a Dockerfile, its continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The instructions of each stage, in order. */
export function stagesOf(text: string): readonly (readonly Instruction[])[] {
  const stages: Instruction[][] = [];
  const joined = text.replaceAll(/^#.*\n/gm, '').replaceAll(/\\\n\s*/g, '');
  for (const line of joined.split('\n').filter((one) => one.trim() !== '')) {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.+)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push([]);
    const stage = stages.at(-1);
    if (name === '' || stage === undefined) throw new Error(`no instruction: ${line}`);
    stage.push({ name, rest });
  }
  return stages;
}

/** The rest of the last instruction of a name. @throws Error where there is none */
export function restOf(stage: readonly Instruction[], name: string): string {
  const found = stage.findLast((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found.rest;
}

/** The words of an instruction in its exec form. */
export function wordsOf(rest: string): readonly string[] {
  const list: unknown = JSON.parse(rest);
  if (!Array.isArray(list) || !list.every((word) => typeof word === 'string')) {
    throw new Error(`not in exec form: ${rest}`);
  }
  return list;
}

/** The command of a HEALTHCHECK. */
export function healthWords(stage: readonly Instruction[]): readonly string[] {
  return wordsOf(restOf(stage, 'HEALTHCHECK').replace(/^.*?CMD\s+/, ''));
}
