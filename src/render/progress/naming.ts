import type { Event } from '../../model/index.js';

interface Named {
  readonly address: string;
  readonly deposed?: string;
  readonly stack?: string;
}

/** Names what events are about: with its stack if the run has several. */
export class Naming {
  #stacks = 1;

  get stacks(): number {
    return this.#stacks;
  }

  /** Each run begins with a phase of no stack. */
  see(event: Event): void {
    if (event.type === 'phase' && event.stack === undefined) this.#stacks = event.stacks ?? 1;
  }

  /** `web:terraform_data.a (deposed object 1a2b3c4d)` */
  of({ address, deposed, stack }: Named): string {
    const name = this.#stacks > 1 && stack !== undefined ? `${stack}:${address}` : address;
    return deposed === undefined ? name : `${name} (deposed object ${deposed})`;
  }
}
