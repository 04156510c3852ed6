import {
  parseAddress,
  plainJson,
  stringifyJson,
  typeOf,
  typeToJson,
  unmarkDeep,
  type Deferred,
  type Diagnostic,
  type Event,
  type IgnoredDrift,
  type Json,
  importingJson,
  type JsonObject,
  type ObjectEvent,
  type OutputState,
  type Plan,
  type ProvisionEvent,
  type ResourceChange,
  type TimeForecast,
  type Type,
  byFirst,
} from '../../model/index.js';
import { diagnosticJson } from '../formats/diagnostic-json.js';
import { waitingText } from '../reports/deferred.js';
import { forecastJson, forecastOfPlans, timeText, tookText } from '../reports/forecast.js';
import { addCounts, countChanges, planSentence, type Counts } from '../reports/counts.js';
import { stateKinds, stateSentence } from '../reports/state-edits.js';
import { Snippets, type Clean, type SourceText } from '../excerpts/snippet.js';
import { plannedMessage, runMessage, type ActionMessage } from './action-messages.js';
import { LandingWords } from './landing.js';
import { actionWord, changeWord, reasonWord, resourceJson } from './message-words.js';
import { placeJson, type TestMessage, type TestPlace } from './test-messages.js';
import { Running, type RunningCall } from './running.js';
import {
  completeText,
  erroredText,
  idSuffix,
  landingText,
  objectName,
  recoveredText,
  startText,
  stillText,
} from './words.js';

export interface MessagesOptions {
  /** RFC 3339, for each line. */
  readonly timestamp: () => string;
  /** `0.1.0` */
  readonly version: string;
  readonly terraformVersion: string;
  readonly sourceText?: SourceText;
  /** Applied to source lines. */
  readonly clean?: Clean;
}

/** The version of Terraform's "machine readable UI" that these messages follow. */
const UI_VERSION = '1.2';

const noText: SourceText = () => undefined;

export interface PlannedStack {
  /** Empty where stacks have no names. */
  readonly name: string;
  readonly plan: Plan;
  /** The names of the stacks that are applied before it. */
  readonly needs?: readonly string[];
  /** Drift that rules ignore, which is not in the plan. */
  readonly ignored?: readonly IgnoredDrift[];
}

/** Terraform's JSON lines (`plan -json`, `apply -json`): each method returns whole lines, without line feeds. */
export class Messages {
  readonly #options: MessagesOptions;
  readonly #snippets: Snippets;
  readonly #running = new Running();
  readonly #landing = new LandingWords();

  /** The stack that the messages are about, where stacks have names. */
  #stack = '';

  /** The last reported reason to wait: many calls wait for the same. */
  #waiting = '';

  constructor(options: MessagesOptions) {
    this.#options = options;
    this.#snippets = new Snippets(options.sourceText ?? noText, options.clean);
  }

  #line(level: 'info' | 'warn' | 'error', message: string, type: string, payload: JsonObject): string {
    const line: Record<string, Json> = {
      '@level': level,
      '@message': message,
      '@module': 'terraform.ui',
      '@timestamp': this.#options.timestamp(),
    };
    const rest: JsonObject = { ...payload, type, ...(this.#stack === '' ? {} : { stack: this.#stack }) };
    for (const [key, member] of Object.entries(rest).sort(byFirst)) line[key] = member;
    return stringifyJson(line);
  }

  /** What is said of one stack. */
  #about<T>(stack: string, say: () => T): T {
    const before = this.#stack;
    this.#stack = stack;
    const said = say();
    this.#stack = before;
    return said;
  }

