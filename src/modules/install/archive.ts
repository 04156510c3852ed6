import { unpack as unpackPackage, type ArchiveFormat } from '../../packages/index.js';
import { inWordsOfModules, ModuleError } from '../problem.js';

/** File name extensions, and values of `archive`. */
const FORMATS: Readonly<Record<string, ArchiveFormat>> = {
  'tar.gz': 'tar.gz',
  tgz: 'tar.gz',
  'tar.bz2': 'tar.bz2',
  tbz2: 'tar.bz2',
  'tar.xz': 'tar.xz',
  txz: 'tar.xz',
  tar: 'tar',
  zip: 'zip',
};

/** Single files, and formats that Terraform does not unpack either. */
const OTHERS = ['tar.zst', 'tzst', 'bz2', 'gz', 'xz', 'zst', '7z', 'rar'];

/** The format of an archive by the name of its file or the parameter `archive`; undefined if it has none. Throws for formats that are not supported. */
export function archiveFormat(path: string, parameter: string | undefined): ArchiveFormat | undefined {
  if (parameter === 'false' || parameter === '0') return undefined;
  const name = parameter === undefined ? path.toLowerCase() : `.${parameter.toLowerCase()}`;
  for (const [extension, format] of Object.entries(FORMATS)) if (name.endsWith(`.${extension}`)) return format;
  const other = OTHERS.find((extension) => name.endsWith(`.${extension}`));
  if (other !== undefined || parameter !== undefined) {
    throw new ModuleError(
      'module-source-not-supported',
      `Archives of the format ${other ?? JSON.stringify(parameter)} are not supported`,
      'Publish the module as .zip, .tar.gz, .tar.bz2, .tar.xz or .tar.',
    );
  }
  return undefined;
}

/** Unpacks an archive into an empty folder. Throws a {@link ModuleError} if it is damaged or hostile. */
export const unpack = (file: string, format: ArchiveFormat, folder: string): Promise<void> =>
  inWordsOfModules(() => unpackPackage(file, format, folder, MODULE_LIMITS));

/** Far above those of real modules, and far below what fills a disk. */
export const MODULE_LIMITS = { entries: 100_000, bytes: 1024 * 1024 * 1024, links: true };
