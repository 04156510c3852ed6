import { afterAll, beforeAll, expect, it } from 'vitest';
import { folderWithLandform } from '../support/library.js';
import type { Folder, Ran } from '../support/run-landform.js';

const stack = `import { App, Stack } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
const app = new App();
new TerraformData(new Stack(app, 'prod'), 'a', { input: process.env['INPUT'] ?? 'none' });
`;

const PROGRAMS = {
  prints: `${stack}console.log('on stdout'); process.stderr.write('on stderr\\n'); app.synth();\n`,
  exits: `${stack}app.synth(); process.exit(3);\n`,
  throws: `${stack}throw new Error('by the program');\n`,
  strays: `${stack}void Promise.reject(new Error('never awaited')); app.synth();\n`,
};

const LINES = [
  ...Object.keys(PROGRAMS).map((name) => `synth --chdir ${name}`),
  'plan --chdir prints',
  'plan --chdir missing',
  'console --chdir prints',
  'bogus',
  'plan --bogus',
  '--help',
  '--version',
];

let folder: Folder;
beforeAll(async () => {
  folder = await folderWithLandform({});
  for (const [name, program] of Object.entries(PROGRAMS)) {
    await folder.write(`${name}/landform.json`, { program: 'main.ts' });
    await folder.write(`${name}/main.ts`, program);
  }
});
afterAll(() => folder.remove());

/** The place of a call is its dot or the name after it: V8 decides, by how it has compiled the code. */
const shown = (ran: Ran): Ran => ({
  ...ran,
  stderr: ran.stderr.replaceAll(/(main\.ts:\d+):\d+/g, '$1').replaceAll(/^(│ +│) +\^$/gm, '$1 ^'),
});

// Twice each: what an earlier run loaded must not show.
it.each(LINES)(
  '%s leaves in a kept process what it leaves in a process of its own',
  { timeout: 60_000 },
  async (line) => {
    for (const options of [{ input: '1 + 1\n' }, { input: '', env: { INPUT: 'other' } }])
      expect(shown(await folder.warm(line, options))).toEqual(shown(await folder.landform(line, options)));
  },
);
