// A provider for tests that speaks Terraform's plugin protocol 5 or 6. It keeps its objects in the file that its configuration names.
import { X509Certificate } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identitySchemas, providerSchema, SHAPES } from './schemas.mjs';
import { TOKEN_CALLS } from './tokens.mjs';
import {
  bytes,
  dynamicValue,
  fieldsOf,
  flag,
  int,
  message,
  one,
  pack,
  present,
  text,
  textAt,
  UNKNOWN,
  unpack,
  valueAt,
  panic,
  problem,
} from './wire.mjs';

/** As one file: tests start hundreds of these processes, and most of their time would go into loading the package's many. */
const { Server, ServerCredentials, status } = createRequire(import.meta.url)('#grpc');

const FIXTURES = new URL('../../units/providers/rest/fixtures/', import.meta.url);
const CERTIFICATE = readFileSync(new URL('certificate.pem', FIXTURES));
const KEY = readFileSync(new URL('key.pem', FIXTURES));

/** Names of calls that differ: in protocol 5. */
const IN_FIVE = {
  GetProviderSchema: 'GetSchema',
  ValidateProviderConfig: 'PrepareProviderConfig',
  ValidateResourceConfig: 'ValidateResourceTypeConfig',
  ValidateDataResourceConfig: 'ValidateDataSourceConfig',
  ConfigureProvider: 'Configure',
  StopProvider: 'Stop',
};

/**
 * Serves one provider; returns its address. `said` lists the names of the calls, in their order; `around` is given each call by its
 * name, with the provider's answer to it.
 */
export async function serve({ protocol, prefix, folder, secured, said = [], around = (_, answer) => answer() }) {
  const provider = new Provider(protocol, prefix);
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  const service = {};
  const methods = {};
  for (const name of Object.getOwnPropertyNames(Provider.prototype)) {
    if (!/^[A-Z]/.test(name)) continue;
    const called = protocol === 5 ? (IN_FIVE[name] ?? name) : name;
    service[name] = method(`/tfplugin${protocol}.Provider/${called}`);
    methods[name] = (call, answer) => {
      said.push(name);
      // With which trace each call comes, for tests.
      const { PLUG_CALLS: calls } = process.env;
      if (calls !== undefined) appendFileSync(calls, `${name} ${call.metadata.get('traceparent').join(',')}\n`);
      Promise.resolve()
        .then(() => around(name, async () => provider[name](fieldsOf(call.request))))
        .then(
          (response) => answer(null, response ?? Buffer.alloc(0)),
          (error) => answer({ code: error.code ?? status.INTERNAL, details: error.message }),
        );
    };
  }
  server.addService(service, methods);
  server.addService(
    { Shutdown: method('/plugin.GRPCController/Shutdown') },
    {
      Shutdown(_, answer) {
        answer(null, Buffer.alloc(0));
        setTimeout(() => process.exit(0), 10);
      },
    },
  );
  const path = join(folder, `plugin${process.pid}-${Math.random().toString(36).slice(2)}`);
  const credentials = secured
    ? ServerCredentials.createSsl(Buffer.from(secured), [{ private_key: KEY, cert_chain: CERTIFICATE }], true)
    : ServerCredentials.createInsecure();
  await new Promise((resolve, reject) =>
    server.bindAsync(`unix:${path}`, credentials, (error) => (error ? reject(error) : resolve())),
  );
  return { address: path, close: () => server.forceShutdown() };
}

/** The way of an executable: the handshake, and then calls until somebody ends it. */
export async function run(protocol, prefix, around) {
  const { env } = process;
  if (env.TF_PLUGIN_MAGIC_COOKIE !== 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2') {
    process.stderr.write('This is a plugin, which Terraform or Landform starts.\n');
    process.exit(1);
  }
  process.on('SIGINT', () => {});
  const secured = env.PLUGIN_CLIENT_CERT;
  const { address } = await serve({
    protocol,
    prefix,
    secured,
    around,
    folder: env.PLUGIN_UNIX_SOCKET_DIR ?? mkdtempSync(join(tmpdir(), 'tp-')),
  });
  const certificate = secured ? new X509Certificate(CERTIFICATE).raw.toString('base64').replace(/=+$/, '') : '';
  process.stderr.write('{"@level":"debug","@message":"serving","@timestamp":"2026-01-01T00:00:00Z"}\n');
  process.stdout.write(`1|${protocol}|unix|${address}|grpc|${certificate}\n`);
}

