import type { Diagnostic } from '../model/index.js';
import { forgeHttp } from './compose/network.js';
import type { OperationEnvironment } from './environment.js';
import { githubIssues } from './forge/github-issues.js';
import { gitlabIssues } from './forge/gitlab-issues.js';
import { githubPlace, gitlabPlace, type GivenRepository } from './forge/settings.js';
import { writeIssue, type IssueWritten, type MarkedIssue } from './forge/write-issue.js';
import { guarded } from './guard.js';

export interface IssueOptions extends GivenRepository, MarkedIssue {
  readonly forge: 'github' | 'gitlab';
}

export interface IssueResult extends Partial<IssueWritten> {
  readonly diagnostics: readonly Diagnostic[];
}

/** Opens or updates the one issue of that name, or closes it if nothing is left to report. */
export function issue(env: OperationEnvironment, options: IssueOptions): Promise<IssueResult> {
  return guarded<IssueResult>({}, async () => {
    const http = forgeHttp(env);
    const tracker =
      options.forge === 'github'
        ? githubIssues(http, githubPlace(env.environment, options))
        : gitlabIssues(http, gitlabPlace(env.environment, options));
    return { ...(await writeIssue(tracker, options)), diagnostics: [] };
  });
}
