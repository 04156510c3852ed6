import type {
  ConfigurationFile,
  Diagnostic,
  EncryptionPart,
  EncryptionSettings,
  EncryptionTarget,
  JsonObject,
  Path,
} from '../model/index.js';
import { readBody } from './body.js';
import { JsonBody } from './json-body.js';
import { Scope } from './report.js';
import { bodyOfText } from './variables-file.js';

/** OpenTofu's `encryption` block, in the configuration, in the settings of a project or in an environment variable. */

/** Reads settings that are not in the configuration, in HCL or JSON. `name` is shown as their file. */
export function readEncryptionText(
  name: string,
  text: string,
): { readonly settings: EncryptionSettings | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const file: ConfigurationFile = { name, text };
  const body = bodyOfText(file, text.trimStart().startsWith('{'), diagnostics);
  if (body === undefined) return { settings: undefined, diagnostics };
  return { settings: readEncryption(new Scope({ file: name, diagnostics }, body, [], '', undefined)), diagnostics };
}

/** Reads settings that are a part of a document in JSON: `path` is their place in the file. */
export function readEncryptionJson(
  file: string,
  json: JsonObject,
  path: Path,
): { readonly settings: EncryptionSettings; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const scope = new Scope({ file, diagnostics }, new JsonBody(json), path, '', undefined);
  return { settings: readEncryption(scope), diagnostics };
}

const KNOWN = ['key_provider', 'method', 'state', 'plan', 'remote_state_data_sources'];

export function readEncryption(scope: Scope): EncryptionSettings {
  scope.allow(KNOWN, 'the encryption block');
  const state = readTarget(scope, 'state', true);
  const plan = readTarget(scope, 'plan', true);
  return {
    keyProviders: readParts(scope, 'key_provider', 'chain'),
    methods: readParts(scope, 'method', 'keys'),
    ...(state && { state }),
    ...(plan && { plan }),
    remote: readRemote(scope),
    source: scope.source,
    ...(scope.origin && { origin: scope.origin }),
  };
}

function readParts(scope: Scope, kind: string, reference: string): readonly EncryptionPart[] {
  const parts = new Map<string, EncryptionPart>();
  scope.eachBlock(kind, 2, ([type = '', name = ''], body, path) => {
    const own = new Scope(scope.report, body, path);
    const address = `${type}.${name}`;
    if (parts.has(address)) {
      const detail = 'Remove one of the two, or rename it.';
      own.error('duplicate-block', `There are two blocks ${kind} "${type}" "${name}"`, [], { detail });
    }
    const keysFrom = own.has(reference) ? readAddress(own, reference, 'key_provider') : undefined;
    parts.set(address, {
      type,
      name,
      body: readBody(own, new Set([reference])),
      ...(keysFrom !== undefined && { keysFrom }),
    });
  });
  return [...parts.values()];
}

function readTarget(above: Scope, block: string, isEnforceable: boolean): EncryptionTarget | undefined {
  const scope = above.block(block);
  return scope && targetIn(scope, isEnforceable);
}

function targetIn(scope: Scope, isEnforceable: boolean): EncryptionTarget {
  scope.allow(isEnforceable ? ['enforced', 'method', 'fallback'] : ['method', 'fallback'], 'this block');
  const isEnforced = isEnforceable && scope.has('enforced') && scope.flag('enforced') === true;
  const method = scope.has('method') ? readAddress(scope, 'method', 'method') : undefined;
  const fallback = readTarget(scope, 'fallback', false);
  return { isEnforced, ...(method !== undefined && { method }), ...(fallback && { fallback }) };
}

function readRemote(scope: Scope): Readonly<Record<string, EncryptionTarget>> {
  const block = scope.block('remote_state_data_sources');
  if (block === undefined) return {};
  block.allow(['default', 'remote_state_data_source'], 'the block "remote_state_data_sources"');
  const targets: Record<string, EncryptionTarget> = {};
  block.eachBlock('remote_state_data_source', 1, ([name = ''], body, path) => {
    targets[`data.${name}`] = targetIn(new Scope(scope.report, body, path), false);
  });
  const standard = readTarget(block, 'default', false);
  return { ...targets, ...(standard && { default: standard }) };
}

/** A reference such as `method.aes_gcm.main`, without its first word. JSON writes it as a string, with or without `${…}`. */
function readAddress(scope: Scope, name: string, kind: string): string | undefined {
  const text = scope.value(name)?.bare()?.text ?? '';
  const [, found, type, label] = /^(?:\$\{\s*)?(\w+)\.([\w-]+)\.([\w-]+)(?:\s*\})?$/.exec(text) ?? [];
  if (found === kind && type !== undefined) return `${type}.${label}`;
  const what = kind === 'method' ? 'a method' : 'a key provider';
  scope.error('invalid-reference', `"${name}" must name ${what}`, [name], { detail: `Write ${kind}.TYPE.NAME.` });
  return undefined;
}

/** The settings with others that take precedence, as in OpenTofu. */
export function mergedEncryption(
  settings: EncryptionSettings | undefined,
  others: EncryptionSettings,
): EncryptionSettings {
  if (settings === undefined) return others;
  const state = mergedTarget(settings.state, others.state);
  const plan = mergedTarget(settings.plan, others.plan);
  const remote: Record<string, EncryptionTarget> = { ...settings.remote };
  for (const [name, target] of Object.entries(others.remote)) {
    const merged = mergedTarget(remote[name], target);
    if (merged !== undefined) remote[name] = merged;
  }
  return {
    ...settings,
    keyProviders: mergedParts(settings.keyProviders, others.keyProviders),
    methods: mergedParts(settings.methods, others.methods),
    ...(state && { state }),
    ...(plan && { plan }),
    remote,
  };
}

function mergedParts(parts: readonly EncryptionPart[], others: readonly EncryptionPart[]): readonly EncryptionPart[] {
  const merged = new Map(parts.map((part) => [`${part.type}.${part.name}`, part]));
  for (const other of others) {
    const address = `${other.type}.${other.name}`;
    const part = merged.get(address);
    const content = { ...part?.body.content, ...other.body.content };
    merged.set(address, { ...part, ...other, body: { ...other.body, content } });
  }
  return [...merged.values()];
}

function mergedTarget(
  target: EncryptionTarget | undefined,
  other: EncryptionTarget | undefined,
): EncryptionTarget | undefined {
  if (target === undefined || other === undefined) return target ?? other;
  return { ...target, ...other, isEnforced: target.isEnforced || other.isEnforced };
}
