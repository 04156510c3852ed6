import { codeOf, reasonOf } from '../../model/index.js';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { defineProvider, type DefinedProviderFactory } from '../define.js';
import { string } from '../define/attributes.js';
import { ProviderError } from '../define/definition.js';
import { replaceFile } from '../replace-file.js';

const PERMISSION = /^0?[0-7]{3}$/;

const checksums = {
  content_md5: string({ computed: true, description: 'MD5 of the content, hex.' }),
  content_sha1: string({ computed: true, description: 'SHA-1 of the content, hex.' }),
  content_sha256: string({ computed: true, description: 'SHA-256 of the content, hex.' }),
  content_base64sha256: string({ computed: true, description: 'SHA-256 of the content, base64.' }),
  content_sha512: string({ computed: true, description: 'SHA-512 of the content, hex.' }),
  content_base64sha512: string({ computed: true, description: 'SHA-512 of the content, base64.' }),
  id: string({ computed: true, description: 'SHA-1 of the content, hex.' }),
};

const filename = string({
  required: true,
  replaces: true,
  description: 'Path of the file. Missing directories are created; an existing file is overwritten.',
});

const permission = (what: string, value: string) =>
  string({
    default: value,
    pattern: PERMISSION,
    replaces: true,
    description: `Permissions of ${what}, octal, before the umask.`,
  });

const source = string({ replaces: true, description: 'Path of a file to copy the content from.' });

const fileSchema = {
  filename,
  content: string({ replaces: true, description: 'The content, as UTF-8 text.' }),
  content_base64: string({ replaces: true, description: 'The content, base64-encoded.' }),
  sensitive_content: string({
    sensitive: true,
    replaces: true,
    deprecated: true,
    description: 'The content, sensitive. Use local_sensitive_file instead.',
  }),
  source,
  file_permission: permission('the file', '0777'),
  directory_permission: permission('created directories', '0777'),
  ...checksums,
};

const sensitiveFileSchema = {
  filename,
  content: string({ sensitive: true, replaces: true, description: 'The content, as UTF-8 text.' }),
  content_base64: string({ sensitive: true, replaces: true, description: 'The content, base64-encoded.' }),
  source,
  file_permission: permission('the file', '0700'),
  directory_permission: permission('created directories', '0700'),
  ...checksums,
};

interface FileInputs {
  readonly filename: string;
  readonly content: string | null;
  readonly content_base64: string | null;
  readonly sensitive_content?: string | null;
  readonly source: string | null;
  readonly file_permission: string;
  readonly directory_permission: string;
}

interface Place {
  readonly directory: string;
}

/** Shared by both resources, which differ in what is shown. */
const handlers = {
  async create(inputs: FileInputs, { directory }: Place) {
    const content = await contentOf(inputs, directory);
    const path = resolve(directory, inputs.filename);
    await attempt(`write ${inputs.filename}`, async () => {
      await mkdir(dirname(path), { recursive: true, mode: Number.parseInt(inputs.directory_permission, 8) });
      await replaceFile(path, content, Number.parseInt(inputs.file_permission, 8));
    });
    return checksumsOf(content);
  },

  /** A file with different content is not the one that was created: it counts as gone, and is written again. */
  async read(state: { readonly filename: string; readonly id: string }, { directory }: Place) {
    const content = await contentAt(resolve(directory, state.filename));
    return content === undefined || sha1(content) !== state.id ? null : {};
  },

  async delete(state: { readonly filename: string }, { directory }: Place) {
    await attempt(`delete ${state.filename}`, () => rm(resolve(directory, state.filename), { force: true }));
  },

  landsWithinSeconds: 0,

  /** Files are replaced atomically, so the content tells whether it happened. */
  async locate(inputs: FileInputs, { directory }: Place) {
    const wanted = await contentOf(inputs, directory);
    const found = await contentAt(resolve(directory, inputs.filename));
    return found !== undefined && wanted.equals(found) ? checksumsOf(wanted) : null;
  },
};

