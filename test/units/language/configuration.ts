import { readConfiguration } from '../../../src/language/index.js';
import type { Configuration, Diagnostic } from '../../../src/model/index.js';

/** Reads documents given as JSON or text, by file name; one alone is `main.tf.json`. */
export function readAll(files: Readonly<Record<string, unknown>>): {
  readonly configuration: Configuration;
  readonly diagnostics: readonly Diagnostic[];
  readonly complete: boolean;
} {
  return readConfiguration(
    Object.entries(files).map(([name, content]) => ({
      name,
      text: typeof content === 'string' ? content : JSON.stringify(content),
    })),
  );
}

export const readOne = (content: unknown): ReturnType<typeof readAll> => readAll({ 'main.tf.json': content });

/** What a document of one resource `terraform_data.a` makes of its body. */
export function readResourceBody(body: unknown): ReturnType<typeof readAll> {
  return readOne({ resource: { terraform_data: { a: body } } });
}