  version(): string {
    const { version, terraformVersion } = this.#options;
    return this.#line('info', `Landform ${version}`, 'version', {
      terraform: terraformVersion,
      ui: UI_VERSION,
      landform: version,
    });
  }

  log(message: string): string {
    return this.#line('info', message, 'log', {});
  }

  test({ text, type, payload, about }: TestMessage): string {
    return this.#line('info', text, type, { ...placeJson(about), ...payload });
  }

  /** `about`: the test that found it. */
  diagnostic(diagnostic: Diagnostic, about: TestPlace = {}): string {
    const [level, word] =
      diagnostic.severity === 'error' ? (['error', 'Error'] as const) : (['warn', 'Warning'] as const);
    return this.#about(diagnostic.stack ?? '', () =>
      this.#line(level, `${word}: ${diagnostic.summary}`, 'diagnostic', {
        ...placeJson(about),
        diagnostic: diagnosticJson(diagnostic, this.#snippets),
      }),
    );
  }

  event(event: Event, now: number): string[] {
    return this.#about(event.stack ?? '', () => this.#event(event, now));
  }

  #event(event: Event, now: number): string[] {
    switch (event.type) {
      case 'refresh-start':
      case 'refresh-complete':
        return [isData(event.address) ? this.#dataRead(event) : this.#refresh(event)];
      case 'apply-start':
        this.#running.start(event, now);
        return [this.#hook('apply_start', event, startText(event), {}, event.action !== 'create')];
      case 'apply-progress':
        this.#running.waits(event, event.waitingFor, now);
        return [];
      case 'apply-complete':
        this.#running.end(event);
        return [
          this.#hook('apply_complete', event, completeText(event), elapsed(event.elapsedMs), event.action !== 'delete'),
        ];
      case 'apply-errored':
        this.#running.end(event, true);
        return [this.#hook('apply_errored', event, erroredText(event), elapsed(event.elapsedMs), false)];
      case 'action-start':
      case 'action-progress':
      case 'action-complete':
      case 'action-errored':
        return [this.#action(runMessage(event))];
      case 'provision-start':
        return [this.#provision('provision_start', event, `: Provisioning with '${event.provisioner}'...`)];
      case 'provision-output': {
        const { line, provisioner } = event;
        return [this.#provision('provision_progress', event, `: (${provisioner}): ${line}`, { output: line })];
      }
      case 'provision-complete':
        return [this.#provision('provision_complete', event, `: (${event.provisioner}) Provisioning complete`)];
      case 'provision-errored':
        return [this.#provision('provision_errored', event, `: (${event.provisioner}) Provisioning errored`)];
      case 'landing':
        return this.#landing.isDue(event, now) ? [this.log(`${objectName(event)}: ${landingText(event)}`)] : [];
      case 'recovered':
        return [this.log(`${objectName(event)}: ${recoveredText(event.outcome)}`)];
      case 'waiting': {
        const isNews = event.what !== this.#waiting;
        this.#waiting = event.what;
        return isNews ? [this.log(`Waiting for ${event.what}`)] : [];
      }
      case 'download':
        return event.bytes === 0 ? [this.log(`Downloading ${event.what}`)] : [];
      case 'lock-waiting':
        return [this.log(`Waiting for the lock on the state, held by ${event.holder}`)];
      case 'diagnostic':
        return [this.diagnostic(event.diagnostic)];
      default:
        return [];
    }
  }

  #action({ text, type, payload }: ActionMessage): string {
    return this.#line('info', text, type, payload);
  }

  #provision(type: string, { address, provisioner }: ProvisionEvent, text: string, more: JsonObject = {}): string {
    return this.#line('info', address + text, type, {
      hook: { resource: resourceJson(address), provisioner, ...more },
    });
  }

  tick(now: number): string[] {
    return this.#running.due(now).map((call) => this.#about(call.event.stack ?? '', () => this.#progress(call, now)));
  }

  #progress({ event, startedAt, waitingFor }: RunningCall, now: number): string {
    const text = stillText(event, now - startedAt, waitingFor);
    return this.#hook('apply_progress', event, text, elapsed(now - startedAt), false);
  }

  #refresh(event: ObjectEvent & { readonly type: 'refresh-start' | 'refresh-complete' }): string {
    const [type, text] =
      event.type === 'refresh-start'
        ? ['refresh_start', 'Refreshing state...']
        : ['refresh_complete', 'Refresh complete'];
    const hook = { resource: resourceJson(event.address), ...idJson(event) };
    return this.#line('info', `${event.address}: ${text}${idSuffix(event)}`, type, { hook });
  }

  /** Reading a data source during planning is reported as an action of its own. */
  #dataRead(event: ObjectEvent & { readonly type: 'refresh-start' | 'refresh-complete' }): string {
    if (event.type === 'refresh-start') return this.#hook('apply_start', event, startText(event), {}, false);
    return this.#hook('apply_complete', event, completeText(event), elapsed(event.elapsedMs), true);
  }

  #hook(type: string, event: ObjectEvent, text: string, more: JsonObject, withId: boolean): string {
    const hook = {
      resource: resourceJson(event.address),
      action: actionWord(event.action),
      ...(withId ? idJson(event) : {}),
      ...more,
    };
    return this.#line('info', `${event.address}: ${text}`, type, { hook });
  }

  /** The content of plans: drift, changes and outputs of each stack, and one summary. */
  plan(stacks: readonly PlannedStack[]): string[] {
    const counts = addCounts(stacks.map(({ plan }) => countChanges(plan.changes, plan.invocations)));
    return [
      ...stacks.flatMap(({ name, plan, ignored = [] }) =>
        this.#about(name, () => [...this.#changes(plan), ...ignored.map((one) => this.#ignored(one))]),
      ),
      this.summary(
        summaryOf(
          stacks.map(({ plan }) => plan),
          counts,
        ),
        counts,
        'plan',
      ),
      ...this.#forecast(forecastOfPlans(stacks)),
      ...stacks.flatMap(({ name, plan }) => this.#about(name, () => this.#plannedOutputs(plan))),
    ];
  }

  #forecast(forecast: TimeForecast | undefined): string[] {
    if (forecast === undefined) return [];
    return [
      this.#about('', () => this.#line('info', timeText(forecast), 'forecast', { forecast: forecastJson(forecast) })),
    ];
  }

  /** How right the forecast of an apply was. */
  took(forecast: TimeForecast, calls: number, ms: number): string {
    const took = { calls, seconds: Math.round(ms / 1000) };
    const payload = { took, forecast: forecastJson(forecast) };
    return this.#about('', () => this.#line('info', tookText(forecast, calls, ms), 'forecast_result', payload));
  }

  #changes({ drift, changes, deferred, invocations }: Plan): string[] {
    const shown = changes.filter(
      (change) =>
        (change.action !== 'no-op' || stateKinds(change).length > 0) &&
        !(change.resource.mode === 'data' && change.action === 'delete'),
    );
    return [
      ...drift.map((change) => this.#change('resource_drift', change)),
      ...shown.map((change) => this.#change('planned_change', change)),
      ...deferred.map((each) => this.#deferred(each)),
      ...invocations.map((each) => this.#action(plannedMessage(each))),
    ];
  }

  #deferred(deferred: Deferred): string {
    const { address, kind, reason, waitsFor } = deferred;
    return this.#line('info', `${address}: ${waitingText(deferred)}`, 'deferred_change', {
      deferred: { address, kind, reason, waits_for: [...waitsFor] },
    });
  }

  #ignored({ change, reason, until }: IgnoredDrift): string {
    const action = changeWord(change);
    return this.#line('info', `${change.address}: Drift ignored until ${until} (${action})`, 'ignored_drift', {
      change: { resource: resourceJson(change.address), action },
      rule: { reason, until },
    });
  }

  #plannedOutputs({ outputs }: Plan): string[] {
    if (outputs.length === 0) return [];
    const planned = outputs.map(
      ({ name, sensitive, action }) => [name, { sensitive, action: action === 'no-op' ? 'noop' : action }] as const,
    );
    return [this.#outputs(Object.fromEntries(planned))];
  }

  summary(sentence: string, counts: Counts, operation: 'plan' | 'apply' | 'destroy'): string {
    const { add, change, invoke, failedInvocations } = counts;
    const actions =
      invoke + failedInvocations === 0 ? {} : { action_invocation: invoke, action_fail: failedInvocations };
    const changes = { add, change, import: counts.import, remove: counts.remove, ...actions, operation };
    // Of all stacks together.
    return this.#about('', () => this.#line('info', sentence, 'change_summary', { changes }));
  }

  /** Outputs after an apply; a secret one without its value. */
  outputs(outputs: Readonly<Record<string, OutputState>>, stack = ''): string {
    const entries = Object.entries(outputs)
      .sort(byFirst)
      .map(([name, { value, sensitive }]): [string, Json] => {
        const plain = unmarkDeep(value);
        const type = typeOf(plain);
        if (sensitive) return [name, { sensitive, type: hasNames(type) ? 'dynamic' : typeToJson(type) }];
        return [name, { sensitive, type: typeToJson(type), value: plainJson(plain) }];
      });
    return this.#about(stack, () => this.#outputs(Object.fromEntries(entries)));
  }

  #outputs(outputs: JsonObject): string {
    return this.#line('info', `Outputs: ${Object.keys(outputs).length}`, 'outputs', { outputs });
  }

  #change(type: 'planned_change' | 'resource_drift', change: ResourceChange): string {
    const action = changeWord(change);
    const reason = reasonWord(change);
    const payload = {
      resource: resourceJson(change.address),
      ...(change.previousAddress === undefined ? {} : { previous_resource: resourceJson(change.previousAddress) }),
      action,
      ...(reason === undefined ? {} : { reason }),
      ...(change.importing === undefined ? {} : { importing: importingJson(change.importing) }),
      ...(change.generatedConfig === undefined ? {} : { generated_config: change.generatedConfig }),
    };
    const text = type === 'planned_change' ? `Plan to ${action}` : `Drift detected (${action})`;
    return this.#line('info', `${change.address}: ${text}`, type, { change: payload });
  }
}

/** A plan that only changes the state is one of a single stack. */
function summaryOf([plan, ...others]: readonly Plan[], counts: Counts): string {
  return plan?.mode === 'state' && others.length === 0 ? stateSentence(plan) : planSentence(counts);
}

const isData = (address: string): boolean => parseAddress(address)?.resource.mode === 'data';

const elapsed = (milliseconds: number): JsonObject => ({ elapsed_seconds: Math.floor(milliseconds / 1000) });

function idJson({ id }: ObjectEvent): JsonObject {
  return id === undefined ? {} : { id_key: id.key, id_value: id.value };
}

/** Whether a type shows names of attributes, which are part of the value: `{ (var.name) = 1 }`. */
function hasNames(type: Type): boolean {
  if (typeof type === 'string') return false;
  if (type.kind === 'object') return Object.keys(type.attributes).length > 0;
  return type.kind === 'tuple' ? type.items.some(hasNames) : hasNames(type.element);
}
