import {
  constraintProblem,
  emptyRecord,
  expandProviderSource,
  meetsConstraints,
  namesPrerelease,
  TERRAFORM_VERSION,
  plainJson,
  type Body,
  type Expression,
  type Json,
  type Path,
  type RequiredProvider,
  type TerraformSettings,
} from '../model/index.js';
import { asProviderReference } from './bare-references.js';
import { readBody } from './body.js';
import { constantOf } from './constant-expression.js';
import { mergedEncryption, readEncryption } from './encryption-block.js';
import { configurationName } from './module-providers.js';
import { references } from './references.js';
import { Scope } from './report.js';

type Backend = NonNullable<TerraformSettings['backend']>;

const KNOWN = [
  'required_version',
  'required_providers',
  'backend',
  'encryption',
  'cloud',
  'experiments',
  'provider_meta',
];

/** The settings of all `terraform` blocks, of which there may be any number. */
export class Settings {
  /** All constraints must be met; those of an override replace the others. */
  #versions: { readonly text: string; readonly scope: Scope }[] = [];
  #backend: Backend | undefined;
  #encryption: TerraformSettings['encryption'];
  readonly #metas = new Map<string, Body>();
  readonly #providers = new Map<string, RequiredProvider>();
  /** Providers required by a file that is not an override. */
  readonly #required = new Set<string>();

  read(scope: Scope, override: boolean): void {
    scope.allow(KNOWN, 'the terraform block');
    if (scope.has('experiments')) this.#refuse(scope, 'experiments');
    const text = isUnset(scope, 'required_version') ? undefined : scope.text('required_version');
    if (text !== undefined) this.#versions = [...(override ? [] : this.#versions), { text, scope }];
    for (const block of scope.blocks('required_providers')) this.#readProviders(block, override);
    if (scope.has('backend') || scope.has('cloud')) this.#readBackend(scope, override);
    for (const block of scope.blocks('encryption')) this.#readEncryption(block, override);
    if (scope.has('provider_meta')) this.#readMetas(scope, override);
  }

  finish(): TerraformSettings {
    for (const { text, scope } of this.#versions) checkRequiredVersion(scope, text);
    return {
      ...(this.#versions.length > 0 && { requiredVersion: this.#versions.map(({ text }) => text).join(', ') }),
      requiredProviders: this.#providers,
      ...(this.#backend && { backend: this.#backend }),
      ...(this.#encryption && { encryption: this.#encryption }),
      ...(this.#metas.size > 0 && { providerMeta: this.#metas }),
    };
  }

  #refuse(scope: Scope, name: string): void {
    const detail = 'Remove it; Landform does not need it.';
    scope.error('not-supported', `"${name}" is not supported in the terraform block`, [name], { detail });
  }

  #readProviders(block: Scope, override: boolean): void {
    for (const name of block.body.names()) {
      if (!override && this.#required.has(name)) {
        block.error('duplicate-address', `The provider "${name}" is required twice`, [name], {
          detail: 'Keep one of the two.',
        });
      }
      if (!override) this.#required.add(name);
      const before = override ? this.#providers.get(name) : undefined;
      const read = this.#readProvider(block, name, before);
      if (read !== undefined) this.#providers.set(name, read);
    }
  }

  #readProvider(block: Scope, name: string, before: RequiredProvider | undefined): RequiredProvider | undefined {
    const value = block.value(name);
    const version = value?.constant();
    const place = { file: block.report.file, path: [...block.path, name] };
    if (typeof version === 'string') {
      checkConstraint(block, version, [name]);
      return { source: before?.source ?? expandProviderSource(name), version, place };
    }
    const body = value?.body();
    if (body === undefined) {
      const detail = 'Write { "source": "namespace/name", "version": "~> 1.0" }.';
      block.error('wrong-shape', `The provider "${name}" must be required by an object or a version`, [name], {
        detail,
      });
      return undefined;
    }
    return this.#readRequired(block.inside(body, [name]), name, before);
  }

  #readRequired(scope: Scope, name: string, before: RequiredProvider | undefined): RequiredProvider {
    scope.allow(['source', 'version', 'configuration_aliases'], 'a required provider');
    const given = scope.text('source');
    if (given !== undefined && !/^[^/\s]+(?:\/[^/\s]+){0,2}$/.test(given)) {
      const detail = 'Write "namespace/name", or "host/namespace/name".';
      scope.error('invalid-value', `${JSON.stringify(given)} is not a provider source`, ['source'], { detail });
    }
    const own = scope.text('version');
    if (own !== undefined) checkConstraint(scope, own, ['version']);
    const version = own ?? before?.version;
    const source = given === undefined ? (before?.source ?? expandProviderSource(name)) : expandProviderSource(given);
    const aliases = readAliases(scope, name);
    return {
      source,
      ...(version !== undefined && { version }),
      ...(aliases.length > 0 && { aliases }),
      place: scope.source,
    };
  }

  #readMetas(scope: Scope, override: boolean): void {
    const here = new Set<string>();
    scope.eachBlock('provider_meta', 1, ([name = ''], body, path) => {
      const own = new Scope(scope.report, body, path);
      if (here.has(name) || (!override && this.#metas.has(name))) {
        own.error('duplicate-block', `There are two blocks "provider_meta" for ${name}`, [], { detail: 'Merge them.' });
        return;
      }
      here.add(name);
      const meta = readBody(own);
      for (const [setting, expression] of Object.entries(meta.content)) {
        const [found] = references(expression);
        if (found === undefined) continue;
        own.error('invalid-provider-meta', `"${setting}" in provider_meta must be constant`, [setting], {
          detail: 'It cannot contain references and function calls.',
          ...(found.span && { span: found.span }),
        });
      }
      this.#metas.set(name, meta);
    });
  }

  #readEncryption(scope: Scope, override: boolean): void {
    if (this.#encryption !== undefined && !override) {
      const detail = 'Merge them into one block.';
      scope.error('duplicate-block', 'The block "encryption" appears more than once', [], { detail });
      return;
    }
    this.#encryption = mergedEncryption(this.#encryption, readEncryption(scope));
  }

