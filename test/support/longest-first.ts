import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, in order: started last, one of them would keep a single worker busy at the end. */
const LONGEST = [
  'scenarios/scenarios',
  'cli/demos',
  'cli/plugins',
  'cli/pipelines',
  'crash/apply-kill',
  'cli/served',
  'cli/shared-state',
  'cli/policy-thread',
  'crash/actions-kill',
  'cli/encryption',
  'crash/journal',
  'scenarios/openapi/lessons',
  'scenarios/openapi/openapi',
  'cli/terminal',
  'cli/file-modes',
  'cli/remote-provisioners',
  'crash/late-answers',
  'crash/generated-faults',
  'crash/conductor-faults',
  'cli/ephemeral-resources',
  'cli/planted/echoes',
  'cli/long-values',
  'cli/planted/answers',
  'attack/mutants',
  'attack/evil-servers',
  'cli/package',
  'cli/secrets',
  'cli/telemetry',
  'crash/disk-full',
  'cli/stacks',
  'scenarios/openapi/disagreements',
  'cli/modules-from-git',
  'crash/cluster-kill',
  'cli/signals',
  'cli/typed-constructs',
  'cli/init',
  'cli/taken-over',
  'crash/shared-races',
  'cli/provider-from-openapi',
  'cli/planted/uploads',
  'units/docs/provider-guides',
  'properties/plan-apply',
  'conformance/provider-palette',
  'properties/expressions-beside-terraform',
  'properties/references',
  'conformance/provider-conductor-source',
  'properties/plans-beside-terraform',
  'units/sandbox/lifetime',
];

/** A worker keeps shared modules only while its next file is of the same project, so files of a project follow each other. */
const PROJECTS = ['process', 'isolated', 'shared'];

/** Starts files that start processes before the others, and the longest of each project first; Vitest goes by size. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((left, right) => rank(left) - rank(right));
  }
}

function rank({ moduleId, project }: TestSpecification): number {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
  return PROJECTS.indexOf(project.name) * (LONGEST.length + 1) + (place === -1 ? LONGEST.length : place);
}
