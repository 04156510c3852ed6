import type { Done } from './forge-server.js';

/** A merged pull or merge request. */
export interface Merge {
  readonly number: number;
  /** The last commit of its branch. */
  readonly head: string;
  /** The commit that the merge made. */
  readonly merged: string;
}

/** What a job of a pipeline kept. */
export interface Artifact {
  readonly name: string;
  readonly run: number;
  /** The request whose pipeline made it. */
  readonly request?: number;
  readonly fork?: boolean;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** Merges and artefacts, as both forges serve them. */
export class ForgePipelines {
  readonly merges: Merge[] = [];
  readonly artifacts: Artifact[] = [];

  github(method: string, url: URL, path: string): Done | undefined {
    if (method !== 'GET') return undefined;
    const commit = new RegExp(`^${path}/commits/([0-9a-f]{40})/pulls$`).exec(url.pathname)?.[1];
    if (commit !== undefined)
      return {
        status: 200,
        body: this.#mergesOf(commit).map(({ number, head, merged }) => ({
          number,
          state: 'closed',
          merge_commit_sha: merged,
          head: { sha: head },
        })),
      };
    if (url.pathname !== `${path}/actions/artifacts`) return undefined;
    const name = url.searchParams.get('name');
    const found = this.artifacts.filter((one) => name === null || one.name === name);
    return {
      status: 200,
      body: {
        total_count: found.length,
        artifacts: found.map(({ name: own, run, fork = false }, index) => ({
          id: index + 1,
          name: own,
          expired: false,
          created_at: new Date(run * 1000).toISOString(),
          workflow_run: { id: run, repository_id: 1, head_repository_id: fork ? 2 : 1 },
        })),
      },
    };
  }

  gitlab(method: string, url: URL, path: string): Done | undefined {
    if (method !== 'GET' || !url.pathname.startsWith(`${path}/`)) return undefined;
    const [kind, id = '', what, ...rest] = url.pathname.slice(path.length + 1).split('/');
    if (kind === 'repository' && id === 'commits' && rest[0] === 'merge_requests')
      return {
        status: 200,
        body: this.#mergesOf(what ?? '').map(({ number, head, merged }) => ({
          iid: number,
          state: 'merged',
          merge_commit_sha: merged,
          squash_commit_sha: null,
          sha: head,
        })),
      };
    if (kind === 'merge_requests' && what === 'pipelines')
      return {
        status: 200,
        body: this.artifacts
          .filter(({ request }) => request === Number(id))
          .map(({ run }) => ({ id: run, source: 'merge_request_event', status: 'success' }))
          .reverse(),
      };
    const own = this.artifacts.find(({ run }) => run === Number(id));
    if (kind === 'pipelines' && what === 'jobs')
      return { status: 200, body: own === undefined ? [] : [{ id: own.run, name: own.name, status: 'success' }] };
    if (kind !== 'jobs' || what !== 'artifacts') return undefined;
    const raw = own?.files.get(rest.join('/'));
    return raw === undefined ? undefined : { status: 200, body: raw };
  }

  #mergesOf(commit: string): readonly Merge[] {
    return this.merges.filter(({ merged, head }) => merged === commit || head === commit);
  }
}
