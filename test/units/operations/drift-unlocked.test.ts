import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Stack } from 'landform';
import { expect, it } from 'vitest';
import { TerraformData } from '../../../src/bindings/terraform.js';
import { drift } from '../../../src/operations/index.js';
import { StackRoom } from '../../support/stack-room.js';

it.each([
  ['the state', 'terraform.a.tfstate', true],
  ['the journal', 'terraform.a.tfstate.journal', true],
  ['the state of another stack', 'terraform.none.tfstate', false],
])('a check during which another run changes %s', async (_what, name, fails) => {
  const room = await StackRoom.make((app) => {
    for (const stack of ['a', 'b']) new TerraformData(new Stack(app, stack), 'x', { input: stack });
  });
  try {
    expect((await room.apply()).diagnostics).toEqual([]);
    const file = path.join(room.directory, name);
    const env = room.env;
    const { diagnostics, stacks, drifted } = await drift({
      ...env,
      emit: (event) => {
        if (event.type !== 'refresh-start' || event.stack !== 'a') return;
        const old = name.endsWith('a.tfstate') ? readFileSync(file, 'utf8') : '';
        writeFileSync(file, `${old}\n`);
      },
    });
    expect(diagnostics.map(({ code, severity, stack }) => [code, severity, stack])).toEqual(
      fails ? [['state-changed-meanwhile', 'error', 'a']] : [],
    );
    expect([stacks.map((stack) => stack.name), drifted]).toEqual([fails ? ['b'] : ['a', 'b'], false]);
  } finally {
    await room.remove();
  }
});
