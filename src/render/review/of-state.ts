import type { SchemaOf, State } from '../../model/index.js';
import { hideEchoes } from '../echoes.js';
import { countOf } from '../report.js';
import { objectsOf } from '../reports/state.js';
import { shownOutput } from '../reports/outputs.js';
import { nameText, partNodes, valueNode } from '../values.js';
import type { Entry, Review } from './review.js';

export interface NamedState {
  readonly name: string;
  readonly state: State;
  readonly schemaOf: SchemaOf;
}

/** The review of states: each object with its attributes, tainted ones first, and the outputs. */
export function stateReview(states: readonly NamedState[]): Review {
  return {
    subject: 'state',
    stacks: states.map(({ name, state, schemaOf }) => {
      const objects = objectEntries(state, schemaOf);
      const outputs = outputEntries(state);
      const tainted = objects.filter(({ reason }) => reason !== undefined);
      const rest = objects.filter(({ reason }) => reason === undefined);
      return {
        name,
        sentence: `State: ${countOf(objects.length, 'object')}, ${countOf(outputs.length, 'output')}.`,
        notes: [],
        entries: [...tainted, ...rest, ...outputs],
        edges: [],
      };
    }),
    findings: [],
  };
}

function objectEntries(state: State, schemaOf: SchemaOf): Entry[] {
  return objectsOf(state, schemaOf).map(({ title, resource, tainted, value }) => ({
    action: 'object',
    sign: ' ',
    address: title,
    type: resource.type,
    module: resource.module,
    words: tainted ? 'tainted: will be replaced' : '',
    ...(tainted ? { reason: 'tainted: will be replaced' } : {}),
    dangerous: false,
    causes: [],
    tree: () => partNodes(' ', hideEchoes(value)),
  }));
}

function outputEntries(state: State): Entry[] {
  return [...state.outputs].map(([name, output]) => ({
    action: 'output',
    sign: ' ',
    address: `output.${name}`,
    type: '',
    module: '',
    words: '',
    dangerous: false,
    causes: [],
    tree: () => [valueNode(' ', nameText(name), shownOutput(output))],
  }));
}
