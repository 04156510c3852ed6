import { Construct, type IConstruct } from 'constructs';
import { TerraformStack } from './stack.js';

export interface IResource extends IConstruct {
  readonly stack: TerraformStack;
}

/** A construct of a library, which knows its stack. */
export abstract class Resource extends Construct implements IResource {
  readonly stack: TerraformStack;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.stack = TerraformStack.of(this);
  }
}
