import type { Body, ProvisionerConfiguration, Provisioning } from '../model/index.js';
import { ESCAPE, readBody } from './body.js';
import type { Scope } from './report.js';

/** The `provisioner` and `connection` blocks of a resource or `removed` block; undefined without any. */
export function readProvisioning(scope: Scope): Provisioning | undefined {
  if (!scope.has('provisioner') && !scope.has('connection')) return undefined;
  const provisioners: ProvisionerConfiguration[] = [];
  scope.eachBlock('provisioner', 1, ([type = ''], body, path) => {
    provisioners.push(readProvisioner(scope.inside(body, path.slice(scope.path.length)), type));
  });
  const connection = readConnection(scope);
  return { provisioners, ...(connection && { connection }) };
}

const OWN: ReadonlySet<string> = new Set(['when', 'on_failure', 'connection', 'provisioner', 'lifecycle', ESCAPE]);

function readProvisioner(scope: Scope, type: string): ProvisionerConfiguration {
  for (const name of ['provisioner', 'lifecycle']) {
    if (scope.has(name)) scope.error('unknown-argument', `"${name}" is not supported in a provisioner`, [name]);
  }
  const { content, source } = readBody(scope, OWN);
  for (const escaped of scope.blocks(ESCAPE)) Object.assign(content, readBody(escaped).content);
  const connection = readConnection(scope);
  return {
    type,
    when: readKeyword(scope, 'when', ['create', 'destroy']) ?? 'create',
    onFailure: readKeyword(scope, 'on_failure', ['fail', 'continue']) ?? 'fail',
    body: { content, source },
    ...(connection && { connection }),
  };
}

function readConnection(scope: Scope): Body | undefined {
  const block = scope.block('connection');
  return block && readBody(block);
}

/** One of a few words, which need no quotes in HCL. */
function readKeyword<Word extends string>(scope: Scope, name: string, words: readonly Word[]): Word | undefined {
  const value = scope.value(name);
  if (value === undefined) return undefined;
  const text = value.bare()?.text ?? value.constant();
  const word = words.find((known) => known === text || JSON.stringify(known) === text);
  if (word === undefined)
    scope.error('invalid-value', `"${name}" must be ${words.join(' or ')}`, [name], {
      detail: `Without "${name}", it is ${words[0]}.`,
    });
  return word;
}
