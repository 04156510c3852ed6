import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, in order: started last, one of them would keep a single worker busy at the end. */
const LONGEST = [
  'scenarios/scenarios',
  'cli/demos',
  'cli/planted/answers',
  'crash/apply-kill',
  'crash/generated-faults',
  'scenarios/openapi/openapi',
  'cli/planted/echoes',
  'cli/secrets',
  'cli/terminal',
  'cli/planted/uploads',
  'crash/late-answers',
  'attack/evil-servers',
  'attack/mutants',
  'cli/planted/places',
  'cli/planted/runs',
  'crash/conductor-faults',
];

/** Starts the longest files first and files that start processes before the others; Vitest goes by project and size. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((left, right) => rank(left) - rank(right));
  }
}

function rank({ moduleId, project }: TestSpecification): number {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
  if (place !== -1) return place;
  return LONGEST.length + (project.name === 'process' ? 0 : 1);
}
