import type { Diagnostic } from '../model/index.js';
import { forgeHttp } from './compose/network.js';
import type { OperationEnvironment } from './environment.js';
import type { CheckRun } from './forge/forge.js';
import { github } from './forge/github.js';
import { gitlab } from './forge/gitlab.js';
import { githubSettings, gitlabSettings, type GivenPlace } from './forge/settings.js';
import { writeComment, type Written } from './forge/write.js';
import { guarded } from './guard.js';

export interface CommentOptions extends GivenPlace {
  readonly forge: 'github' | 'gitlab';
  /** Tells several comments on one request apart. Letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** The Markdown of the comment, with at most so many characters. */
  readonly body: (limit: number) => string;
  /** A check run to publish as well. */
  readonly check?: CheckRun;
}

export interface CommentResult extends Partial<Written> {
  readonly checkUrl?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Posts a comment, or updates the one that was posted before under that name by the same author. */
export function comment(env: OperationEnvironment, options: CommentOptions): Promise<CommentResult> {
  return guarded<CommentResult>({}, async () => {
    const http = forgeHttp(env);
    const forge =
      options.forge === 'github'
        ? github(http, githubSettings(env.environment, options))
        : gitlab(http, gitlabSettings(env.environment, options));
    const written = await writeComment(forge, options);
    const { check } = options;
    if (check === undefined || forge.annotate === undefined) return { ...written, diagnostics: [] };
    return { ...written, checkUrl: await forge.annotate(check), diagnostics: [] };
  });
}