/** `landform/local`: files on this machine, with the attributes of hashicorp/local. */
export function localProvider(version: string): DefinedProviderFactory {
  return defineProvider({
    name: 'landform/local',
    version,
    resources: {
      local_file: {
        schema: fileSchema,
        description: 'A file with the given content.',
        validate: (config) => onlyOne(config, ['content', 'sensitive_content', 'content_base64', 'source']),
        ...handlers,
      },
      local_sensitive_file: {
        schema: sensitiveFileSchema,
        description: 'A file with sensitive content.',
        validate: (config) => onlyOne(config, ['content', 'content_base64', 'source']),
        ...handlers,
      },
    },
    dataSources: {
      local_file: {
        description: 'The content of a file.',
        schema: {
          filename: string({ required: true }),
          content: string({ computed: true }),
          content_base64: string({ computed: true }),
          ...checksums,
        },
        read: readContent,
      },
      local_sensitive_file: {
        description: 'The content of a file, sensitive.',
        schema: {
          filename: string({ required: true }),
          content: string({ computed: true, sensitive: true }),
          content_base64: string({ computed: true, sensitive: true }),
          ...checksums,
        },
        read: readContent,
      },
    },
  });
}

async function readContent(config: { readonly filename: string }, { directory }: Place) {
  const content = await attempt(`read ${config.filename}`, () => readFile(resolve(directory, config.filename)), [
    'filename',
  ]);
  return { content: content.toString('utf8'), content_base64: content.toString('base64'), ...checksumsOf(content) };
}

/** An attribute that is not known yet may turn out to be set, or not. */
function onlyOne<Name extends string>(
  config: { readonly [N in Name]?: unknown },
  names: readonly Name[],
): readonly Error[] {
  const given = names.filter((name) => typeof config[name] === 'string');
  const open = names.some((name) => config[name] === undefined);
  const [, second] = given;
  if (second !== undefined) {
    return [
      new ProviderError(
        'conflicting-attributes',
        `Only one of ${given.join(' and ')} can be set`,
        'Remove the others.',
        [second],
      ),
    ];
  }
  if (given.length === 0 && !open) {
    return [
      new ProviderError('missing-attribute', 'The file has no content', `Set exactly one of ${names.join(', ')}.`),
    ];
  }
  return [];
}

async function contentOf(inputs: FileInputs, directory: string): Promise<Buffer> {
  if (inputs.content_base64 !== null) return Buffer.from(inputs.content_base64, 'base64');
  if (inputs.source === null) return Buffer.from(inputs.sensitive_content ?? inputs.content ?? '', 'utf8');
  const path = resolve(directory, inputs.source);
  return attempt(`read ${inputs.source}`, () => readFile(path), ['source']);
}

async function contentAt(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw new ProviderError(
      'file-unreadable',
      `Cannot read ${path}: ${reasonOf(error)}`,
      "Change the file's permissions.",
    );
  }
}

async function attempt<Result>(what: string, run: () => Promise<Result>, path?: readonly string[]): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    const detail = 'Check the path and the permissions of its directory.';
    throw new ProviderError('file-failed', `Cannot ${what}: ${reasonOf(error)}`, detail, path);
  }
}

function checksumsOf(content: Buffer) {
  const hash = (algorithm: string, encoding: 'hex' | 'base64'): string =>
    createHash(algorithm).update(content).digest(encoding);
  return {
    content_md5: hash('md5', 'hex'),
    content_sha1: sha1(content),
    content_sha256: hash('sha256', 'hex'),
    content_base64sha256: hash('sha256', 'base64'),
    content_sha512: hash('sha512', 'hex'),
    content_base64sha512: hash('sha512', 'base64'),
    id: sha1(content),
  };
}

const sha1 = (content: Buffer): string => createHash('sha1').update(content).digest('hex');
