import {
  connectionOf,
  containsSensitive,
  hasErrors,
  impliedType,
  isWhollyKnown,
  nearest,
  objectIn,
  type Block,
  type Body,
  type JsonObject,
  type ProvisionerConfiguration,
  type Provisioning,
  moduleAt,
  modulePathOf,
  type ResourceChange,
  unmarkDeep,
  type Value,
  valueToJson,
} from '../../model/index.js';
import { hiderOf } from '../actions/hide.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { decodeBody } from '../evaluate/body.js';
import { fleetingAddress } from '../evaluate/ephemeral.js';
import type { ProvisionFailure, Provisioner } from '../provisioner.js';
import { provisionerFailed, provisionerUnknown, unknownProvisioner } from '../provisioner-diagnostics.js';
import { ephemeralAddresses } from '../validate/ephemeral.js';
import type { InstanceScope } from '../walk/values.js';
import type { ApplyRun } from './run.js';

export type When = ProvisionerConfiguration['when'];

/** The provisioners that run at one time of an object's life. */
export const provisionersAt = (
  provisioning: Provisioning | undefined,
  when: When,
): readonly ProvisionerConfiguration[] => provisioning?.provisioners.filter((one) => one.when === when) ?? NONE;

const NONE: readonly ProvisionerConfiguration[] = [];

interface Provisioned {
  readonly run: ApplyRun;
  readonly change: ResourceChange;
  readonly provisioning: Provisioning;
  /** With `self`. */
  readonly scope: InstanceScope;
}

/** Runs provisioners of an object one after another. Returns false if one failed that is not to be ignored. */
export async function provision(provisioned: Provisioned, when: When): Promise<boolean> {
  for (const provisioner of provisionersAt(provisioned.provisioning, when)) {
    if (!(await runOne(provisioned, provisioner))) return false;
  }
  return true;
}

async function runOne(provisioned: Provisioned, configuration: ProvisionerConfiguration): Promise<boolean> {
  const { run, change } = provisioned;
  const { address } = change;
  const { type, when } = configuration;
  const { byType } = run.context.provisioners;
  const provisioner = byType.get(type);
  if (provisioner === undefined) {
    run.diagnostics.push(unknownProvisioner(address, configuration, nearest(type, [...byType.keys()])));
    return false;
  }
  const prepared = prepare(provisioned, configuration, provisioner);
  if (prepared === undefined) return false;
  const { emit } = run.context;
  const about = { address, provisioner: type };
  emit({ type: 'provision-start', ...about });
  const failure = await run.limit(() =>
    attempt(provisioned, provisioner, prepared, (line) => emit({ type: 'provision-output', ...about, line })),
  );
  if (failure === undefined) {
    emit({ type: 'provision-complete', ...about });
    return true;
  }
  emit({ type: 'provision-errored', ...about });
  if (configuration.onFailure === 'continue' && !run.context.stop.aborted) return true;
  run.diagnostics.push(provisionerFailed(address, configuration, when, failure));
  return false;
}

interface Prepared {
  readonly config: JsonObject;
  readonly connection: JsonObject | undefined;
  /** Why neither configuration nor output may be shown. */
  readonly secret: 'sensitive' | 'ephemeral' | undefined;
  readonly hide: (text: string) => string;
}

function prepare(
  { run, change, provisioning, scope }: Provisioned,
  configuration: ProvisionerConfiguration,
  { block, isRemote }: Provisioner,
): Prepared | undefined {
  const evaluated = (body: Body, schema: Block): Value | undefined => {
    const { value, diagnostics } = decodeBody(body, schema, run.values.scope(scope), change.address);
    run.diagnostics.push(...diagnostics);
    if (hasErrors(diagnostics)) return undefined;
    if (isWhollyKnown(unmarkDeep(value))) return value;
    run.diagnostics.push(provisionerUnknown(change.address, configuration));
    return undefined;
  };
  const config = evaluated(configuration.body, block);
  if (config === undefined) return undefined;
  const written = isRemote ? connectionOf(provisioning, configuration) : undefined;
  const schema = run.context.provisioners.connection;
  const connection = written === undefined ? undefined : evaluated(written, schema);
  if (written !== undefined && connection === undefined) return undefined;
  const hide = hiderOf([config, markSensitiveAttributes(connection ?? null, schema)]);
  const secret = isEphemeral(run, change, configuration.body)
    ? 'ephemeral'
    : containsSensitive(config)
      ? 'sensitive'
      : undefined;
  return {
    config: jsonOf(config, block),
    connection: connection === undefined ? undefined : jsonOf(connection, schema),
    secret,
    hide,
  };
}

const jsonOf = (value: Value, block: Block): JsonObject => objectIn(valueToJson(unmarkDeep(value), impliedType(block)));

/** Whether a body refers to an ephemeral variable or local. */
function isEphemeral({ context }: ApplyRun, { resource }: ResourceChange, { content }: Body): boolean {
  const module = moduleAt(context.configuration, modulePathOf(resource.module));
  if (module === undefined) return false;
  const ephemeral = ephemeralAddresses(module, context.referencesOf);
  if (ephemeral.size === 0) return false;
  return Object.values(content).some((expression) =>
    context
      .referencesOf(expression)
      .some(
        ({ subject, steps, isKeptInside }) => isKeptInside !== true && ephemeral.has(fleetingAddress(subject, steps)),
      ),
  );
}

async function attempt(
  { run }: Provisioned,
  provisioner: Provisioner,
  { config, connection, secret, hide }: Prepared,
  show: (line: string) => void,
): Promise<ProvisionFailure | undefined> {
  const { stop, signal } = run.context;
  if (stop.aborted) return { reason: 'The run was stopped before it began' };
  const hidden = `(output suppressed due to ${secret} value in config)`;
  const output = (line: string): void => show(secret === undefined ? hide(line) : hidden);
  const failure = await provisioner.provision({ config, connection, output, stop, signal });
  if (failure === undefined) return undefined;
  const { reason, detail } = failure;
  return secret !== undefined || detail === undefined ? { reason } : { reason, detail: hide(detail) };
}
