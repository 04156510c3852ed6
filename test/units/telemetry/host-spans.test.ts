import { AsyncLocalStorage } from 'node:async_hooks';
import { context, ROOT_CONTEXT, SpanStatusCode, trace, type Context, type ContextManager } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { App, Stack } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
import { Project } from '../../../src/automation/index.js';

/** As the SDK for Node registers it. */
class Contexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  active = (): Context => this.#storage.getStore() ?? ROOT_CONTEXT;
  with: ContextManager['with'] = (given, work, self, ...args) =>
    this.#storage.run(given, () => work.call(self as ThisParameterType<typeof work>, ...args));
  bind: ContextManager['bind'] = (_, target) => target;
  enable = (): this => this;
  disable = (): this => this;
}

const exporter = new InMemorySpanExporter();
const directories: string[] = [];

beforeAll(() => {
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  context.setGlobalContextManager(new Contexts());
});
afterAll(() => {
  trace.disable();
  context.disable();
});
beforeEach(() => exporter.reset());
afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
});

async function projectOf(names: readonly string[], count: number): Promise<Project> {
  const directory = await mkdtemp(path.join(tmpdir(), 'landform-spans-'));
  directories.push(directory);
  const program = (): App => {
    const app = new App();
    for (const name of names) {
      const stack = new Stack(app, name);
      for (let index = 0; index < count; index += 1) new TerraformData(stack, `${name}_${index}`, { input: index });
    }
    return app;
  };
  return new Project({ directory, program, environment: {} });
}

const parentOf = ({ parentSpanContext }: ReadableSpan): ReadableSpan | undefined =>
  exporter.getFinishedSpans().find((span) => span.spanContext().spanId === parentSpanContext?.spanId);

describe('a program that has registered a tracer provider', () => {
  it('gets a span for each operation, stack and object, also of projects that run at the same time', async () => {
    const [one, two] = await Promise.all([projectOf(['red', 'blue'], 4), projectOf(['green'], 4)]);
    const results = await trace.getTracer('test').startActiveSpan('deploy', async (span) => {
      const both = await Promise.all([one.apply({ parallelism: 1 }), two.plan({ parallelism: 1 })]);
      span.end();
      return both;
    });
    expect(results.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    const spans = exporter.getFinishedSpans();
    const tops = spans.filter(({ name }) => name.startsWith('landform '));
    expect(new Map(tops.map((span) => [span.name, parentOf(span)?.name]))).toEqual(
      new Map([
        ['landform apply', 'deploy'],
        ['landform plan', 'deploy'],
      ]),
    );
    const ofStacks = spans.filter(({ name }) => name.endsWith(' stack'));
    const placed = ofStacks.map(
      (span) => `${span.attributes['landform.stack.name']}: ${span.name} in ${parentOf(span)?.name}`,
    );
    expect(placed).toHaveLength(5);
    expect(new Set(placed)).toEqual(
      new Set([
        'blue: apply stack in landform apply',
        'blue: plan stack in landform apply',
        'green: plan stack in landform plan',
        'red: apply stack in landform apply',
        'red: plan stack in landform apply',
      ]),
    );
    const ofObjects = spans.filter(({ name }) => name.endsWith(' terraform_data'));
    expect(ofObjects).toHaveLength(12 + 8);
    for (const span of ofObjects) {
      const [operation] = span.name.split(' ');
      const parent = parentOf(span);
      expect(parent?.name).toBe(`${operation === 'plan' ? 'plan' : 'apply'} stack`);
      expect(span.attributes['landform.resource.address']).toContain(`.${parent?.attributes['landform.stack.name']}_`);
    }
    expect(spans.every(({ instrumentationScope: { name } }) => name === 'landform' || name === 'test')).toBe(true);
  });

  it('sees what failed', async () => {
    const project = await projectOf(['red'], 1);
    const { diagnostics } = await project.plan({ stacks: ['missing'] });
    const [top] = exporter.getFinishedSpans().filter(({ name }) => name === 'landform plan');
    expect(top?.status).toEqual({ code: SpanStatusCode.ERROR, message: diagnostics[0]?.summary });
    expect(top?.attributes['error.type']).toBe(diagnostics[0]?.code);
  });
});

it('without a tracer provider, nothing is recorded', async () => {
  trace.disable();
  context.disable();
  const project = await projectOf(['red'], 1);
  expect((await project.plan()).diagnostics).toEqual([]);
  expect(exporter.getFinishedSpans()).toEqual([]);
});
