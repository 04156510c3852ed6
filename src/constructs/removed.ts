import type { Construct } from 'constructs';
import { Bare } from './bare.js';
import { Element, type Declaration } from './element.js';
import { CDKTF_MEMBERS, refuseMembers } from './missing-members.js';
import { refuseUnknownOptions } from './options.js';

export interface RemovedOptions {
  /** The address that a resource or module had: `aws_vpc.old`, `module.old`. */
  readonly from: string;
  /** Whether to destroy the objects; otherwise they are only removed from state. Default: true. */
  readonly destroy?: boolean | undefined;
}

/** What becomes of the objects of a resource or module that the program no longer has. */
export class Removed extends Element {
  readonly options: RemovedOptions;

  constructor(scope: Construct, id: string, options: RemovedOptions) {
    super(scope, id);
    refuseUnknownOptions(this, options, ['from', 'destroy']);
    this.options = options;
  }

  override get fqn(): string {
    return this.options.from;
  }

  override declare(): Declaration {
    const { from, destroy } = this.options;
    const lifecycle = destroy === undefined ? undefined : { destroy };
    return { section: ['removed'], repeated: true, body: { from: new Bare(from), lifecycle } };
  }
}

refuseMembers(Removed, CDKTF_MEMBERS.elements);
