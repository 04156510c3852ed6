import {
  errorDiagnostic,
  formatPath,
  nearest,
  type Diagnostic,
  type Path,
  type Reference,
  type TraversalStep,
  type Type,
} from '../../model/index.js';
import type { Place } from './places.js';
import { typeStep } from './type-step.js';

/** The cost of finding similar names grows with the number of names, so only the first errors include a suggestion. */
const MOST_HINTS = 10;

/** A reference and its place. */
export interface Spot {
  readonly place: Place;
  readonly reference: Reference;
}

/** Collects problems with references. */
export class Reporter {
  readonly diagnostics: Diagnostic[] = [];
  #hints = 0;

  report({ place, reference }: Spot, code: string, summary: string, detail: string): void {
    const { span } = reference;
    const { file, path } = place.source;
    this.diagnostics.push(
      errorDiagnostic(code, summary, {
        detail,
        address: place.address,
        source: span === undefined ? { file, path } : { file, path, span },
        ...(place.origin === undefined ? {} : { origin: place.origin }),
      }),
    );
  }

  /** A sentence with suggestions for `word`; empty if no name is similar, or after many errors. */
  near(word: string, names: () => Iterable<string>): string {
    this.#hints += 1;
    if (this.#hints > MOST_HINTS) return '';
    const near = nearest(word, names());
    return near.length === 0 ? '' : `Did you mean ${near.join(' or ')}?`;
  }

  /** Follows constant steps, starting at the given one, into a type as far as possible without values. */
  checkSteps(spot: Spot, type: Type, name: string, steps: readonly TraversalStep[], from = 0): void {
    let at = type;
    for (const [index, step] of steps.entries()) {
      if (index < from) continue;
      const next = typeStep(at, step);
      if (next === undefined) return;
      if (next.misstep !== undefined) {
        const path = steps.slice(from, index).map(({ key }) => key);
        this.report(spot, 'unknown-reference', `${name}${suffix(path)} ${next.misstep.reason}`, next.misstep.detail);
        return;
      }
      at = next.type;
    }
  }
}

/** Formats `.a[0]` to follow a name. */
function suffix(path: Path): string {
  const text = formatPath(path);
  return text === '' || text.startsWith('[') ? text : `.${text}`;
}
