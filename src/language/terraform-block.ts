import {
  constraintProblem,
  expandProviderSource,
  meetsConstraints,
  namesPrerelease,
  TERRAFORM_VERSION,
  type Json,
  type Path,
  type RequiredProvider,
  type TerraformSettings,
} from '../model/index.js';
import { expressionFromJson, isRecord } from './expression-from-json.js';
import { COMMENT, eachBlock, Scope } from './report.js';

type Backend = NonNullable<TerraformSettings['backend']>;

const KNOWN = ['required_version', 'required_providers', 'backend', 'cloud', 'experiments', 'provider_meta'];

/** The settings of all `terraform` blocks, of which there may be any number. */
export class Settings {
  /** All constraints must be met; those of an override replace the others. */
  #versions: { readonly text: string; readonly scope: Scope }[] = [];
  #backend: Backend | undefined;
  readonly #providers = new Map<string, RequiredProvider>();
  /** Providers required by a file that is not an override. */
  readonly #required = new Set<string>();

  read(scope: Scope, override: boolean): void {
    scope.allow(KNOWN, 'the terraform block');
    for (const name of ['cloud', 'experiments', 'provider_meta']) {
      if (scope.has(name)) this.#refuse(scope, name);
    }
    const text = scope.get('required_version') === null ? undefined : scope.text('required_version');
    if (text !== undefined) this.#versions = [...(override ? [] : this.#versions), { text, scope }];
    for (const block of scope.blocks('required_providers')) this.#readProviders(block, override);
    if (scope.has('backend')) this.#readBackend(scope, override);
  }

  finish(): TerraformSettings {
    for (const { text, scope } of this.#versions) checkRequiredVersion(scope, text);
    return {
      ...(this.#versions.length > 0 && { requiredVersion: this.#versions.map(({ text }) => text).join(', ') }),
      requiredProviders: this.#providers,
      ...(this.#backend && { backend: this.#backend }),
    };
  }

  #refuse(scope: Scope, name: string): void {
    const detail =
      name === 'cloud'
        ? 'HCP Terraform is not supported: remove the block, or choose a backend.'
        : 'Remove it; Landform does not need it.';
    scope.error('not-supported', `"${name}" is not supported in the terraform block`, [name], { detail });
  }

  #readProviders(block: Scope, override: boolean): void {
    for (const name of Object.keys(block.json)) {
      if (name === COMMENT) continue;
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
    const json: Json = block.json[name]!;
    const place = { file: block.report.file, path: [...block.path, name] };
    if (typeof json === 'string') {
      checkConstraint(block, json, [name]);
      return { source: before?.source ?? expandProviderSource(name), version: json, place };
    }
    if (!isRecord(json)) {
      const detail = 'Write { "source": "namespace/name", "version": "~> 1.0" }.';
      block.error('wrong-shape', `The provider "${name}" must be required by an object or a version`, [name], {
        detail,
      });
      return undefined;
    }
    const scope = block.inside(json, [name]);
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
    return { source, ...(version !== undefined && { version }), place };
  }

  #readBackend(scope: Scope, override: boolean): void {
    let given = override ? undefined : this.#backend;
    eachBlock(scope, 'backend', 1, ([type], json, path) => {
      const at = path.slice(scope.path.length);
      if (given !== undefined) {
        const detail = `The backend "${given.type}" is already configured. Keep one of the two.`;
        scope.error('duplicate-block', 'There are two backends', at, { detail });
        return;
      }
      const { [COMMENT]: _, ...config } = json;
      const own = new Scope(scope.report, json, path);
      for (const name of Object.keys(config)) this.#checkConstant(own, json[name]!, [name]);
      given = { type: type!, config, source: own.source, ...(own.origin && { origin: own.origin }) };
      this.#backend = given;
    });
  }

  #checkConstant(scope: Scope, json: Json, at: readonly (string | number)[]): void {
    if (expressionFromJson(json).expression.kind === 'literal') return;
    scope.error('invalid-value', 'Backend settings cannot contain references', at, {
      detail: 'State is opened before expressions are evaluated. Use a constant value.',
    });
  }
}

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
