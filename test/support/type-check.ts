import path from 'node:path';
import ts from 'typescript';

/** What the compiler says of the programs in a folder, under the settings in its `tsconfig.json`. */
export function typeCheck(directory: string): readonly string[] {
  const { config } = ts.readConfigFile(path.join(directory, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, directory);
  const program = ts.createProgram(fileNames, options);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