  #readBackend(scope: Scope, override: boolean): void {
    let given = override ? undefined : this.#backend;
    const take = (type: string, body: Scope['body'], path: Path): void => {
      if (given !== undefined) {
        const detail = `The backend "${given.type}" is already configured. Keep one of the two.`;
        scope.error('duplicate-block', 'There are two backends', path.slice(scope.path.length), { detail });
        return;
      }
      const own = new Scope(scope.report, body, path);
      given = { type, ...readSettings(own), source: own.source, ...(own.origin && { origin: own.origin }) };
      this.#backend = given;
    };
    if (scope.has('backend')) scope.eachBlock('backend', 1, ([type = ''], body, path) => take(type, body, path));
    // The block has its own place, but is a backend like others.
    if (scope.has('cloud')) scope.eachBlock('cloud', 0, (_, body, path) => take('cloud', body, path));
  }
}

/** The configurations of a provider that a module expects from its callers. */
function readAliases(scope: Scope, name: string): readonly string[] {
  return scope.items('configuration_aliases', 'a list of provider configurations').flatMap(({ value, at }) => {
    const reference = asProviderReference(value);
    if (reference?.name === name) return [configurationName(reference)];
    scope.error('invalid-provider-reference', `"configuration_aliases" must name configurations of ${name}`, at, {
      detail: `Write "${name}.alias".`,
    });
    return [];
  });
}

const isUnset = (scope: Scope, name: string): boolean => scope.has(name) && scope.body.value(name).constant() === null;

/** The settings of a backend: constants as JSON, and those that are evaluated before state is read. */
function readSettings(scope: Scope): Pick<Backend, 'config' | 'computed'> {
  const config: Record<string, Json> = {};
  const content = emptyRecord<Expression>();
  for (const name of scope.body.names()) {
    const expression = scope.content(name);
    const value = constantOf(expression);
    if (value !== undefined) config[name] = plainJson(value);
    else if (isEarly(scope, name, expression)) content[name] = expression;
  }
  return Object.keys(content).length === 0 ? { config } : { config, computed: { content, source: scope.source } };
}

/** Reports references to what is unknown until state and real infrastructure are read; returns false if there are any. */
function isEarly(scope: Scope, name: string, expression: Expression): boolean {
  const late = references(expression).filter(({ subject }) =>
    subject.kind === 'function' ? subject.name.startsWith('provider::') : !EARLY.has(subject.kind),
  );
  for (const { span } of late) {
    scope.error('invalid-value', 'A backend setting refers to something that is not known yet', [name], {
      detail:
        'Backends are opened before state is read. Settings can refer to variables, locals, path and terraform.workspace.',
      ...(span && { span }),
    });
  }
  return late.length === 0;
}

const EARLY: ReadonlySet<ReturnType<typeof references>[number]['subject']['kind']> = new Set([
  'variable',
  'local',
  'path',
  'terraform',
]);

function checkRequiredVersion(scope: Scope, text: string): void {
  const at = ['required_version'];
  if (!checkConstraint(scope, text, at)) return;
  if (namesPrerelease(text)) {
    scope.error('invalid-version-constraint', 'required_version names a pre-release version', at, {
      detail: 'Use a released version of Terraform, without a suffix such as "-beta1".',
    });
  } else if (!meetsConstraints(TERRAFORM_VERSION, text)) {
    scope.error('unmet-version', `The configuration requires Terraform ${text}`, at, {
      detail: `Landform is compatible with Terraform ${TERRAFORM_VERSION}. Change required_version.`,
    });
  }
}

/** Reports an invalid list of version constraints; returns false if it is invalid. */
function checkConstraint(scope: Scope, text: string, at: Path): boolean {
  const problem = constraintProblem(text);
  if (problem === undefined) return true;
  scope.error('invalid-version-constraint', problem, at, {
    detail: 'Write versions with =, !=, >, >=, <, <= or ~> in front, separated by commas: ">= 1.2.0, < 2.0.0".',
  });
  return false;
}
