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

/** Looking for similar names costs as much as there are names, so only the first mistakes get a hint. */
const MOST_HINTS = 10;

/** What a reference is about, and where it stands. */
export interface Spot {
  readonly place: Place;
  readonly reference: Reference;
}

/** Collects what is wrong with references. */
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

  /** What may have been meant by `word`, as a sentence; empty when nothing is close, or after many mistakes. */
  near(word: string, names: () => Iterable<string>): string {
    this.#hints += 1;
    if (this.#hints > MOST_HINTS) return '';
    const near = nearest(word, names());
    return near.length === 0 ? '' : `Did you mean ${near.join(' or ')}?`;
  }

  /** Follows constant steps, from the given one on, into a type as far as that can be judged without values. */
  checkSteps(spot: Spot, type: Type, name: string, steps: readonly TraversalStep[], from = 0): void {
    let at = type;
    for (let index = from; index < steps.length; index += 1) {
      const next = typeStep(at, steps[index]!);
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

/** `.a[0]` after a name. */
function suffix(path: Path): string {
  const text = formatPath(path);
  return text === '' || text.startsWith('[') ? text : `.${text}`;
}
