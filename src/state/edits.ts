import {
  DiagnosticError,
  formatInstance,
  formatResource,
  StateDraft,
  storedProvider,
  storedProviders,
  type EditedState,
  type State,
  type StateEdit,
} from '../model/index.js';
import { contradictingEdits, noObjectOf, pushBesideOthers } from './edit-diagnostics.js';
import { removeAddress, replaceProvider, unknownAddress } from './edit.js';
import { stateOfJson } from './file.js';
import { moveResource } from './move.js';
import { setTaint } from './taint.js';
import { covers, parseTarget } from './target.js';

/** Makes edits in order. Throws a DiagnosticError if one is impossible, on its own or after those before it. */
export function applyEdits(state: State, edits: readonly StateEdit[]): EditedState {
  const [only] = edits;
  if (only?.kind === 'push' && edits.length === 1) {
    const pushed = stateOfJson(only.state, 'the pushed state');
    return { state: pushed, moved: new Map(), imported: new Map(), replaces: true };
  }
  const editing = new Editing(state);
  edits.forEach((edit, index) => {
    try {
      editing.make(edit);
    } catch (error) {
      const earlier = edits.slice(0, index).find((one) => contradicts(one, edit));
      if (!(error instanceof DiagnosticError) || earlier === undefined) throw error;
      throw contradictingEdits(wordsOf(edit), wordsOf(earlier));
    }
  });
  return { state: editing.state, moved: editing.moved, imported: editing.imported, replaces: false };
}

/** What an edit does, as a part of a sentence. */
export function wordsOf(edit: StateEdit): string {
  switch (edit.kind) {
    case 'move':
      return `move ${edit.from} to ${edit.to}`;
    case 'remove':
      return `remove ${edit.address}`;
    case 'replace-provider':
      return `replace the provider ${edit.from} with ${edit.to}`;
    case 'taint':
    case 'untaint':
      return `${edit.kind} ${edit.address}`;
    case 'import':
      return `import ${importedAddress(edit)}`;
    case 'push':
      return 'replace the whole state';
  }
}

const importedAddress = ({ ref }: Extract<StateEdit, { readonly kind: 'import' }>): string =>
  formatInstance(formatResource(ref.resource), ref.key);

/** Whether an earlier edit took away what a later one is about, or took the address that it needs. */
function contradicts(earlier: StateEdit, later: StateEdit): boolean {
  const gone = earlier.kind === 'move' ? earlier.from : earlier.kind === 'remove' ? earlier.address : undefined;
  const taken = earlier.kind === 'move' ? earlier.to : earlier.kind === 'import' ? importedAddress(earlier) : undefined;
  return [...namedBy(later)].some((address) => overlap(gone, address)) || overlap(taken, targetOf(later));
}

function* namedBy(edit: StateEdit): Iterable<string> {
  if ('address' in edit) yield edit.address;
  if (edit.kind === 'move') yield edit.from;
}

const targetOf = (edit: StateEdit): string | undefined =>
  edit.kind === 'move' ? edit.to : edit.kind === 'import' ? importedAddress(edit) : undefined;

/** Whether one of two addresses is a part of the other, or the same. */
function overlap(left: string | undefined, right: string | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  return isPartOf(left, right) || isPartOf(right, left);
}

function isPartOf(inner: string, outer: string): boolean {
  const [target, part] = [parseTarget(outer), parseTarget(inner)];
  if (part.kind === 'resource') return covers(target, part.resource, part.key);
  return (
    target.kind === 'module' && covers(target, { module: part.module, mode: 'managed', type: '', name: '' }, undefined)
  );
}

const sourceOf = (provider: string): string => storedProvider(provider).source;

/** A state under edits, and where its instances come from. */
class Editing {
  state: State;
  readonly moved = new Map<string, string>();
  readonly imported = new Map<string, string | undefined>();

  constructor(state: State) {
    this.state = state;
  }

  make(edit: StateEdit): void {
    switch (edit.kind) {
      case 'move':
        return this.#move(edit.from, edit.to);
      case 'remove': {
        const { state, removed } = removeAddress(this.state, edit.address);
        this.state = state;
        for (const address of removed) {
          this.moved.delete(address);
          this.imported.delete(address);
        }
        return;
      }
      case 'replace-provider':
        this.#replaceProvider(edit.from, edit.to);
        return;
      case 'taint':
      case 'untaint': {
        const next = setTaint(this.state, edit.address, edit.kind === 'taint');
        if (next === undefined) throw unknownAddress(this.state, edit.address);
        this.state = next;
        return;
      }
      case 'import': {
        const draft = new StateDraft(this.state);
        draft.setObject(edit.ref, edit.object);
        this.state = draft.freeze();
        this.imported.set(importedAddress(edit), edit.id);
        return;
      }
      case 'push':
        throw pushBesideOthers();
    }
  }

  #replaceProvider(from: string, to: string): void {
    const { state, replaced } = replaceProvider(this.state, from, to);
    if (replaced.length === 0) throw noObjectOf(from, [...storedProviders(this.state)].map(sourceOf));
    this.state = state;
  }

  #move(from: string, to: string): void {
    const before = this.state;
    const { state, moved } = moveResource(before, from, to);
    this.state = state;
    const pairs = moved.flatMap(([source, target]) => {
      const whole = before.resources.get(source)?.instances;
      return whole === undefined || !state.resources.has(target)
        ? [[source, target] as const]
        : [...whole.keys()].map((key) => [source + key, target + key] as const);
    });
    // All sources are read before a target is written: one may be the source of another.
    const origins = pairs.map(([source, target]) => ({
      target,
      origin: this.moved.get(source) ?? source,
      isImported: this.imported.has(source),
      id: this.imported.get(source),
    }));
    for (const [source] of pairs) {
      this.moved.delete(source);
      this.imported.delete(source);
    }
    for (const { target, origin, isImported, id } of origins) {
      if (isImported) this.imported.set(target, id);
      else if (origin !== target) this.moved.set(target, origin);
    }
  }
}
