import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SFTPWrapper } from 'ssh2';

/** Writes a text to a file on another machine. */
export function writeFile(files: SFTPWrapper, place: string, content: string | Buffer, mode: number): Promise<void> {
  return new Promise((resolve, reject) => {
    files.writeFile(place, content, { mode }, (error) => {
      if (error) return reject(at(place, error));
      // The mode of an existing file would stay, and that of a new one is subject to the umask.
      files.chmod(place, mode, (failed) => (failed ? reject(at(place, failed)) : resolve()));
    });
  });
}

/** Nobody can read there what was run. */
export const emptyFile = (files: SFTPWrapper, place: string): Promise<void> =>
  new Promise((resolve) => files.writeFile(place, '', () => resolve()));

const FILE_MODE = 0o644;
const FOLDER_MODE = 0o755;

/** Copies a file, or a folder with what is in it, to a place on another machine. Links are followed. */
export async function copyTo(files: SFTPWrapper, source: string, place: string): Promise<void> {
  if (!(await stat(source)).isDirectory()) return copyFile(files, source, place);
  await makeFolder(files, place);
  const names = await readdir(source);
  for (const name of names.sort()) await copyTo(files, path.join(source, name), path.posix.join(place, name));
}

function copyFile(files: SFTPWrapper, source: string, place: string): Promise<void> {
  return new Promise((resolve, reject) => {
    files.fastPut(source, place, { mode: FILE_MODE }, (error) => (error ? reject(at(place, error)) : resolve()));
  });
}

/** It may exist. */
function makeFolder(files: SFTPWrapper, place: string): Promise<void> {
  return new Promise((resolve, reject) => {
    files.mkdir(place, { mode: FOLDER_MODE }, (error) => {
      if (!error) return resolve();
      files.stat(place, (missing, stats) => (!missing && stats.isDirectory() ? resolve() : reject(at(place, error))));
    });
  });
}

/** The messages of the protocol name no file. */
const at = (place: string, { message }: Error): Error => new Error(`${place}: ${message}`);