const method = (path) => ({
  path,
  requestStream: false,
  responseStream: false,
  requestSerialize: (value) => value,
  requestDeserialize: (value) => value,
  responseSerialize: (value) => value,
  responseDeserialize: (value) => value,
});

const isUnknown = (value) => value === UNKNOWN;
const same = (left, right) => pack(left) === pack(right);
const forever = () => new Promise(() => {});

/** One method for each call, with the fields of its request. */
class Provider {
  #protocol;
  #prefix;
  #world;

  constructor(protocol, prefix) {
    this.#protocol = protocol;
    this.#prefix = prefix;
  }

  GetProviderSchema() {
    return providerSchema(this.#protocol, this.#prefix);
  }

  GetResourceIdentitySchemas() {
    if (this.#protocol === 5) throw Object.assign(new Error('unknown method'), { code: status.UNIMPLEMENTED });
    return identitySchemas(this.#prefix);
  }

  ValidateProviderConfig(request) {
    const config = valueAt(request, 1);
    const isWrong = config?.world === '';
    const wrong = isWrong ? bytes(2, problem('No world', 'Name the file of the world.', 'world')) : undefined;
    return this.#protocol === 5 ? message(bytes(1, dynamicValue(config)), wrong) : message(wrong);
  }

  ConfigureProvider(request) {
    if (this.#world !== undefined) return message(bytes(1, problem('Configured twice', 'It was configured before.')));
    const { world, token } = valueAt(request, 2);
    this.#world = world;
    if (token !== null) this.note(`configured with ${isUnknown(token) ? 'an unknown' : token}`);
  }

  ValidateResourceConfig(request) {
    const [kind, config] = [this.#kind(textAt(request, 1)), valueAt(request, 2)];
    if (kind === 'box' && config.size < 0)
      return message(bytes(1, problem('A size is negative', 'Choose a size of 0 or more.', 'size')));
    if (kind === 'trouble' && config.how === 'panic-validate') panic();
  }

  ValidateDataResourceConfig() {}

  UpgradeResourceState(request) {
    const kind = this.#kind(textAt(request, 1));
    const raw = fieldsOf(one(request, 3));
    const stored = JSON.parse(textAt(raw, 1));
    if (kind === 'box') {
      if ((one(request, 2) ?? 0) < 2 && stored.label !== undefined) stored.labels = [stored.label];
      delete stored.label;
      // This Node does not say how a number was written; the one number that matters is kept as text.
      const huge = /"huge":\s*(-?\d+)/.exec(textAt(raw, 1));
      stored.huge = huge === null ? null : number(BigInt(huge[1]));
      stored.anything = typed(stored.anything);
      if (stored.detail) stored.detail = { extra: typed(stored.detail.extra) };
    }
    if (kind === 'loose') for (const name of ['step', 'by']) stored[name] = typed(stored[name]);
    return message(bytes(1, dynamicValue(whole(kind, stored))));
  }

  UpgradeResourceIdentity(request) {
    return message(bytes(1, this.#identityData(JSON.parse(textAt(fieldsOf(one(request, 3)), 1)).name)));
  }

  ReadResource(request) {
    const [kind, state] = [this.#kind(textAt(request, 1)), valueAt(request, 2)];
    if (kind === 'trouble' && state.how === 'rubbish-read') return message(bytes(1, bytes(1, Buffer.from([0xc1]))));
    const found = this.#load()[state.id];
    // An object that was another kind's has what both kinds have.
    const stored = found === undefined ? null : unpack(found.value);
    const value = stored === null || found.type === kind ? stored : whole(kind, stored);
    this.#noteMeta('ReadResource', request, 4);
    const identity = kind === 'box' && value !== null ? this.#identity(5, value.name) : undefined;
    return message(bytes(1, dynamicValue(value)), bytes(3, found && Buffer.from(`kept of ${state.id}`)), identity);
  }

  async PlanResourceChange(request) {
    const kind = this.#kind(textAt(request, 1));
    const [prior, proposed, config] = [2, 3, 4].map((number) => valueAt(request, number));
    this.#noteMeta('PlanResourceChange', request, 6);
    if (proposed === null) return message(bytes(1, dynamicValue(null)));
    const planned = { ...proposed };
    if (kind === 'trouble') {
      const strange = await this.#troublesomePlan(config.how);
      if (strange !== undefined) return strange;
    }
    planned.id = prior?.id ?? UNKNOWN;
    if (kind === 'box') {
      planned.secret = null;
      planned.token = prior?.token ?? UNKNOWN;
      if (config.huge === null) planned.huge = prior?.huge ?? 2n ** 60n;
      if (Array.isArray(planned.rule))
        planned.rule = planned.rule.map((rule) => ({
          ...rule,
          id: isUnknown(rule.port) ? UNKNOWN : `port ${rule.port}`,
        }));
    }
    // As the first SDK does: an empty text in place of null, and no blocks in place of none.
    if (kind === 'legacy') planned.comment = config.comment ?? '';
    // Nor does it know that a configuration without blocks means that there are none, if it computes them itself.
    if (kind === 'legacy' && String(planned.name).startsWith('tagged') && prior === null) planned.tag = UNKNOWN;
    const replaces =
      kind === 'box' || kind === 'trouble'
        ? [bytes(2, message(bytes(1, message(text(1, kind === 'box' ? 'name' : 'how')))))]
        : [];
    const identity =
      kind === 'box'
        ? this.#identity(7, prior !== null && same(prior.name, planned.name) ? prior.name : UNKNOWN)
        : undefined;
    return message(
      bytes(1, dynamicValue(planned)),
      ...replaces,
      bytes(3, Buffer.from('planned')),
      flag(5, kind === 'legacy'),
      identity,
    );
  }

  async ApplyResourceChange(request) {
    const kind = this.#kind(textAt(request, 1));
    const [prior, planned, config] = [2, 3, 4].map((number) => valueAt(request, number));
    const world = this.#load();
    this.#noteMeta('ApplyResourceChange', request, 6);
    if (planned === null) {
      if (kind === 'trouble') await this.#troublesomeApply(`${prior.how}-delete`);
      delete world[prior.id];
      this.#store(world);
      return message(bytes(1, dynamicValue(null)));
    }
    const id = prior?.id ?? this.#newId(world);
    const value = { ...planned, id };
    if (kind === 'box') value.token = `token of ${id}`;
    if (kind === 'legacy' && isUnknown(value.tag)) value.tag = [{ value: 'made' }];
    if (kind === 'legacy' && value.tag.some((tag) => isUnknown(tag.value))) panic();
    const secret = kind === 'box' && config.secret !== null ? { secret: config.secret } : {};
    if (kind === 'trouble' && config.how === 'fail-with-object') {
      this.#store({ ...world, [id]: { type: kind, value: pack(value) } });
      return message(bytes(1, dynamicValue(value)), bytes(3, problem('Half made', 'The second half is missing.')));
    }
    this.#store({ ...world, [id]: { type: kind, value: pack(value), ...secret } });
    if (kind === 'box' && config.name === 'lost') await forever();
    if (kind === 'trouble') {
      await this.#troublesomeApply(config.how);
      if (config.how === 'fail-without-object') return message(bytes(3, problem('Not made', 'Nothing was made.')));
      if (config.how === 'lie') value.how = 'another way';
      if (config.how === 'leave-unknown') value.id = UNKNOWN;
    }
    const identity = kind === 'box' ? this.#identity(5, value.name) : undefined;
    return message(
      bytes(1, dynamicValue(value)),
      bytes(2, Buffer.from(`kept of ${id}`)),
      flag(4, kind === 'legacy'),
      identity,
    );
  }

  ImportResourceState(request) {
    const [type, id] = [textAt(request, 1), textAt(request, 2)];
    const kind = this.#kind(type);
    if (id === 'deferred') return message(bytes(3, message(int(1, 1))));
    const identity = one(request, 4);
    const world = this.#load();
    const named = identity && valueAt(fieldsOf(identity), 1).name;
    const own = identity === undefined ? id : Object.keys(world).find((key) => unpack(world[key].value).name === named);
    if (id === 'pair') {
      const half = bytes(1, message(text(1, type), bytes(2, dynamicValue(whole(kind, { id: 'id-1' })))));
      return message(half, half);
    }
    if (world[own] === undefined) return message(bytes(2, problem('Not found', `Nothing has the ID ${id}.`)));
    const state = whole(kind, { id: own });
    return message(bytes(1, message(text(1, type), bytes(2, dynamicValue(state)), bytes(3, Buffer.from('imported')))));
  }

  MoveResourceState(request) {
    const state = JSON.parse(textAt(fieldsOf(one(request, 4)), 1));
    const [source, kind] = [textAt(request, 2), this.#kind(textAt(request, 5))];
    if (source.endsWith('_trouble'))
      return message(bytes(2, problem('Not convertible', `No ${kind} can be made of it.`)));
    const { id, name } = state;
    const kept = Buffer.from(`moved from ${textAt(request, 1)} ${source}, ${textAt(request, 6)}`);
    return message(
      bytes(1, dynamicValue(whole(kind, { id, name }))),
      bytes(3, kept),
      kind === 'box' ? this.#identity(4, name) : undefined,
    );
  }

  ReadDataSource(request) {
    const { name } = valueAt(request, 2);
    this.#noteMeta('ReadDataSource', request, 3);
    const found = Object.entries(this.#load()).find(([, { value }]) => unpack(value).name === name);
    if (name === 'nobody') return message(bytes(2, problem('Not found', `Nothing has the name ${name}.`, 'name')));
    return message(bytes(1, dynamicValue({ name, id: found?.[0] ?? 'none' })));
  }

  async CallFunction(request) {
    const args = (request.get(2) ?? []).map((argument) => valueAt(new Map([[1, [argument]]]), 1));
    const [first, ...rest] = args;
    const answer = (value) => message(bytes(1, dynamicValue(value)));
    const wrong = (summary, index) =>
      message(bytes(2, message(text(1, summary), index === undefined ? undefined : present(2, index))));
    switch (textAt(request, 1)) {
      case 'shout':
        return first === '' ? wrong('nothing to shout', 0) : answer(first.toUpperCase());
      case 'join':
        return rest.includes('') ? wrong('a part is empty', rest.indexOf('') + 1) : answer(rest.join(first));
      case 'same':
        return answer(first);
      case 'is_known':
        return answer(!isUnknown(first));
      case 'flip':
        return answer(Object.fromEntries(first.map(({ n, name }) => [name, n])));
      default:
        return this.#troublesomeFunction(first);
    }
  }

  async #troublesomeFunction(how) {
    if (how === 'panic') panic();
    if (how === 'hang') await forever();
    if (how === 'rubbish') return message(bytes(1, bytes(1, Buffer.from([0xc1]))));
    if (how === 'nothing') return undefined;
    return message(bytes(2, message(text(1, `there is no ${how}`))));
  }

  StopProvider() {}

  async #troublesomePlan(how) {
    if (how === 'panic-plan') panic();
    if (how === 'hang-plan') await forever();
    if (how === 'rubbish-plan') return Buffer.from([0x0f, 0xff, 0xff]);
    if (how === 'deferred') return message(bytes(1, dynamicValue({ id: UNKNOWN, how })), bytes(6, message(int(1, 1))));
    if (how === 'flood')
      for (let line = 0; line < 20_000; line += 1)
        process.stderr.write(`{"@level":"debug","@message":"line ${line}"}\n`);
    return undefined;
  }

  async #troublesomeApply(how) {
    if (how === 'panic-apply') panic();
    if (how === 'exit-apply-delete') process.exit(3);
    if (how === 'hang-apply') await forever();
  }

  #kind(type) {
    const kind = type.slice(this.#prefix.length + 1);
    if (!(kind in SHAPES)) throw new Error(`There is no type ${type}.`);
    return kind;
  }

  #identityData(name) {
    return bytes(1, dynamicValue({ name }));
  }

  #identity(number, name) {
    return this.#protocol === 5 ? undefined : bytes(number, this.#identityData(name));
  }

  #noteMeta(call, request, number) {
    const meta = valueAt(request, number);
    if (meta !== null) this.note(`${call} for ${meta.module}`);
  }

  /** What happened, for tests. */
  note(line) {
    appendFileSync(`${this.#world}.log`, `${line}\n`);
  }

  #load() {
    return existsSync(this.#world) ? JSON.parse(readFileSync(this.#world, 'utf8')) : {};
  }

  #store(world) {
    // Replaced whole: who ends this process may look at the file next.
    writeFileSync(`${this.#world}.new`, JSON.stringify(world));
    renameSync(`${this.#world}.new`, this.#world);
  }

  /** No ID is used again, also after the end of its object. */
  #newId(world) {
    const file = `${this.#world}.last`;
    let number = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    do number += 1;
    while (`id-${number}` in world);
    writeFileSync(file, String(number));
    return `id-${number}`;
  }
}

Object.assign(Provider.prototype, TOKEN_CALLS);

const number = (value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

/** The object with all attributes of its type. */
function whole(kind, some) {
  const value = Object.fromEntries(SHAPES[kind].map((name) => [name, some[name] ?? null]));
  if (kind === 'box') Object.assign(value, { rule: value.rule ?? [], note: value.note ?? [] });
  return value;
}

/** A value of dynamic type, as a state has it, in the form in which it travels. */
const typed = (stored) =>
  stored === null || stored === undefined ? null : [Buffer.from(JSON.stringify(stored.type)), stored.value];
