import { DEFAULT_NAME, type S3Settings } from './settings.js';

/** The keys of one state: Terraform's, and those of Landform beside it. */
export class Names {
  readonly state: string;
  readonly lock: string;
  readonly head: string;
  /** Of all objects of journals. */
  readonly journals: string;

  constructor({ key, workspacePrefix }: S3Settings, workspace: string) {
    this.state = workspace === DEFAULT_NAME ? key : `${workspacePrefix}/${workspace}/${key}`;
    this.lock = `${this.state}.tflock`;
    this.head = `${this.state}.landform`;
    this.journals = `${this.state}.landform/`;
  }

  journal(generation: string): string {
    return `${this.journals}${generation}/`;
  }

  /** Sorted as they were written. */
  entry(generation: string, number: number): string {
    return `${this.journal(generation)}${String(number).padStart(8, '0')}`;
  }
}
