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
    this.diagnostics.push(
      errorDiagnostic(code, summary, {
        detail,
        address: place.address,
        source: span === undefined ? place.source : { ...place.source, span },
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

  /** Follows constant steps into a type as far as that can be judged without values. */
  checkSteps(spot: Spot, type: Type, name: string, steps: readonly TraversalStep[]): void {
    let at = type;
    const path: (string | number)[] = [];
    for (const step of steps) {
      const next = typeStep(at, step);
      if (next === undefined) return;
      if ('misstep' in next) {
        this.report(spot, 'unknown-reference', `${name}${suffix(path)} ${next.misstep.reason}`, next.misstep.detail);
        return;
      }
      path.push(step.key);
      at = next.type;
    }
  }
}

/** `.a[0]` after a name. */
function suffix(path: Path): string {
  const text = formatPath(path);
  return text === '' || text.startsWith('[') ? text : `.${text}`;
}
