import { isJsonList, isJsonObject, type Json, type JsonObject } from '../json.js';
import { parseAddress, splitModule } from '../address.js';
import { CHECK_KINDS, CHECK_STATUSES, type CheckResult } from '../plan.js';
import { compareText } from '../set-order.js';

/** Results of conditions as plans and `terraform show -json` write them, sorted by address. */
export function checksToJson(checks: readonly CheckResult[]): JsonObject[] {
  return [...checks].sort((left, right) => compareText(left.address, right.address)).map(checkToJson);
}

function checkToJson(check: CheckResult): JsonObject {
  const instances = check.instances.map(({ address, status, problems }) => ({
    address: instanceAddress(check, address),
    status,
    ...(problems.length === 0 ? {} : { problems: problems.map((message) => ({ message })) }),
  }));
  return {
    address: checkAddress(check),
    status: check.status,
    ...(check.instances.length === 0 ? {} : { instances }),
  };
}

function instanceAddress({ kind }: CheckResult, address: string): JsonObject {
  const resource = kind === 'resource' ? parseAddress(address) : undefined;
  const module = resource?.resource.module ?? splitModule(address).module;
  return {
    to_display: address,
    ...(resource?.key === undefined ? {} : { instance_key: resource.key }),
    ...(module === '' ? {} : { module }),
  };
}

function checkAddress({ kind, address }: CheckResult): JsonObject {
  const resource = kind === 'resource' ? parseAddress(address)?.resource : undefined;
  if (resource !== undefined) {
    const { module, mode, type, name } = resource;
    return { kind, mode, ...(module === '' ? {} : { module }), name, to_display: address, type };
  }
  const { module, local } = splitModule(address);
  const name = local.slice(local.indexOf('.') + 1);
  return { kind, ...(module === '' ? {} : { module }), name, to_display: address };
}

const STATE_KINDS: Readonly<Record<CheckResult['kind'], string>> = {
  resource: 'resource',
  output_value: 'output',
  check: 'check',
  var: 'var',
};

/** The `check_results` of a state, sorted by address. */
export function checkResultsToJson(checks: readonly CheckResult[]): Json {
  if (checks.length === 0) return null;
  return [...checks]
    .sort((left, right) => compareText(left.address, right.address))
    .map(({ kind, address, status, instances }) => ({
      object_kind: STATE_KINDS[kind],
      config_addr: address,
      status,
      objects:
        instances.length === 0
          ? null
          : instances.map((instance) => ({
              object_addr: instance.address,
              status: instance.status,
              ...(instance.problems.length === 0 ? {} : { failure_messages: [...instance.problems] }),
            })),
    }));
}

/** The results that a state holds. Entries of an unknown form are left out: nothing depends on them. */
export function checkResultsFromJson(json: Json): readonly CheckResult[] {
  return entriesOf(json).flatMap((entry) => {
    const { object_kind: written, config_addr: address, status, objects } = entry;
    const kind = CHECK_KINDS.find((name) => STATE_KINDS[name] === written);
    if (kind === undefined || typeof address !== 'string' || !isStatus(status)) return [];
    return [{ kind, address, status, instances: entriesOf(objects).flatMap(instanceFromJson) }];
  });
}

function instanceFromJson({
  object_addr: address,
  status,
  failure_messages: messages,
}: JsonObject): CheckResult['instances'] {
  if (typeof address !== 'string' || !isStatus(status)) return [];
  const problems = isJsonList(messages) ? messages.filter((message) => typeof message === 'string') : [];
  return [{ address, status, problems }];
}

const isStatus = (json: unknown): json is CheckResult['status'] => CHECK_STATUSES.some((status) => status === json);

/** Whether two lists hold the same results. A state that Terraform wrote has them in random order. */
export function sameCheckResults(left: readonly CheckResult[], right: readonly CheckResult[]): boolean {
  return canonical(left) === canonical(right);
}

const canonical = (checks: readonly CheckResult[]): string =>
  JSON.stringify(
    checks
      .map(({ kind, address, status, instances }) =>
        JSON.stringify([address, kind, status, instances.map((instance) => JSON.stringify(instance)).sort()]),
      )
      .sort(),
  );

function entriesOf(json: Json | undefined): readonly JsonObject[] {
  return isJsonList(json) ? json.filter(isJsonObject) : [];
}
