import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, in order: started last, one of them would keep a single worker busy at the end. */
const LONGEST = [
  'scenarios/scenarios',
  'cli/demos',
  'crash/apply-kill',
  'crash/late-answers',
  'cli/file-modes',
  'crash/generated-faults',
  'scenarios/openapi/openapi',
  'cli/planted/answers',
  'cli/terminal',
  'attack/evil-servers',
  'attack/mutants',
  'cli/signals',
  'cli/planted/uploads',
  'cli/planted/echoes',
  'crash/actions-kill',
  'crash/journal',
  'cli/long-values',
  'crash/conductor-faults',
  'cli/taken-over',
  'units/docs/provider-guides',
  'conformance/provider-palette',
  'properties/plan-apply',
  'properties/expressions-beside-terraform',
  'properties/references',
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
