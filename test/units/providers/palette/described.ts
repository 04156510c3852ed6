import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

interface Operation {
  readonly id: string;
  /** The value of `api` with which alone it is called. */
  readonly only: string | undefined;
}

/** The operations of Palette's description. */
export async function describedPalette(): Promise<readonly Operation[]> {
  const file = new URL('../../../../src/providers/palette/openapi.yaml', import.meta.url);
  const { paths } = parse(await readFile(file, 'utf8')) as {
    paths: Record<string, Record<string, { operationId?: string; 'x-landform-only'?: string }>>;
  };
  return Object.values(paths)
    .flatMap((item) => Object.values(item))
    .flatMap(({ operationId: id, 'x-landform-only': only }) => (id === undefined ? [] : [{ id, only }]));
}
