import { expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

/** Another program writes the state while this one is at work. */
const PROVIDER = `
import { writeFile } from 'node:fs/promises';
import { defineProvider, string } from 'landform/provider';
const theirs = { version: 4, terraform_version: '1.11.4', serial: 9, lineage: 'theirs', outputs: {}, resources: [], check_results: null };
export default defineProvider({
  name: 'acme/rude',
  resources: {
    rude_thing: {
      schema: { name: string({ required: true }) },
      create: async () => (await writeFile('terraform.tfstate', JSON.stringify(theirs)), {}),
      read: async () => ({}),
      delete: async () => {},
    },
  },
});
`;

it('an apply whose state could not be stored does not claim that it was', async () => {
  const folder = await Folder.make({
    'landform.json': { providers: { 'acme/rude': './rude.mjs' } },
    'main.tf.json': {
      terraform: { required_providers: { rude: { source: 'acme/rude' } } },
      resource: { rude_thing: { one: { name: 'one' } } },
    },
    'rude.mjs': PROVIDER,
  });
  try {
    await folder.link();
    const { code, stdout, stderr } = await folder.landform('apply --auto-approve --no-color');
    expect(code).toBe(1);
    expect(stderr).toContain('state-changed');
    expect(stdout).toContain(
      'Stopped by errors. Resources: 1 added, 0 changed, 0 destroyed. Completed changes are not in the state.',
    );
  } finally {
    await folder.remove();
  }
});
