import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Block } from '../model/index.js';
import type { Surroundings } from './local-exec.js';
import { onRemote } from './remote.js';
import type { Failure, ProvisionerRequest } from './request.js';
import { copyTo, writeFile } from './transfer.js';

/** The arguments of `file`, as Terraform has them. */
export const FILE: Block = {
  attributes: {
    source: { type: 'string', optional: true },
    content: { type: 'string', optional: true },
    destination: { type: 'string', required: true },
  },
  blockTypes: {},
};

/** Copies a file, a folder or a text to another machine. */
export async function uploadFile(
  request: ProvisionerRequest,
  { directory, environment }: Surroundings,
): Promise<Failure | undefined> {
  const { source, content, destination } = request.config;
  if (typeof destination !== 'string' || destination === '') return { reason: 'Its destination is empty' };
  const from = typeof source === 'string' ? path.resolve(directory, source) : undefined;
  if (from !== undefined && !existsSync(from))
    return { reason: 'Its source does not exist', detail: `Source: ${from}` };
  return onRemote(request, environment, async (remote) => {
    const files = await remote.files();
    if (typeof source !== 'string' || from === undefined) {
      await writeFile(files, destination, typeof content === 'string' ? content : '', 0o644);
      return undefined;
    }
    // As rsync: the content of a folder with a slash at the end, otherwise the folder itself.
    const isFolder = statSync(from).isDirectory() && !/[/\\]$/.test(source);
    await copyTo(files, from, isFolder ? path.posix.join(destination, path.basename(from)) : destination);
    return undefined;
  });
}
