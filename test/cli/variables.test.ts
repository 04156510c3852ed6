import { afterEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';
import { answering, readable } from '../support/terminal.js';

let folder: Folder;
afterEach(() => folder.remove());

const variable = {
  region: { type: 'string', description: 'Where to deploy' },
  zones: { type: 'list(string)' },
  password: { type: 'string', sensitive: true },
  size: { type: 'number', default: 1 },
};
const resource = { terraform_data: { a: { input: '${var.region} ${join(" ", var.zones)} ${var.password}' } } };
const files = { 'main.tf.json': { variable, resource } };

const ANSWERS = answering(
  ['Enter a value: ', 'eu-1\r'],
  ['Enter a value: ', '["a", "b"]\r'],
  ['(hidden): ', 'hunter2\r'],
  ['Enter a value: ', 'yes\r'],
);

describe('a required variable without a value', () => {
  it('is requested on a terminal, with its description and type', async () => {
    folder = await Folder.make(files);
    const ran = await folder.atTerminal('apply', { during: ANSWERS, echo: true });
    const text = readable(ran);
    expect(text).toContain('var.region\n  Where to deploy\n  Enter a value: eu-1\n');
    expect(text).toContain('var.zones  list of string\n  Enter a value: ["a", "b"]\n');
    expect(text).not.toContain('var.size');
    expect(ran.code).toBe(0);
    expect(JSON.parse((await folder.run('show -json')).stdout)).toHaveProperty(
      'values.root_module.resources[0].values.input',
      'eu-1 a b hunter2',
    );
  });

  it('is not echoed while it is typed if it is sensitive', async () => {
    folder = await Folder.make(files);
    const ran = await folder.atTerminal('apply', { during: ANSWERS, echo: true });
    expect(readable(ran)).toContain('var.password\n  Enter a value (hidden): \n');
    expect(ran.stdout).not.toContain('hunter2');
    // The terminal shows again what is typed.
    expect(readable(ran)).toContain('Enter a value: yes\n');
  });

  it('is requested before the state is locked', async () => {
    folder = await Folder.make(files);
    let holder: Promise<unknown> | undefined;
    await folder.atTerminal('apply', {
      during: (child) =>
        child.stdout!.on('data', (text: string) => {
          if (holder !== undefined || !text.includes('Enter a value')) return;
          holder = folder.lockHolder().finally(() => child.stdin!.write('\u0003'));
        }),
    });
    expect(await holder).toBeNull();
  });

  it.each([
    ['Ctrl-C stops the run', '\u0003', '[interrupted]'],
    ['Ctrl-D gives no value', '\u0004', '[missing-variable]'],
  ])('ends the run if the prompt is cancelled: %s', async (_what, key, code) => {
    folder = await Folder.make({ 'main.tf.json': { variable: { region: { type: 'string' } } } });
    const ran = await folder.atTerminal('plan', { during: answering(['Enter a value: ', key]) });
    expect(readable(ran)).toContain(code);
    expect(ran.code).toBe(1);
  });

  it('is rejected if the answer does not match its type', async () => {
    folder = await Folder.make({ 'main.tf.json': { variable: { amount: { type: 'number' } } } });
    const ran = await folder.atTerminal('plan', { during: answering(['Enter a value: ', 'many\r']) });
    expect(readable(ran)).toContain('From the prompt: Its type is number.');
    expect(ran.code).toBe(1);
  });

  it.each([
    ['without a terminal', 'plan', false],
    ['with --input=false', 'plan --input=false', true],
    ['with --no-input', 'plan --no-input', true],
    ['with --json', 'plan --json', true],
  ])('is an error that says how to set it: %s', async (_what, line, terminal) => {
    folder = await Folder.make({ 'main.tf.json': { variable: { region: { type: 'string' } } } });
    const ran = await (terminal ? folder.atTerminal(line) : folder.run(line));
    const text = ran.stdout + ran.stderr;
    expect(text).toContain("--var 'region=…'");
    expect(text).toContain('TF_VAR_region');
    expect(text).not.toContain('Enter a value');
    expect(ran.code).toBe(1);
  });

  it('is requested once for each stack that declares it', async () => {
    folder = await Folder.make({
      'landform.json': { program: 'main.ts' },
      'main.ts': `
        import { App, Stack, Output, Variable } from 'landform';
        const app = new App();
        for (const name of ['one', 'two']) {
          const stack = new Stack(app, name);
          new Output(stack, 'place', { value: new Variable(stack, 'region', { type: 'string' }).stringValue });
        }
        app.synth();`,
    });
    await folder.link();
    const ran = await folder.atTerminal('apply', {
      during: answering(
        ['of stack one', 'eu\r'],
        ['of stack two', 'us\r'],
        ['Do you want to make these changes?', 'yes\r'],
      ),
    });
    expect(ran.code).toBe(0);
    const raw = async (stack: string): Promise<string> =>
      (await folder.run(`output --raw place --stack ${stack}`)).stdout.trim();
    expect([await raw('one'), await raw('two')]).toEqual(['eu', 'us']);
  });
});

describe('the variables of a saved plan', () => {
  it('are stored as they were set, and converted when the plan is applied', async () => {
    const type = 'object({ a = string, b = optional(string, "standard") })';
    folder = await Folder.make({
      'main.tf.json': {
        variable: { given: { type }, size: { type: 'number' }, standard: { type, default: { a: 'x' } } },
        output: { all: { value: '${var.given.b} ${var.size + 1} ${var.standard.b}' } },
      },
      'terraform.tfvars': 'given = { a = "y" }\n',
    });
    expect(await folder.run('plan --out p -var size=5')).toMatchObject({ code: 0 });
    const { variables } = JSON.parse((await folder.run('show -json p')).stdout);
    expect(variables).toEqual({
      given: { value: { a: 'y' } },
      size: { value: '5' },
      standard: { value: { a: 'x', b: 'standard' } },
    });
    expect(await folder.run('apply p')).toMatchObject({ code: 0 });
    expect((await folder.run('output -raw all')).stdout).toBe('standard 6 standard');
  });
});
