/** Runs programs as the command does: the built loader, in a process without a test runner that changes imports. */
import process from 'node:process';

/** The parent process names the bundled room. */
const { loadModule, loadProgram } = await import(process.argv[2]);

async function answer({ kind, directory, file }) {
  try {
    if (kind === 'module') {
      const loaded = await loadModule(file, { directory });
      process.send({ exports: Object.keys(loaded) });
    } else {
      const loaded = await loadProgram({ directory, program: file, providers: {}, stacks: {} });
      process.stdout.write('the result\n');
      process.send({ ...loaded, exitCode: process.exitCode, workingDirectory: process.cwd() });
    }
  } catch (error) {
    process.send({ error: error.message, diagnostics: error.diagnostics });
  }
}

process.on('message', (question) => void answer(question));
process.send('ready');
