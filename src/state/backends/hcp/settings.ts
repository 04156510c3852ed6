import { DiagnosticError, errorDiagnostic, isJsonList, textMember } from '../../../model/index.js';
import { Settings, type GivenSettings, type SettingRules } from '../settings.js';

/** The settings and environment variables of Terraform's `remote` backend, and of its `cloud` block. */
const COMMON = {
  hostname: { type: 'text', variables: ['TF_CLOUD_HOSTNAME'] },
  organization: { type: 'text', variables: ['TF_CLOUD_ORGANIZATION'] },
  token: { type: 'text', isSecret: true },
  workspaces: { type: 'object' },
} as const satisfies SettingRules;

export interface HcpSettings {
  readonly kind: 'remote' | 'cloud';
  readonly host: string;
  readonly organization: string;
  readonly token?: string | undefined;
  readonly workspaces: WorkspaceNames;
  /** The project of a new workspace. */
  readonly project?: string | undefined;
  /** Whether runs are local although the workspace says otherwise. */
  readonly isForcedLocal: boolean;
  readonly secrets: readonly string[];
}

/** Which workspaces of the organization belong to the configuration. */
export type WorkspaceNames =
  { readonly name: string } | { readonly prefix: string } | { readonly tags: readonly string[] };

export function readHcpSettings(kind: 'remote' | 'cloud', given: GivenSettings): HcpSettings {
  const settings = new Settings(COMMON, given);
  const { environment } = given;
  const refuse = (summary: string, detail: string): DiagnosticError =>
    new DiagnosticError([errorDiagnostic('invalid-backend', summary, { ...given.at, detail })]);
  const block = settings.object('workspaces');
  const known = kind === 'remote' ? ['name', 'prefix'] : ['name', 'tags', 'project'];
  const unknown = Object.keys(block).find((name) => !known.includes(name) && block[name] !== null);
  if (unknown !== undefined)
    throw refuse(`The workspaces of "${kind}" have no setting "${unknown}"`, `Its settings are ${known.join(', ')}.`);
  const organization = settings.text('organization');
  if (organization === undefined)
    throw refuse(`"${kind}" needs the setting "organization"`, 'Add it to the block, or set TF_CLOUD_ORGANIZATION.');
  const name =
    textMember(block, 'name') ??
    (kind === 'cloud' && block['tags'] === undefined ? environment['TF_WORKSPACE'] : undefined);
  const prefix = textMember(block, 'prefix');
  const { tags } = block;
  const list = isJsonList(tags) ? tags.filter((one) => typeof one === 'string') : [];
  const given1 = [name, prefix, list.length > 0 ? list : undefined].filter((one) => one !== undefined);
  if (given1.length !== 1)
    throw refuse(
      `The workspaces of "${kind}" are not clear`,
      kind === 'remote' ? 'Set either "name" or "prefix".' : 'Set either "name" or "tags", as a list of texts.',
    );
  const host = (settings.text('hostname') ?? 'app.terraform.io').toLowerCase();
  if (!/^[a-z0-9.-]+(:\d+)?$/.test(host))
    throw refuse(`The hostname of "${kind}" is not the name of a host`, 'Write it without https://: app.terraform.io.');
  const force = environment['TF_FORCE_LOCAL_BACKEND'] ?? '';
  return {
    kind,
    host,
    organization,
    token: settings.text('token'),
    workspaces: name !== undefined ? { name } : prefix !== undefined ? { prefix } : { tags: list },
    project: textMember(block, 'project') ?? (environment['TF_CLOUD_PROJECT'] || undefined),
    isForcedLocal: force !== '' && force !== '0',
    secrets: settings.secrets(),
  };
}

/** The name of a workspace at the server. */
export function nameAtServer({ kind, workspaces }: HcpSettings, workspace: string): string {
  if ('name' in workspaces) {
    if (workspace === 'default' || workspace === workspaces.name) return workspaces.name;
    throw new DiagnosticError([
      errorDiagnostic('workspaces-unsupported', `"${kind}" names one workspace, ${workspaces.name}`, {
        detail: 'Set "prefix" or "tags" in place of "name" to have several, or select the workspace default.',
      }),
    ]);
  }
  if (workspace === 'default') {
    throw new DiagnosticError([
      errorDiagnostic('no-workspace', `"${kind}" has no default workspace`, {
        detail:
          'Select one with landform workspace select NAME, make one with landform workspace new NAME, or set TF_WORKSPACE.',
      }),
    ]);
  }
  return 'prefix' in workspaces ? `${workspaces.prefix}${workspace}` : workspace;
}
