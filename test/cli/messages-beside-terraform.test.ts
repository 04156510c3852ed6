import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

const isInstalled = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

interface Message {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** The messages without what differs from run to run; of those that come in any order, the order. */
function messagesOf(stdout: string): Message[] {
  const masked = stdout
    .replaceAll(/"@timestamp":"[^"]*",?/g, '')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/"elapsed_seconds":\d+/g, '"elapsed_seconds":0')
    .replaceAll(/ after \d+s/g, ' after 0s');
  const messages = masked
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line.replaceAll(',}', '}')) as Message)
    .filter(({ type }) => type !== 'version');
  return messages.sort((left, right) => {
    const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
    return a < b ? -1 : a > b ? 1 : 0;
  });
}

const step = (attributes: object, count: number, more: object = {}): object => ({
  variable: { secret: { type: 'string', sensitive: true, default: 'pl4nted' } },
  resource: {
    terraform_data: {
      first: { input: 'one', ...attributes },
      second: { input: { from: '${terraform_data.first.id}', list: [1, true, null] }, triggers_replace: [count] },
      many: { count, input: '${var.secret}' },
      each: { for_each: '${toset(["a b", "c"])}', input: '${each.key}' },
      ...more,
    },
  },
  output: {
    first: { value: '${terraform_data.first.output}' },
    object: { value: { a: 1, b: ['x'] } },
    secret: { value: '${var.secret}', sensitive: true },
  },
});

describe.skipIf(!isInstalled)("JSON messages match Terraform's", () => {
  const env = { CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null', TF_IN_AUTOMATION: '1' };
  let ours: Folder;
  let theirs: Folder;

  const terraform = (line: string): string =>
    spawnSync('terraform', line.split(' '), {
      cwd: theirs.path,
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
    }).stdout;

  beforeAll(async () => {
    [ours, theirs] = [await Folder.make(), await Folder.make()];
  });
  afterAll(async () => {
    await ours.remove();
    await theirs.remove();
  });

  const steps: readonly (readonly [what: string, configuration: object | undefined, line: string])[] = [
    ['a plan to create', step({}, 2), 'plan -json'],
    ['creating', undefined, 'apply -json -auto-approve'],
    ['a plan without changes', undefined, 'plan -json'],
    ['applying nothing', undefined, 'apply -json -auto-approve'],
    ['a plan to update, replace and delete', step({ input: 'two' }, 1, { fresh: {} }), 'plan -json'],
    ['a replacement on request', undefined, 'plan -json -replace=terraform_data.first'],
    ['updating, replacing and deleting', undefined, 'apply -json -auto-approve'],
    [
      'create before destroy',
      step({ input: 'two' }, 3, { fresh: { lifecycle: { create_before_destroy: true }, triggers_replace: 'x' } }),
      'apply -json -auto-approve',
    ],
    ['only refreshing', undefined, 'plan -json -refresh-only'],
    ['a plan to destroy', undefined, 'plan -json -destroy'],
    ['destroying', undefined, 'destroy -json -auto-approve'],
  ];

  it.each(steps)('%s', async (_what, configuration, line) => {
    if (configuration !== undefined) {
      for (const folder of [ours, theirs]) await folder.write('main.tf.json', configuration);
      terraform('init -input=false');
    }
    const expected = messagesOf(terraform(line));
    expect(expected.length).toBeGreaterThan(0);
    expect(messagesOf((await ours.run(line)).stdout)).toEqual(expected);
  });
});
