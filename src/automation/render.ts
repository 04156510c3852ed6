import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic, IgnoredDrift, OutputState, Plan } from '../model/index.js';
import {
  diagnosticsPage,
  formatTerminal,
  outputsPage,
  planPage,
  planSecrets,
  type KnownSecrets,
} from '../render/index.js';

/** The result of an operation: plans or outputs, if any, and diagnostics. */
export interface Renderable {
  readonly stacks?: readonly (
    | string
    | {
        readonly name: string;
        readonly plan?: Plan;
        readonly ignored?: readonly IgnoredDrift[];
        readonly outputs?: Readonly<Record<string, OutputState>>;
      }
  )[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface RenderOptions {
  /** Whether to use terminal escape sequences. Default: false. */
  readonly color?: boolean | undefined;
  /** Width at which to wrap text. Default: it is not wrapped. */
  readonly columns?: number | undefined;
}

export function renderResult(
  { stacks = [], diagnostics }: Renderable,
  { color = false, columns }: RenderOptions,
  { directory, secrets }: { readonly directory: string; readonly secrets: KnownSecrets },
): string {
  const parts = stacks.filter((stack) => typeof stack !== 'string');
  const plans = plansIn({ stacks });
  const outputs = parts.flatMap(({ name, outputs: values }) =>
    values === undefined ? [] : [{ name, outputs: values }],
  );
  for (const { plan, ignored } of plans) secrets.learn(() => planSecrets(plan, ignored));
  const found = diagnosticsPage(
    diagnostics.map((diagnostic) => secrets.diagnostic(diagnostic)),
    { sourceText: (file) => textOf(path.resolve(directory, file)), clean: secrets.clean },
  );
  const pages = [
    ...plans.map(({ name, plan, ignored }) => planPage(plan, name, ignored)),
    outputsPage(outputs, 'Outputs'),
    found,
  ];
  return pages
    .map((page) => formatTerminal(page, { color, ...(columns === undefined ? {} : { columns }) }))
    .filter((text) => text !== '')
    .join('\n');
}

interface PlanIn {
  readonly name: string;
  readonly plan: Plan;
  readonly ignored: readonly IgnoredDrift[];
}

export function plansIn({ stacks = [] }: Pick<Renderable, 'stacks'>): PlanIn[] {
  return stacks.flatMap((stack) => {
    if (typeof stack === 'string' || stack.plan === undefined) return [];
    const { name, plan, ignored = [] } = stack;
    return [{ name, plan, ignored }];
  });
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
