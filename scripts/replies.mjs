// Compiles what an API description says of its replies into code, so that a run checks them without loading ajv or compiling a
// schema: both took longer than the calls themselves.
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { rolldown } from 'rolldown';
import { Ajv2020, addFormats } from './ajv.mjs';

const require = createRequire(import.meta.url);
const standaloneCode = require('ajv/dist/standalone').default;
const { version } = require('ajv/package.json');

const BASE = 'https://description.invalid/openapi';

/**
 * Writes a CommonJS module beside a description: JSON pointer of a reply's schema → its validator. Does nothing when the module
 * there was made of the same.
 * @param {string} text the description, as JSON
 * @param {string} file
 */
export async function compileReplies(text, file) {
  const origin = `// ajv ${version}, ${createHash('sha256').update(text).digest('hex')}`;
  const before = await readFile(file, 'utf8').catch(() => '');
  if (before.startsWith(origin)) return;
  const entry = 'replies';
  const code = codeOf(JSON.parse(text));
  const built = await rolldown({
    input: entry,
    platform: 'node',
    logLevel: 'warn',
    plugins: [
      {
        name: 'compiled',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
  });
  const { output } = await built.generate({ format: 'cjs', minify: true });
  await built.close();
  // Put in its place whole: a file that was cut short would pass for finished the next time.
  await writeFile(`${file}.tmp`, `${origin}\n${output[0].code}`);
  await rename(`${file}.tmp`, file);
}

/** The options are those of `SchemaChecker` in `src/providers/rest/description/replies.ts`. */
function codeOf(document) {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    logger: false,
    validateSchema: false,
    meta: false,
    code: { source: true },
  });
  addFormats.default(ajv);
  ajv.addSchema(document, BASE);
  const pointers = [...replySchemas(document, '#')];
  const names = Object.fromEntries(pointers.map((_, index) => [`reply${index}`, `reply${index}`]));
  pointers.forEach((pointer, index) => ajv.addSchema({ $ref: BASE + inUri(pointer) }, `reply${index}`));
  const table = pointers.map((pointer, index) => `${JSON.stringify(pointer)}: exports.reply${index}`);
  return `${standaloneCode(ajv, names)}\nmodule.exports = {${table.join(',\n')}};\n`;
}

/** Pointers to the JSON schemas of replies, wherever replies stand. */
function* replySchemas(part, pointer) {
  if (typeof part !== 'object' || part === null) return;
  for (const [name, inner] of Object.entries(part)) {
    const here = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (/\/responses\/[^/]+\/content\/[^/]*json\/schema$/.test(here)) yield here;
    else yield* replySchemas(inner, here);
  }
}

const inUri = (pointer) => `#${pointer.slice(1).split('/').map(encodeURIComponent).join('/')}`;
