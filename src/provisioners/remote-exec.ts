import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Block, type Json, isJsonList, type JsonObject, listOf } from '../model/index.js';
import { LastLines } from './lines.js';
import type { Surroundings } from './local-exec.js';
import { onRemote } from './remote.js';
import type { Failure, ProvisionerRequest } from './request.js';
import { emptyFile, writeFile } from './transfer.js';

/** The arguments of `remote-exec`, as Terraform has them. */
export const REMOTE_EXEC: Block = {
  attributes: {
    inline: { type: listOf('string'), optional: true },
    script: { type: 'string', optional: true },
    scripts: { type: listOf('string'), optional: true },
  },
  blockTypes: {},
};

/** Runs scripts on another machine: copies each there, runs it, and empties the copy. */
export async function remoteExec(
  request: ProvisionerRequest,
  { directory, environment }: Surroundings,
): Promise<Failure | undefined> {
  const scripts = await scriptsIn(request.config, directory);
  if ('problem' in scripts) return { reason: 'A script cannot be read', detail: scripts.problem };
  return onRemote(request, environment, async (remote, { scriptPath }) => {
    for (const script of scripts.texts) {
      const place = scriptPath.replaceAll('%RAND%', String(randomInt(2 ** 31)));
      const files = await remote.files();
      await writeFile(files, place, script.startsWith('#!') ? script : `#!/bin/sh\n${script}`, 0o700);
      const last = new LastLines();
      const reason = await remote.run(quoted(place), (line) => {
        last.add(line);
        request.output(line);
      });
      await emptyFile(files, place);
      files.end();
      if (reason !== undefined) return { reason, detail: `Output: ${last.text()}` };
    }
    return undefined;
  });
}

/** The lines of `inline` are one script. */
async function scriptsIn(
  { inline, script, scripts }: JsonObject,
  directory: string,
): Promise<{ readonly texts: readonly string[] } | { readonly problem: string }> {
  const lines = textsIn(inline);
  if (lines.length > 0) return { texts: [`${lines.join('\n')}\n`] };
  const names = typeof script === 'string' ? [script] : textsIn(scripts);
  try {
    return { texts: await Promise.all(names.map((name) => readFile(path.resolve(directory, name), 'utf8'))) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

const textsIn = (json: Json | undefined): readonly string[] =>
  json !== undefined && isJsonList(json) ? json.filter((item) => typeof item === 'string') : [];

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
