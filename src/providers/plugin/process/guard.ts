import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

/**
 * Starts a plugin in a process group of its own, together with a guard: a shell that waits for the end of a pipe from
 * this process, and then ends the group. The system closes the pipe however this process ends, so a plugin never
 * outlives it. Nothing the terminal sends reaches the group: the plugin is asked to stop, and not interrupted.
 */
const GUARD = `
exec 3<&0 </dev/null
"$1" 3<&- &
plugin=$!
{ read -r line <&3; rm -rf -- "$2"; kill -9 0; } >/dev/null 2>&1 &
guard=$!
exec 3<&- >/dev/null 2>&1
wait "$plugin"
status=$?
kill -9 "$guard"
exit "$status"
`;

export interface GuardedProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Ends the process, and all that it has started in its group, at once. */
  kill(): void;
}

export function startGuarded(
  executable: string,
  environment: Readonly<Record<string, string | undefined>>,
  sockets: string,
  cwd: string,
): GuardedProcess {
  if (process.platform === 'win32') {
    const child = spawn(executable, [], { cwd, env: environment, stdio: 'pipe', windowsHide: true });
    return { child, kill: () => void child.kill('SIGKILL') };
  }
  const child = spawn('/bin/sh', ['-c', GUARD, 'landform-plugin', executable, sockets], {
    cwd,
    env: environment,
    stdio: 'pipe',
    detached: true,
  });
  // The pipe is only there to be closed.
  child.stdin.on('error', () => {});
  return {
    child,
    kill() {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group has ended.
      }
    },
  };
}
