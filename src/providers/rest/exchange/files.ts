import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import {
  isNull,
  Unknown,
  errorDiagnostic,
  objectValue,
  type Diagnostic,
  type Value,
  codeOf,
  reasonOf,
} from '../../../model/index.js';
import { gzip, sha256, tarOf } from './archive.js';
import type { FileMapping } from '../mapping/definition.js';
import type { Values } from '../values/projection.js';

export type FileMappings = Readonly<Record<string, FileMapping>>;

/** The content to send for an attribute that names a file. */
export interface FileContent {
  /** Without the parent folders. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** By the attribute that names it. */
export type Files = ReadonlyMap<string, FileContent>;

/** Information about the files' content before anything is sent. */
export interface Fingerprints {
  readonly values: Values;
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything in an archive is in one folder, which has the same name whatever the source folder is called. */
const ROOT = 'content';

/** The content attributes of the files that attributes name: a SHA-256, unknown or null. */
export async function fingerprints(files: FileMappings, values: Values, directory: string): Promise<Fingerprints> {
  const found: Record<string, Value> = objectValue();
  const diagnostics: Diagnostic[] = [];
  for (const [attribute, mapping] of Object.entries(files)) {
    const path = values[attribute] ?? null;
    if (typeof path !== 'string') found[mapping.hash] = isNull(path) ? null : new Unknown('string');
    else {
      const content = await contentAt(attribute, mapping, path, directory);
      if ('diagnostic' in content) diagnostics.push(content.diagnostic);
      else found[mapping.hash] = content.hash;
    }
  }
  return { values: found, diagnostics };
}

/**
 * The content of the files that attributes name, ready to send. A file that changed since the plan is not sent, because
 * the approved plan was for other content.
 */
export async function readFiles(
  files: Readonly<Record<string, Pick<FileMapping, 'folder'> & Partial<FileMapping>>>,
  planned: Values,
  directory: string,
): Promise<{ readonly files: Files } | { readonly diagnostic: Diagnostic }> {
  const read = new Map<string, FileContent>();
  for (const [attribute, mapping] of Object.entries(files)) {
    const path = planned[attribute];
    if (typeof path !== 'string') continue;
    const content = await contentAt(attribute, mapping, path, directory);
    if ('diagnostic' in content) return content;
    const agreed = mapping.hash === undefined ? undefined : planned[mapping.hash];
    if (typeof agreed === 'string' && agreed !== content.hash) return { diagnostic: changed(attribute, path) };
    read.set(attribute, { name: content.name, bytes: content.bytes() });
  }
  return { files: read };
}

interface Content {
  readonly name: string;
  readonly hash: string;
  readonly bytes: () => Uint8Array<ArrayBuffer>;
}

/** A folder's archive is compared before compression, since compressors differ. */
async function contentAt(
  attribute: string,
  mapping: Pick<FileMapping, 'folder'>,
  path: string,
  directory: string,
): Promise<Content | { readonly diagnostic: Diagnostic }> {
  const whole = resolve(directory, path);
  try {
    if (!(await stat(whole)).isDirectory()) {
      const bytes = new Uint8Array(await readFile(whole));
      return { name: basename(whole), hash: sha256(bytes), bytes: () => bytes };
    }
    if (mapping.folder !== true) return { diagnostic: unreadable(attribute, path, 'it is a folder') };
    const tar = await tarOf(whole, ROOT);
    return { name: `${basename(whole)}.tar.gz`, hash: sha256(tar), bytes: () => new Uint8Array(gzip(tar)) };
  } catch (error) {
    return { diagnostic: unreadable(attribute, path, whyUnreadable(error)) };
  }
}

function whyUnreadable(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'there is nothing at that path';
  if (code === 'EACCES') return 'it cannot be read';
  return reasonOf(error);
}

function unreadable(attribute: string, path: string, reason: string): Diagnostic {
  return errorDiagnostic('file-not-readable', `${path} cannot be sent`, {
    detail: `${attribute} names a file or folder to send, but ${reason}. Relative paths start at the project's folder.`,
    path: [attribute],
  });
}

function changed(attribute: string, path: string): Diagnostic {
  return errorDiagnostic('file-changed', `${path} has changed since the plan was made`, {
    detail: 'Nothing was sent. Run plan again to see the changes with the new content.',
    path: [attribute],
  });
}
