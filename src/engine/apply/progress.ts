import {
  hasErrors,
  type Action,
  type ObjectEvent,
  type ResourceChange,
  type Schema,
  type Value,
} from '../../model/index.js';
import type { ApplyResponse } from '../../providers/requests.js';
import { identify } from '../identify.js';
import type { ApplyRun } from './run.js';

/** Reports the start, waits and end of a change. The renderer adds signs of life in between. */
export class ChangeProgress {
  readonly #run: ApplyRun;
  readonly #change: ResourceChange;
  readonly #about: (value: Value) => ObjectEvent;

  constructor(run: ApplyRun, change: ResourceChange, action: Action, schema: Schema, deposed?: string) {
    const { clock } = run.context;
    const started = clock();
    this.#run = run;
    this.#change = change;
    this.#about = (value) => {
      const id = identify(value, schema);
      return {
        address: change.address,
        action,
        ...(deposed === undefined ? {} : { deposed }),
        ...(id === undefined ? {} : { id }),
        elapsedMs: clock() - started,
      };
    };
    run.context.emit({ type: 'apply-start', ...this.#about(change.before) });
  }

  /** Makes the provider call. */
  async call(call: (progress: (waitingFor: string) => void) => Promise<ApplyResponse>): Promise<ApplyResponse> {
    const { emit } = this.#run.context;
    try {
      const progress = (waitingFor: string): void =>
        emit({ type: 'apply-progress', waitingFor, ...this.#about(this.#change.before) });
      return await this.#run.limit(() => call(progress));
    } catch (error) {
      this.failed();
      throw error;
    }
  }

  end({ diagnostics, state }: ApplyResponse): void {
    if (hasErrors(diagnostics)) this.failed(state);
    else this.#run.context.emit({ type: 'apply-complete', ...this.#about(state ?? this.#change.before) });
  }

  failed(state?: Value): void {
    this.#run.context.emit({ type: 'apply-errored', ...this.#about(state ?? this.#change.before) });
  }
}
